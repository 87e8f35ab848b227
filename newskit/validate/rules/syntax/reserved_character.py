"""A value without quotes that starts with a character YAML keeps for itself.

`*` and `&` are aliases and anchors, `@` and the backtick are reserved, `%`, `!`, `|`, `>`, `[`,
`{` and quotes have meanings of their own. The repair puts the value in quotes.

    twitter: @newsroom
    deck: **Breaking** news
"""

from __future__ import annotations

from newskit.problem import Severity
from newskit.validate.rule import Finder, Repair, Rule

__all__ = ["RULE"]

RULE = Rule(
    "NK122",
    "reserved-character",
    Severity.ERROR,
    Finder.SYNTAX,
    __doc__,
    repair=Repair.SAFE,
)
