"""A colon with no space after it.

YAML reads `title:Open day` as text, not as an entry. The repair adds the space.
"""

from __future__ import annotations

from newskit.problem import Severity
from newskit.validate.rule import Finder, Repair, Rule

__all__ = ["RULE"]

RULE = Rule(
    "NK131",
    "missing-space-after-colon",
    Severity.ERROR,
    Finder.SYNTAX,
    __doc__,
    repair=Repair.SAFE,
)
