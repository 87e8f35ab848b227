"""Conflict markers of a version control system.

A merge was committed before its conflict was resolved: `<<<<<<<`, `=======`, `>>>>>>>`. Which
side is right only a person can tell, so there is no repair.
"""

from __future__ import annotations

from newskit.problem import Severity
from newskit.validate.rule import Finder, Rule

__all__ = ["RULE"]

RULE = Rule("NK130", "merge-conflict", Severity.ERROR, Finder.SYNTAX, __doc__)
