"""An ignore comment that names a rule that does not exist."""

from __future__ import annotations

from newskit.problem import Severity
from newskit.validate.rule import Finder, Rule

__all__ = ["RULE"]

RULE = Rule("NK906", "unknown-code-in-ignore", Severity.WARNING, Finder.TOOL, __doc__)
