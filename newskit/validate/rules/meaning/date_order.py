"""A post that was modified or expires before it was published.

One of the two dates is wrong.

    date: 2024-05-01
    lastmod: 2014-05-02
"""

from __future__ import annotations

from datetime import date as day
from typing import TYPE_CHECKING

from newskit.dates.generators import read_date
from newskit.problem import Severity
from newskit.validate.known_keys import LATER_KEYS
from newskit.validate.rule import Finder, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newskit.post import JsonValue
    from newskit.problem import Problem
    from newskit.validate.subject import Subject

__all__ = ["RULE"]


# Posts are written, and their files changed, before the day they are published on.
_PLANNED = 180


def _check(rule: Rule, subject: Subject) -> Iterator[Problem]:
    published = subject.top("date", "pubdate", "published")
    start = _day(published.value) if published else None
    if published is None or start is None:
        return
    for name in LATER_KEYS:
        entry = subject.top(name)
        end = _day(entry.value) if entry else None
        if entry is None or end is None or (start - end).days <= _PLANNED:
            continue
        message = f"`{entry.key}` {end.isoformat()} is before `{published.key}` {start.isoformat()}"
        span = entry.span or subject.key_span(entry.pointer)
        yield rule.at(subject, span, message, pointer=entry.pointer)


def _day(value: JsonValue) -> day | None:
    date = read_date(value) if isinstance(value, str) else None
    return day(date.year, date.month, date.day) if date and not date.fault else None


RULE = Rule("NK306", "date-order", Severity.WARNING, Finder.FRONT_MATTER, __doc__, _check)
