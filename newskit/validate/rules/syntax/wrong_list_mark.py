"""A list item that starts with something else than a hyphen and a space.

Word processors turn hyphens into dashes and bullets, and keyboards write a non-breaking space
behind one. YAML then reads the lines as one text.

    tags:
      – news
      • city
      -sport

The repair writes hyphens, each with a space behind it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newskit.problem import Severity
from newskit.validate.rule import Finder, Repair, Rule
from newskit.validate.syntax.swallowed import swallowed_marks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newskit.problem import Problem
    from newskit.validate.subject import Subject

__all__ = ["RULE"]


def _check(rule: Rule, subject: Subject) -> Iterator[Problem]:
    for found in swallowed_marks(subject):
        what = "a hyphen and no plain space" if found.mark == "-" else f"`{found.mark}`"
        message = f"the list item starts with {what}, so YAML reads the lines as one text"
        yield rule.at(
            subject, found.span, message, hint="write `- `", pointer=found.pointer, fix=found.fix
        )


RULE = Rule(
    "NK140",
    "wrong-list-mark",
    Severity.ERROR,
    Finder.FRONT_MATTER,
    __doc__,
    _check,
    repair=Repair.SAFE,
)
