"""Repairs of single values: quotes around one, a list around one, another spelling of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newskit.post import FrontMatterFormat, JsonValue
from newskit.problem import Edit, Fix

if TYPE_CHECKING:
    from newskit.post import Span
    from newskit.validate.subject import Subject

__all__ = ["fix_type", "quoted", "replace_value", "spell"]


def spell(subject: Subject, value: JsonValue) -> str:
    """Write a value on one line as the post's front matter format has it."""
    from newskit.scalars import json_text, toml_value, yaml_value

    post = subject.post
    codec = "utf-8" if post.encoding.how == "damaged" else post.encoding.name
    match post.front_matter.format:
        case FrontMatterFormat.TOML:
            return toml_value(value, codec)
        case FrontMatterFormat.JSON:
            return json_text(value, codec)
        case _:
            return yaml_value(value, codec)


def replace_value(
    subject: Subject, span: Span | None, value: JsonValue, title: str, *, safe: bool
) -> Fix | None:
    """Return a repair that writes `value` in a span, or None without a place to write it."""
    if span is None or span[0] == span[1]:
        return None
    return Fix(title, (Edit(span[0], span[1], spell(subject, value)),), safe)


def quoted(subject: Subject, span: Span | None, *, safe: bool) -> Fix | None:
    """Return a repair that puts the text of a span in double quotes."""
    source = subject.source(span)
    if span is None or not source or "\n" in source or source[0] in "\"'[{|>&*!":
        return None
    from newskit.scalars import json_text

    codec = "utf-8" if subject.post.encoding.how == "damaged" else subject.post.encoding.name
    return Fix("put the value in quotes", (Edit(*span, json_text(source, codec)),), safe)


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
        return quoted(subject, place.value, safe=not isinstance(value, bool))
    if isinstance(value, str) and value.strip() and "array" in wanted and "string" not in wanted:
        source = subject.source(place.value)
        if "\n" in source:
            return None
        safe = not any(mark in value for mark in " ,;，、")
        edit = Edit(*place.value, f"[{spell(subject, value)}]")
        return Fix("write it as a list", (edit,), safe)
    return None
