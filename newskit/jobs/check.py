"""How posts are checked, what comes of it, and posts repaired where they are."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import TYPE_CHECKING

from newskit.config.model import Config
from newskit.errors import WriteError
from newskit.findings.finding import Finding, describe
from newskit.frozen import dataclass, replace
from newskit.problem import Location, Problem
from newskit.splice import unified

if TYPE_CHECKING:
    from newskit.post import Post
    from newskit.read.source import Source
    from newskit.validate.archive.facts import Facts
    from newskit.validate.repair.apply import Mending


class Repairs(StrEnum):
    """What is done about findings that can be repaired."""

    NONE = "none"
    SAFE = "safe"
    UNSAFE = "unsafe"


@dataclass(frozen=True, slots=True)
class Checked:
    """The findings about one post.

    Attributes:
        path: the post, as the user named it.
        findings: what is wrong (after the repairs, if there were any), with the lines.
        repaired: how many findings were repaired, or would be.
        diff: what the repairs change, as a unified diff, when it was asked for.
        facts: what the archive-wide rules need to know.
        counted: whether this is a post, not a further word about one.
        rests_on_others: whether the findings may change with the posts beside it.
    """

    path: str
    findings: tuple[Finding, ...]
    repaired: int = 0
    diff: bytes = b""
    facts: Facts | None = None
    counted: bool = True
    rests_on_others: bool = False

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The findings without their lines."""
        return tuple(finding.problem for finding in self.findings)


@dataclass(frozen=True, slots=True)
class Job:
    """How posts are checked.

    Attributes:
        config: the settings.
        repairs: which repairs are made.
        diff: whether repairs are shown instead of written.
    """

    config: Config
    repairs: Repairs = Repairs.NONE
    diff: bool = False


def findings_of(post: Post, problems: Iterable[Problem]) -> tuple[Finding, ...]:
    """Return problems with the lines of the post they are about."""
    return tuple(describe(post, problem) for problem in problems)


def mend_source(source: Source, post: Post, job: Job) -> Checked:
    """Repair a post and write it, or show the change; tell what is left to find."""
    from newskit.files import write_atomic
    from newskit.jobs.targets import encode_text, own_path
    from newskit.validate.repair.apply import mend_post

    if post.encoding.how == "damaged" and post.encoding.name != "utf-8":
        return _as_found(source, post, job)
    mended = mend_post(
        post, job.config.validate, job.config.read, unsafe=job.repairs is Repairs.UNSAFE
    )
    findings = findings_of(mended.post, mended.examined.problems)
    facts = mended.examined.facts
    if not mended.repaired:
        return Checked(source.label, findings, facts=facts)
    if lost := _words_lost(post, mended):
        return _refused(source, post, job, _lost(source, lost))
    if facts is not None:
        facts = replace(facts, top=None)  # whether the file starts so is known when it is written
    after = mended.post
    if mended.drop_mark:
        after = replace(after, encoding=replace(after.encoding, bom=False))
    if job.diff or source.data is not None:
        diff = _diff(post, after) if job.diff else b""
        return Checked(source.label, findings, len(mended.repaired), diff, facts)
    before = replace(post, encoding=after.encoding)
    try:
        data, reported = encode_text(before, source, after.text, job.config.read)
        write_atomic(own_path(source), data)
    except WriteError as error:
        return _not_written(source, post, job, error)
    findings += findings_of(after, reported)
    return Checked(source.label, findings, len(mended.repaired), facts=facts)


_OF_CHARACTERS = frozenset({"NK109", "NK110", "NK111", "NK117", "NK308", "NK357", "NK363"})
"""Repairs that make other words of the same: what characters or references they are written in."""


def _words_lost(before: Post, mended: Mending) -> list[str]:
    """Return the words of a body that its repairs would take away, whatever moves where."""
    if any(one.code in _OF_CHARACTERS for one in mended.repaired):
        return []
    if mended.post.text.endswith(before.body):
        return []
    from newskit.jobs.stages import words_lost

    return words_lost(before.body, mended.post.text)


def _lost(source: Source, words: list[str]) -> Problem:
    message = f"the repairs were not made: the body would lose {' '.join(words[:20])}"
    return Problem("NK904", "repair-refused", message, Location(source.label))


def _as_found(source: Source, post: Post, job: Job) -> Checked:
    """Repair nothing where some bytes could not be decoded: what they were is not known."""
    from newskit.validate.post import examine_post

    examined = examine_post(post, job.config.validate)
    return Checked(source.label, findings_of(post, examined.problems), facts=examined.facts)


def _not_written(source: Source, post: Post, job: Job, error: WriteError) -> Checked:
    place = Location(source.label)
    problem = Problem("NK902", "not-written", error.message, place, hint=error.hint)
    return _refused(source, post, job, problem)


def _refused(source: Source, post: Post, job: Job, problem: Problem) -> Checked:
    """The post stays as it was: so do its findings, those that the repairs would have ended too."""
    from newskit.validate.post import examine_post

    examined = examine_post(post, job.config.validate)
    findings = findings_of(post, (*examined.problems, problem))
    return Checked(source.label, findings, facts=examined.facts)


def _diff(before: Post, after: Post) -> bytes:
    """A byte order mark is shown as the character it is."""
    old = ("\ufeff" if before.encoding.bom else "") + before.text
    new = ("\ufeff" if after.encoding.bom else "") + after.text
    return unified(old, new, before.path)
