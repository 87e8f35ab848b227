"""Front matter that is a program: JavaScript, CoffeeScript or CSON.

Eleventy runs what stands between ``---js`` and ``---``. newskit runs nothing: it keeps such front
matter as it is, converts the body behind it, and knows none of its values, so a record has no title
or date from there.
"""

from __future__ import annotations

from newskit.problem import Severity
from newskit.validate.rule import Finder, Rule

__all__ = ["RULE"]

RULE = Rule("NK118", "unread-front-matter", Severity.WARNING, Finder.READER, __doc__)
