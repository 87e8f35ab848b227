"""The process that worked on a post died, twice.

Out of memory, or a crash in a library. The post was left as it is. Run newskit on the file
alone with `--jobs 1` and report what it says.
"""

from __future__ import annotations

from newskit.problem import Severity
from newskit.validate.rule import Finder, Rule

__all__ = ["RULE"]

RULE = Rule("NK900", "worker-died", Severity.ERROR, Finder.TOOL, __doc__)
