"""TOML front matter: tomli gives the values, a statement scanner gives positions.

The scanner follows TOML 1.1 (keys, strings, arrays, inline tables, comments) far enough to know
where each key and value stands; whether the text is valid TOML is tomli's word alone. It also
bounds nesting before tomli, which recurses, is called.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any, cast

import tomli

from newskit.lazy import lazy
from newskit.post import JsonValue, KeySpan, escape_pointer
from newskit.read.front_matter import MAX_DEPTH, MAX_DIGITS, Parsed, ParserNote, unreadable_value

_KEY_PART = r"(?:[A-Za-z0-9_-]+|\"(?:[^\"\\\r\n]|\\.)*\"|'[^'\r\n]*')"
_DOTTED = rf"{_KEY_PART}(?:[ \t]*\.[ \t]*{_KEY_PART})*"
_STATEMENT = lazy(
    rf"[ \t\r\n]*(?:(?P<comment>#[^\n]*)|(?P<open>\[\[?)[ \t]*(?P<table>{_DOTTED})[ \t]*\]\]?"
    rf"|(?P<key>{_DOTTED})[ \t]*=[ \t]*)"
)
_PART = lazy(_KEY_PART)
_VALUE_TOKEN = lazy(
    r'"""(?:[^\\]|\\.)*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:[^"\\\r\n]|\\.)*"|\'[^\'\r\n]*\''
    r"|(?P<open>[\[{])|(?P<close>[\]}])|(?P<end>[#\r\n])",
    re.DOTALL,
)
_ERROR_PLACE = lazy(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


def parse_toml(text: str) -> Parsed:
    """Parse TOML front matter (TOML 1.1, as in Hugo); dates and times stay the text they are."""
    # TOML knows LF and CRLF only; a lone CR is one character here and there, so offsets hold.
    source = re.sub(r"\r(?!\n)", "\n", text)
    spans, too_deep = _scan(source)
    if too_deep >= 0:
        message = f"front matter is nested more than {MAX_DEPTH} levels deep"
        note = ParserNote("NK112", "hostile-front-matter", message, too_deep, too_deep)
        return Parsed(notes=(note,), valid=False)
    shown, notes = _without_long_numbers(source)
    try:
        values = tomli.loads(shown)
    except tomli.TOMLDecodeError as error:
        return Parsed(notes=(_syntax_note(str(error), source, spans),), valid=False)
    return Parsed(_clean(values, spans, text), spans, notes)


def _without_long_numbers(text: str) -> tuple[str, tuple[ParserNote, ...]]:
    """Put integers that Python refuses to parse in quotes, and report them."""
    if not _DIGITS.search(text):
        return text, ()
    notes: list[ParserNote] = []

    def quoted(match: re.Match[str]) -> str:
        if not match["number"]:
            return match[0]
        what = f"a number of {len(match[0]):,} characters"
        notes.append(unreadable_value(what, *match.span()))
        return f'"{match[0]}"'

    return _STRING_OR_NUMBER.sub(quoted, text), tuple(notes)


_DIGITS = lazy(rf"[0-9A-Fa-f_]{{{MAX_DIGITS}}}")
_STRING_OR_NUMBER = lazy(
    r'"""(?:[^\\]|\\.)*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:[^"\\\r\n]|\\.)*"|\'[^\'\r\n]*\'|\#[^\n]*'
    rf"|(?<![\w.-])(?P<number>[+-]?(?:0x[0-9A-Fa-f_]{{{MAX_DIGITS},}}+|0o[0-7_]{{{MAX_DIGITS},}}+"
    rf"|0b[01_]{{{MAX_DIGITS},}}+|[0-9][0-9_]{{{MAX_DIGITS},}}+))(?![\w.-])",
    re.DOTALL,
)


def _syntax_note(message: str, text: str, spans: dict[str, KeySpan]) -> ParserNote:
    match = _ERROR_PLACE.search(message)
    position = len(text.rstrip())
    if match and match[1]:
        lines = text.splitlines(keepends=True)[: int(match[1]) - 1]
        position = min(sum(map(len, lines)) + int(match[2]) - 1, len(text))
    words = _ERROR_PLACE.sub("", message)
    words = words[:1].lower() + words[1:]
    duplicate = "overwrite a value" in words or "declared twice" in words or "twice" in words
    if duplicate:
        # tomli points behind the value; the scanner kept the later of two places.
        keys = [one.key for one in spans.values() if one.key]
        start, end = next(
            (key for key in keys if key[0] <= position <= _line_end(text, key[0])),
            (position, position),
        )
        what = (
            f"the key `{text[start:end]}` stands twice"
            if start < end
            else f"a key stands twice: {words}"
        )
        return ParserNote("NK106", "duplicate-key", what, start, end)
    return ParserNote(
        "NK105", "front-matter-syntax", f"TOML cannot be parsed: {words}", position, position
    )


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end


def _scan(text: str) -> tuple[dict[str, KeySpan], int]:
    """Return entry positions by pointer, and where nesting gets too deep (or -1)."""
    spans: dict[str, KeySpan] = {"": KeySpan(None, (0, len(text.rstrip())))}
    arrays: dict[str, int] = {}
    prefix = ""
    position = 0
    while match := _STATEMENT.match(text, position):
        position = match.end()
        dotted = match["table"] or match["key"] or ""
        if dotted.count(".") >= MAX_DEPTH and len(_PART.findall(dotted)) > MAX_DEPTH:
            return spans, match.start("table" if match["table"] else "key")
        if match["table"]:
            prefix = _pointer("", match["table"], arrays)
            if match["open"] == "[[":
                arrays[prefix] = arrays.get(prefix, -1) + 1
                prefix = f"{prefix}/{arrays[prefix]}"
            spans.setdefault(prefix, KeySpan(match.span("table"), match.span("table")))
        elif match["key"]:
            end, too_deep = _value_end(text, position)
            if too_deep >= 0:
                return spans, too_deep
            key = match.span("key")
            spans[_pointer(prefix, match["key"], {})] = KeySpan(key, (position, end))
            position = end
            comment = re.compile(r"[ \t]*#[^\n]*").match(text, position)
            position = comment.end() if comment else position
    return spans, -1


def _pointer(prefix: str, dotted: str, arrays: dict[str, int]) -> str:
    for part in _PART.findall(dotted):
        name = part[1:-1] if part[0] in "\"'" else part
        prefix = f"{prefix}/{escape_pointer(name)}"
        if prefix in arrays and not dotted.endswith(part):
            prefix = f"{prefix}/{arrays[prefix]}"
    return prefix


def _value_end(text: str, start: int) -> tuple[int, int]:
    depth = 0
    position = start
    while match := _VALUE_TOKEN.search(text, position):
        position = match.end()
        if match["open"]:
            depth += 1
            if depth > MAX_DEPTH:
                return position, match.start()
        elif match["close"]:
            depth -= 1
        elif match["end"] == "#" and depth > 0:
            newline = text.find("\n", position)
            position = len(text) if newline < 0 else newline
        elif match["end"] and depth <= 0:
            return start + len(text[start : match.start()].rstrip()), -1
    return len(text.rstrip()), -1


def _clean(values: dict[str, Any], spans: dict[str, KeySpan], text: str) -> dict[str, JsonValue]:
    """Make `values` JSON-clean in place: dates become their source text, inf and nan too."""
    stack: list[tuple[Any, str]] = [(values, "")]
    while stack:
        container, pointer = stack.pop()
        items: list[tuple[Any, Any]] = list(_items(container))
        for key, value in items:
            place = f"{pointer}/{escape_pointer(str(key))}"
            if isinstance(value, dict | list):
                stack.append((cast("Any", value), place))
            elif isinstance(value, date | time) or value != value or value in (_INF, -_INF):  # noqa: PLR0124 (nan)
                container[key] = _as_written(value, spans.get(place), text)
    return values


_INF = float("inf")


def _items(container: Any) -> Iterable[tuple[Any, Any]]:
    if isinstance(container, dict):
        return cast("dict[str, Any]", container).items()
    return enumerate(cast("list[Any]", container))


def _as_written(value: object, span: KeySpan | None, text: str) -> str:
    if span is not None:
        return text[slice(*span.value)]
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value)
