"""Dates as site generators read them: Jekyll's (Ruby's `Time.parse`), Hugo's forms, RFC 2822.

Nothing is guessed: a text is one of the forms below or no date (`parse_date` returns None).
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
def parse_date(text: str) -> Date | None:
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


# Which dates a site generator reads, as the real generators were seen to read them.
#
# The forms are those that came out right in `tests/generators/outcomes`: Hugo 0.111.3 and 0.168.0
# (which agree on what they read, not on what they do with the rest: the year 1 and an error),
# Eleventy 3.1.8, Nikola 8.3.3, Astro 7.3.5 and Zola 0.22.0. What is written is judged; whether the
# day exists is another question.

_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_CLOCK = r"[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:[.,][0-9]+)?"
_ZONE = r"[+-][0-9]{2}:?[0-9]{2}"
_MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_WEEKDAY = "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)"
_HUGO = lazy(
    rf"{_DAY}"
    rf"|{_DAY}T{_CLOCK}(?:Z|{_ZONE})?"
    rf"|{_DAY} +{_CLOCK}(?:Z| ?{_ZONE}(?: [A-Z]{{3,4}})?)?"
    rf"|[0-9]{{2}} {_MONTH} [0-9]{{4}}"
    rf"|[0-9]{{2}} {_MONTH} [0-9]{{2}} [0-9]{{2}}:[0-9]{{2}} (?:[A-Z]{{3,4}}|{_ZONE})"
    rf"|{_WEEKDAY}, [0-9]{{2}} {_MONTH} [0-9]{{4}} {_CLOCK} (?:UTC|GMT|[+-][0-9]{{4}})"
    rf"|{_WEEKDAY} {_MONTH} (?:[ 0-9]?[0-9]) {_CLOCK} (?:(?:UTC|GMT|[+-][0-9]{{4}}) )?[0-9]{{4}}"
)
_TIMESTAMP = lazy(
    # YAML 1.1's timestamps (yaml.org/type/timestamp.html).
    rf"{_DAY}"
    r"|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]*)?"
    r"(?P<offset>[ \t]*(?:Z|[+-][0-9]{1,2}(?::[0-9]{2})?))?"
)
_MIDNIGHT = lazy(r"[1-9].*[T ]00:00:00(?:\.0+)?[ ]*(?:Z|[+-]00:?00)", re.DOTALL)
_ELEVENTY = lazy(
    # ISO 8601, as luxon reads it.
    r"[0-9]{4}(?:-[0-9]{2}|-[0-9]{3}|-W[0-9]{2}-[1-7])?"
    rf"|(?:{_DAY}(?:T[0-9]{{2}}(?::[0-9]{{2}}(?::[0-9]{{2}}(?:[.,][0-9]+)?)?)?)?"
    r"|[0-9]{8}(?:T[0-9]{2}(?:[0-9]{2}){0,2})?)(?:[Zz]|[+-][0-9]{2}(?::?[0-9]{2})?)?"
    r"(?:\[[A-Za-z_]+/[A-Za-z_/]+\])?"
    r"|(?:git )?(?:Last Modified|Created)",
    re.IGNORECASE,
)


_NAMED = (
    "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_NUMBER = r"(?:0?[1-9]|[12][0-9]|3[01])"
_NUMBERED = "(?:0?[1-9]|1[0-2])"
# What Ruby's Time.parse finds at the start of a text; what follows is a time, or of no matter.
_JEKYLL = lazy(
    rf"(?:[0-9]{{4}}([-/.]){_NUMBERED}\1{_NUMBER}"
    rf"|{_NUMBER}([-/.]){_NUMBERED}\2[0-9]{{4}}"
    r"|[0-9]{4}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])(?:T?(?:[01][0-9]|2[0-3])[0-5][0-9]"
    r"(?:[0-5][0-9])?)?"
    r"|[0-9]{4}-(?:[0-2][0-9]{2}|3[0-5][0-9]|36[0-6])"
    rf"|(?:{_WEEKDAY}[a-z]*,?[ ]+)?(?:{_NUMBER}(?:st|nd|rd|th)?[- ]{_NAMED}[- ,]+[0-9]{{2,4}}"
    rf"|{_NAMED},?[ ]+(?:{_NUMBER}(?:st|nd|rd|th)?,?[ ]+)?[0-9]{{4}})"
    rf"|[0-9]{{4}}[- ]{_NAMED}[- ]{_NUMBER})(?![0-9])(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_ISO_HEAD = lazy(rf"[0-9]{{4}}-{_NUMBERED}-{_NUMBER}(?![0-9])(?:T{_CLOCK}(?:Z|{_ZONE})?)?")
# `2024-05-01 011:00` is eleven, `7:22 0500` has no offset (Ruby 3.1).
_GUESSED = lazy(
    rf"[0-9]{{4}}-{_NUMBERED}-{_NUMBER}[T \xa0][^\d:]*"
    r"0?(?:[01]?[0-9]|2[0-3]):[0-5]?[0-9](?![0-9]).*"
)
_CLOCK_OF_RUBY = r"(?:[01]?[0-9]|2[0-4]):[0-5][0-9](?::[0-5][0-9](?:[.,][0-9]+)?)?"
# Zones that Ruby knows; of others it takes the local time.
_ZONE_OF_RUBY = (
    r"(?:Z|UTC|GMT(?:[+-]0000)?|[ECMP][SD]T|CES?T|JST|[+-][0-9]{1,2}(?::?[0-9]{2})?|\([A-Z]+\))"
)
_REST = lazy(
    r"\D*"
    rf"|(?:-?T|[ _]|,? (?:at|-)?)[ ]*{_CLOCK_OF_RUBY}(?:[ ]*[ap]\.?m\.?)?(?:[ ]*{_ZONE_OF_RUBY}"
    r"(?:(?<=[A-Z])[ ]+[+-][0-9]{4})?)?"
    r"(?:\[[^\[\]]*\]|[ ]*\([^()]*\))?|[ ][0-9]{2}",
    re.IGNORECASE,
)


def jekyll_reads(text: str) -> bool:
    """Tell whether Jekyll reads a date written so: Ruby passes over words behind it."""
    match = _JEKYLL.match(text.strip())
    return match is not None and _REST.fullmatch(match["rest"]) is not None


def jekyll_head(text: str) -> str:
    """Return the day at the start of a text, of which Ruby reads no more; empty without one."""
    match = _ISO_HEAD.match(text.strip())
    if match is None or parse_date(match[0]) is None:
        return ""
    # What it makes of a clock that is not well formed, nobody knows.
    return match[0] if ":" in match[0] or ":" not in text else ""


def jekyll_guesses(text: str) -> bool:
    """Tell whether Ruby makes some moment of a day and a clock that is not well formed."""
    return _GUESSED.fullmatch(text.strip()) is not None


def hugo_reads(text: str) -> bool:
    """Tell whether Hugo reads a date written so, in YAML or JSON, as the date that it is."""
    return _HUGO.fullmatch(text) is not None


def is_epoch_of_hugo(value: object) -> bool:
    """Tell whether Hugo makes of a number the date that is meant: seconds since 1970.

    Fewer digits are a year or a day without hyphens, more are milliseconds; Hugo takes all for
    seconds, so that ``20240501`` is 23 August 1970.
    """
    return isinstance(value, int) and 10**8 <= abs(value) < 10**10


def eleventy_reads(text: str, *, quoted: bool = False) -> bool:
    """Tell whether Eleventy reads a date written so; what it does not read stops its build.

    In quotes it is text, which has to be ISO 8601; without, YAML makes dates of more forms.
    """
    if _ELEVENTY.fullmatch(text) is not None:
        return True
    return not quoted and _TIMESTAMP.fullmatch(text) is not None


_ZOLA = lazy(
    r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}"
    r"(?:[Tt ][ ]*[0-9]{1,2}:[0-9]{2}:[0-5][0-9](?:\.[0-9]+)?"
    r"[ ]*(?:[Zz]|[+-][0-9]{1,2}(?::[0-9]{2})?)?)?"
    rf"|{_DAY}[Tt ][0-9]{{2}}:[0-9]{{2}}(?:[Zz]|[+-][0-9]{{2}}:[0-9]{{2}})?"
)


def zola_reads(text: str) -> bool:
    """Tell whether Zola reads a date written so; what it does not read stops its build.

    It reads times without seconds, and no offset without a colon, which Hugo has the other way
    round.
    """
    return _ZOLA.fullmatch(text) is not None


def hexo_reads(text: str) -> bool | None:
    """Tell whether Hexo reads a date written so; None where it reads what is usual.

    What JavaScript does not read, Hexo takes for no date, and dates the post by its file.
    """
    date = parse_date(text)
    if date is None:
        return _JAVASCRIPT.fullmatch(text) is not None or None
    if date.zone.isalpha() and date.zone.upper() not in KNOWN_ZONES:
        return False
    if ("T" in text[10:11] and " " in text) or "," in text[19:]:
        return False
    return date.year >= _FIRST_YEAR and None


_FIRST_YEAR = 100
"""JavaScript takes the years before it for years of the 20th century."""


def is_moved_by_hexo(text: str) -> bool:
    """Tell whether Hexo moves a date without quotes by the offset of the machine that builds.

    YAML makes a moment of it, of which Hexo takes the UTC clock for the local one. ``+0800``
    without a colon is not a timestamp of YAML's: Hexo reads the text, and reads it right.
    """
    match = _TIMESTAMP.fullmatch(text)
    # Midnight in UTC is how programs write a day, and stays that day.
    return match is not None and match["offset"] is not None and not _MIDNIGHT.fullmatch(text)


# dateutil's `UTC+2` is two hours behind; Nikola turns it round again where it has this form.
_UTC_OFFSET = lazy(r".*(?:UTC|GMT) ?[+-][0-9]{1,2}(?::?[0-9]{2})?(?: ?\([^()]*\))?", re.DOTALL)
_NIKOLAS = lazy(r".*UTC[+-][0-9]{2}:[0-9]{2}", re.DOTALL)
_DATEUTIL = lazy(
    rf"{_DAY}(?:T|[T ][0-9]{{2}}(?:[0-9]{{2}})?)|{_DAY}[T ]{_CLOCK} UTC[+-][0-9:]{{5}}"
)
_JAVASCRIPT = lazy(rf"[0-9]{{4}}(?:-[0-9]{{2}})?|{_NAMED} [0-9]{{4}}", re.IGNORECASE)
KNOWN_ZONES = frozenset(
    ("Z", "UT", "UTC", "GMT", "EST", "EDT", "CST", "CDT", "MST", "MDT", "PST", "PDT")
)
"""Names of zones that JavaScript knows, and Ruby's `Time.zone_offset`."""


