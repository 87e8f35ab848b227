"""A post without a description.

Search engines, feeds and social networks show it; without one they take what stands first. Applies
only where it is selected: `--extend-select NK329`.
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

_NAMES = ("description", "summary", "excerpt", "abstract", "teaser", "deck", "lead", "subtitle")


def _check(rule: Rule, subject: Subject) -> Iterator[Problem]:
    matter = subject.post.front_matter
    if not matter.valid or not matter.values or subject.is_no_post:
        return
    entry = next(
        (
            found
            for name in _NAMES
            if (found := subject.top(name)) and str(found.value or "").strip()
        ),
        None,
    )
    if entry is None:
        message = "the post has no description"
        yield rule.at(subject, matter.opening, message, hint="add `description`")


RULE = Rule(
    "NK329",
    "missing-description",
    Severity.INFO,
    Finder.FRONT_MATTER,
    __doc__,
    _check,
    default=False,
)
