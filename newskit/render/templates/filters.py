"""What filters of Liquid, Jekyll and Nunjucks make of a value, where it depends on nothing else.

Liquid's are documented at shopify.github.io/liquid, Jekyll's at jekyllrb.com/docs/liquid/filters,
Nunjucks' at mozilla.github.io/nunjucks/templating.html. What a filter would have to guess (the time
of the build, a word list, a locale) is not known.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from html import escape
from itertools import islice
from types import MappingProxyType
from typing import Final
from urllib.parse import quote, quote_plus, unquote_plus, urljoin

from newskit.dates.forms import DateStatus
from newskit.dates.read import read_date
from newskit.lazy import lazy
from newskit.post import JsonValue

LONGEST: Final = 1_000_000
"""Code points of a value: a post may double one with every filter. What is longer is not known."""

_MOST_ITEMS: Final = 10_000
_NUMBER: Final = lazy(r"\s*-?\d{1,15}(?:\.\d{1,15})?\s*\Z", re.ASCII)
_TAGS: Final = lazy(
    r"<script\b[^<>]*>[^<]*</script>|<style\b[^<>]*>[^<]*</style>|<!--[^<>]*-->|<[^<>]*>",
    re.IGNORECASE,
)
_UNESCAPED: Final = lazy(r"[\"<>']|&(?!(?:[a-zA-Z]+|#\d+);)")
_PLAIN: Final = lazy(r"[\w\s./,!?:;-]*\Z", re.ASCII)
_BLANKS: Final = lazy(r"\s+")
_LONGEST_FORMAT: Final = 200
_DIRECTIVE: Final = lazy(r"%([-_0^]?)([A-Za-z%])")


def as_liquid(value: JsonValue) -> str | None:
    """Return a single value as Liquid shows it; None for what has parts."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, (str, int, float)) else None


def filtered(name: str, value: JsonValue, given: list[str], *, nunjucks: bool) -> JsonValue:
    """Return what a filter makes of a value; None where that is not known.

    Args:
        name: of the filter.
        value: a text, a number or a list.
        given: its arguments, as texts.
        nunjucks: whether the arguments stand in parentheses, which Liquid does not write.
    """
    if name in _JSON:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    if isinstance(value, list):
        return _of_list(name, value, given)
    text = as_liquid(value)
    if text is None:
        return None
    if name == "split":
        return _split(text, given)
    if name in {"size", "length"}:
        return len(text)
    if nunjucks and name in _DIFFERENT:
        return None
    known = _TEXTS.get(name)
    return None if known is None else known(text, given)


_JSON: Final = frozenset({"jsonify", "json", "dump"})
_DIFFERENT: Final = frozenset({"slice", "truncate", "round", "sort"})
"""Filters whose arguments mean one thing in Liquid and another in Nunjucks."""


# Lists.


def _of_list(name: str, value: list[JsonValue], given: list[str]) -> JsonValue:
    known = _LISTS.get(name)
    return None if known is None else known(value, given)


def _where(value: list[JsonValue], given: list[str]) -> JsonValue:
    if len(given) != 2:
        return None
    rows = [one for one in value if isinstance(one, dict)]
    return [one for one in rows if as_liquid(one.get(given[0])) == given[1]]


def _column(value: list[JsonValue], given: list[str]) -> JsonValue:
    return [one.get(given[0]) for one in value if isinstance(one, dict)] if given else None


def _sorted(value: list[JsonValue], given: list[str]) -> JsonValue:
    texts = [one for one in value if isinstance(one, str)]
    return None if given or len(texts) < len(value) else [*sorted(texts)]


def _unique(value: list[JsonValue], _: list[str]) -> JsonValue:
    seen: dict[str, JsonValue] = {}
    for one in value:
        seen.setdefault(json.dumps(one, sort_keys=True), one)
    return [*seen.values()]


def _joined(value: list[JsonValue], between: str) -> str | None:
    parts = [as_liquid(one) for one in value]
    length = sum(len(one or "") for one in parts) + len(parts) * len(between)
    return None if None in parts or length > LONGEST else between.join(map(str, parts))


