"""A replacement character (U+FFFD) in the body: a character was lost.

A tool met bytes it could not read and wrote � in their place. Only the original has the character.
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


_LOST = lazy("\ufffd")
_QUOTES = "\"'`“”‘’«»„「」『』（）()[]【】"
_BESIDE = f"{_QUOTES} \n:：,，、。"


def _check(rule: Rule, subject: Subject) -> Iterator[Problem]:
    prose = subject.prose
    places = [match.start() for match in _LOST.finditer(prose) if not _is_shown(prose, match)]
    if not places:
        return
    at, count = places[0], len(places)
    many = f" ({count} of them)" if count > 1 else ""
    message = f"a character of the body was lost: U+FFFD stands in its place{many}"
    yield rule.at(subject, subject.in_body(at, at + 1), message)


def _is_shown(prose: str, match: re.Match[str]) -> bool:
    """Whether the character is what the text speaks of: it stands in quotes, or alone in a run."""
    start, end = match.span()
    while prose[start - 1 : start] == "\ufffd":
        start -= 1
    while prose[end : end + 1] == "\ufffd":
        end += 1
    before, after = prose[start - 1 : start], prose[end : end + 1]
    quoted = before in _QUOTES and after in _QUOTES and bool(before + after)
    return quoted or (end - start > 1 and before in _BESIDE and after in _BESIDE)


RULE = Rule("NK362", "lost-character-in-body", Severity.WARNING, Finder.BODY, __doc__, _check)