def dateutil_reads(text: str) -> bool:
    """Tell whether a date has a form of dateutil's own: ``2024-05-01 0941``."""
    return _DATEUTIL.fullmatch(text) is not None


def nikola_reads(text: str) -> bool:
    """Tell whether Nikola reads a date written so: dateutil passes over the names of zones."""
    text = text.rstrip(".,")
    date = parse_date(text)
    if date is None:
        return dateutil_reads(text)
    foreign = date.zone.isalpha() and date.zone.upper() not in {"Z", "UTC", "GMT"}
    return not foreign and date.second < 60 and date.form is not Form.CJK


def is_turned_by_nikola(text: str) -> bool:
    """Tell whether Nikola takes the offset of a date the other way round: ``UTC+2``, ``GMT+0200``.

    ``UTC+02:00``, the one form that it knows itself, is read right.
    """
    return _UTC_OFFSET.fullmatch(text) is not None and _NIKOLAS.fullmatch(text) is None


_HOURS = r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?: [AaPp][Mm])?"
_SLASHED = lazy(
    rf"(?:{_HOURS} )?(?:[0-9]{{4}}/(?P<month>[0-9]{{1,2}})/(?P<day>[0-9]{{1,2}})"
    rf"|(?P<first>[0-9]{{1,2}})/(?P<second>[0-9]{{1,2}})/[0-9]{{4}})(?:,? {_HOURS})?"
)