def _sentence(value: list[JsonValue], word: str) -> str | None:
    """Join a list with commas and a word, as Jekyll does."""
    if len(value) < 3:
        return _joined(value, f" {word} ")
    start, end = _joined(value[:-1], ", "), as_liquid(value[-1])
    return None if start is None or end is None else f"{start}, {word} {end}"


_LISTS: Mapping[str, Callable[[list[JsonValue], list[str]], JsonValue]] = MappingProxyType(
    {
        "where": _where,
        "map": _column,
        "first": lambda value, _: value[0] if value else "",
        "last": lambda value, _: value[-1] if value else "",
        "size": lambda value, _: len(value),
        "length": lambda value, _: len(value),
        "reverse": lambda value, _: value[::-1],
        "compact": lambda value, _: [one for one in value if one is not None],
        "uniq": _unique,
        "sort": _sorted,
        "join": lambda value, given: _joined(value, given[0] if given else " "),
        "array_to_sentence_string": lambda value, given: _sentence(
            value, given[0] if given else "and"
        ),
    }
)


def _split(text: str, given: list[str]) -> JsonValue:
    if not given or not text:
        return [] if given else None
    parts = text.split(given[0]) if given[0] else list(text)
    return [*parts] if len(parts) <= _MOST_ITEMS else None


# Numbers.


def _number(text: str) -> int | float | None:
    if not _NUMBER.match(text):
        return None
    return float(text) if "." in text else int(text)


def _counted(
    work: Callable[[int | float, int | float], int | float],
) -> Callable[[str, list[str]], str | None]:
    """Return a filter of two numbers."""

    def apply(text: str, given: list[str]) -> str | None:
        left, right = _number(text), _number(given[0]) if given else None
        if left is None or right is None:
            return None
        try:
            return str(work(left, right))
        except (ZeroDivisionError, OverflowError):
            return None

    return apply


def _divided(left: float, right: float) -> int | float:
    return left // right if isinstance(left, int) and isinstance(right, int) else left / right


def _rounded(text: str, given: list[str]) -> str | None:
    number, places = _number(text), _number(given[0]) if given else 0
    if number is None or not isinstance(places, int) or not 0 <= places <= 15:
        return None
    # Ruby and JavaScript round a half away from zero, Python to the even number.
    scale = 10**places
    whole = int(abs(number) * scale + 0.5) / scale * (-1 if number < 0 else 1)
    return str(int(whole)) if places == 0 else str(whole)


