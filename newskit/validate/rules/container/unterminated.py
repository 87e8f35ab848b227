"""Front matter that is opened and never closed.

Without a closing fence, Jekyll takes the file for a page without front matter and publishes the
keys as text; Hugo stops the build.

    ---
    title: Open day
    We open at nine.

The repair adds the closing fence behind the last line that reads as an entry.
"""

from __future__ import annotations

from newskit.problem import Severity
from newskit.validate.rule import Finder, Repair, Rule

__all__ = ["RULE"]

RULE = Rule(
    "NK103",
    "unterminated-front-matter",
    Severity.ERROR,
    Finder.READER,
    __doc__,
    repair=Repair.SAFE,
)
