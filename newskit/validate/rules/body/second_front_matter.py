"""A second block of front matter at the start of the body.

Two exports were joined, or a tool added a block to a post that had one. The keys are published as
text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newskit.lazy import lazy
from newskit.post import FrontMatterFormat
from newskit.problem import Severity
from newskit.validate.rule import Finder, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newskit.problem import Problem
    from newskit.validate.subject import Subject

__all__ = ["RULE"]

_BLOCK = lazy(
    r"\s*(?P<fence>---|\+\+\+)[ \t]*(?:\r\n?|\n)"
    r"(?=(?:title|date|layout|tags|categories|author|slug|permalink)[ \t]*[:=])"
    r"(?:[^\r\n]*(?:\r\n?|\n)){1,60}?(?P=fence)[ \t]*(?:[\r\n]|\Z)",
    re.IGNORECASE,
)


def _check(rule: Rule, subject: Subject) -> Iterator[Problem]:
    if subject.post.front_matter.format is FrontMatterFormat.NONE:
        return
    match = _BLOCK.match(subject.post.body)
    if match:
        span = subject.in_body(*match.span("fence"))
        yield rule.at(subject, span, "the body starts with a second block of front matter")


RULE = Rule("NK361", "second-front-matter", Severity.WARNING, Finder.BODY, __doc__, _check)