def _whole(up: bool) -> Callable[[str, list[str]], str | None]:  # noqa: FBT001
    def apply(text: str, _: list[str]) -> str | None:
        number = _number(text)
        return None if number is None else str(int(-(-number // 1)) if up else int(number // 1))

    return apply


# Texts.


def _replaced(text: str, old: str, new: str, times: int = -1) -> str | None:
    if text.count(old) * len(new) > LONGEST:
        return None
    return text.replace(old, new, times)


def _replace_last(text: str, given: list[str]) -> str | None:
    if not given:
        return None
    before, found, after = text.rpartition(given[0])
    return before + "".join(given[1:2]) + after if found else text


def _truncated(text: str, given: list[str]) -> str | None:
    """Shorten a text to a number of characters, those of the ending among them."""
    length = _number(given[0]) if given else 50
    ending = given[1] if len(given) > 1 else "..."
    if not isinstance(length, int):
        return None
    return text if len(text) <= length else text[: max(length - len(ending), 0)] + ending


def _truncated_words(text: str, given: list[str]) -> str | None:
    count = _number(given[0]) if given else 15
    ending = given[1] if len(given) > 1 else "..."
    if not isinstance(count, int):
        return None
    words = text.split()
    return text if len(words) <= count else " ".join(islice(words, max(count, 1))) + ending


def _sliced(text: str, given: list[str]) -> str | None:
    numbers = [_number(one) for one in given[:2]]
    start, length = numbers[0] if numbers else None, numbers[1] if len(numbers) > 1 else 1
    if not isinstance(start, int) or not isinstance(length, int):
        return None
    start = max(len(text) + start, 0) if start < 0 else start
    return text[start : start + max(length, 0)]


def escape_once(text: str) -> str:
    """Escape a text as HTML, but for the references in it."""
    return _UNESCAPED.sub(lambda one: escape(one[0]), text)


def _slug(text: str, given: list[str]) -> str | None:
    """Return a slug; None where generators differ, as for letters beyond ASCII."""
    if given or not _PLAIN.match(text):
        return None
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def _titled(text: str, _: list[str]) -> str:
    return " ".join(one[:1].upper() + one[1:].lower() for one in text.split(" "))


# Dates.


def _moment(text: str) -> datetime | None:
    reading = read_date(text)
    if reading.status is not DateStatus.EXACT or reading.value is None:
        return None
    return datetime.fromisoformat(reading.value)


def _dated(pattern: str) -> Callable[[str, list[str]], str | None]:
    return lambda text, _: _date(text, [pattern])


def _date(text: str, given: list[str]) -> str | None:
    """Show a date as a pattern of Ruby's ``strftime`` says; None where one of its signs is other.

    ``now`` and ``today`` are the time of the build, which no one knows.
    """
    pattern = given[0] if given else ""
    moment = _moment(text)
    if moment is None or "%" not in pattern or len(pattern) > _LONGEST_FORMAT:
        return None
    unknown = False

    def part(match: re.Match[str]) -> str:
        nonlocal unknown
        found = _part(moment, match[2])
        unknown = unknown or found is None
        return _padded(found or "", match[1], match[2])

    result = _DIRECTIVE.sub(part, pattern)
    return None if unknown else result


def _part(moment: datetime, sign: str) -> str | None:
    if sign in _PARTS:
        return _PARTS[sign](moment)
    if sign in _WHOLE:
        return _date(moment.isoformat(), [_WHOLE[sign]])
    if sign in "zZ":
        return moment.strftime(f"%{sign}") or ("+0000" if sign == "z" else "UTC")
    return None


def _padded(text: str, flag: str, sign: str) -> str:
    match flag:
        case "-":
            return text.lstrip("0 ") or "0"
        case "_":
            return text.lstrip("0").rjust(len(text)) or text
        case "0":
            return text.replace(" ", "0") if sign in "ekl" else text
        case "^":
            return text.upper()
        case _:
            return text


_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September"),
    *("October", "November", "December"),
)
_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_PARTS: Mapping[str, Callable[[datetime], str]] = MappingProxyType(
    {
        "Y": lambda one: str(one.year),
        "C": lambda one: f"{one.year // 100:02}",
        "y": lambda one: f"{one.year % 100:02}",
        "m": lambda one: f"{one.month:02}",
        "B": lambda one: _MONTHS[one.month - 1],
        "b": lambda one: _MONTHS[one.month - 1][:3],
        "h": lambda one: _MONTHS[one.month - 1][:3],
        "d": lambda one: f"{one.day:02}",
        "e": lambda one: f"{one.day:2}",
        "j": lambda one: f"{one.timetuple().tm_yday:03}",
        "A": lambda one: _DAYS[one.weekday()],
        "a": lambda one: _DAYS[one.weekday()][:3],
        "u": lambda one: str(one.isoweekday()),
        "w": lambda one: str(one.isoweekday() % 7),
        "H": lambda one: f"{one.hour:02}",
        "k": lambda one: f"{one.hour:2}",
        "I": lambda one: f"{(one.hour + 11) % 12 + 1:02}",
        "l": lambda one: f"{(one.hour + 11) % 12 + 1:2}",
        "M": lambda one: f"{one.minute:02}",
        "S": lambda one: f"{one.second:02}",
        "p": lambda one: "AM" if one.hour < 12 else "PM",
        "P": lambda one: "am" if one.hour < 12 else "pm",
        "G": lambda one: str(one.isocalendar()[0]),
        "V": lambda one: f"{one.isocalendar()[1]:02}",
        "%": lambda _: "%",
    }
)
_WHOLE: Mapping[str, str] = MappingProxyType(
    {"F": "%Y-%m-%d", "D": "%m/%d/%y", "T": "%H:%M:%S", "R": "%H:%M", "x": "%m/%d/%y"}
)


def _xml_date(text: str, _: list[str]) -> str | None:
    moment = _moment(text)
    if moment is None:
        return None
    return moment.isoformat() if moment.tzinfo else f"{moment.isoformat()}+00:00"


_TEXTS: Mapping[str, Callable[[str, list[str]], str | None]] = MappingProxyType(
    {
        "prepend": lambda text, given: "".join(given[:1]) + text,
        "append": lambda text, given: text + "".join(given[:1]),
        "downcase": lambda text, _: text.lower(),
        "lower": lambda text, _: text.lower(),
        "upcase": lambda text, _: text.upper(),
        "upper": lambda text, _: text.upper(),
        "capitalize": lambda text, _: text[:1].upper() + text[1:].lower(),
        "title": _titled,
        "strip": lambda text, _: text.strip(),
        "trim": lambda text, _: text.strip(),
        "lstrip": lambda text, _: text.lstrip(),
        "rstrip": lambda text, _: text.rstrip(),
        "normalize_whitespace": lambda text, _: _BLANKS.sub(" ", text).strip(),
        "strip_html": lambda text, _: _TAGS.sub("", text),
        "striptags": lambda text, _: _TAGS.sub("", text),
        "strip_newlines": lambda text, _: text.replace("\n", ""),
        "newline_to_br": lambda text, _: text.replace("\n", "<br />\n"),
        "nl2br": lambda text, _: text.replace("\n", "<br />\n"),
        "escape": lambda text, _: escape(text),
        "e": lambda text, _: escape(text),
        "xml_escape": lambda text, _: escape(text),
        "escape_once": lambda text, _: escape_once(text),
        "safe": lambda text, _: text,
        "raw": lambda text, _: text,
        "smartify": lambda text, _: text,
        "url_encode": lambda text, _: quote_plus(text),
        "cgi_escape": lambda text, _: quote_plus(text),
        "url_decode": lambda text, _: unquote_plus(text),
        "urlencode": lambda text, _: quote(text, safe=""),
        "uri_escape": lambda text, _: quote(text, safe="/:?&=#%"),
        "replace": lambda text, given: (
            _replaced(text, given[0], "".join(given[1:2])) if given else None
        ),
        "replace_first": lambda text, given: (
            _replaced(text, given[0], "".join(given[1:2]), 1) if given else None
        ),
        "replace_last": _replace_last,
        "remove": lambda text, given: _replaced(text, given[0], "") if given else None,
        "remove_first": lambda text, given: _replaced(text, given[0], "", 1) if given else None,
        "remove_last": lambda text, given: _replace_last(text, given[:1]),
        "truncate": _truncated,
        "truncatewords": _truncated_words,
        "slice": _sliced,
        "slugify": _slug,
        "slug": _slug,
        "number_of_words": lambda text, _: str(len(text.split())),
        "wordcount": lambda text, _: str(len(text.split())),
        "default": lambda text, given: text or "".join(given[:1]),
        "plus": _counted(lambda left, right: left + right),
        "minus": _counted(lambda left, right: left - right),
        "times": _counted(lambda left, right: left * right),
        "divided_by": _counted(_divided),
        "modulo": _counted(lambda left, right: left % right),
        "at_least": _counted(max),
        "at_most": _counted(min),
        "abs": lambda text, _: text.strip().removeprefix("-") if _NUMBER.match(text) else None,
        "ceil": _whole(up=True),
        "floor": _whole(up=False),
        "round": _rounded,
        "date": _date,
        "date_to_string": _dated("%d %b %Y"),
        "date_to_long_string": _dated("%d %B %Y"),
        "date_to_xmlschema": _xml_date,
        "date_to_rfc822": _dated("%a, %d %b %Y %H:%M:%S %z"),
        "join_url": lambda text, given: urljoin(text, "".join(given[:1])),
    }
)
