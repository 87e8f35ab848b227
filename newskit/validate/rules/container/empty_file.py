"""A file without any text.

Nothing but white space: usually a failed export or a file that was cut off.
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
    if not subject.post.text.strip():
        yield rule.at(subject, (0, 0), "the file is empty")


RULE = Rule("NK114", "empty-file", Severity.ERROR, Finder.FRONT_MATTER, __doc__, _check)
