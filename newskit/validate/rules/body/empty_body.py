"""A post without a body.

Its front matter is all there is: a post that only links elsewhere, or an export that lost its text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newskit.post import BodyFormat, FrontMatterFormat, Kind
from newskit.problem import Severity
from newskit.validate.rule import Finder, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newskit.problem import Problem
    from newskit.validate.subject import Subject

__all__ = ["RULE"]


def _check(rule: Rule, subject: Subject) -> Iterator[Problem]:
    post = subject.post
    if post.kind in {Kind.PAGE, Kind.INDEX}:
        return  # a layout may show all there is
    if post.front_matter.format is FrontMatterFormat.NONE or not post.front_matter.valid:
        return
    if post.body_format is BodyFormat.EMPTY and not subject.file_name.stem.startswith("_"):
        yield rule.at(subject, post.front_matter.closing, "the post has no body")


RULE = Rule("NK351", "empty-body", Severity.INFO, Finder.BODY, __doc__, _check)
