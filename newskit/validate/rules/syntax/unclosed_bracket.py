"""A list or mapping in brackets that is not closed, or closed by another bracket.

    tags: [news, berlin

The repair adds the missing bracket, or puts a value that is no list in quotes.
"""

from __future__ import annotations

from newskit.problem import Severity
from newskit.validate.rule import Finder, Repair, Rule

__all__ = ["RULE"]

RULE = Rule("NK129", "unclosed-bracket", Severity.ERROR, Finder.SYNTAX, __doc__, repair=Repair.SAFE)
