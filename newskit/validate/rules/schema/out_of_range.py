"""A number outside the schema's bounds."""

from __future__ import annotations

from newskit.problem import Severity
from newskit.validate.rule import Finder, Rule

__all__ = ["RULE"]

RULE = Rule("NK208", "out-of-range", Severity.ERROR, Finder.SCHEMA, __doc__)
