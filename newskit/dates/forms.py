"""What a date reads as, and the forms of dates in numbers, a function each."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final
from unicodedata import normalize

from newskit.frozen import dataclass
from newskit.lazy import lazy

# The words of dates: months, weekdays, fillers and zone names, and what they stand for.

_NAMES: Final = Path(__file__).with_name("words.txt").read_text("utf-8").split("]\n")
# One language each, the forms of one name joined by "/".
MONTH_NAMES: Final = tuple(_NAMES[1].partition("\n\n")[0].splitlines())
DAY_NAMES: Final = tuple(_NAMES[2].splitlines())


def _numbered(lines: Iterable[str], start: int) -> Mapping[str, int]:
    """Return the numbers of the words of lines, by the word in NFKC."""
    return MappingProxyType(
        {
            normalize("NFKC", form): number
            for line in lines
            for number, forms in enumerate(line.split(), start)
            for form in forms.split("/")
            if form != "_"
        }
    )


MONTHS: Final = _numbered(MONTH_NAMES, 1)
"""Number of the month by its lower-case name, full or abbreviated."""

WEEKDAYS: Final = _numbered(DAY_NAMES, 0)
"""Day of the week, Monday 0, by its lower-case name."""

_FILLER_LIST: Final = (
    "of the at on de del den um uhr kl klo г à às las a alle ore le d di il pada gada ж m р року"
    " года เวลา น พศ คศ στις في feira п"
)
FILLERS: Final = frozenset(_FILLER_LIST.split())
"""Words that stand in dates and say nothing."""

_HALF_WORDS: Final = {"am": "am 上午 早上 凌晨 午前 오전", "pm": "pm 下午 晚上 午後 오후"}
HALVES: Final[Mapping[str, str]] = MappingProxyType(
    {word: half for half, words in _HALF_WORDS.items() for word in words.split()}
)
"""The half of the day: ``am`` or ``pm``."""

_ZONE_NAMES: Final = {
    "+00:00": "Z UTC GMT UT WET",
    "+01:00": "WEST CET MEZ",
    "+02:00": "CEST MESZ EET",
    "+03:00": "EEST MSK",
    "+08:00": "HKT",
    "+09:00": "JST KST",
    "+10:00": "AEST",
    "+11:00": "AEDT",
    "+12:00": "NZST",
    "+13:00": "NZDT",
    "-04:00": "EDT",
    "-05:00": "EST CDT",
    "-06:00": "MDT",
    "-07:00": "MST PDT",
    "-08:00": "PST",
}
ZONES: Final[Mapping[str, str]] = MappingProxyType(
    {name: offset for offset, names in _ZONE_NAMES.items() for name in names.split()}
)
"""UTC offset by zone name; the American ones as in RFC 5322, section 4.3."""

AMBIGUOUS_ZONES: Final = frozenset({"CST", "IST", "BST", "AST", "SST", "WST", "ECT", "GST"})
"""Zone names in use for several offsets (CST is American, Cuban and Chinese)."""

# What a date reads as: ISO 8601 text built from parts, and how sure the reading is.

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


CLOCK: Final = (
    r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,](?P<fraction>\d{1,12}))?)?"
    r"(?:\s*(?P<half>[AaPp][Mm])\b)?"
)
"""A time of day in an expression; `clock_of` reads it from the match."""
# An offset may be followed by the zone's name: RFC 9557 in brackets, Go after a space.
_ZONE: Final = (
    r"(?P<zone>[+-]\d{1,2}(?::?\d{2})?(?:\[[\w/+-]+\]|\s+[A-Z]{2,5})?|[A-Za-z][\w/+-]*"
    r"|\[[\w/+-]+\])"
)
_ISO: Final = lazy(
    r"(?P<year>\d{4})(?P<sep>[-/.])(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})"
    rf"(?:(?:[Tt]\s*|[\s_,]+){CLOCK})?(?:\s*{_ZONE})?"
)
_ISO_DAY: Final = lazy(r"(?P<year>\d{4})([-/.])(?P<month>\d{1,2})\2(?P<day>\d{1,2})(?!\d)")
_DAY_FIRST: Final = lazy(
    r"(?P<first>\d{1,2})(?P<sep>[-/.])(?P<second_part>\d{1,2})(?P=sep)(?P<year>\d{4})"
    rf"(?:[Tt\s,]+{CLOCK})?(?:\s*{_ZONE})?"
)
_EAST_ASIAN: Final = lazy(
    r"(?P<year>\d{4})\s*[年년]\s*(?P<month>\d{1,2})\s*[月월]\s*(?P<day>\d{1,2})\s*[日号號일]?"
    r"\s*(?:[（(]?(?:星期|周|週)?[一二三四五六日天月火水木金土월화수목금토일](?:曜日|요일)?[）)]?)?"
    r"(?:\s*(?P<half>上午|下午|早上|凌晨|晚上|午前|午後|오전|오후)?\s*"
    r"(?P<hour>\d{1,2})\s*[:：时時点點시]\s*(?P<minute>\d{1,2})?\s*(?:[:：分분]\s*"
    rf"(?P<second>\d{{1,2}})?\s*[秒초]?)?)?(?:\s*{_ZONE})?"
)
_COMPACT: Final = lazy(
    r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})"
    r"(?:[Tt]?(?P<hour>\d{2})(?:(?P<minute>\d{2})(?P<second>\d{2})?)?)?(?P<zone>[Zz]|[+-]\d{2}:?\d{2})?"
)
_PARTIAL: Final = lazy(r"(?P<year>\d{4})(?:[-/.](?P<month>\d{1,2}))?")
_WEEK: Final = lazy(r"\d{4}-?W\d{2}-?\d")
_EPOCH_MIN, _EPOCH_MAX = 631_152_000, 4_102_444_800  # 1990 and 2100: younger than the web's posts


def iso(text: str) -> DateReading | None:
    """``2022-02-09 12:49:59 +0800`` and its kin: ISO 8601, RFC 3339, Jekyll's, Hugo's, TOML's."""
    match = _ISO.fullmatch(text)
    if match is None:
        return _iso_head(text)
    day = date_of(match["year"], match["month"], match["day"])
    if day is None:
        return damaged(text, None, "iso", "the calendar has no such day")
    return compose(text, day, clock_of(match), _zone(match["zone"]), "iso")


