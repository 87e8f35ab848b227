"""The rows of a cache, read ahead: a walk asks for them in the order they are kept in."""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from typing import NamedTuple

__all__ = ["Rows", "Stamp"]

_FROM = """
SELECT path, size, time, findings FROM result WHERE path >= ? AND key = ? ORDER BY path LIMIT ?
"""
_MOST = 500


class Stamp(NamedTuple):
    """Which file it was, and what tells that it has not changed since."""

    path: bytes
    size: int
    time: int


class Rows:
    """Finds what is remembered of a file.

    Half as many rows again as were of use the last time are read at once: a walk soon takes
    hundreds with one query, and files in any other order are looked up one by one.

    Args:
        database: the cache; without one nothing is remembered.
        key: of the settings in use.
    """

    def __init__(self, database: sqlite3.Connection | None, key: bytes) -> None:
        self._database = database
        self._key = key
        self._ahead: dict[bytes, tuple[int, int, object]] = {}
        # The paths that were read lie between these; there are no others between them.
        self._first = self._last = b""
        self._used = 0

    def find(self, stamp: Stamp) -> object:
        """Return what is remembered of a file, None where it is nothing or the file has changed."""
        if not self._first <= stamp.path <= self._last:
            self._read(stamp.path)
        self._used += 1
        size, time, data = self._ahead.get(stamp.path, (-1, -1, None))
        return data if (size, time) == (stamp.size, stamp.time) else None

    def _read(self, path: bytes) -> None:
        """Read the rows from a path on."""
        count = min(_MOST, self._used + self._used // 2 + 1)
        rows: list[tuple[bytes, int, int, object]] = []
        if self._database is not None:
            with suppress(sqlite3.Error):
                rows = self._database.execute(_FROM, (path, self._key, count)).fetchall()
        self._ahead = {name: (size, time, data) for name, size, time, data in rows}
        self._first, self._used = path, 0
        self._last = rows[-1][0] if rows else path
