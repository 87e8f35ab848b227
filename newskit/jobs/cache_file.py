"""The file of a cache: an SQLite database in the project's ``.newskit_cache`` folder."""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["CACHE_FOLDER", "Rows", "Stamp", "clean_cache", "open_cache", "sweep"]


# The rows of a cache, read ahead: a walk asks for them in the order they are kept in.


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


CACHE_FOLDER = ".newskit_cache"
_TAG = "Signature: 8a477f597d28d172789f06886806bc55\n# A cache folder of newskit.\n"
_LAYOUT = 4
_DROP = """
DROP TABLE IF EXISTS result;
DROP TABLE IF EXISTS archive;
DROP TABLE IF EXISTS between_posts;
DROP TABLE IF EXISTS setting;
"""
_TABLES = """
CREATE TABLE result (path BLOB, key BLOB, size INTEGER, time INTEGER, findings BLOB,
                     facts BLOB, PRIMARY KEY (path, key)) WITHOUT ROWID;
CREATE TABLE archive (key BLOB PRIMARY KEY, asked BLOB) WITHOUT ROWID;
CREATE TABLE between_posts (number INTEGER PRIMARY KEY, findings BLOB);
CREATE TABLE setting (key BLOB PRIMARY KEY, day INTEGER) WITHOUT ROWID;
"""
_DAYS = 14
"""Results of settings that were not used for so long are forgotten."""


def clean_cache(folder: Path) -> bool:
    """Delete the cache of a project; tell whether there was one."""
    import shutil

    target = folder / CACHE_FOLDER
    if not (target / "CACHEDIR.TAG").is_file():
        return False
    shutil.rmtree(target)
    return True


def open_cache(folder: Path) -> sqlite3.Connection | None:
    """Open the cache in a folder, made when it is not there; None where that cannot be."""
    try:
        if not folder.is_dir():
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "CACHEDIR.TAG").write_text(_TAG, encoding="utf-8")
            (folder / ".gitignore").write_text("*\n", encoding="utf-8")
        database = sqlite3.connect(folder / "results.db", timeout=5)
    except (OSError, sqlite3.Error):
        return None
    try:
        database.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;")
        if database.execute("PRAGMA user_version").fetchone() != (_LAYOUT,):
            database.executescript(
                f"BEGIN IMMEDIATE; {_DROP} {_TABLES} PRAGMA user_version={_LAYOUT}; COMMIT;"
            )
    except sqlite3.DatabaseError:
        database.close()
        return None
    return database


def sweep(database: sqlite3.Connection, key: bytes) -> None:
    """Once a day for each key: forget files that are gone and settings that are out of use.

    Args:
        database: the cache.
        key: of the settings in use.
    """
    today = int(time.time() // 86400)
    with suppress(sqlite3.Error), database:
        row = database.execute("SELECT day FROM setting WHERE key = ?", (key,)).fetchone()
        if row is not None and row[0] == today:
            return
        database.execute("INSERT OR REPLACE INTO setting VALUES (?, ?)", (key, today))
        database.execute("DELETE FROM setting WHERE day < ?", (today - _DAYS,))
        database.execute("DELETE FROM result WHERE key NOT IN (SELECT key FROM setting)")
        database.create_function("gone", 1, _is_gone)
        database.execute("DELETE FROM result WHERE gone(path)")


def _is_gone(path: bytes) -> bool:
    return not os.path.lexists(path.partition(b"\0")[0])
