"""A full-width colon (U+FF1A) between key and value.

Chinese and Japanese keyboards write it; YAML does not know it, so the line is no entry. The
repair writes a colon and a space.

    title：整治虚拟货币
"""

from __future__ import annotations

from newskit.problem import Severity
from newskit.validate.rule import Finder, Repair, Rule

__all__ = ["RULE"]

RULE = Rule("NK123", "full-width-colon", Severity.ERROR, Finder.SYNTAX, __doc__, repair=Repair.SAFE)
