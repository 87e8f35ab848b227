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

from newskit.pipeline.checked import Checked
from newskit.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from newskit.config.model import Config
    from newskit.read.files import Source
    from newskit.report.finding import Finding
    from newskit.validate.archive.facts import Facts

__all__ = ["CACHE_FOLDER", "Cache", "clean_cache"]

CACHE_FOLDER = ".newskit_cache"
_TAG = "Signature: 8a477f597d28d172789f06886806bc55\n# A cache folder of newskit.\n"
_TABLES = """
CREATE TABLE IF NOT EXISTS result (path BLOB PRIMARY KEY, size INTEGER, time INTEGER, key BLOB,
                                   findings BLOB, facts BLOB) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS archive (key BLOB PRIMARY KEY, findings BLOB) WITHOUT ROWID;
"""
_FIND = "SELECT size, time, findings FROM result WHERE path = ? AND key = ?"
_BATCH = 500
# So many known results in a row are held at most; the next one is checked anew to let them go.
_MAX_WAITING = 4096


class _Stamp(NamedTuple):
    path: bytes
    size: int
    time: int


class Cache:
    """Remembers results by file.

    Args:
        folder: the project's folder; the cache is a folder in it.
        config: the settings the results depend on.
    """

    def __init__(self, folder: Path, config: Config) -> None:
        self.key = _key_of(config)
        self.database = _open(folder / CACHE_FOLDER)
        self.waiting: list[tuple[object, ...]] = []
        self.order: list[bytes] = []
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
        held: deque[Checked | tuple[Source, _Stamp | None]] = deque()
        for result in check(self._missing(sources, held)):
            while held and not isinstance(held[0], tuple):
                yield held.popleft()  # type: ignore[misc]
            item = held.popleft()
            if isinstance(item, tuple):
                yield self._remember(item[1], result)
        while held:
            item = held.popleft()
            if not isinstance(item, tuple):
                yield item
        self._write()

    def _missing(
        self, sources: Iterable[Source], held: deque[Checked | tuple[Source, _Stamp | None]]
    ) -> Iterator[Source]:
        """Pass on the sources nothing is known of; results that are known wait in `held`."""
        for source in sources:
            stamp = _stamp(source)
            known = self._find(source, stamp) if stamp and len(held) < _MAX_WAITING else None
            if stamp is not None:
                self.order.append(stamp.path)
                self.seen.update(b"%b\0%d\0%d\0" % stamp)
            else:
                self.seen.update(os.urandom(16))
            if known is None:
                held.append((source, stamp))
                yield source
            else:
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

    def _remember(self, stamp: _Stamp | None, result: Checked) -> Checked:
        if stamp is None or self.database is None:
            return result
        from newskit.pipeline.stored import dump_facts, dump_findings

        findings = dump_findings(result.findings) if result.findings else b""
        facts = dump_facts(result.facts) if result.facts else b""
        self.waiting.append((*stamp, self.key, findings, facts))
        if len(self.waiting) >= _BATCH:
            self._write()
        return result

    def facts(self) -> Iterator[Facts]:
        """Yield the facts of every post of this run, in order."""
        from newskit.pipeline.stored import load_facts

        self._write()
        for path in self.order:
            row = self._one("SELECT facts FROM result WHERE path = ? AND key = ?", path, self.key)
            if row is not None and row[0]:
                with suppress(ValueError):
                    yield load_facts(row[0])

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
        """Remember what was found between the posts; only the last answer is kept."""
        if self.database is None:
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


def clean_cache(folder: Path) -> bool:
    """Delete the cache of a project; tell whether there was one."""
    import shutil

    target = folder / CACHE_FOLDER
    if not (target / "CACHEDIR.TAG").is_file():
        return False
    shutil.rmtree(target)
    return True


def _open(folder: Path) -> sqlite3.Connection | None:
    """Open the cache, made anew when it is not there or damaged; None where that cannot be."""
    try:
        if not folder.is_dir():
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "CACHEDIR.TAG").write_text(_TAG, encoding="utf-8")
            (folder / ".gitignore").write_text("*\n", encoding="utf-8")
        database = sqlite3.connect(folder / "results.db", timeout=5)
    except (OSError, sqlite3.Error):
        return None
    try:
        database.executescript(f"PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; {_TABLES}")
    except sqlite3.DatabaseError:
        database.close()
        return None
    return database


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
