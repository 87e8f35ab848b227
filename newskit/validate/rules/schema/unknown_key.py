"""A key that a closed schema does not know.

Usually a misspelling; the closest known key is named.
"""

from __future__ import annotations

from newskit.problem import Severity
from newskit.validate.rule import Finder, Rule

__all__ = ["RULE"]

RULE = Rule("NK203", "unknown-key", Severity.ERROR, Finder.SCHEMA, __doc__)
