"""An ignore comment that covers no finding.

What it was for has been repaired, or the code is not the right one. Comments about archive-wide
rules (NK4xx) are not judged.
"""

from __future__ import annotations

from newskit.problem import Severity
from newskit.validate.rule import Finder, Rule

__all__ = ["RULE"]

RULE = Rule("NK901", "unused-ignore", Severity.WARNING, Finder.TOOL, __doc__)
