"""A key that stands twice in one mapping.

YAML readers keep the last one without a word, Hugo stops the build, and TOML forbids it. The
related place is the first of the two.

    title: Annual report
    date: 2024-05-01
    title: Draft
"""

from __future__ import annotations

from newskit.problem import Severity
from newskit.validate.rule import Finder, Repair, Rule

__all__ = ["RULE"]

RULE = Rule("NK106", "duplicate-key", Severity.ERROR, Finder.READER, __doc__, repair=Repair.UNSAFE)
