"""The date ladder: what a date in front matter means, without guessing."""

from __future__ import annotations

import unicodedata
from datetime import date
from typing import TYPE_CHECKING, Final

from newskit.dates import forms as date_forms
from newskit.dates import rare as date_rare
from newskit.dates.phrases import words
from newskit.dates.value import DateReading, DateStatus, instant_of
from newskit.lazy import lazy

if TYPE_CHECKING:
    from collections.abc import Callable

    from newskit.post import JsonValue

__all__ = ["DateReading", "DateStatus", "date_in_name", "instant_of", "read_date"]

_FORMS: Final[tuple[Callable[[str], DateReading | None], ...]] = (
    date_forms.iso,
    words,
    date_forms.east_asian,
    date_forms.day_first,
    date_rare.dotted,
    date_rare.era,
    date_rare.json_date,
    date_forms.partial,
)
# What nearly every post has, read without the ladder: RFC 3339, Jekyll's form, the bare day.
_COMMON: Final = lazy(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"(?:[T ]((?:[01]?[0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9])(?:\.([0-9]{1,12}))?"
    r"(?: ?(?:(Z)|([+-](?:0[0-9]|1[01])):?([0-5][0-9])))?)?"
)
_NAME: Final = lazy(r"(?:^|/)(\d{4}-\d{1,2}-\d{1,2})[-_ .]?[^/]*(?:/index\.[^/]+)?$")
_COMPACT: Final = lazy(
    r"(?:^|/)((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?:[-_ .][^/]*)?(?:/index\.[^/]+)?$"
)
_FOLDERS: Final = lazy(r"(?:^|/)(\d{4})/(\d{1,2})/(\d{1,2})/[^/]+(?:/index\.[^/]+)?$")
_EMPTY: Final = lazy(r"[0\s:TZ+\-/.]*")
_ZERO: Final = "0001-01-01"  # Go's time without a value, which Hugo writes
_MAX_LENGTH: Final = 100


def read_date(value: JsonValue) -> DateReading:
    """Return what a front matter value means as a date.

    The ladder: ISO 8601 and the forms of the site generators, RFC 5322 and other dates in words
    of many languages, East Asian dates, numeric dates, seconds since 1970, base64. A date with
    two meanings (``01/02/2024``) is reported as ambiguous, never guessed; relative and incomplete
    dates are never completed; an offset that is stated is kept, none is added. A date that stands
    for none (``0000-00-00``, Go's ``0001-01-01``) is reported too.

    Args:
        value: the value as read from front matter (dates are still text there).
    """
    if isinstance(value, bool) or value is None or isinstance(value, (list, dict)):
        return DateReading("", DateStatus.UNREADABLE, note="not a date")
    text = str(value)
    if len(text) > _MAX_LENGTH:
        return DateReading(text, DateStatus.UNREADABLE, note="too long for a date")
    return _common(text) or _climb(text)


def _common(text: str) -> DateReading | None:
    match = _COMMON.fullmatch(text)
    if match is None:
        return None
    day, clock, fraction, utc, hours, minutes = match.groups()
    if day == _ZERO:
        return None
    try:
        date.fromisoformat(day)
    except ValueError:
        return None
    if clock is None:
        return DateReading(text, DateStatus.EXACT, day, "iso")
    if fraction and (fraction := fraction.rstrip("0")):
        clock = f"{clock}.{fraction}"
    zone = "+00:00" if utc else f"{hours}:{minutes}" if hours else ""
    moment = f"{day}T0{clock}{zone}" if clock[1] == ":" else f"{day}T{clock}{zone}"
    return DateReading(text, DateStatus.EXACT, moment, "iso")


def _climb(text: str) -> DateReading:
    clean = unicodedata.normalize("NFKC", text).strip()
    if _EMPTY.fullmatch(clean) or clean.startswith(_ZERO):
        return DateReading(text, DateStatus.UNREADABLE, note="empty" if not clean else "no date")
    clean = date_rare.usual(clean)
    readings = _digits(clean) if clean.isdigit() else _first(clean)
    if len({reading.value for reading in readings}) > 1:
        choices = tuple(reading.value for reading in readings if reading.value is not None)
        note = "a date or seconds since 1970"
        return DateReading(text, DateStatus.AMBIGUOUS, None, "digits", choices, note)
    if readings:
        return _as_written(readings[0], text)
    plain = date_forms.encoded(clean)
    if plain is not None and (inner := _first(plain)) and inner[0].value is not None:
        return _as_written(inner[0], text)
    return DateReading(text, DateStatus.UNREADABLE, note="no form of date that is known")


def _first(text: str) -> list[DateReading]:
    for form in _FORMS:
        if (reading := form(text)) is not None:
            return [reading]
    compact = date_forms.compact(text)
    return [] if compact is None else [compact]


def _digits(text: str) -> list[DateReading]:
    """Read digits alone, which may be a day, a moment, seconds since 1970 or only a year."""
    forms = (date_forms.compact, date_forms.epoch, date_forms.partial)
    return [reading for form in forms if (reading := form(text)) is not None]


def _as_written(reading: DateReading, text: str) -> DateReading:
    return DateReading(
        text, reading.status, reading.value, reading.form, reading.choices, reading.note
    )


def date_in_name(relative: str) -> DateReading | None:
    """Return the date in a file's name, as in Jekyll's ``2022-02-09-title.md``.

    Also Docusaurus' ``2022-02-09-title/index.md``, ``2022/02/09/title.md`` and ``20220209.md``.

    Args:
        relative: path of the file with ``/`` separators.
    """
    match = _NAME.search(relative) or _FOLDERS.search(relative) or _COMPACT.search(relative)
    if match is None:
        return None
    reading = date_forms.iso("-".join(match.groups()))
    return None if reading is None or reading.status is not DateStatus.EXACT else reading
