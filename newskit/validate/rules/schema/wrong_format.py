"""A text that is not of the format the schema names.

Formats that assert: date, time, date-time, email, uri, uuid, json-pointer, and newskit's
jekyll-date, hugo-date and language-tag.
"""

from __future__ import annotations

from newskit.problem import Severity
from newskit.validate.rule import Finder, Rule

__all__ = ["RULE"]

RULE = Rule("NK205", "wrong-format", Severity.ERROR, Finder.SCHEMA, __doc__)
