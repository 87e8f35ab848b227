"""The date ladder: what a date in front matter means, without guessing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from newskit.dates import forms as date_forms
from newskit.dates.forms import (
    CLOCK,
    FILLERS,
    HALVES,
    MONTHS,
    WEEKDAYS,
    Clock,
    DateReading,
    DateStatus,
    clock_of,
    compose,
    damaged,
    date_of,
    read_zone,
)
from newskit.lazy import lazy
from newskit.post import JsonValue

# Rarer ways to write dates, brought to the usual ones where nothing is left to guess.

# A weekday behind the day: ``2011/3/3(木) 17:00``.
_WEEKDAY: Final = lazy(r"\s*\([日月火水木金土一二三四五六월화수목금토일](?:曜日?|요일)?\)\s*")
_ENGLISH_WEEKDAY: Final = lazy(r"(?<=\d) ?\((?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\)")
# What editors make of hyphens and of the minus of an offset.
_HYPHENS: Final = lazy(r"(?<=\d)[\u2010-\u2013](?=\d)|[\u2212](?=\d{1,2}(?::?\d{2})?\Z)")
_END: Final = lazy(r"(?<=\d)[,.;#]\Z")
_AT: Final = lazy(r"(?<=\d) at (?=\d{1,2}:)")
_IN_BRACKETS: Final = lazy(r"(?<=:\d\d) \((UTC|GMT)\)\Z")
# JavaScript's Date.prototype.toString (ECMA-262, section 21.4.4.41).
_JAVASCRIPT: Final = lazy(
    r"[A-Z][a-z]{2} ([A-Z][a-z]{2} \d{2} \d{4} \d{2}:\d{2}:\d{2}) GMT([+-]\d{4})(?: \([^()]*\))?"
)
# A year of two digits in a mail's date (RFC 5322, section 4.3).
_MAIL_YEAR: Final = lazy(
    r"((?:[A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} |[A-Z][a-z]+day, \d{2}-[A-Z][a-z]{2}-)(\d{2})"
    r"( \d{2}:\d{2}(?::\d{2})? ?\S+)"
)
# GMT+8, UTC+05:30: an offset, east as written.
_FROM_GMT: Final = lazy(r"(?<=\d) ?(?:GMT|UTC)([+-])(\d{1,2})(?::?(\d{2}))?\Z")
_FRENCH_CLOCK: Final = lazy(r"(?<![\d:])(\d{1,2}) ?h(?: ?(\d{2}))?(?![\w:])")
_HALF: Final = lazy(r"\b([ap])\.\s?m\.(?!\w)", re.IGNORECASE)
_HOUR: Final = lazy(r"(?<![\d:.])(\d{1,2}) ?([ap]m)\b", re.IGNORECASE)
_DASH: Final = lazy(r"(?<!\s)\s+[–—|·@]\s+")
_DOTTED: Final = lazy(r"(\d{4})\.\s+(\d{1,2})\.\s+(\d{1,2})\.?(?:\s+(.*))?")
_ERA: Final = lazy(r"(令和|平成|昭和|民國|民国)\s*(元|\d{1,3})\s*年(.*)")
# The year before the first one of an era.
_ERAS: Final[Mapping[str, int]] = MappingProxyType(
    {"令和": 2018, "平成": 1988, "昭和": 1925, "民國": 1911, "民国": 1911}
)
_EAST_ASIAN_MONTH: Final = lazy(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]")
# 11月 29, 2021: WordPress's American order with the months of its Japanese, Korean, Chinese.
_MONTH_FIRST: Final = lazy(r"(\d{1,2})\s*[月월]\s*(\d{1,2})\s*+(?:[日일]\s*+)?,\s*(\d{4})(?!\d)")
# 二〇一一年三月四日: years digit by digit, months and days as numbers.
_NUMERALS: Final = lazy(
    r"[〇○零一二三四五六七八九]{4}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十廿]{1,3}日"
)
_DIGITS: Final = str.maketrans("〇○零一二三四五六七八九", "000123456789")
# Points of abbreviations, and the word before the number of the day.
_THAI: Final = lazy(r"(?<=[\u0e01-\u0e5b])(?:\.|ที่(?=\s*\d))")
# Polish's November has the name of Croatian's October, and no point behind the day.
_CROATIAN_OCTOBER: Final = lazy(r"(?<=\d)\.\s*listopada\b", re.IGNORECASE)
_VIETNAMESE: Final = lazy(
    r"(?:.*\bngày\s+)?(\d{1,2})\s+tháng\s+(\d{1,2})(?:\s*,\s*|\s+năm\s+|\s+)(\d{4})", re.IGNORECASE
)
_JSON: Final = lazy(r"/?Date\((\d{9,13})(?:[+-]\d{4})?\)/?")


def usual(text: str) -> str:
    """Return `text` with clocks and weekdays spelt as the other forms know them."""
    if match := _JAVASCRIPT.fullmatch(text):
        return f"{match[1]} {match[2]}"
    if match := _MAIL_YEAR.fullmatch(text):
        text = f"{match[1]}{'20' if match[2] < '50' else '19'}{match[2]}{match[3]}"
    if "(" in text:
        text = _WEEKDAY.sub(" ", text).strip()
        text = _IN_BRACKETS.sub(r" \1", _ENGLISH_WEEKDAY.sub("", text))
    text = _FROM_GMT.sub(lambda match: f" {match[1]}{match[2]:0>2}:{match[3] or '00'}", text)
    text = _HYPHENS.sub("-", _END.sub("", _AT.sub(" ", text)))
    text = _VIETNAMESE.sub(r"\3-\2-\1", _THAI.sub("", text))
    text = _CROATIAN_OCTOBER.sub(" October", text)
    text = _MONTH_FIRST.sub(r"\3年\1月\2日", text)
    if match := _NUMERALS.match(text):
        text = _in_digits(match[0]) + text[match.end() :]
    text = _FRENCH_CLOCK.sub(lambda match: f"{match[1]}:{match[2] or '00'}", text)
    text = _HOUR.sub(r"\1:00 \2", _HALF.sub(r"\1m", text))
    return _DASH.sub(" ", text)


def _in_digits(text: str) -> str:
    year, month, day = re.split("[年月日]", text)[:3]
    return f"{year.translate(_DIGITS)}年{_number(month)}月{_number(day)}日"


def _number(text: str) -> str:
    """Return a Chinese number below 100 in digits: 三, 十一, 二十, 廿三."""
    tens, ten, ones = text.replace("廿", "二十").rpartition("十")
    if not ten:
        return text.translate(_DIGITS)
    return (tens.translate(_DIGITS) or "1") + (ones.translate(_DIGITS) or "0")


def dotted(text: str) -> DateReading | None:
    """``2011. 3. 3.``, Korean and Hungarian."""
    match = _DOTTED.fullmatch(text)
    if match is None:
        return None
    return date_forms.iso(f"{match[1]}-{match[2]}-{match[3]} {match[4] or ''}".strip())


def era(text: str) -> DateReading | None:
    """``平成23年3月3日``, ``民國100年3月3日``; ``2011年3月`` has no day."""
    if match := _EAST_ASIAN_MONTH.fullmatch(text):
        return date_forms.partial(f"{match[1]}-{match[2]}")
    match = _ERA.fullmatch(text)
    if match is None:
        return None
    year = _ERAS[match[1]] + (1 if match[2] == "元" else int(match[2]))
    return date_forms.east_asian(f"{year}年{match[3]}")


def json_date(text: str) -> DateReading | None:
    """``/Date(1299171600000)/``: milliseconds since 1970, as ASP.NET writes them in JSON."""
    match = _JSON.fullmatch(text)
    if match is None:
        return None
    return date_forms.epoch(match[1])


# Dates in words: the text in, a reading or None out.

_TOKEN: Final = lazy(
    rf"{CLOCK}|(?P<offset>(?<!\w)[+-]\d{{2}}:?\d{{2}}\b)|(?P<number>\d+)(?:st|nd|rd|th|er|º|ª)?(?!\w)"
    # A word's vowels may be marks, which are no letters to a regular expression (Hindi, Thai).
    r"|(?P<word>[^\W\d_][^\s\d!-@\[-`{-~’،。，、]*(?:/[^\W\d]+)?)|(?P<junk>[^\s,.()\-'’،])"
)
_THAI_WORDS: Final = lazy(r"[\u0e01-\u0e2e]")
_FIRST_THAI: Final = 2400  # 1857: older than any post, and later than any year to come
_COMMENT: Final = lazy(r"\([^()]*\)")  # RFC 5322, section 3.2.2


def worded_date(text: str) -> DateReading | None:
    """``Fri Sep  3 11:21:31 CEST 2021``, ``Wed, 09 Feb 2022 12:49:59 GMT``, ``9. Februar 2022``."""
    clock: Clock | None = None
    found: dict[str, str] = {}
    numbers: list[str] = []
    for match in _TOKEN.finditer(_COMMENT.sub(" ", text)):
        if match["hour"] is not None and clock is None:
            clock = clock_of(match)
            continue
        kind, token = _kind(match)
        if kind == "number":
            numbers.append(token)
        elif kind == "" or kind in found:
            return None
        elif kind != "filler":
            found[kind] = token
    years = [_year(number, text) for number in numbers if len(number) == 4]
    days = [number for number in numbers if len(number) <= 2]
    if "month" not in found or len(years) != 1 or len(days) != 1 or len(numbers) != 2:
        return _words_without_day(text, found, years, numbers)
    day = date_of(years[0], found["month"], days[0])
    if day is None:
        return damaged(text, None, "words", "the calendar has no such day")
    if "half" in found and clock is not None and not clock.half:
        clock = Clock(clock.hour, clock.minute, clock.second, clock.fraction, found["half"])
    zone = read_zone(found["zone"], american=_is_rfc5322(text)) if "zone" in found else None
    reading = compose(text, day, clock, zone, "words")
    if "weekday" in found and date.fromisoformat(day).weekday() != int(found["weekday"]):
        return damaged(text, reading.value, "words", "the weekday is another one")
    return reading


def _year(number: str, text: str) -> str:
    """Return a year of the common era: beside Thai words it may count from 543 BC."""
    thai = int(number) >= _FIRST_THAI and _THAI_WORDS.search(text) is not None
    return str(int(number) - 543) if thai else number


def _words_without_day(
    text: str, found: dict[str, str], years: list[str], numbers: list[str]
) -> DateReading | None:
    if set(found) != {"month"} or len(numbers) != 1 or len(years) != 1:
        return None
    choice = f"{years[0]}-{int(found['month']):02}"
    return DateReading(text, DateStatus.PARTIAL, None, "words", (choice,), "the day is missing")


def _kind(match: re.Match[str]) -> tuple[str, str]:
    """Name what a token of a date in words is; an empty name for what no date holds."""
    if match["offset"] is not None:
        return "zone", match["offset"]
    if match["number"] is not None:
        return "number", match["number"]
    word = match["word"]
    if word is None:
        return "", ""
    return _word_kind(word, word.lower())


def _word_kind(word: str, lower: str) -> tuple[str, str]:
    if lower in MONTHS:
        return "month", str(MONTHS[lower])
    if lower in WEEKDAYS:
        return "weekday", str(WEEKDAYS[lower])
    if lower in HALVES:
        return "half", lower
    if lower in FILLERS:
        return "filler", ""
    if (word.isupper() and 1 < len(word) <= 5) or "/" in word or word == "Z":
        return "zone", word
    return "", ""


def _is_rfc5322(text: str) -> bool:
    return re.match(r"(?:[A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{4} \d\d:", text) is not None


_FORMS: Final[tuple[Callable[[str], DateReading | None], ...]] = (
    date_forms.iso,
    worded_date,
    date_forms.east_asian,
    date_forms.day_first,
    dotted,
    era,
    json_date,
    date_forms.partial,
)
# What nearly every post has, read without the ladder: RFC 3339, Jekyll's form, the bare day.
_COMMON: Final = lazy(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"(?:[T ]((?:[01]?[0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9])(?:\.([0-9]{1,12}))?"
    r"(?: ?(?:(Z)|([+-](?:0[0-9]|1[01])):?([0-5][0-9])))?)?"
)
_NAME: Final = lazy(r"(?:^|/)(\d{4}-\d{1,2}-\d{1,2})[-_ .]?[^/]*(?:/index\.[^/]+)?$")
_PARTED: Final = lazy(
    r"(?:^|/)((?:19|20)\d\d)([_.])(\d\d)\2(\d\d)(?:[-_ .][^/]*)?(?:/index\.[^/]+)?$"
)
_COMPACT: Final = lazy(
    r"(?:^|/)((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])"
    r"(?:T(?:[01]\d|2[0-3])(?:[0-5]\d){1,2}Z?)?(?:[-_ .][^/]*)?(?:/index\.[^/]+)?$"
)
_FOLDERS: Final = lazy(
    r"(?:^|/)(\d{4})/(?:(\d{1,2})/(\d{1,2})/[^/]+|(\d\d)([-_])(\d\d)(?:[-_ .][^/]*)?)"
    r"(?:/index\.[^/]+)?$"
)
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
    clean = usual(clean)
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
    compact = date_forms.compact_date(text)
    return [] if compact is None else [compact]


def _digits(text: str) -> list[DateReading]:
    """Read digits alone, which may be a day, a moment, seconds since 1970 or only a year."""
    forms = (date_forms.compact_date, date_forms.epoch, date_forms.partial)
    return [reading for form in forms if (reading := form(text)) is not None]


def _as_written(reading: DateReading, text: str) -> DateReading:
    return DateReading(
        text, reading.status, reading.value, reading.form, reading.choices, reading.note
    )


def date_in_name(relative: str) -> DateReading | None:
    """Return the date in a file's name, as in Jekyll's ``2022-02-09-title.md``.

    Also Docusaurus' ``2022-02-09-title/index.md``, ``2022/02/09/title.md``,
    ``2022/02-09-title.md``, ``20220209.md``, ``20220209T124959-title.md`` and
    ``2022_02_09_title.md``.

    Args:
        relative: path of the file with ``/`` separators.
    """
    match = _NAME.search(relative) or _FOLDERS.search(relative) or _COMPACT.search(relative)
    if match is None and (match := _PARTED.search(relative)) is None:
        return None
    reading = date_forms.iso(
        "-".join([one for one in match.groups() if one and one[0].isdecimal()])
    )
    return None if reading is None or reading.status is not DateStatus.EXACT else reading
