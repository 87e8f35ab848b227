"""The facts of an archive in a temporary SQLite database: memory stays flat, comparing is a query.

What is found waits there too, for it is reported in another order than it is found in.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import lru_cache
from hashlib import blake2b
from itertools import islice

from newskit.files import scratch
from newskit.frozen import NamedTuple
from newskit.messages import escape_surrogates
from newskit.parsing import load_json
from newskit.problem import Location
from newskit.validate.archive.facts import (
    Asked,
    Between,
    Facts,
    Ignore,
    PostPlace,
    Top,
    folder_of,
)

BAND_ROWS = 8
_SCHEMA = """
CREATE TABLE post (id INTEGER PRIMARY KEY, path BLOB, folded INTEGER, article BLOB, signature BLOB,
                   codes TEXT, ignores TEXT, top BLOB, mark INTEGER, title INTEGER);
CREATE TABLE fact (kind TEXT, value TEXT, folded TEXT, post INTEGER,
                   line INTEGER, col INTEGER, start INTEGER, stop INTEGER);
CREATE TABLE band (hash INTEGER, text INTEGER, post INTEGER);
CREATE TABLE found (rule TEXT, post INTEGER, line INTEGER, col INTEGER, start INTEGER,
                      stop INTEGER, message BLOB, other INTEGER, other_line INTEGER,
                      other_col INTEGER, other_start INTEGER, other_stop INTEGER, mild INTEGER);
"""
_INDEXES = """
CREATE INDEX fact_value ON fact (kind, value) WHERE folded IS NULL;
CREATE INDEX fact_folded ON fact (kind, folded, value) WHERE folded IS NOT NULL;
"""
_FOUND = """
SELECT rule, post.path, line, col, start, stop, message, mild, top, mark,
       other, other_line, other_col, other_start, other_stop
FROM found JOIN post ON post.id = found.post
ORDER BY post.path, start, found.rowid
"""
_SPELT = frozenset(("tags", "categories"))
_BATCH = 2000


class Noted(NamedTuple):
    """What a rule found: its code, place and message, the other place, and how the file starts."""

    rule: str
    place: Location
    message: str
    other: Location | None
    top: Top | None
    mild: bool


class FactStore:
    """Remembers facts and answers queries about all of them."""

    def __init__(self) -> None:
        self.database = scratch(_SCHEMA)
        self.count = 0
        self.asked: list[Asked] = []
        # Rows that wait to be written together.
        self._posts: list[tuple[object, ...]] = []
        self._facts: list[tuple[object, ...]] = []
        self._bands: list[tuple[object, ...]] = []

    def add(self, facts: Facts) -> None:
        """Remember the facts of one post."""
        self.count += 1
        post = self.count
        signature = facts.signature
        ignores = [[one.codes, one.first, one.last, one.whole_file] for one in facts.ignores]
        row = (
            post,
            _bytes(facts.path),
            _folded(facts.path),
            facts.article or None,
            signature,
            _sorted(facts.codes),
            json.dumps(ignores) if ignores else "",
            None if facts.top is None else _bytes(facts.top.line),
            None if facts.top is None else facts.top.mark,
            _folded(facts.title) if facts.title else None,
        )
        self._posts.append(row)
        for fact in facts.facts:
            value = escape_surrogates(fact.value)
            folded = value.casefold() if fact.kind in _SPELT else None
            self._facts.append((fact.kind, value, folded, post, *fact[2:]))
        if signature:
            text = _number(facts.article[:8])
            for start in range(0, len(signature), BAND_ROWS * 4):
                self._bands.append((_band(start, signature), text, post))
        if len(self._posts) + len(self._facts) >= _BATCH:
            self._write()

    def _write(self) -> None:
        for query, rows in (
            ("INSERT INTO post VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", self._posts),
            ("INSERT INTO fact VALUES (?, ?, ?, ?, ?, ?, ?, ?)", self._facts),
            ("INSERT INTO band VALUES (?, ?, ?)", self._bands),
        ):
            self.database.executemany(query, rows)
            rows.clear()
        self.database.commit()

    def ready(self) -> None:
        """Build the indexes; called once, when every post has been added."""
        self._write()
        self.database.executescript(_INDEXES)

    def note(self, rule: str, found: Iterable[Between]) -> None:
        """Keep what a rule has found."""
        query = "INSERT INTO found VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        left = iter(found)
        while batch := [
            (rule, *one.place, _bytes(one.message), *(one.other or (None,) * 5), one.mild)
            for one in islice(left, _BATCH)
        ]:
            self.database.executemany(query, batch)
        self.database.commit()

    def noted(self) -> Iterator[Noted]:
        """Yield what was found, by path and place."""
        for row in self.database.execute(_FOUND):
            rule, path, line, column, start, end, message, mild, top, mark, other, *rest = row
            place = Location(_text(path), line, column, start, end)
            related = None if other is None else self.location(PostPlace(other, *rest))
            head = None if top is None else Top(_text(top), mark)
            yield Noted(rule, place, _text(message), related, head, mild=bool(mild))

    def rows(self, query: str, *values: object) -> Iterator[tuple[object, ...]]:
        """Yield the rows of a query."""
        yield from self.database.execute(query, values)

    def codes(self) -> Iterator[str]:
        """Yield the codes of the rules that found something."""
        yield from (str(code) for (code,) in self.rows("SELECT DISTINCT rule FROM found"))

    def folders(self, posts: str, *values: object) -> Iterator[str]:
        """Yield the folder of each post that a query gives the number of."""
        query = f"SELECT path FROM post JOIN ({posts}) AS one ON one.post = post.id"  # noqa: S608 (ours)
        for (path,) in self.database.execute(query, values):
            yield folder_of(_text(path))

    def path(self, post: int) -> str:
        """The path of a post."""
        row = self.database.execute("SELECT path FROM post WHERE id = ?", (post,)).fetchone()
        return _text(row[0])

    def location(self, place: PostPlace) -> Location:
        """A place in a post, with its path."""
        return Location(self.path(place.post), *place[1:])

    def applies(self, post: int, code: str, name: str, line: int) -> bool:
        """Tell whether a rule applies to a line of a post: selected there and not ignored."""
        row = self.database.execute(
            "SELECT codes, ignores FROM post WHERE id = ?", (post,)
        ).fetchone()
        if code not in row[0].split():
            return False
        if not row[1]:
            return True
        for codes, first, last, whole in load_json(row[1]):
            one = Ignore((0, 0), tuple(codes), first, last, whole)
            if one.covers(code, name, line):
                return False
        return True

    def close(self) -> None:
        """Forget everything."""
        self.database.close()


@lru_cache(maxsize=64)
def _sorted(codes: frozenset[str]) -> str:
    return " ".join(sorted(codes))


def _bytes(text: str) -> bytes:
    """Any text, in bytes that sort as it does; SQLite would not take a lone surrogate."""
    return text.encode("utf-8", "surrogatepass")


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogatepass")


def _folded(path: str) -> int:
    """A number for a path, whatever its capitals."""
    return _number(blake2b(_bytes(path.casefold()), digest_size=8).digest())


def _number(data: bytes) -> int:
    """Eight bytes as SQLite's largest integer."""
    return int.from_bytes(data, "little", signed=True)


def _band(start: int, signature: bytes) -> int:
    """A hash of one band of a signature."""
    band = signature[start : start + BAND_ROWS * 4] + start.to_bytes(2, "little")
    return _number(blake2b(band, digest_size=8).digest())
