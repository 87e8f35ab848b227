"""Front matter with nothing in it.

Two fences with no entry between them: the post has neither title nor date.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newskit.post import FrontMatterFormat, Kind
from newskit.problem import Severity
from newskit.validate.rule import Finder, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newskit.problem import Problem
    from newskit.validate.subject import Subject

__all__ = ["RULE"]


def _check(rule: Rule, subject: Subject) -> Iterator[Problem]:
    matter = subject.post.front_matter
    if subject.post.kind in {Kind.PAGE, Kind.INDEX}:
        return  # generators build such pages
    if matter.format is FrontMatterFormat.NONE or not matter.valid or matter.values:
        return
    yield rule.at(subject, matter.opening, "the front matter is empty")


RULE = Rule("NK102", "empty-front-matter", Severity.WARNING, Finder.FRONT_MATTER, __doc__, _check)
