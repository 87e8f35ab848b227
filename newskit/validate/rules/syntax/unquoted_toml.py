"""A TOML value that is text without quotes, or in quotes that TOML does not know.

    title = Open day

TOML wants quotes around every text. The repair adds them.
"""

from __future__ import annotations

from newskit.problem import Severity
from newskit.validate.rule import Finder, Repair, Rule

__all__ = ["RULE"]

RULE = Rule(
    "NK134",
    "unquoted-toml-value",
    Severity.ERROR,
    Finder.SYNTAX,
    __doc__,
    repair=Repair.SAFE,
)
