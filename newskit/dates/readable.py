"""Which dates a site generator reads, as the real generators were seen to read them.

The forms are those that came out right in `tests/generators/outcomes`: Hugo 0.111.3 and 0.168.0
(which agree on what they read, not on what they do with the rest: the year 1 and an error),
Eleventy 3.1.8, Nikola 8.3.3 and Astro 7.3.5. What is written is judged; whether the day exists is
another question.
"""

from __future__ import annotations

import re

from newskit.dates.generators import Form, read_date
from newskit.lazy import lazy

_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_CLOCK = r"[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:[.,][0-9]+)?"
_OFFSET = r"[+-][0-9]{2}:?[0-9]{2}"
_MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_WEEKDAY = "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)"
_HUGO = lazy(
    rf"{_DAY}"
    rf"|{_DAY}T{_CLOCK}(?:Z|{_OFFSET})?"
    rf"|{_DAY} +{_CLOCK}(?:Z| ?{_OFFSET}(?: [A-Z]{{3,4}})?)?"
    rf"|[0-9]{{2}} {_MONTH} [0-9]{{4}}"
    rf"|[0-9]{{2}} {_MONTH} [0-9]{{2}} [0-9]{{2}}:[0-9]{{2}} (?:[A-Z]{{3,4}}|{_OFFSET})"
    rf"|{_WEEKDAY}, [0-9]{{2}} {_MONTH} [0-9]{{4}} {_CLOCK} (?:UTC|GMT|[+-][0-9]{{4}})"
    rf"|{_WEEKDAY} {_MONTH} [ 0-9][0-9] {_CLOCK} (?:(?:UTC|GMT|[+-][0-9]{{4}}) )?[0-9]{{4}}"
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
_ISO_HEAD = lazy(rf"[0-9]{{4}}-{_NUMBERED}-{_NUMBER}(?![0-9])(?:T{_CLOCK}(?:Z|{_OFFSET})?)?")
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
    if match is None or read_date(match[0]) is None:
        return ""
    # What it makes of a clock that is not well formed, nobody knows.
    return match[0] if ":" in match[0] or ":" not in text else ""


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
_ZONES_OF_JAVASCRIPT = frozenset(
    ("Z", "UT", "UTC", "GMT", "EST", "EDT", "CST", "CDT", "MST", "MDT", "PST", "PDT")
)


def dateutil_reads(text: str) -> bool:
    """Tell whether a date has a form of dateutil's own: ``2024-05-01 0941``."""
    return _DATEUTIL.fullmatch(text) is not None


def nikola_reads(text: str) -> bool:
    """Tell whether Nikola reads a date written so: dateutil passes over the names of zones."""
    text = text.rstrip(".,")
    date = read_date(text)
    if date is None:
        return dateutil_reads(text)
    foreign = date.zone.isalpha() and date.zone.upper() not in {"Z", "UTC", "GMT"}
    return not foreign and date.second < 60 and date.form is not Form.CJK


def is_turned_by_nikola(text: str) -> bool:
    """Tell whether Nikola takes the offset of a date the other way round: ``UTC+2``, ``GMT+0200``.

    ``UTC+02:00``, the one form that it knows itself, is read right.
    """
    return _UTC_OFFSET.fullmatch(text) is not None and _NIKOLAS.fullmatch(text) is None


def astro_reads(text: str, *, quoted: bool = False) -> bool:
    """Tell whether Astro reads a date written so, as YAML or else as ``new Date()`` does."""
    date = read_date(text)
    if date is None:
        return _JAVASCRIPT.fullmatch(text) is not None
    if date.zone.isalpha() and date.zone.upper() not in _ZONES_OF_JAVASCRIPT:
        return False
    timestamp = not quoted and _TIMESTAMP.fullmatch(text) is not None
    if timestamp:
        return date.year >= 100  # years below are taken for years of the 20th century
    glued = "T" not in text[10:11] or " " not in text
    return glued and "," not in text[19:] and date.form is not Form.CJK