def _iso_head(text: str) -> DateReading | None:
    """A good day with something after it that is not time: the day is beyond doubt."""
    if _WEEK.fullmatch(text):
        try:
            return exact(text, date.fromisoformat(text).isoformat(), "iso-week")
        except ValueError:
            return damaged(text, None, "iso-week", "the calendar has no such week")
    match = _ISO_DAY.match(text)
    if match is None:
        return None
    day = date_of(match["year"], match["month"], match["day"])
    return damaged(text, day, "iso", f"not understood: {text[match.end() :].strip()!r}")


def day_first(text: str) -> DateReading | None:
    """``09/02/2022``: the day or the month first; certain only when one of them is above 12."""
    match = _DAY_FIRST.fullmatch(text)
    if match is None:
        return None
    first, second, year = match["first"], match["second_part"], match["year"]
    choices = list(
        dict.fromkeys(
            day
            for day in (date_of(year, second, first), date_of(year, first, second))
            if day is not None
        )
    )
    if not choices:
        return damaged(text, None, "day-first", "the calendar has no such day")
    if len(choices) > 1:
        note = "either number may be the day or the month"
        return DateReading(text, DateStatus.AMBIGUOUS, None, "day-first", tuple(choices), note)
    return compose(text, choices[0], clock_of(match), _zone(match["zone"]), "day-first")


def east_asian(text: str) -> DateReading | None:
    """``2022年2月9日 下午3:05`` and ``2022년 2월 9일``."""
    match = _EAST_ASIAN.fullmatch(text)
    if match is None:
        return None
    day = date_of(match["year"], match["month"], match["day"])
    if day is None:
        return damaged(text, None, "east-asian", "the calendar has no such day")
    return compose(text, day, clock_of(match), _zone(match["zone"]), "east-asian")


def compact_date(text: str) -> DateReading | None:
    """``20220209``, ``20220209T124959Z``, ``20220209124959``: ISO 8601 basic format."""
    match = _COMPACT.fullmatch(text)
    if match is None or not "1900" <= match["year"] <= "2100":
        return None
    day = date_of(match["year"], match["month"], match["day"])
    return (
        None if day is None else compose(text, day, clock_of(match), _zone(match["zone"]), "basic")
    )


def epoch(text: str) -> DateReading | None:
    """``1173484112``: seconds since 1970 (Drupal, Unix), or milliseconds with 13 digits."""
    if not (text.isascii() and text.isdigit() and len(text) in {9, 10, 13}):
        return None
    seconds, milliseconds = divmod(int(text), 1000) if len(text) == 13 else (int(text), 0)
    if not _EPOCH_MIN <= seconds < _EPOCH_MAX:
        return None
    moment = datetime.fromtimestamp(seconds, UTC)
    clock = Clock(str(moment.hour), str(moment.minute), str(moment.second), f"{milliseconds:03}")
    return compose(text, moment.date().isoformat(), clock, Zone("+00:00"), "epoch")


def partial(text: str) -> DateReading | None:
    """``2022`` or ``2022-02``: no day, so no date; the year and month are noted."""
    match = _PARTIAL.fullmatch(text)
    if match is None or not "1900" <= match["year"] <= "2100":
        return None
    month = match["month"]
    if month is not None and not 1 <= int(month) <= 12:
        return None
    value = match["year"] if month is None else f"{match['year']}-{int(month):02}"
    return DateReading(text, DateStatus.PARTIAL, None, "partial", (value,), "the day is missing")


def encoded(text: str) -> str | None:
    """Return the date text inside a base64 value (YAML ``!binary``), or None."""
    if len(text) < 12 or not re.fullmatch(r"[A-Za-z0-9+/\s]+={0,2}", text) or text.isdigit():
        return None
    try:
        plain = base64.b64decode(text, validate=False).decode("ascii")
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return None
    return plain.strip() if plain.isprintable() and re.search(r"\d", plain) else None


def clock_of(match: re.Match[str]) -> Clock | None:
    """Return the time of day in a match that has the groups of `CLOCK`; None where it has none."""
    parts = match.groupdict()
    if parts["hour"] is None:
        return None
    return Clock(
        parts["hour"],
        parts["minute"] or "00",
        parts["second"] or "",
        parts.get("fraction") or "",
        parts.get("half") or "",
    )


def _zone(text: str | None) -> Zone | None:
    if text is None:
        return None
    stated = re.split(r"[\[\s]", text, maxsplit=1)[0]
    return read_zone(stated or text)
