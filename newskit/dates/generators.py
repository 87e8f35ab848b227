"""Dates as site generators read them: Jekyll's (Ruby's `Time.parse`), Hugo's forms, RFC 2822.

Nothing is guessed: a text is one of the forms below or it is not a date (`read_date` returns None).
Sources: ISO 8601-1 / RFC 3339 section 5.6, RFC 5322 section 3.3, Hugo's "Configure dates", Jekyll's
"Posts"; ``2022年2月9日`` as Chinese and Japanese sites write it.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from newskit.frozen import dataclass
from newskit.lazy import lazy


class Form(StrEnum):
    """How a date is written."""

    ISO = "iso"
    JEKYLL = "jekyll"
    WORDS = "words"
    CJK = "cjk"


@dataclass(frozen=True, slots=True)
class Date:
    """A date as written; its parts may name a day or time that does not exist.

    Attributes:
        form: how it is written.
        year: four digits.
        month: as written, not necessarily 1 to 12.
        day: as written, not necessarily a day of that month.
        hour: as written; None for a date without time.
        minute: as written; None for a date without time.
        second: as written; 0 when left out.
        zone: the zone as written (``+0800``, ``Z``, ``CEST``); empty when left out.
    """

    form: Form
    year: int
    month: int
    day: int
    hour: int | None = None
    minute: int | None = None
    second: int = 0
    zone: str = ""

    @property
    def fault(self) -> str:
        """What does not exist about it, in words; empty when it exists."""
        if not 1 <= self.month <= 12:
            return f"there is no month {self.month:02}"
        if self.year < 1:
            return "there is no year 0"
        last = _DAYS[self.month - 1] - (self.month == 2 and not _is_leap(self.year))
        if not 1 <= self.day <= last:
            month = _MONTHS[self.month - 1].capitalize()
            return f"{month} {self.year} has no day {self.day} (its last is {last})"
        return self._fault_of_time()

    def _fault_of_time(self) -> str:
        if self.hour is not None and self.hour > 23:
            return f"there is no hour {self.hour}"
        if self.minute is not None and self.minute > 59:
            return f"there is no minute {self.minute}"
        if self.second > 60:
            return f"there is no second {self.second}"
        match = _OFFSET.fullmatch(self.zone)
        if match and (int(match[2]) > 14 or int(match[3] or 0) > 59):
            return f"there is no UTC offset {self.zone}"
        return ""

    def iso(self, zone: str = "") -> str:
        """Write it as RFC 3339 does; `zone` stands in when it has none."""
        day = f"{self.year:04}-{self.month:02}-{self.day:02}"
        if self.hour is None:
            return day
        text = f"{day}T{self.hour:02}:{self.minute or 0:02}:{self.second:02}"
        match = _OFFSET.fullmatch(self.zone)
        if match:
            return f"{text}{match[1]}{int(match[2]):02}:{match[3] or '00'}"
        return f"{text}{'Z' if self.zone.upper() in {'Z', 'UTC', 'GMT'} else zone}"


_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july", "august", "september"),
    *("october", "november", "december"),
)
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_OFFSET = lazy(r"([-+])(\d{2}):?(\d{2})?")
_TIME = (
    r"(?P<hour>\d{1,2}):(?P<minute>\d{1,2})(?::(?P<second>\d{1,2})(?:[.,]\d+)?)?"
    r"[ \t]*(?P<half>[AaPp]\.?[Mm]\.?)?"
    r"[ \t]*(?P<zone>[-+]\d{2}(?::?\d{2})?|[A-Za-z]{1,5})?"
)
_NUMERIC = lazy(
    r"(?P<year>\d{4})(?P<sep>[-/.])(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})"
    rf"(?:(?P<gap>[Tt]|[ \t]+){_TIME})?(?(gap)|(?:[ \t]*(?P<dayzone>[-+]\d{{2}}:?\d{{2}}|Z))?)",
    re.ASCII,
)
_WORDS = lazy(
    r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?[ \t]+)?"
    r"(?:(?P<day>\d{1,2})[ \t-]+(?P<month>[a-z]{3,9})\.?"
    r"|(?P<month2>[a-z]{3,9})[.,]?[ \t]+(?P<day2>\d{1,2}))"
    rf",?[ \t-]+(?:(?P<year>\d{{4}})(?:,?[ \t]+{_TIME})?)",
    re.IGNORECASE,
)
_ASCTIME = lazy(
    r"[a-z]{3}[ \t]+(?P<month>[a-z]{3})[ \t]+(?P<day>\d{1,2})[ \t]+"
    r"(?P<hour>\d{1,2}):(?P<minute>\d{2}):(?P<second>\d{2})[ \t]+(?:(?P<zone>[a-z]{1,5}|[-+]\d{4})"
    r"[ \t]+)?(?P<year>\d{4})",
    re.IGNORECASE,
)
_CJK = lazy(
    r"(?P<year>\d{4})年(?P<month>\d{1,2})月(?P<day>\d{1,2})日"
    r"(?:[ \t]*(?P<hour>\d{1,2})[:：时時](?P<minute>\d{1,2})(?:[:：分](?P<second>\d{1,2})?秒?)?)?"
)


# A day that exists, and a time with its zone if there is one.
_PLAIN = lazy(
    r"(?!0000)[0-9]{4}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])"
    r"|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)"
    r"(?:(?:T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
    r"| (?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?: (?!Z))?)"
    r"(?:Z|[+-](?:0[0-9]|1[0-3]):?[0-5][0-9]))?"
)


def is_plain_date(value: object) -> bool:
    """Tell whether a value is a date, as Jekyll and Hugo want it, that nothing is wrong with."""
    return isinstance(value, str) and _PLAIN.fullmatch(value) is not None


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


@lru_cache(maxsize=256)
def read_date(text: str) -> Date | None:
    """Read a date, or return None when `text` has none of the known forms."""
    text = text.strip()
    if len(text) > 64 or len(text) < 8:
        return None
    match = _NUMERIC.fullmatch(text)
    if match:
        strict = match["sep"] == "-" and match["gap"] in {None, "T"} and len(text) >= 10
        zone = match["zone"] or match["dayzone"] or ""
        iso = strict and (not zone or ":" in zone or zone == "Z") and not match["half"]
        return _numbers(match, Form.ISO if iso else Form.JEKYLL, int(match["month"]), zone)
    match = _CJK.fullmatch(text)
    if match:
        return _numbers(match, Form.CJK, int(match["month"]), "")
    match = _WORDS.fullmatch(text) or _ASCTIME.fullmatch(text)
    if match is None:
        return None
    parts = match.groupdict()
    month = _month(parts["month"] or parts.get("month2") or "")
    return _numbers(match, Form.WORDS, month, parts["zone"] or "") if month else None


def _numbers(match: re.Match[str], form: Form, month: int, zone: str) -> Date:
    parts = match.groupdict()
    hour = int(parts["hour"]) if parts.get("hour") else None
    half = (parts.get("half") or "").lower()
    if half and hour is not None:
        hour = hour % 12 + (12 if half[0] == "p" else 0)
    return Date(
        form,
        int(parts["year"]),
        month,
        int(parts["day"] or parts.get("day2") or 0),
        hour,
        int(parts["minute"]) if parts.get("minute") else None,
        int(parts.get("second") or 0),
        zone,
    )


def _month(name: str) -> int:
    name = name.lower()
    for number, month in enumerate(_MONTHS, 1):
        if month == name or (len(name) >= 3 and month[:3] == name[:3] and month.startswith(name)):
            return number
    return 9 if name == "sept" else 0


def is_other_form(text: str) -> bool:
    """Tell whether a text is a form of date that some generator reads but Jekyll does not.

    Seconds since 1970 (Hugo), and Eleventy's words for the date of the file.
    """
    return _OTHER.fullmatch(text) is not None


_OTHER = lazy(r"\d{9,13}|(?:git )?(?:Last Modified|Created)", re.IGNORECASE)
