"""Marks of a merge that was never finished, in front matter.

Two sides that say the same, or marks that are left over alone, have one reading without them; two
sides that differ are for a person to choose from.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newskit.lazy import lazy
from newskit.problem import Edit, Fix
from newskit.read.formats.registry import parse_front_matter
from newskit.validate.registry import rule_of

if TYPE_CHECKING:
    from newskit.problem import Problem
    from newskit.validate.subject import Subject

__all__ = ["merge_conflict"]

_MARK = lazy(
    r"^(?P<mark><{7}|={7}|>{7}|\|{7})(?=[ \t\r\n]|\Z)[^\r\n]*(?:\r\n?|\n|\Z)", re.MULTILINE
)
_WHOLE = lazy(
    r"^<{7}(?:[ \t][^\r\n]*)?\n(?P<ours>(?:(?![<=>|]{7}).*\n)*)"
    r"={7}[ \t]*\n(?P<theirs>(?:(?![<=>|]{7}).*\n)*)>{7}(?:[ \t].*)?(?:\n|\Z)",
    re.MULTILINE,
)


def merge_conflict(subject: Subject, content: str) -> Problem | None:
    """Find the marks of a merge, with the repair of those that have one reading."""
    first = _MARK.search(content)
    if first is None:
        return None
    at = subject.post.front_matter.content[0]
    message = "a merge conflict was never resolved"
    hint = "keep one of the two sides and remove the markers"
    span = (at + first.start(), at + first.start() + 7)
    fix = _repair(subject, content)
    return rule_of("NK130").at(subject, span, message, hint=hint, fix=fix)


def _repair(subject: Subject, content: str) -> Fix | None:
    start, end = subject.post.front_matter.content
    left = _WHOLE.sub(_same, content)
    alone = {match["mark"][0] for match in _MARK.finditer(left)}
    if len(alone) > 1:
        return None
    text = _MARK.sub("", left)
    kind = subject.post.front_matter.format
    parsed = parse_front_matter(kind, text)
    if not parsed.valid or any(note.code == "NK106" for note in parsed.notes):
        return None
    return Fix("remove the markers", (Edit(start, end, text),), safe=not alone)


def _same(match: re.Match[str]) -> str:
    """One side where both say the same, else the conflict as it stands."""
    return match["ours"] if match["ours"] == match["theirs"] else match[0]
