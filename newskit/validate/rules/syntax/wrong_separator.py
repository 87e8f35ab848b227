"""A key separated from its value as in another format.

`key: value` inside `+++` (TOML wants `key = value`), or `key = value` inside `---` (YAML wants
`key: value`). The repair writes what the format wants.
"""

from __future__ import annotations

from newskit.problem import Severity
from newskit.validate.rule import Finder, Repair, Rule

__all__ = ["RULE"]

RULE = Rule("NK135", "wrong-separator", Severity.ERROR, Finder.SYNTAX, __doc__, repair=Repair.SAFE)
