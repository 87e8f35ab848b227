"""A tab where YAML wants spaces.

YAML forbids tabs in indentation (YAML 1.2.2, section 6.1). The repair writes spaces in their
place.
"""

from __future__ import annotations

from newskit.problem import Severity
from newskit.validate.rule import Finder, Repair, Rule

__all__ = ["RULE"]

RULE = Rule("NK124", "tab-indentation", Severity.ERROR, Finder.SYNTAX, __doc__, repair=Repair.SAFE)
