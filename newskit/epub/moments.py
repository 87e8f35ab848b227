"""Dates of records: the day a post belongs to, and instants as the package needs them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime

__all__ = ["Moment", "read_moment"]

_DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?![0-9])")


@dataclass(frozen=True, slots=True)
class Moment:
    """A date as a record states it.

    Attributes:
        day: ``YYYY-MM-DD`` in its own time zone; empty when there is none.
        time: ``HH:MM`` in its own time zone; empty for a bare date.
        machine: what HTML's ``datetime`` takes (HTML, section 2.3.5); empty when there is none.
        instant: ``YYYY-MM-DDThh:mm:ssZ``; a date without offset is taken as UTC.
    """

    day: str = ""
    time: str = ""
    machine: str = ""
    instant: str = ""


def read_moment(value: object) -> Moment:
    """Read an ISO 8601 date or date and time; anything else has no moment."""
    text = value.strip() if isinstance(value, str) else ""
    match = _DAY.match(text)
    if match is None:
        return Moment()
    day = match.group(1)
    try:
        date.fromisoformat(day)
    except ValueError:
        return Moment()
    bare = Moment(day, machine=day, instant=f"{day}T00:00:00Z")
    if len(text) == len(day):
        return bare
    try:
        stated = datetime.fromisoformat(text).replace(microsecond=0)
        offset = stated.utcoffset()
        if offset is not None and offset.total_seconds() % 60:
            return bare
        instant = stated.replace(tzinfo=UTC) if offset is None else stated.astimezone(UTC)
    except (ValueError, OverflowError):
        return bare
    return Moment(
        day=day,
        time=f"{stated:%H:%M}",
        machine=stated.isoformat(),
        instant=f"{instant.isoformat()[:19]}Z",
    )
