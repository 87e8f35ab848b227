"""A fact found in boilerplate that could not be written into the front matter."""

from __future__ import annotations

from newskit.problem import Severity
from newskit.validate.rule import Finder, Rule

__all__ = ["RULE"]

RULE = Rule("NK502", "strip-unplaced", Severity.WARNING, Finder.TOOL, __doc__)
