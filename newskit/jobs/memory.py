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
import stat
import sys
import time
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Generic, TypeVar

from newskit.files import connect, open_file
from newskit.frozen import NamedTuple
from newskit.read.source import Source
from newskit.run.work import Ready
from newskit.version import __version__

# The file of a cache: an SQLite database in the project's ``.newskit_cache`` folder.

# The rows of a cache, read ahead: a walk asks for them in the order they are kept in.


_FROM = """
SELECT path, size, time, change, content, findings FROM result WHERE path >= ? AND key = ?
ORDER BY path LIMIT ?
"""
_MOST = 500


class Stamp(NamedTuple):
    """Which file it was, and what shows that it has not changed since.

    Attributes:
        path: the file's names.
        size: in bytes.
        time: when its content changed, in nanoseconds; anybody can set it to any time.
        change: when anything about it changed, which nobody can set, and its inode.
        content: digest of its bytes where the times cannot show a change (see `stamp_of`).
    """

    path: bytes
    size: int
    time: int
    change: bytes
    content: bytes


class Row(NamedTuple):
    """What is remembered of a file: by the digest of its bytes, where that must be compared."""

    content: bytes
    data: object


_YOUNG = 2_000_000_000
"""Nanoseconds in which a file may change twice at what its file system takes for one time."""


def stamp_of(path: bytes, name: str) -> Stamp:
    """Return the stamp of a file.

    A file that changed a moment ago may change once more without a sign: its content is part of the
    stamp then, as in git's index ("racy git" in its technical documentation). Windows has no time
    of change that cannot be set; there the content always is.

    Raises:
        OSError: when it cannot be read.
    """
    found = os.stat(name)  # noqa: PTH116 (a Path for each post costs as much again)
    change = b"%d %d %d" % (found.st_ctime_ns, found.st_ino, found.st_dev)
    young = os.name == "nt" or found.st_ctime_ns > time.time_ns() - _YOUNG
    content = content_of(name) if young else b""
    return Stamp(path, found.st_size, found.st_mtime_ns, change, content)


def content_of(name: str) -> bytes:
    """Return the digest of a file's bytes."""
    with open(name, "rb") as file:  # noqa: PTH123 (the same)
        return hashlib.file_digest(file, _digest).digest()


