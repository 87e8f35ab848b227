"""A colon followed by a space inside a value without quotes.

YAML takes it for another key. The repair puts the value in quotes.

    title: Berlin: a city opens

becomes

    title: "Berlin: a city opens"
"""

from __future__ import annotations

from newskit.problem import Severity
from newskit.validate.rule import Finder, Repair, Rule

__all__ = ["RULE"]

RULE = Rule("NK121", "colon-in-value", Severity.ERROR, Finder.SYNTAX, __doc__, repair=Repair.SAFE)
