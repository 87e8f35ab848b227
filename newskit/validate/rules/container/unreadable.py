"""A file that cannot be read.

No permission, gone, larger than `read.max-bytes`, or no file at all. The run goes on with the
other files and ends with exit code 2.
"""

from __future__ import annotations

from newskit.problem import Severity
from newskit.validate.rule import Finder, Rule

__all__ = ["RULE"]

RULE = Rule("NK100", "unreadable", Severity.ERROR, Finder.READER, __doc__)
