"""Boilerplate says something else than the front matter.

`newskit strip` found a source, author or address at the end of the post that contradicts a key
of the front matter. The front matter was left as it is.
"""

from __future__ import annotations

from newskit.problem import Severity
from newskit.validate.rule import Finder, Rule

__all__ = ["RULE"]

RULE = Rule("NK501", "strip-conflict", Severity.WARNING, Finder.TOOL, __doc__)