def javascript_reads(text: str) -> bool:
    """Tell whether ``new Date()`` reads a date with slashes, the month before the day.

    The time may stand in front (Node.js 20): ``23:46 2023/3/23``, ``07/15/2024 14:39``.
    """
    found = _SLASHED.fullmatch(text)
    if found is None:
        return False
    return (
        int(found["month"] or found["first"]) <= 12 and int(found["day"] or found["second"]) <= 31
    )


_MONTH_OF_YEAR = lazy(r"\d{4}[./-](?:0?[1-9]|1[0-2])")
"""`2025.01` is the first of the month to `new Date()` (Node.js 20)."""


def astro_reads(text: str, *, quoted: bool = False) -> bool:
    """Tell whether Astro reads a date written so, as YAML or else as ``new Date()`` does."""
    date = parse_date(text)
    if date is None:
        month = quoted and _MONTH_OF_YEAR.fullmatch(text) is not None
        return month or _JAVASCRIPT.fullmatch(text) is not None or javascript_reads(text)
    if date.zone.isalpha() and date.zone.upper() not in KNOWN_ZONES:
        return False
    timestamp = not quoted and _TIMESTAMP.fullmatch(text) is not None
    if timestamp:
        return date.year >= _FIRST_YEAR
    glued = "T" not in text[10:11] or " " not in text
    return glued and "," not in text[19:] and date.form is not Form.CJK
