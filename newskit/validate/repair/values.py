"""Repairs of single values: quotes around one, a list around one, another spelling of one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from newskit.post import FrontMatterFormat, JsonValue, Span
from newskit.problem import Edit, Fix
from newskit.splice import json_text, smallest_edit, toml_value, yaml_value
from newskit.validate.subject import Subject


def spell(subject: Subject, value: JsonValue) -> str:
    """Write a value on one line as the post's front matter format has it."""
    if subject.post.front_matter.format in {FrontMatterFormat.TOML, FrontMatterFormat.JSON}:
        return _double_quoted(subject, value)
    return yaml_value(value, _codec(subject))


def _double_quoted(subject: Subject, value: JsonValue) -> str:
    """Write a value as TOML or, for YAML too, as JSON: texts in double quotes."""
    toml = subject.post.front_matter.format is FrontMatterFormat.TOML
    return toml_value(value, _codec(subject)) if toml else json_text(value, _codec(subject))


def _codec(subject: Subject) -> str:
    encoding = subject.post.encoding
    return "utf-8" if encoding.how == "damaged" else encoding.name


def replace_value(
    subject: Subject, span: Span | None, value: JsonValue, title: str, *, safe: bool
) -> Fix | None:
    """Return a repair that writes `value` in a span, or None without a place to write it."""
    if span is None or span[0] == span[1]:
        return None
    source = subject.source(span)
    written = next(
        (one for one in _in_style(subject, source, value) if _reads_as(subject, one, value)),
        spell(subject, value),
    )
    return Fix(title, (smallest_edit(span[0], source, written),), safe)


def _in_style(subject: Subject, source: str, value: JsonValue) -> Iterator[str]:
    """Ways to write a text that keep the quotes its source has, the likeliest first."""
    if not isinstance(value, str) or "\n" in source or "\r" in source:
        return
    quote = source[0]
    if quote == "'":
        doubled = value.replace("'", "''")
        yield f"'{doubled}'"
    elif quote == '"':
        yield f'"{value}"'
        yield _double_quoted(subject, value)
    else:
        yield value


def _reads_as(subject: Subject, written: str, value: JsonValue) -> bool:
    """Whether a value written so, behind a key on a line, reads as it should."""
    from newskit.read.formats.registry import parse_front_matter

    kind = subject.post.front_matter.format
    head = {FrontMatterFormat.TOML: "k = ", FrontMatterFormat.JSON: '{"k":'}.get(kind, "k: ")
    tail = "}" if kind is FrontMatterFormat.JSON else "\n"
    try:
        written.encode(_codec(subject))
    except UnicodeEncodeError:
        return False
    parsed = parse_front_matter(kind, f"{head}{written}{tail}")
    return parsed.valid and dict(parsed.values) == {"k": value}


def in_quotes(subject: Subject, span: Span | None, *, safe: bool) -> Fix | None:
    """Return a repair that puts the text of a span in double quotes."""
    source = subject.source(span)
    if span is None or not source or "\n" in source or source[0] in "\"'[{|>&*!":
        return None
    quotes = Edit(*span, json_text(source, _codec(subject)))
    return Fix("put the value in quotes", (quotes,), safe)


def fix_type(subject: Subject, pointer: str, value: JsonValue, limit: Any) -> Fix | None:
    """Return a repair for a value of the wrong type, where its meaning is plain.

    A number where text is wanted gets quotes, one name where a list is wanted gets brackets: both
    read as before. A boolean in quotes is another value: that repair is unsafe.
    """
    place = subject.post.front_matter.spans.get(pointer)
    if place is None:
        return None
    wanted = [limit] if isinstance(limit, str) else list(limit)
    if isinstance(value, (bool, int, float)) and "string" in wanted:
        return in_quotes(subject, place.value, safe=not isinstance(value, bool))
    if isinstance(value, str) and value.strip() and "array" in wanted and "string" not in wanted:
        source = subject.source(place.value)
        if "\n" in source:
            return None
        safe = not any(mark in value for mark in " ,;，、")
        edit = Edit(*place.value, f"[{spell(subject, value)}]")
        return Fix("write it as a list", (edit,), safe)
    return None
