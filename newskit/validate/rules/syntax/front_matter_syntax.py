"""Front matter that is not valid YAML, TOML or JSON, for a reason newskit has no better name for.

The message is the parser's own. Where newskit recognises the cause, a finding from NK120 to
NK149 stands in its place and says what to change.
"""

from __future__ import annotations

from newskit.problem import Severity
from newskit.validate.rule import Finder, Rule

__all__ = ["RULE"]

RULE = Rule("NK105", "front-matter-syntax", Severity.ERROR, Finder.READER, __doc__)
