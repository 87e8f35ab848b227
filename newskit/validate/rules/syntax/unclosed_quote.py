"""A quoted value whose closing quote is missing, or is another kind of quote.

The value swallows the lines below it until the next quote. The repair adds the closing quote at
the end of the line.

    title: "Open day
    date: 2024-05-01
"""

from __future__ import annotations

from newskit.problem import Severity
from newskit.validate.rule import Finder, Repair, Rule

__all__ = ["RULE"]

RULE = Rule("NK128", "unclosed-quote", Severity.ERROR, Finder.SYNTAX, __doc__, repair=Repair.SAFE)
