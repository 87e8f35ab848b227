"""A key or list item that is indented unlike its neighbours.

In YAML, entries of one mapping start in the same column. The repair moves the line to where its
neighbours start.

    title: Open day
     date: 2024-05-01
"""

from __future__ import annotations

from newskit.problem import Severity
from newskit.validate.rule import Finder, Repair, Rule

__all__ = ["RULE"]

RULE = Rule(
    "NK127",
    "wrong-indentation",
    Severity.ERROR,
    Finder.SYNTAX,
    __doc__,
    repair=Repair.SAFE,
)
