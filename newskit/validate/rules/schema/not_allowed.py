"""A value that is not among those the schema lists."""

from __future__ import annotations

from newskit.problem import Severity
from newskit.validate.rule import Finder, Rule

__all__ = ["RULE"]

RULE = Rule("NK204", "not-allowed-value", Severity.ERROR, Finder.SCHEMA, __doc__)
