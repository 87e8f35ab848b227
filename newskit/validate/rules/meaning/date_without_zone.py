"""A date with a time of day but no time zone.

Jekyll and Hugo then take the zone of the site's configuration, or of the machine that builds it:
the same post can appear under two different days. With `timezone` in the configuration the repair
adds it.

    date: 2024-05-01 23:30:00
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newskit.dates.generators import Form
from newskit.problem import Severity
from newskit.validate.repair.values import replace_value
from newskit.validate.rule import Finder, Repair, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newskit.problem import Problem
    from newskit.validate.subject import Subject

__all__ = ["RULE"]


def _check(rule: Rule, subject: Subject) -> Iterator[Problem]:
    zone = subject.config.timezone
    for entry, date in subject.dates:
        if date is None or date.hour is None or date.zone or date.fault:
            continue
        fix = None
        if zone:
            text = f"{entry.value} {zone}" if date.form is Form.JEKYLL else date.iso(zone)
            fix = replace_value(subject, entry.span, text, f"add the zone {zone}", safe=False)
        message = f"`{entry.key}` has a time but no time zone"
        span = entry.span or subject.key_span(entry.pointer)
        hint = "add the offset, such as +08:00"
        yield rule.at(subject, span, message, hint=hint, pointer=entry.pointer, fix=fix)


RULE = Rule(
    "NK303",
    "date-without-zone",
    Severity.INFO,
    Finder.FRONT_MATTER,
    __doc__,
    _check,
    repair=Repair.UNSAFE,
)
