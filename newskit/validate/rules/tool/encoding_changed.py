"""A post that had to be written as UTF-8.

Its own encoding cannot say a character of the new text, or the new text would not be read in it: a
page in windows-1252 or Shift_JIS that declares so in ``<meta charset>`` becomes Markdown, which
declares nothing.
"""

from __future__ import annotations

from newskit.problem import Severity
from newskit.validate.rule import Finder, Rule

__all__ = ["RULE"]

RULE = Rule("NK903", "encoding-changed", Severity.WARNING, Finder.TOOL, __doc__)
