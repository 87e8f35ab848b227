"""A file without any text.

Nothing but white space: usually a failed export or a file that was cut off. The index of a section
may be empty: it says that there is one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newskit.post import Kind
from newskit.problem import Severity
from newskit.validate.rule import Finder, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newskit.problem import Problem
    from newskit.validate.subject import Subject

__all__ = ["RULE"]


def _check(rule: Rule, subject: Subject) -> Iterator[Problem]:
    if not subject.post.text.strip() and subject.post.kind is not Kind.INDEX:
        yield rule.at(subject, (0, 0), "the file is empty")


RULE = Rule("NK114", "empty-file", Severity.ERROR, Finder.FRONT_MATTER, __doc__, _check)
