"""A text that does not match the schema's pattern.

Patterns are matched in linear time (RE2), so no schema can make newskit hang; look-around and
back-references are refused when the schema is loaded.
"""

from __future__ import annotations

from newskit.problem import Severity
from newskit.validate.rule import Finder, Rule

__all__ = ["RULE"]

RULE = Rule("NK206", "pattern-mismatch", Severity.ERROR, Finder.SCHEMA, __doc__)
