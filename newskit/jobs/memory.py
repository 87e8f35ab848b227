"""Results of earlier runs, so that what is done to a file that has not changed is not done again.

One SQLite file in the project's ``.newskit_cache`` folder. A result is kept under the file's name
with what shows a change of it (see `Stamp`) and with a key of everything else that counts:
newskit's version and code, the configuration, what it names. Several runs may use the file at
once: SQLite locks it, and a run that cannot have the lock in time goes on without.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import sys
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

from newskit.files import open_file
from newskit.jobs.cache_file import (
    CACHE_FOLDER,
    Row,
    Rows,
    Stamp,
    content_of,
    open_cache,
    stamp_of,
    sweep,
)
from newskit.read.source import Source
from newskit.run.work import Ready
from newskit.version import __version__

Result = TypeVar("Result")

_BATCH = 500


class Seen(NamedTuple):
    """A post of this run; without a stamp nothing can be remembered of it."""

    number: int
    relative: str
    stamp: Stamp | None


class Memory(ABC, Generic[Result]):
    """Remembers results by file.

    Args:
        folder: the project's folder; the cache is a folder in it.
        key: of everything but the file that results depend on.
    """

    def __init__(self, folder: Path, key: bytes) -> None:
        self.key = key
        self.database = open_cache(folder / CACHE_FOLDER)
        self.rows = Rows(self.database, key)
        self.waiting: list[tuple[object, ...]] = []
        self.settled_rows: list[tuple[bytes, bytes]] = []  # of files that are young no more
        self._absolute = lru_cache(maxsize=16)(os.path.abspath)

    @property
    def works(self) -> bool:
        """Whether there is a cache to use."""
        return self.database is not None

    @abstractmethod
    def load(self, source: Source, data: object) -> Result:
        """Return the result whose `dump` is `data`.

        Raises:
            ValueError: when it is something else.
        """

    @abstractmethod
    def dump(self, result: Result) -> tuple[bytes, bytes] | None:
        """Return a result as bytes, and what else is known of its file; None to forget it."""

    def saw(self, seen: Seen) -> None:
        """Note a post, before its result is known."""

    def settled(self, seen: Seen, facts: bytes) -> None:
        """Note what is known of a post of which no row tells it, when its result is."""

    def through(
        self,
        sources: Iterable[Source],
        work: Callable[[Iterable[Source | Ready[Result]]], Iterator[Result]],
    ) -> Iterator[Result]:
        """Yield the result for each source, in order: the one remembered, or that of `work`."""
        order: deque[Seen | None] = deque()
        for result in work(self._looked_up(sources, order)):
            seen = order.popleft()
            if seen is not None:
                self._remember(seen, result)
            yield result
        self.write()
        if self.database is not None:
            sweep(self.database, self.key)

    def _looked_up(
        self, sources: Iterable[Source], order: deque[Seen | None]
    ) -> Iterator[Source | Ready[Result]]:
        for number, source in enumerate(sources):
            seen = Seen(number, source.relative, self._stamp(source))
            self.saw(seen)
            known = self._find(source, seen.stamp)
            if known is None:
                order.append(seen)
                yield source
            else:
                self.settled(seen, b"")
                order.append(None)
                yield known

    def _find(self, source: Source, stamp: Stamp | None) -> Ready[Result] | None:
        if stamp is None:
            return None
        row = self.rows.find(stamp)
        if row is None or not self._is_same(source, stamp, row):
            return None
        with suppress(ValueError):
            return Ready(self.load(source, row.data))
        return None

    def _is_same(self, source: Source, stamp: Stamp, row: Row) -> bool:
        """Compare the content of a file that was young when its row was made, or is so now."""
        if not row.content:
            return not stamp.content
        try:
            same = (stamp.content or content_of(source.path)) == row.content
        except OSError:
            return False
        if same and not stamp.content:
            self.settled_rows.append((stamp.path, self.key))
        return same

    def _stamp(self, source: Source) -> Stamp | None:
        if source.data is not None or source.error:
            return None
        try:
            folder, separator, name = source.path.rpartition(os.sep)
            folder = self._absolute(folder + separator)
            said = (f"{folder}{os.sep}{name}", source.path, source.relative, source.kind)
            place = "\0".join((*said, source.generator)).encode("utf-8", "surrogateescape")
            return stamp_of(place, source.path)
        except OSError:
            return None

    def _remember(self, seen: Seen, result: Result) -> None:
        dumped = self.dump(result)
        if dumped is None:
            dumped, seen = (b"", b""), seen._replace(stamp=None)
        data, facts = dumped
        self.settled(seen, facts)
        if seen.stamp is not None:
            path, *facts_of_file = seen.stamp
            self.waiting.append((path, self.key, *facts_of_file, data, facts))
            if len(self.waiting) >= _BATCH:
                self.write()

    def one(self, query: str, *values: object) -> tuple[object, ...] | None:
        """Return the first row that a query finds, if any."""
        if self.database is None:
            return None
        with suppress(sqlite3.Error):
            found: tuple[object, ...] | None = self.database.execute(query, values).fetchone()
            return found
        return None

    def write(self) -> None:
        """Write what waits to be remembered."""
        if self.database is None or not (self.waiting or self.settled_rows):
            return
        query = "INSERT OR REPLACE INTO result VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
        settle = "UPDATE result SET content = x'' WHERE path = ? AND key = ?"
        with suppress(sqlite3.Error), self.database:
            self.database.executemany(settle, self.settled_rows)
            self.database.executemany(query, self.waiting)
        self.waiting.clear()
        self.settled_rows.clear()


def key_of(*parts: object, files: Iterable[str] = ()) -> bytes:
    """Return a hash of newskit and its Python, of settings and of the content of files.

    Args:
        parts: settings, whose `repr` tells all of them.
        files: names of files that the settings name; one that cannot be read counts as empty.
    """
    digest = hashlib.blake2b(digest_size=16)
    said = (__version__, _code_changed(), sys.version, *parts)
    digest.update("\0".join(map(repr, said)).encode("utf-8", "surrogateescape"))
    for name in files:
        digest.update(b"\0")
        with suppress(OSError), open_file(name) as file:
            digest.update(file.read())
    return digest.digest()


def _code_changed() -> int:
    """When newskit's code changed last: in a checkout it does between versions."""
    latest = 0
    folders = [os.path.dirname(os.path.dirname(os.path.abspath(__file__)))]  # noqa: PTH100, PTH120 (a Path costs more)
    while folders:
        with os.scandir(folders.pop()) as entries:
            for entry in entries:
                if entry.name.endswith((".py", ".toml", ".json")):
                    latest = max(latest, entry.stat().st_mtime_ns)
                elif "." not in entry.name and entry.name != "__pycache__":
                    folders.append(entry.path)
    return latest
