"""Results of earlier runs, so that a file that has not changed is not checked again.

One SQLite file in the project's ``.newskit_cache`` folder. A result is kept under the file's name
with its size and time of change and with a key of everything else that counts: newskit's version,
the configuration and the schemas. Several runs may use the file at once: SQLite locks it, and a run
that cannot have the lock in time goes on without the cache.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections import deque
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from newskit.pipeline.cache_file import CACHE_FOLDER, open_cache, sweep
from newskit.pipeline.checked import Checked
from newskit.pipeline.opening import COULD_NOT_RUN
from newskit.read.files import Source
from newskit.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from newskit.config.model import Config
    from newskit.report.finding import Finding
    from newskit.validate.archive.facts import Facts

__all__ = ["Cache"]

_FIND = "SELECT size, time, findings FROM result WHERE path = ? AND key = ?"
_FACTS = "SELECT facts FROM result WHERE path = ? AND key = ? AND size = ? AND time = ?"
_POST_TABLE = """
CREATE TABLE post (number INTEGER PRIMARY KEY, relative BLOB, path BLOB, size INTEGER, time INTEGER,
                   facts BLOB);
"""
_POSTS = "SELECT relative, path, size, time, facts FROM post ORDER BY number"
_LOST = b"?"
"""Stands for a row that is not there; no facts, so it cannot be loaded."""
_BATCH = 500
# So many known results in a row are held at most; the next one is checked anew to let them go.
_MAX_WAITING = 4096


class _Stamp(NamedTuple):
    path: bytes
    size: int
    time: int


class _Open(NamedTuple):
    """A post of this run whose result is not known yet."""

    number: int
    relative: str
    stamp: _Stamp | None


class Cache:
    """Remembers results by file.

    Args:
        folder: the project's folder; the cache is a folder in it.
        config: the settings the results depend on.
    """

    def __init__(self, folder: Path, config: Config) -> None:
        self.key = _key_of(config)
        self.database = open_cache(folder / CACHE_FOLDER)
        self.waiting: list[tuple[object, ...]] = []
        # The posts of this run; SQLite moves to a file what there is no room for in memory.
        self.posts = sqlite3.connect("")
        self.posts.executescript(f"PRAGMA journal_mode=OFF; {_POST_TABLE}")
        self.whole = True
        self.seen = hashlib.blake2b(self.key, digest_size=20)

    def through(
        self, sources: Iterable[Source], check: Callable[[Iterable[Source]], Iterator[Checked]]
    ) -> Iterator[Checked]:
        """Yield the result for each source, in order: the one remembered, or that of `check`.

        Results come without facts; `facts` has those of all of them.

        Args:
            sources: the posts.
            check: checks posts and yields a result for each, in order.
        """
        held: deque[Checked | _Open] = deque()
        for result in check(self._missing(sources, held)):
            while held and not isinstance(held[0], _Open):
                yield held.popleft()  # type: ignore[misc]
            item = held.popleft()
            if isinstance(item, _Open):
                yield self._remember(item, result)
        while held:
            item = held.popleft()
            if not isinstance(item, _Open):
                yield item
        self._write()
        if self.database is not None:
            sweep(self.database, self.key)

    def _missing(self, sources: Iterable[Source], held: deque[Checked | _Open]) -> Iterator[Source]:
        """Pass on the sources nothing is known of; results that are known wait in `held`."""
        for number, source in enumerate(sources):
            stamp = _stamp(source)
            known = self._find(source, stamp) if stamp and len(held) < _MAX_WAITING else None
            if stamp is not None:
                self.seen.update(b"%b\0%d\0%d\0" % stamp)
            else:
                self.seen.update(os.urandom(16))
            if known is None:
                held.append(_Open(number, source.relative, stamp))
                yield source
            else:
                self._note(_Open(number, source.relative, stamp), b"")
                held.append(known)

    def _find(self, source: Source, stamp: _Stamp) -> Checked | None:
        row = self._one(_FIND, stamp.path, self.key)
        if row is None or row[0] != stamp.size or row[1] != stamp.time:
            return None
        if not row[2]:
            return Checked(source.label, ())
        from newskit.pipeline.stored import load_findings

        with suppress(ValueError):
            return Checked(source.label, load_findings(row[2]))
        return None

    def _remember(self, item: _Open, result: Checked) -> Checked:
        from newskit.pipeline.stored import dump_facts, dump_findings

        facts = dump_facts(result.facts) if result.facts else b""
        if any(problem.code in COULD_NOT_RUN for problem in result.problems):
            item = item._replace(stamp=None)
        self._note(item, facts)
        if item.stamp is not None:
            findings = dump_findings(result.findings) if result.findings else b""
            path, size, time = item.stamp
            self.waiting.append((path, self.key, size, time, findings, facts))
            if len(self.waiting) >= _BATCH:
                self._write()
        return result

    def _note(self, item: _Open, facts: bytes) -> None:
        """Note a post of this run; its facts only if no row of the cache holds them."""
        relative = item.relative.encode("utf-8", "surrogateescape")
        stamp = item.stamp
        place = (None, 0, 0, facts) if stamp is None else (*stamp, b"")
        row = (item.number, relative, *place)
        self.posts.execute("INSERT INTO post VALUES (?, ?, ?, ?, ?, ?)", row)

    def facts(self, check: Callable[[Source], Checked]) -> Iterator[Facts]:
        """Yield the facts of every post of this run, in order.

        Args:
            check: checks a post whose row another run has replaced since.
        """
        from newskit.pipeline.stored import load_facts

        self._write()
        for relative, path, size, time, noted in self.posts.execute(_POSTS):
            row = (noted,) if path is None else self._one(_FACTS, path, self.key, size, time)
            data = _LOST if row is None else row[0]
            try:
                facts = load_facts(data) if data else None
            except ValueError:
                self.whole = False
                name = os.fsdecode((path or relative).rpartition(b"\0")[2])
                facts = check(Source(name, os.fsdecode(relative))).facts
            if facts is not None:
                yield facts

    def known_archive(self) -> tuple[Finding, ...] | None:
        """Return what was found between the posts when they were all as they are now."""
        from newskit.pipeline.stored import load_findings

        row = self._one("SELECT findings FROM archive WHERE key = ?", self.seen.digest())
        if row is None:
            return None
        with suppress(ValueError):
            return load_findings(row[0])
        return None

    def remember_archive(self, found: tuple[Finding, ...]) -> None:
        """Remember what was found between the posts; only the last answer is kept.

        It is not remembered when rows of this run were replaced meanwhile: it is about other posts.
        """
        if self.database is None or not self.whole:
            return
        from newskit.pipeline.stored import dump_findings

        with suppress(sqlite3.Error), self.database:
            self.database.execute("DELETE FROM archive")
            row = (self.seen.digest(), dump_findings(found))
            self.database.execute("INSERT INTO archive VALUES (?, ?)", row)

    @property
    def works(self) -> bool:
        """Whether there is a cache to use."""
        return self.database is not None

    def _one(self, query: str, *values: object) -> tuple[object, ...] | None:
        if self.database is None:
            return None
        with suppress(sqlite3.Error):
            found: tuple[object, ...] | None = self.database.execute(query, values).fetchone()
            return found
        return None

    def _write(self) -> None:
        if self.database is None or not self.waiting:
            return
        query = "INSERT OR REPLACE INTO result VALUES (?, ?, ?, ?, ?, ?)"
        with suppress(sqlite3.Error), self.database:
            self.database.executemany(query, self.waiting)
        self.waiting.clear()


def _stamp(source: Source) -> _Stamp | None:
    if source.data is not None or source.error:
        return None
    try:
        found = os.stat(source.path)  # noqa: PTH116 (a Path for each post costs as much again)
        path = os.path.abspath(source.path)  # noqa: PTH100 (the same)
    except OSError:
        return None
    name = f"{path}\0{source.path}".encode("utf-8", "surrogateescape")
    return _Stamp(name, found.st_size, found.st_mtime_ns)


def _key_of(config: Config) -> bytes:
    """A hash of everything but the file that a result depends on."""
    digest = hashlib.blake2b(digest_size=16)
    digest.update(
        f"{__version__}\0{_rules_changed()}\0{config.read!r}\0{config.validate!r}".encode()
    )
    names = [choice.schema for choice in config.validate.schemas]
    for name in filter(None, (config.validate.schema, *names)):
        if not name.startswith("builtin:"):
            with suppress(OSError):
                digest.update(Path(name).read_bytes())
    return digest.digest()


def _rules_changed() -> int:
    """When the code that finds problems changed last: in a checkout it does between versions."""
    package = Path(__file__).resolve().parent.parent
    folders = ("read", "read/formats", "validate", "validate/rules")
    return max((package / folder).stat().st_mtime_ns for folder in folders)
