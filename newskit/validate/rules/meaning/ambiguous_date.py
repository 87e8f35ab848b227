"""A date that can be read in two ways.

`01/02/2024` is January in the United States and February in Europe; `CST` is a zone in America and
another in China. newskit names the readings and guesses none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newskit.lazy import lazy
from newskit.problem import Severity
from newskit.validate.rule import Finder, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newskit.problem import Problem
    from newskit.validate.subject import Subject

__all__ = ["RULE"]


# Dots part day, month and year where they are used, in that order (DIN 5008, SFS 4175).
_DOTTED = lazy(r"\d{1,2}\.\d{1,2}\.\d{4}\b")


def _check(rule: Rule, subject: Subject) -> Iterator[Problem]:
    for entry, date in subject.dates:
        if isinstance(entry.value, bool) or date is not None:
            continue
        from newskit.dates.read import DateStatus
        from newskit.dates.read import read_date as understand

        reading = understand(entry.value)
        dotted = _DOTTED.match(str(entry.value).strip())
        if reading.status is not DateStatus.AMBIGUOUS or dotted:
            continue
        choices = " or ".join(reading.choices)
        message = f"`{entry.key}` {entry.value} can mean {choices}" if choices else reading.note
        span = entry.span or subject.key_span(entry.pointer)
        yield rule.at(subject, span, message, hint="write it as 2024-05-01", pointer=entry.pointer)


RULE = Rule("NK304", "ambiguous-date", Severity.WARNING, Finder.FRONT_MATTER, __doc__, _check)
