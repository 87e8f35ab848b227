"""The facts of an archive in a temporary SQLite database: memory stays flat, comparing is a query.

SQLite keeps the pages it has room for in memory and the rest in a file that vanishes with it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING

from newskit.problem import Location
from newskit.validate.ignore_comment import Ignore

if TYPE_CHECKING:
    from newskit.validate.archive.facts import Asked, Facts

__all__ = ["BAND_ROWS", "Store"]

BAND_ROWS = 8
_SCHEMA = """
CREATE TABLE post (id INTEGER PRIMARY KEY, path TEXT, relative TEXT, article BLOB,
                   signature BLOB, codes TEXT, ignores TEXT);
CREATE TABLE fact (kind TEXT, value TEXT, folded TEXT, post INTEGER,
                   line INTEGER, col INTEGER, start INTEGER, stop INTEGER);
CREATE TABLE band (hash INTEGER, post INTEGER);
"""
_INDEXES = """
CREATE INDEX IF NOT EXISTS fact_value ON fact (kind, value);
CREATE INDEX IF NOT EXISTS fact_folded ON fact (kind, folded);
CREATE INDEX IF NOT EXISTS band_hash ON band (hash);
CREATE INDEX IF NOT EXISTS post_article ON post (article);
"""
_BATCH = 2000


class Store:
    """Remembers facts and answers queries about all of them."""

    def __init__(self) -> None:
        self.database = sqlite3.connect("")
        self.database.executescript(
            f"PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-32768; {_SCHEMA}"
        )
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
            facts.path.encode("utf-8", "surrogateescape"),
            facts.relative.encode("utf-8", "surrogateescape"),
            facts.article,
            signature,
            _sorted(facts.codes),
            json.dumps(ignores) if ignores else "",
        )
        self._posts.append(row)
        for fact in facts.facts:
            value = _storable(fact.value)
            self._facts.append((fact.kind, value, value.casefold(), post, *fact[2:]))
        for start in range(0, len(signature), BAND_ROWS * 4):
            self._bands.append((_band(start, signature), post))
        if len(self._posts) + len(self._facts) >= _BATCH:
            self._write()

    def _write(self) -> None:
        for query, rows in (
            ("INSERT INTO post VALUES (?, ?, ?, ?, ?, ?, ?)", self._posts),
            ("INSERT INTO fact VALUES (?, ?, ?, ?, ?, ?, ?, ?)", self._facts),
            ("INSERT INTO band VALUES (?, ?)", self._bands),
        ):
            self.database.executemany(query, rows)
            rows.clear()
        self.database.commit()

    def ready(self) -> None:
        """Build the indexes; called once, when every post has been added."""
        self._write()
        self.database.executescript(_INDEXES)

    def rows(self, query: str, *values: object) -> Iterator[tuple[object, ...]]:
        """Yield the rows of a query."""
        yield from self.database.execute(query, values)

    def path(self, post: int) -> str:
        """The path of a post."""
        row = self.database.execute("SELECT path FROM post WHERE id = ?", (post,)).fetchone()
        return bytes(row[0]).decode("utf-8", "surrogateescape")

    def location(self, post: int, line: int, column: int, start: int, end: int) -> Location:
        """A place in a post."""
        return Location(self.path(post), line, column, start, end)

    def applies(self, post: int, code: str, name: str, line: int) -> bool:
        """Tell whether a rule applies to a line of a post: selected there and not ignored."""
        row = self.database.execute(
            "SELECT codes, ignores FROM post WHERE id = ?", (post,)
        ).fetchone()
        if code not in row[0].split():
            return False
        if not row[1]:
            return True
        for codes, first, last, whole in json.loads(row[1]):
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


def _storable(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _band(start: int, signature: bytes) -> int:
    """A hash of one band of a signature, as a signed 64-bit number."""
    band = signature[start : start + BAND_ROWS * 4] + start.to_bytes(2, "little")
    return int.from_bytes(blake2b(band, digest_size=8).digest(), "little", signed=True)
