"""What is remembered of all posts of a run, on disk: memory stays flat, whatever their number."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

_SETTINGS = "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-8192;"
_FEW = 10_000


def scratch(tables: str) -> sqlite3.Connection:
    """Return a temporary database with these tables.

    SQLite keeps 8 MB of its pages in memory, and as much of what it sorts; the rest is in files
    that vanish with it.

    Args:
        tables: statements of SQL that make them.
    """
    import sqlite3

    database = sqlite3.connect("")
    database.executescript(f"{_SETTINGS} {tables}")
    return database


class Taken:
    """A set of texts that may be endless: beyond some thousands they are kept on disk."""

    def __init__(self) -> None:
        self._few: set[str] = set()
        self._rest: sqlite3.Connection | None = None

    def __del__(self) -> None:
        if self._rest is not None:
            self._rest.close()

    def add(self, text: str) -> bool:
        """Add a text; tell whether it is new."""
        if self._rest is not None:
            return self._rest.execute(_ADD, (_bytes(text),)).rowcount == 1
        if text in self._few:
            return False
        self._few.add(text)
        if len(self._few) > _FEW:
            self._rest = scratch("CREATE TABLE taken (text BLOB PRIMARY KEY) WITHOUT ROWID;")
            self._rest.executemany(_ADD, ((_bytes(one),) for one in self._few))
            self._few.clear()
        return True

    def __contains__(self, text: object) -> bool:
        if self._rest is None:
            return text in self._few
        return self._rest.execute(_FIND, (_bytes(str(text)),)).fetchone() is not None


_ADD = "INSERT OR IGNORE INTO taken VALUES (?)"
_FIND = "SELECT 1 FROM taken WHERE text = ?"


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")  # SQLite would not take a lone surrogate
