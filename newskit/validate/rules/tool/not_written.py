"""A file that could not be written.

A full disk, no permission, or a file that changed while newskit worked on it. What was there
before is still there.
"""

from __future__ import annotations

from newskit.problem import Severity
from newskit.validate.rule import Finder, Rule

__all__ = ["RULE"]

RULE = Rule("NK902", "not-written", Severity.ERROR, Finder.TOOL, __doc__)
