"""A key without a colon behind it.

    title Open day

The repair adds a colon where the word in front is a key that posts usually have.
"""

from __future__ import annotations

from newskit.problem import Severity
from newskit.validate.rule import Finder, Repair, Rule

__all__ = ["RULE"]

RULE = Rule("NK138", "missing-colon", Severity.ERROR, Finder.SYNTAX, __doc__, repair=Repair.SAFE)
