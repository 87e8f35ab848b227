"""A text that is empty, too short or too long for the schema."""

from __future__ import annotations

from newskit.problem import Severity
from newskit.validate.rule import Finder, Rule

__all__ = ["RULE"]

RULE = Rule("NK207", "wrong-length", Severity.ERROR, Finder.SCHEMA, __doc__)
