"""Dates in words: the text in, a reading or None out."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from newskit.dates.forms import CLOCK, clock_of
from newskit.dates.value import (
    Clock,
    DateReading,
    DateStatus,
    compose,
    damaged,
    date_of,
    read_zone,
)
from newskit.dates.words import FILLERS, HALVES, MONTHS, WEEKDAYS
from newskit.lazy import lazy

__all__ = ["words"]

_TOKEN: Final = lazy(
    rf"{CLOCK}|(?P<offset>(?<!\w)[+-]\d{{2}}:?\d{{2}}\b)|(?P<number>\d+)(?:st|nd|rd|th|er|º|ª)?(?!\w)"
    # A word's vowels may be marks, which are no letters to a regular expression (Hindi, Thai).
    r"|(?P<word>[^\W\d_][^\s\d!-@\[-`{-~’،。，、]*(?:/[^\W\d]+)?)|(?P<junk>[^\s,.()\-'’،])"
)
_THAI: Final = lazy(r"[\u0e01-\u0e2e]")
_FIRST_THAI: Final = 2400  # 1857: older than any post, and later than any year to come
_COMMENT: Final = lazy(r"\([^()]*\)")  # RFC 5322, section 3.2.2


def words(text: str) -> DateReading | None:
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
    thai = int(number) >= _FIRST_THAI and _THAI.search(text) is not None
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
