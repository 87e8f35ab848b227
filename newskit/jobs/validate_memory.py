"""What `newskit validate` remembers: findings and facts of each post, and those between posts."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from newskit.config.model import Config
from newskit.jobs.check import Checked
from newskit.jobs.memory import Memory, Seen, key_of
from newskit.jobs.sources import COULD_NOT_RUN
from newskit.read.files import placed_source
from newskit.read.source import Source
from newskit.run.scratch import scratch
from newskit.validate.archive.facts import Asked, Facts

_FACTS = """
SELECT facts FROM result WHERE path = ? AND key = ? AND size = ? AND time = ? AND change = ?
"""
_TABLES = """
CREATE TABLE post (number INTEGER PRIMARY KEY, relative BLOB, path BLOB, size INTEGER, time INTEGER,
                   change BLOB, facts BLOB);
CREATE TABLE between_posts (number INTEGER PRIMARY KEY, findings BLOB);
"""
_POSTS = "SELECT relative, path, size, time, change, facts FROM post ORDER BY number"
_BETWEEN = "SELECT findings FROM between_posts ORDER BY number"
_BATCH = 500
_LOST = b"?"
"""Stands for a row that is not there; no facts, so it cannot be loaded."""


class Cache(Memory[Checked]):
    """Remembers results by file. They come without facts; `facts` has those of all of them.

    Args:
        folder: the project's folder; the cache is a folder in it.
        config: the settings the results depend on.
    """

    def __init__(self, folder: Path, config: Config) -> None:
        super().__init__(folder, _key_of(config))
        self.posts = scratch(_TABLES)  # the posts of this run, and what is found between them
        self.noted: list[tuple[object, ...]] = []
        self.whole = True
        self.seen = hashlib.blake2b(self.key, digest_size=20)

    def saw(self, seen: Seen) -> None:
        """Note which posts there are: what is found between them depends on all."""
        if seen.stamp is not None:
            self.seen.update(b"%b\0%d\0%d\0%b\0%b\0" % seen.stamp)
        else:
            self.seen.update(os.urandom(16))

    def settled(self, seen: Seen, facts: bytes) -> None:
        """Note a post of this run; its facts only if no row of the cache holds them."""
        relative = seen.relative.encode("utf-8", "surrogateescape")
        place = (None, 0, 0, b"", facts) if seen.stamp is None else (*seen.stamp[:4], b"")
        self.noted.append((seen.number, relative, *place))
        if len(self.noted) >= _BATCH:
            self._note()

    def _note(self) -> None:
        self.posts.executemany("INSERT INTO post VALUES (?, ?, ?, ?, ?, ?, ?)", self.noted)
        self.noted.clear()

    def load(self, source: Source, data: object) -> Checked:
        """Return the result whose `dump` is `data`."""
        if not data:
            return Checked(source.label, ())
        from newskit.jobs.serialize import load_findings

        return Checked(source.label, load_findings(data))

    def dump(self, result: Checked) -> tuple[bytes, bytes] | None:
        """Return findings and facts as bytes; None for a post that could not be worked on."""
        from newskit.jobs.serialize import dump_facts, dump_findings

        facts = dump_facts(result.facts) if result.facts else b""
        if any(problem.code in COULD_NOT_RUN for problem in result.problems):
            return None
        return dump_findings(result.findings) if result.findings else b"", facts

    def facts(self, check: Callable[[Source], Checked]) -> Iterator[Facts]:
        """Yield the facts of every post of this run, in order.

        Args:
            check: checks a post whose row another run has replaced since.
        """
        from newskit.jobs.serialize import load_facts

        self.write()
        self._note()
        for relative, path, size, time, change, noted in self.posts.execute(_POSTS):
            row = (noted,) if path is None else self.one(_FACTS, path, self.key, size, time, change)
            data = _LOST if row is None else row[0]
            try:
                facts = load_facts(data) if data else None
            except ValueError:
                self.whole = False
                name = os.fsdecode(path.split(b"\0")[1] if path else relative)
                source = placed_source(name, os.fsdecode(relative))
                facts = check(source).facts
            if facts is not None:
                yield facts

    def known_archive(self) -> Iterator[Checked]:
        """Yield what was found between the posts when they were all as they are now.

        The targets of their links that are not posts must be as they were, too.

        Raises:
            LookupError: when it is not known, or not known any further.
        """
        from newskit.jobs.serialize import load_asked, load_findings
        from newskit.validate.archive.targets import Disk

        if self.database is None:
            raise LookupError("no cache")
        try:
            self.database.execute("BEGIN")  # another run may put its own answer in the place of it
            row = self.one("SELECT asked FROM archive WHERE key = ?", self.seen.digest())
            if row is None:
                raise LookupError("other posts than these")
            disk = Disk()
            for one in load_asked(row[0]):
                if disk.has(one.kind, one.target, one.path) is not one.there:
                    raise LookupError("a link leads elsewhere")
            for (data,) in self.database.execute(_BETWEEN):
                findings = load_findings(data)
                yield Checked(findings[0].problem.location.path, findings, counted=False)
        except (ValueError, IndexError, sqlite3.Error) as error:
            raise LookupError("damaged") from error
        finally:
            self.database.rollback()

    def saw_between(self, result: Checked) -> None:
        """Note what was found between the posts about one of them."""
        from newskit.jobs.serialize import dump_findings

        row = (None, dump_findings(result.findings))
        self.posts.execute("INSERT INTO between_posts VALUES (?, ?)", row)

    def remember_archive(self, asked: tuple[Asked, ...]) -> None:
        """Remember what was found between the posts; only the last answer is kept.

        It is not remembered when rows of this run were replaced meanwhile: it is about other posts.
        """
        from newskit.jobs.serialize import dump_asked
        from newskit.validate.archive.targets import MOST_ASKED

        if self.database is None or not self.whole or len(asked) > MOST_ASKED:
            return
        found = self.posts.execute("SELECT number, findings FROM between_posts")
        with suppress(sqlite3.Error), self.database:
            self.database.execute("DELETE FROM archive")
            self.database.execute("DELETE FROM between_posts")
            row = (self.seen.digest(), dump_asked(asked))
            self.database.execute("INSERT INTO archive VALUES (?, ?)", row)
            self.database.executemany("INSERT INTO between_posts VALUES (?, ?)", found)


def _key_of(config: Config) -> bytes:
    schemas = (config.validate.schema, *(choice.schema for choice in config.validate.schemas))
    files = [name for name in schemas if name and not name.startswith("builtin:")]
    return key_of("validate", config.read, config.validate, files=files)
