"""A file name whose date is another day than the post's `date`.

Jekyll takes the address and the order from `date`, and the name that `post_url` links to from the
file: the two say different things. For other generators, which read `date` alone, it is reported as
an info. A difference of one day is left alone, because time zones make it.

    2024-05-01-open-day.md with date: 2023-05-01
"""

from __future__ import annotations

from datetime import date as day
from typing import TYPE_CHECKING

from newskit.config.validate import Generator
from newskit.dates.generators import read_date
from newskit.frozen import replace
from newskit.problem import Severity
from newskit.validate.rule import Finder, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newskit.problem import Problem
    from newskit.validate.subject import Subject

__all__ = ["RULE"]

_ONE_DAY = 1


def _check(rule: Rule, subject: Subject) -> Iterator[Problem]:
    named = subject.dated_name
    entry = subject.top("date")
    if named is None or entry is None or not isinstance(entry.value, str):
        return
    date = read_date(entry.value)
    if date is None or date.fault:
        return
    name = f"{named[0]:04}-{named[1]:02}-{named[2]:02}"
    span = entry.span or subject.key_span(entry.pointer)
    try:
        in_name = day(named[0], named[1], named[2])
    except ValueError:
        message = f"the file name's date {name} does not exist"
        yield rule.at(subject, span, message, pointer=entry.pointer)
        return
    written = day(date.year, date.month, date.day)
    if abs((written - in_name).days) > _ONE_DAY:
        message = f"the file name says {name}, `{entry.key}` says {written.isoformat()}"
        found = rule.at(subject, span, message, pointer=entry.pointer)
        read = subject.generator in {Generator.JEKYLL, Generator.OTHER}
        yield found if read else replace(found, severity=Severity.INFO)


RULE = Rule("NK305", "file-name-date", Severity.WARNING, Finder.FRONT_MATTER, __doc__, _check)
