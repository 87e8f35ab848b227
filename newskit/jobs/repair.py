"""A post repaired where it is, or shown as a diff."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newskit.errors import WriteError
from newskit.frozen import replace
from newskit.jobs.check import Checked, Job, Repairs, findings_of
from newskit.jobs.targets import encode_text, own_path
from newskit.problem import Location, Problem

if TYPE_CHECKING:
    from newskit.post import Post
    from newskit.read.source import Source
    from newskit.validate.repair.apply import Mending

# What would change in a post, as a unified diff that `patch` takes.


def unified(before: str, after: str, label: str) -> bytes:
    r"""Return the diff of two texts; lines end at LF alone, as they do for patch(1).

    Args:
        before: the text as it was; lone bytes as surrogate escapes.
        after: the text as it would be.
        label: the post, as the user named it.
    """
    from difflib import unified_diff

    name = label.lstrip("/")  # as git writes it; patch -p1 takes the first part away
    lines = unified_diff(_lines(before), _lines(after), _header(f"a/{name}"), _header(f"b/{name}"))
    whole = (
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
    )
    return "".join(whole).encode("utf-8", "surrogateescape")


def _header(name: str) -> str:
    """A file's name as git writes it: in quotes with control characters, a tab behind spaces."""
    if any(char < " " or char in '"\\\x7f' for char in name):
        escaped = (
            f"\\{ord(char):03o}" if char < " " or char in '"\\\x7f' else char for char in name
        )
        return f'"{"".join(escaped)}"'
    return f"{name}\t" if " " in name else name


def _lines(text: str) -> list[str]:
    lines = [f"{line}\n" for line in text.split("\n")]
    lines[-1] = lines[-1][:-1]
    return lines if lines[-1] else lines[:-1]


def mend_source(source: Source, post: Post, job: Job) -> Checked:
    """Repair a post and write it, or show the change; tell what is left to find."""
    from newskit.validate.repair.apply import mend_post

    if post.encoding.how == "damaged" and post.encoding.name != "utf-8":
        return _as_found(source, post, job)
    mended = mend_post(
        post,
        job.config.validate,
        job.config.read,
        unsafe=job.repairs is Repairs.UNSAFE,
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
    from newskit.files import write_atomic

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
