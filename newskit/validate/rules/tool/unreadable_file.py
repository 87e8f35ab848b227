"""A file that cannot be read: no permission, gone, too large, or not a file."""

from __future__ import annotations

from newskit.problem import Severity
from newskit.validate.rule import Finder, Rule

__all__ = ["RULE"]

RULE = Rule("NK904", "unreadable-file", Severity.ERROR, Finder.TOOL, __doc__)
