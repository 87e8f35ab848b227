"""Forms of dates in numbers, a function each: the text in, a reading or None out."""

from __future__ import annotations

import base64
import binascii
import re
from datetime import UTC, date, datetime
from typing import Final

from newskit.dates.value import (
    Clock,
    DateReading,
    DateStatus,
    Zone,
    compose,
    damaged,
    date_of,
    exact,
    read_zone,
)
from newskit.lazy import lazy

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


def compact(text: str) -> DateReading | None:
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
