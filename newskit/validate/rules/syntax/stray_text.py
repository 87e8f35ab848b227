"""A line in the front matter that is neither an entry nor part of one.

Often the rest of a value that went on to the next line without indentation, a heading of the
body, or a key without its colon. The repair indents the rest of a value.

    summary: We open at nine
    and close at ten.
"""

from __future__ import annotations

from newskit.problem import Severity
from newskit.validate.rule import Finder, Repair, Rule

__all__ = ["RULE"]

RULE = Rule("NK132", "stray-text", Severity.ERROR, Finder.SYNTAX, __doc__, repair=Repair.SAFE)
