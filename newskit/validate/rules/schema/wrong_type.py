"""A value of another type than the schema wants.

    title: 2048
    tags: news

The repair puts a number in quotes or one name in a list, which reads as before; quoting a value
that is read as true or false changes it and is unsafe.
"""

from __future__ import annotations

from newskit.problem import Severity
from newskit.validate.rule import Finder, Repair, Rule

__all__ = ["RULE"]

RULE = Rule("NK202", "wrong-type", Severity.ERROR, Finder.SCHEMA, __doc__, repair=Repair.SAFE)
