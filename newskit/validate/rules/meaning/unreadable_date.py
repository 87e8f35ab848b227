"""A date that no site generator reads.

Jekyll stops the build or takes the file's date; Hugo stops. Where newskit understands what is
meant, the repair writes it as RFC 3339 has it; it is unsafe, because a person should look at it.

    date: 2025-14-07
    date: Fri Sep 3 11:21:31 CEST 2021
    date: +0800
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newskit.dates.generators import Form, is_other_form
from newskit.problem import Severity
from newskit.validate.repair.values import replace_value
from newskit.validate.rule import Finder, Repair, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newskit.problem import Problem
    from newskit.validate.subject import Subject

__all__ = ["RULE"]


def _check(rule: Rule, subject: Subject) -> Iterator[Problem]:
    for entry, date in subject.dates:
        text = str(entry.value).strip()
        if not text or isinstance(entry.value, bool):
            continue
        if (date is not None and date.form is not Form.CJK) or is_other_form(text):
            continue
        from newskit.dates.read import DateStatus
        from newskit.dates.read import read_date as understand

        reading = understand(entry.value)
        if reading.status is DateStatus.AMBIGUOUS:
            continue
        fix = None
        if reading.status is DateStatus.EXACT and reading.value and len(reading.value) >= 10:
            title = f"write {reading.value}"
            fix = replace_value(subject, entry.span, reading.value, title, safe=False)
        shown = text if len(text) <= 40 else f"{text[:39]}…"
        span = entry.span or subject.key_span(entry.pointer)
        message = f"`{entry.key}` is no date a site generator reads: {shown}"
        hint = "write it as 2024-05-01 or 2024-05-01T12:30:00+08:00"
        yield rule.at(subject, span, message, hint=hint, pointer=entry.pointer, fix=fix)


RULE = Rule(
    "NK302",
    "unreadable-date",
    Severity.ERROR,
    Finder.FRONT_MATTER,
    __doc__,
    _check,
    repair=Repair.UNSAFE,
)
