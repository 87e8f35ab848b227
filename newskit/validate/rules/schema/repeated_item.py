"""A list whose items shall differ holds one twice."""

from __future__ import annotations

from newskit.problem import Severity
from newskit.validate.rule import Finder, Rule

__all__ = ["RULE"]

RULE = Rule("NK210", "repeated-item", Severity.ERROR, Finder.SCHEMA, __doc__)
