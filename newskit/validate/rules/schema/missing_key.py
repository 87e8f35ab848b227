"""A key that the schema requires is not there.

The place is the opening fence, or the key of the mapping that lacks it.
"""

from __future__ import annotations

from newskit.problem import Severity
from newskit.validate.rule import Finder, Rule

__all__ = ["RULE"]

RULE = Rule("NK201", "missing-key", Severity.ERROR, Finder.SCHEMA, __doc__)
