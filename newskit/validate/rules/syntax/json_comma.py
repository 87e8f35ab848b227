"""A comma that is missing or too many in JSON, or in a list of TOML.

    { "title": "Open day", }

The repair removes or adds the comma.
"""

from __future__ import annotations

from newskit.problem import Severity
from newskit.validate.rule import Finder, Repair, Rule

__all__ = ["RULE"]

RULE = Rule("NK136", "json-comma", Severity.ERROR, Finder.SYNTAX, __doc__, repair=Repair.SAFE)
