"""A key or list item that is indented unlike its neighbours.

In YAML, entries of one mapping start in the same column. The repair moves the line to where its
neighbours start.

    title: Open day
     date: 2024-05-01

A list item that is indented deeper than the one above it is not an error in YAML: it becomes part
of that item's text.

    tags:
      - news
       - city
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newskit.problem import Severity
from newskit.validate.rule import Finder, Repair, Rule
from newskit.validate.syntax.swallowed import swallowed_items

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newskit.problem import Problem
    from newskit.validate.subject import Subject

__all__ = ["RULE"]


def _check(rule: Rule, subject: Subject) -> Iterator[Problem]:
    for found in swallowed_items(subject):
        message = "the list item is indented deeper than the one above, so it is read as part of it"
        yield rule.at(subject, found.span, message, pointer=found.pointer, fix=found.fix)


RULE = Rule(
    "NK127",
    "wrong-indentation",
    Severity.ERROR,
    Finder.FRONT_MATTER,
    __doc__,
    _check,
    repair=Repair.SAFE,
)
