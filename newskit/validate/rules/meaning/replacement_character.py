"""A replacement character (U+FFFD) in a value: a character was lost.

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
    start, end = subject.post.front_matter.content
    at = subject.post.text.find("\ufffd", start, end)
    if at < 0:
        return
    count = subject.post.text.count("\ufffd", start, end)
    many = f" ({count} of them)" if count > 1 else ""
    message = f"a character of the front matter was lost: U+FFFD stands in its place{many}"
    yield rule.at(subject, (at, at + 1), message)


RULE = Rule(
    "NK322", "lost-character-in-value", Severity.ERROR, Finder.FRONT_MATTER, __doc__, _check
)
