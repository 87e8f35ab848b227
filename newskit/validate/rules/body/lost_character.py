"""A replacement character (U+FFFD) in the body: a character was lost.

A tool met bytes it could not read and wrote � in their place. Only the original has the character.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newskit.problem import Severity
from newskit.validate.rule import Finder, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newskit.problem import Problem
    from newskit.validate.subject import Subject

__all__ = ["RULE"]


def _check(rule: Rule, subject: Subject) -> Iterator[Problem]:
    prose = subject.prose
    at = prose.find("\ufffd")
    if at < 0:
        return
    count = prose.count("\ufffd")
    many = f" ({count} of them)" if count > 1 else ""
    message = f"a character of the body was lost: U+FFFD stands in its place{many}"
    yield rule.at(subject, subject.in_body(at, at + 1), message)


RULE = Rule("NK362", "lost-character-in-body", Severity.WARNING, Finder.BODY, __doc__, _check)
