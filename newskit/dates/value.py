"""What a date reads as: ISO 8601 text built from parts, and how sure the reading is."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from newskit.dates.words import AMBIGUOUS_ZONES, HALVES, ZONES
from newskit.frozen import dataclass
from newskit.lazy import lazy

if TYPE_CHECKING:
    pass

_OFFSET: Final = lazy(r"([+-])(\d{1,2})(?::?(\d{2}))?")
_NAMED: Final = lazy(r"\[?([A-Z][A-Za-z_]+(?:/[A-Z][A-Za-z_+\-]*)+)\]?")


class DateStatus(StrEnum):
    """How sure a reading is."""

    EXACT = "exact"
    AMBIGUOUS = "ambiguous"
    DAMAGED = "damaged"
    PARTIAL = "partial"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class DateReading:
    """A date as it was written and what it means.

    Attributes:
        text: the date as written.
        status: ``exact``; ``ambiguous`` (several meanings, see `choices`); ``damaged`` (only what
            is beyond doubt is in `value`); ``partial`` (no day); ``unreadable``.
        value: ``YYYY-MM-DD`` or ``YYYY-MM-DDThh:mm:ss[.f][±hh:mm]`` (RFC 3339, but without an
            offset where none is stated); None when nothing is beyond doubt.
        form: name of the form that was recognised, such as ``iso`` or ``rfc5322``.
        choices: the possible meanings, when there are several.
        note: what is wrong, in words; empty when exact.
    """

    text: str
    status: DateStatus
    value: str | None = None
    form: str = ""
    choices: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Clock:
    """The time of day as matched: texts that may be empty."""

    hour: str
    minute: str
    second: str = ""
    fraction: str = ""
    half: str = ""

    def iso(self) -> str | None:
        """Return ``hh:mm:ss[.f]``, or None when there is no such time."""
        hour, minute, second = int(self.hour), int(self.minute), int(self.second or 0)
        if self.half:
            if not 1 <= hour <= 12:
                return None
            hour = hour % 12 + (12 if HALVES[self.half.lower()] == "pm" else 0)
        if hour > 23 or minute > 59 or second > 59:
            return None
        digits = self.fraction.rstrip("0")
        return f"{hour:02}:{minute:02}:{second:02}{'.' + digits if digits else ''}"


@dataclass(frozen=True, slots=True)
class Zone:
    """A time zone as stated.

    Attributes:
        offset: ``±hh:mm``, or None when the statement gives none.
        note: what is wrong with the statement; empty when nothing is.
        name: IANA name whose offset depends on the date; empty otherwise.
        status: how sure the zone is.
    """

    offset: str | None
    note: str = ""
    name: str = ""
    status: DateStatus = DateStatus.EXACT


def date_of(year: str, month: str, day: str) -> str | None:
    """Return ``YYYY-MM-DD``, or None when the calendar has no such day."""
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


def read_zone(text: str, *, american: bool = False) -> Zone:
    """Read a time zone: ``+0800``, ``+08:00``, ``+8``, ``Z``, ``CEST`` or ``Europe/Berlin``.

    Args:
        text: the zone as written, without spaces.
        american: whether the form around it is RFC 5322, which fixes ``CST`` as American.
    """
    if match := _OFFSET.fullmatch(text):
        sign, hours, minutes = match[1], int(match[2]), int(match[3] or 0)
        # The clocks of the world stand between -12:00 and +14:00.
        if minutes > 59 or hours * 60 + minutes > (14 if sign == "+" else 12) * 60:
            return _no_zone(f"no place has the offset {text}")
        return Zone(f"{sign}{hours:02}:{minutes:02}")
    if (offset := ZONES.get(text.upper())) is not None:
        return Zone(offset)
    if text.upper() in AMBIGUOUS_ZONES:
        if american and text.upper() == "CST":
            return Zone("-06:00")
        note = f"the zone {text} stands for several offsets"
        return Zone(None, note, status=DateStatus.AMBIGUOUS)
    if match := _NAMED.fullmatch(text):
        return Zone(None, name=match[1])
    return _no_zone(f"the zone {text} is not known")


def _no_zone(note: str) -> Zone:
    return Zone(None, note, status=DateStatus.DAMAGED)


def resolve_zone(name: str, local: str) -> Zone:
    """Return the offset that the IANA zone `name` has at the local time `local`."""
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        zone = ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return _no_zone(f"the zone {name} is not known")
    moment = datetime.fromisoformat(local).replace(tzinfo=zone)
    early, late = moment.utcoffset(), moment.replace(fold=1).utcoffset()
    if early is None or early != late:
        note = f"{name} has the clock change at that time"
        return Zone(None, note, status=DateStatus.AMBIGUOUS)
    return Zone(offset_text(early))


def offset_text(offset: timedelta) -> str:
    """Return `offset` as ``±hh:mm``."""
    minutes = int(offset.total_seconds()) // 60
    sign = "-" if minutes < 0 else "+"
    return f"{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def exact(text: str, value: str, form: str) -> DateReading:
    """Return a reading that is beyond doubt."""
    return DateReading(text, DateStatus.EXACT, value, form)


def damaged(text: str, value: str | None, form: str, note: str) -> DateReading:
    """Return a reading of which only `value` is beyond doubt."""
    return DateReading(text, DateStatus.DAMAGED, value, form, note=note)


def compose(text: str, day: str, clock: Clock | None, zone: Zone | None, form: str) -> DateReading:
    """Join a valid day, a time and a zone; a time or zone that is neither is left out and noted."""
    if clock is None:
        if zone is not None and zone.note:
            return damaged(text, day, form, zone.note)
        return exact(text, day, form)
    time = clock.iso()
    if time is None:
        return damaged(text, day, form, "not a time of day")
    local = f"{day}T{time}"
    if zone is not None and zone.name:
        zone = resolve_zone(zone.name, local)
    if zone is None:
        return exact(text, local, form)
    if zone.offset is None:
        return DateReading(text, zone.status, local, form, note=zone.note)
    return exact(text, local + zone.offset, form)


def instant_of(value: str) -> datetime:
    """Return the instant of a `DateReading.value`, to order and compare by.

    A day stands for its first moment; a time without offset counts as UTC.
    """
    moment = datetime.fromisoformat(value)
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
