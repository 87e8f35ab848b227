"""Results as JSON and back, and what each command remembers of a post between runs."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from newskit.config.model import Config
from newskit.files import scratch
from newskit.findings.finding import Finding
from newskit.jobs.check import Checked
from newskit.jobs.memory import Memory, Seen, key_of
from newskit.jobs.rewrite import Rewritten, Status
from newskit.jobs.sources import COULD_NOT_RUN
from newskit.parsing import load_json
from newskit.problem import Edit, Fix, Location, Problem, Severity
from newskit.read.files import placed_source
from newskit.read.source import Source
from newskit.validate.archive.facts import Asked, Fact, Facts, Ignore, Top

# Results as JSON and back: a cache in a project's folder may come from anyone, so no pickles.


def dump_findings(findings: Iterable[Finding]) -> bytes:
    """Return findings as JSON."""
    return _bytes([_finding_row(one) for one in findings])


def load_findings(data: object) -> tuple[Finding, ...]:
    """Return the findings of `dump_findings`.

    Raises:
        ValueError: when `data` is something else.
    """
    try:
        return tuple(_finding(row) for row in _rows(data))
    except (TypeError, IndexError, KeyError, AttributeError) as error:
        raise ValueError("not a remembered result") from error


def dump_facts(facts: Facts) -> bytes:
    """Return facts as JSON."""
    ignores = [
        [*one.span, list(one.codes), one.first, one.last, one.whole_file] for one in facts.ignores
    ]
    return _bytes(
        [
            facts.path,
            facts.top,
            [list(one) for one in facts.facts],
            facts.article.hex(),
            facts.signature.hex(),
            sorted(facts.codes),
            ignores,
            facts.title,
        ]
    )


def load_facts(data: object) -> Facts:
    """Return the facts of `dump_facts`.

    Raises:
        ValueError: when `data` is something else.
    """
    try:
        path, top, facts, article, signature, codes, ignores, title = _rows(data)
        return Facts(
            path,
            None if top is None else Top(*top),
            tuple(Fact(*one) for one in facts),
            bytes.fromhex(article),
            bytes.fromhex(signature),
            frozenset(codes),
            tuple(Ignore((a, b), tuple(names), *rest) for a, b, names, *rest in ignores),
            str(title),
        )
    except (TypeError, IndexError, AttributeError) as error:
        raise ValueError("not remembered facts") from error


def dump_asked(asked: Iterable[Asked]) -> bytes:
    """Return what was looked for on disk as JSON."""
    return _bytes([list(one) for one in asked])


def load_asked(data: object) -> tuple[Asked, ...]:
    """Return what `dump_asked` was given.

    Raises:
        ValueError: when `data` is something else.
    """
    from newskit.validate.archive.targets import KINDS

    try:
        asked = tuple(
            Asked(str(kind), str(target), str(path), there is True)
            for kind, target, path, there in _rows(data)
        )
    except TypeError as error:
        raise ValueError("no remembered questions") from error
    if not KINDS.issuperset(one.kind for one in asked):
        raise ValueError("no remembered questions")
    return asked


def dump_outcome(outcome: Rewritten) -> bytes:
    """Return what would become of a post as JSON."""
    problems = [_problem_row(problem) for problem in outcome.problems]
    return _bytes([outcome.status.value, problems, outcome.report])


def load_outcome(path: str, data: object) -> Rewritten:
    """Return the outcome of `dump_outcome` for the post at `path`.

    Raises:
        ValueError: when `data` is something else.
    """
    try:
        status, problems, report = _rows(data)
        found = tuple(_problem(row) for row in problems)
        return Rewritten(path, Status(status), problems=found, report=tuple(map(dict, report)))
    except (TypeError, IndexError, AttributeError) as error:
        raise ValueError("not a remembered outcome") from error


def _bytes(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()


def _rows(data: object) -> Any:
    if not isinstance(data, bytes):
        raise TypeError("no bytes")
    return load_json(data)


def _finding_row(one: Finding) -> list[object]:
    return [
        *_problem_row(one.problem),
        [one.line, one.shift, one.end_line, one.end_column],
        [one.byte_offset, one.byte_end, one.utf16_column],
        [one.utf8_column, one.utf8_end_column, one.fingerprint],
    ]


def _problem_row(problem: Problem) -> list[object]:
    fix = problem.fix
    return [
        [problem.code, problem.name, problem.message, _place_row(problem.location)],
        [problem.severity.value, problem.hint, problem.pointer, problem.schema_path, problem.usual],
        [_place_row(place) for place in problem.related],
        [fix.title, fix.safe, [[e.start, e.end, e.text] for e in fix.edits]] if fix else None,
    ]


def _place_row(place: Location) -> list[object]:
    return [place.path, place.line, place.column, place.offset, place.end]


def _finding(row: Any) -> Finding:
    return Finding(_problem(row), *row[4], *row[5], *row[6])


def _problem(row: Any) -> Problem:
    (code, name, message, place), (severity, hint, pointer, schema_path, usual) = row[0], row[1]
    fix = None
    if row[3]:
        title, safe, edits = row[3]
        fix = Fix(title, tuple(Edit(*edit) for edit in edits), safe)
    return Problem(
        code,
        name,
        message,
        Location(*place),
        Severity(severity),
        hint,
        pointer,
        schema_path,
        tuple(Location(*one) for one in row[2]),
        fix,
        usual=usual is True,
    )


# What `convert --check` and `strip --check` remember: what would become of each post.


class RewriteMemory(Memory[Rewritten]):
    """Remembers outcomes by file, where nothing is written."""

    def load(self, source: Source, data: object) -> Rewritten:
        """Return the outcome whose `dump` is `data`."""
        if not data:
            return Rewritten(source.label, Status.UNCHANGED)

        return load_outcome(source.label, data)

    def dump(self, result: Rewritten) -> tuple[bytes, bytes] | None:
        """Return an outcome as bytes; None for a post that could not be worked on."""
        if any(problem.code in COULD_NOT_RUN for problem in result.problems):
            return None
        if result.status is Status.UNCHANGED and not result.problems and not result.report:
            return b"", b""

        return dump_outcome(result), b""


def convert_memory(folder: Path, config: Config) -> RewriteMemory:
    """Return what is remembered of conversions with these settings."""
    libraries = _versions("selectolax", "cmarkgfm", "markdownify", "beautifulsoup4")
    return RewriteMemory(
        folder, key_of("convert", config.read, config.convert, libraries, _converters())
    )


def strip_memory(folder: Path, config: Config, *, suspects: bool) -> RewriteMemory:
    """Return what is remembered of stripping with these settings.

    Args:
        folder: the project's folder.
        config: the settings, with the rules of the rule files.
        suspects: whether outcomes tell of last blocks that look like boilerplate.
    """
    key = key_of("strip", config.read, config.strip, suspects, files=config.strip.rules_files)
    return RewriteMemory(folder, key)


def _versions(*names: str) -> tuple[str, ...]:
    from importlib.metadata import version

    return tuple(version(name) for name in names)


def _converters() -> tuple[tuple[str, str, str], ...]:
    """The installed converters of single tags, with the versions of what they come with."""
    from importlib.metadata import entry_points

    from newskit.convert.choices import GROUP

    return tuple(
        sorted(
            (point.name, point.value, point.dist.version if point.dist else "")
            for point in entry_points(group=GROUP)
        )
    )


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

        return Checked(source.label, load_findings(data))

    def dump(self, result: Checked) -> tuple[bytes, bytes] | None:
        """Return findings and facts as bytes; None for a post that could not be worked on."""
        facts = dump_facts(result.facts) if result.facts else b""
        if any(problem.code in COULD_NOT_RUN for problem in result.problems):
            return None
        return dump_findings(result.findings) if result.findings else b"", facts

    def is_of_its_file(self, result: Checked) -> bool:
        """Whether no post beside it was asked for the findings."""
        return not result.rests_on_others

    def facts(self, check: Callable[[Source], Checked]) -> Iterator[Facts]:
        """Yield the facts of every post of this run, in order.

        Args:
            check: checks a post whose row another run has replaced since.
        """
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
        row = (None, dump_findings(result.findings))
        self.posts.execute("INSERT INTO between_posts VALUES (?, ?)", row)

    def remember_archive(self, asked: tuple[Asked, ...]) -> None:
        """Remember what was found between the posts; only the last answer is kept.

        It is not remembered when rows of this run were replaced meanwhile: it is about other posts.
        """
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
