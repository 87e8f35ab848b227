"""A non-breaking or ideographic space where YAML wants a plain one.

It looks like a space and is none: the line is indented by nothing, or its colon is followed by
text. The repair writes a space.
"""

from __future__ import annotations

from newskit.problem import Severity
from newskit.validate.rule import Finder, Repair, Rule

__all__ = ["RULE"]

RULE = Rule(
    "NK137",
    "non-breaking-space",
    Severity.ERROR,
    Finder.SYNTAX,
    __doc__,
    repair=Repair.SAFE,
)
