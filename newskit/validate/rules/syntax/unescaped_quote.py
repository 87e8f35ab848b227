r"""A quote inside a quoted value that is not escaped.

The value ends at the inner quote, and what follows is a syntax error. The repair escapes the
inner quotes (`\"`) or, in single quotes, doubles them.

    title: "The "new" house"

becomes

    title: "The \"new\" house"
"""

from __future__ import annotations

from newskit.problem import Severity
from newskit.validate.rule import Finder, Repair, Rule

__all__ = ["RULE"]

RULE = Rule("NK120", "unescaped-quote", Severity.ERROR, Finder.SYNTAX, __doc__, repair=Repair.SAFE)
