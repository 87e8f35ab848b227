"""A footnote mark without a footnote.

`[^1]` needs a line `[^1]: text`; without it, the mark is shown as it is. HTML has no such marks.
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

_USE = lazy(r"(?<!\\)\[\^(?P<name>[^\[\]\s]+)\](?!:)")
_DEFINITION = lazy(r"^[ >]*\[\^(?P<name>[^\[\]\s]+)\]:", re.MULTILINE)


def _check(rule: Rule, subject: Subject) -> Iterator[Problem]:
    prose = subject.prose
    if "[^" not in prose or subject.is_html:
        return
    known = {match["name"] for match in _DEFINITION.finditer(subject.post.body)}
    for match in _USE.finditer(prose):
        if match["name"] not in known:
            span = subject.in_body(*match.span())
            yield rule.at(subject, span, f"no line defines the footnote `{match['name']}`")


RULE = Rule("NK366", "undefined-footnote", Severity.WARNING, Finder.BODY, __doc__, _check)
