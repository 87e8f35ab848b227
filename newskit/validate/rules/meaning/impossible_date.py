"""A date or time that does not exist.

Jekyll stops, or publishes 30 February on 2 March; Hugo puts the post in the year 1. The message
says which part does not exist. `24:00:00` is a warning where it is read as midnight.

    date: 2024-02-30
    date: 2020-10-08 17:10:00+17:10
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newskit.config.validate import Generator
from newskit.frozen import replace
from newskit.problem import Severity
from newskit.validate.rule import Finder, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newskit.problem import Problem
    from newskit.validate.subject import Subject

__all__ = ["RULE"]


def _check(rule: Rule, subject: Subject) -> Iterator[Problem]:
    for entry, date in subject.dates:
        if date is not None and date.fault:
            message = f"`{entry.key}` {entry.value}: {date.fault}"
            span = entry.span or subject.key_span(entry.pointer)
            found = rule.at(subject, span, message, pointer=entry.pointer)
            # ISO 8601 once had it; all but Hugo read midnight.
            midnight = (date.hour, date.minute, date.second) == (24, 0, 0)
            read = midnight and subject.generator is not Generator.HUGO
            yield replace(found, severity=Severity.WARNING) if read else found


RULE = Rule("NK301", "impossible-date", Severity.ERROR, Finder.FRONT_MATTER, __doc__, _check)
