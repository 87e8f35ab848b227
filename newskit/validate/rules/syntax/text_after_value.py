"""Text behind the closing quote or bracket of a value.

    title: "Open day" in Berlin

The value ends at the quote; nothing but a comment may follow. The repair puts the whole value
in quotes.
"""

from __future__ import annotations

from newskit.problem import Severity
from newskit.validate.rule import Finder, Repair, Rule

__all__ = ["RULE"]

RULE = Rule("NK133", "text-after-value", Severity.ERROR, Finder.SYNTAX, __doc__, repair=Repair.SAFE)
