"""An HTML end tag with nothing to close.

Browsers drop it, or close an element of the page around the post. Often the opening tag was lost in
an import.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newskit.problem import Severity
from newskit.validate.balance import MAX_SHOWN, unbalanced
from newskit.validate.rule import Finder, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newskit.problem import Problem
    from newskit.validate.subject import Subject

__all__ = ["RULE"]


def _check(rule: Rule, subject: Subject) -> Iterator[Problem]:
    _, closing = unbalanced(subject)
    for tag in closing[:MAX_SHOWN]:
        span = subject.in_body(tag.start, tag.end)
        yield rule.at(subject, span, f"`</{tag.name}>` closes nothing")


RULE = Rule("NK354", "stray-closing-tag", Severity.WARNING, Finder.BODY, __doc__, _check)
