"""Conflict markers of a version control system in the body.

A merge was committed before its conflict was resolved: the page shows `<<<<<<<`, both versions and
`>>>>>>>`. Which one is right only a person can tell.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newskit.lazy import lazy
from newskit.problem import Severity
from newskit.validate.rule import Finder, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newskit.problem import Problem
    from newskit.validate.subject import Subject

__all__ = ["RULE"]

_CONFLICT = lazy(
    r"^<{7} [^\n]*\n(?:(?!<{7} |={7}\s)[^\n]*\n)*={7}\r?\n(?:(?!<{7} |>{7} )[^\n]*\n)*>{7} ",
    re.MULTILINE,
)


def _check(rule: Rule, subject: Subject) -> Iterator[Problem]:
    for match in _CONFLICT.finditer(subject.prose):
        span = subject.in_body(match.start(), match.start() + 7)
        hint = "keep one of the two sides and remove the markers"
        yield rule.at(subject, span, "a merge conflict was never resolved", hint=hint)


RULE = Rule("NK369", "merge-conflict-in-body", Severity.ERROR, Finder.BODY, __doc__, _check)
