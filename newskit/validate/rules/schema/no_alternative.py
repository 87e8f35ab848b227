"""A value that fits none of the schema's alternatives, or more than one where one is wanted.

The message is that of the alternative that comes closest.
"""

from __future__ import annotations

from newskit.problem import Severity
from newskit.validate.rule import Finder, Rule

__all__ = ["RULE"]

RULE = Rule("NK211", "no-matching-alternative", Severity.ERROR, Finder.SCHEMA, __doc__)