def _digest() -> hashlib.blake2b:
    return hashlib.blake2b(digest_size=16)


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
        self._ahead: dict[bytes, tuple[tuple[object, ...], Row]] = {}
        # The paths that were read lie between these; there are no others between them.
        self._first = self._last = b""
        self._used = 0

    def find(self, stamp: Stamp) -> Row | None:
        """Return what is remembered of a file, None where it is nothing or the file has changed."""
        if not self._first <= stamp.path <= self._last:
            self._read(stamp.path)
        self._used += 1
        known = self._ahead.get(stamp.path)
        return known[1] if known is not None and known[0] == stamp[1:4] else None

    def _read(self, path: bytes) -> None:
        """Read the rows from a path on."""
        count = min(_MOST, self._used + self._used // 2 + 1)
        rows: list[tuple[bytes, int, int, bytes, bytes, object]] = []
        if self._database is not None:
            with suppress(sqlite3.Error):
                rows = self._database.execute(_FROM, (path, self._key, count)).fetchall()
        self._ahead = {
            name: (tuple(facts), Row(content, data)) for name, *facts, content, data in rows
        }
        self._first, self._used = path, 0
        self._last = rows[-1][0] if rows else path


CACHE_FOLDER = ".newskit_cache"
DATABASE = "results.db"
_FILES = (
    *(f"{DATABASE}{end}" for end in ("", "-wal", "-shm", "-journal")),
    "CACHEDIR.TAG",
    ".gitignore",
)
_TAG = "Signature: 8a477f597d28d172789f06886806bc55\n# A cache folder of newskit.\n"
_MARK = 0x4E4B4353
"""``application_id`` of our databases, "NKCS" (SQLite, "Database File Format", 1.3.9)."""
_LAYOUT = 5
_UNMARKED = 4
"""The last layout without a mark; a database of it is known by its tables."""
_DROP = """
DROP TABLE IF EXISTS result;
DROP TABLE IF EXISTS archive;
DROP TABLE IF EXISTS between_posts;
DROP TABLE IF EXISTS setting;
"""
_TABLES = """
CREATE TABLE result (path BLOB, key BLOB, size INTEGER, time INTEGER, change BLOB, content BLOB,
                     findings BLOB, facts BLOB, PRIMARY KEY (path, key)) WITHOUT ROWID;
CREATE TABLE archive (key BLOB PRIMARY KEY, asked BLOB) WITHOUT ROWID;
CREATE TABLE between_posts (number INTEGER PRIMARY KEY, findings BLOB);
CREATE TABLE setting (key BLOB PRIMARY KEY, day INTEGER) WITHOUT ROWID;
"""
_DAYS = 14
"""Results of settings that were not used for so long are forgotten."""


def clean_cache(folder: Path) -> bool:
    """Delete the cache of a project; tell whether there was one."""
    target = folder / CACHE_FOLDER
    tag = target / "CACHEDIR.TAG"
    if target.is_symlink() or not tag.is_file() or tag.read_text("utf-8", "replace") != _TAG:
        return False
    for name in _FILES:
        (target / name).unlink(missing_ok=True)
    with suppress(OSError):  # somebody's files in it stay
        target.rmdir()
    return True


def open_cache(folder: Path) -> sqlite3.Connection | None:
    """Open the cache in a folder, made when it is not there.

    None where that cannot be, or where what is there is not ours: an archive may bring a folder of
    this name with it, with links to other databases.
    """
    try:
        if not os.path.lexists(folder):
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "CACHEDIR.TAG").write_text(_TAG, encoding="utf-8")
            (folder / ".gitignore").write_text("*\n", encoding="utf-8")
        if not _is_plain(folder):
            return None
        database = connect(folder / DATABASE)
    except (OSError, sqlite3.Error):
        return None
    try:
        if not _is_ours(database):
            database.close()
            return None
        database.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;")
        if database.execute("PRAGMA user_version").fetchone() != (_LAYOUT,):
            database.executescript(
                f"BEGIN IMMEDIATE; {_DROP} {_TABLES} PRAGMA application_id={_MARK};"
                f" PRAGMA user_version={_LAYOUT}; COMMIT;"
            )
    except sqlite3.DatabaseError:
        database.close()
        return None
    return database


def _is_plain(folder: Path) -> bool:
    """Tell whether a cache is a folder of files of its own: no links, of either kind."""
    if not stat.S_ISDIR(os.lstat(folder).st_mode):
        return False
    for name in _FILES:
        with suppress(FileNotFoundError):
            found = os.lstat(folder / name)
            if not stat.S_ISREG(found.st_mode) or found.st_nlink > 1:
                return False
    return True


def _is_ours(database: sqlite3.Connection) -> bool:
    """Tell whether a database is new, bears our mark, or is one of ours from before the mark."""
    (mark,) = database.execute("PRAGMA application_id").fetchone()
    (layout,) = database.execute("PRAGMA user_version").fetchone()
    tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master")}
    if mark == _MARK or not tables:
        return True
    known = {"result", "archive", "between_posts", "setting"}
    return not mark and 0 < layout <= _UNMARKED and tables <= known


def sweep(database: sqlite3.Connection, key: bytes) -> None:
    """Once a day for each key: forget files that are gone and settings that are out of use."""
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

    def is_of_its_file(self, result: Result) -> bool:  # noqa: ARG002 (for those that override it)
        """Whether a result can be remembered: it depends on no other file."""
        return True

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
        if not self.is_of_its_file(result):
            seen = seen._replace(stamp=None)
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
