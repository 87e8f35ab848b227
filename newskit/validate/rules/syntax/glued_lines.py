"""Two entries on one line.

The line ending between them was lost, often where files were joined or by a mass replacement.

    title: "Open day"date: 2024-05-01

The repair puts the second entry on a line of its own.
"""

from __future__ import annotations

from newskit.problem import Severity
from newskit.validate.rule import Finder, Repair, Rule

__all__ = ["RULE"]

RULE = Rule("NK126", "glued-lines", Severity.ERROR, Finder.SYNTAX, __doc__, repair=Repair.SAFE)
