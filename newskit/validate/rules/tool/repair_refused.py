"""A repair that was not made, because the result did not read as it should.

Every repaired post is read again before it is written; where another value changed, or the
front matter could no longer be read, the file is left as it was.
"""

from __future__ import annotations

from newskit.problem import Severity
from newskit.validate.rule import Finder, Rule

__all__ = ["RULE"]

RULE = Rule("NK904", "repair-refused", Severity.WARNING, Finder.TOOL, __doc__)
