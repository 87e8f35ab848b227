"""A list or mapping with too few or too many entries, or without one that the schema asks for."""

from __future__ import annotations

from newskit.problem import Severity
from newskit.validate.rule import Finder, Rule

__all__ = ["RULE"]

RULE = Rule("NK209", "wrong-item-count", Severity.ERROR, Finder.SCHEMA, __doc__)
