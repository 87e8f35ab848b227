"""Rarer ways to write dates, brought to the usual ones where nothing is left to guess."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from newskit.dates import forms as date_forms
from newskit.lazy import lazy

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newskit.dates.value import DateReading

__all__ = ["dotted", "era", "json_date", "usual"]

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
_DASH: Final = lazy(r"\s+[–—|·@]\s+")
_DOTTED: Final = lazy(r"(\d{4})\.\s+(\d{1,2})\.\s+(\d{1,2})\.?(?:\s+(.*))?")
_ERA: Final = lazy(r"(令和|平成|昭和|民國|民国)\s*(元|\d{1,3})\s*年(.*)")
# The year before the first one of an era.
_ERAS: Final[Mapping[str, int]] = MappingProxyType(
    {"令和": 2018, "平成": 1988, "昭和": 1925, "民國": 1911, "民国": 1911}
)
_EAST_ASIAN_MONTH: Final = lazy(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]")
# 11月 29, 2021: WordPress's American order with the months of its Japanese, Korean, Chinese.
_MONTH_FIRST: Final = lazy(r"(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]?\s*,\s*(\d{4})(?!\d)")
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
