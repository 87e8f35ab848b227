r"""A backslash in double quotes that starts no escape YAML or TOML knows.

    title: "C:\new and \d+"

The repair doubles the backslash.
"""

from __future__ import annotations

from newskit.problem import Severity
from newskit.validate.rule import Finder, Repair, Rule

__all__ = ["RULE"]

RULE = Rule("NK139", "unknown-escape", Severity.ERROR, Finder.SYNTAX, __doc__, repair=Repair.SAFE)
