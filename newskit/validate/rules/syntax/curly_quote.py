"""A value between curly or mixed quotes.

Word processors write “…” for "…". YAML does not take them for quotes: a colon inside breaks the
entry, and otherwise the quotes become part of the value. The repair writes straight quotes.

    title: “Berlin: a city opens”
"""

from __future__ import annotations

from newskit.problem import Severity
from newskit.validate.rule import Finder, Repair, Rule

__all__ = ["RULE"]

RULE = Rule(
    "NK125",
    "curly-quote-delimiter",
    Severity.ERROR,
    Finder.SYNTAX,
    __doc__,
    repair=Repair.SAFE,
)
