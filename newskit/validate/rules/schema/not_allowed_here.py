"""A value that another keyword of the schema forbids.

Such as not, if/then, dependentRequired or propertyNames.
"""

from __future__ import annotations

from newskit.problem import Severity
from newskit.validate.rule import Finder, Rule

__all__ = ["RULE"]

RULE = Rule("NK212", "forbidden-by-schema", Severity.ERROR, Finder.SCHEMA, __doc__)
