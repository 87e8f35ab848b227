"""The findings of the YAML parser, in words."""

from __future__ import annotations

import re

import yaml

from newskit.problem import Severity
from newskit.read.formats.base import MAX_DEPTH, MAX_NODES, Note

__all__ = [
    "complex_key",
    "duplicate_key",
    "forbidden_character",
    "not_a_mapping",
    "second_document",
    "syntax_error",
    "too_deep",
    "too_large",
    "unknown_alias",
    "unknown_tag",
]


def forbidden_character(match: re.Match[str]) -> Note:
    """A character that YAML forbids."""
    return Note(
        "NK111",
        "control-character",
        f"front matter holds the control character U+{ord(match[0]):04X}, which YAML forbids",
        match.start(),
        match.end(),
        hint="delete the character",
    )


def syntax_error(error: yaml.MarkedYAMLError, text: str) -> Note:
    """What libyaml says; validation finds the cause and says it better."""
    mark = error.problem_mark or error.context_mark
    position = min(mark.index, len(text)) if mark is not None else 0
    words = " ".join(part for part in (error.context, error.problem) if part)
    return Note(
        "NK105", "front-matter-syntax", f"YAML cannot be parsed: {words}", position, position
    )


def duplicate_key(key: str, start: int, end: int, first: int, pointer: str) -> Note:
    """A key that stands twice."""
    return Note(
        "NK106",
        "duplicate-key",
        f"the key `{key}` stands twice; readers keep the last one",
        start,
        end,
        hint="delete one of the two, or rename it",
        related=first,
        pointer=pointer,
    )


def too_deep(start: int) -> Note:
    """Nesting beyond the limit."""
    return Note(
        "NK112",
        "hostile-front-matter",
        f"front matter is nested more than {MAX_DEPTH} levels deep",
        start,
        start,
    )


def too_large(start: int, end: int) -> Note:
    """Aliases that multiply."""
    return Note(
        "NK112",
        "hostile-front-matter",
        f"aliases blow the front matter up to more than {MAX_NODES:,} values",
        start,
        end,
    )


def complex_key(start: int) -> Note:
    """Something other than text as a key."""
    return Note(
        "NK105",
        "front-matter-syntax",
        "a list, mapping or alias stands where a key should be",
        start,
        start,
        hint="quote the key",
    )


def second_document(start: int) -> Note:
    """A ``---`` with something behind it opens a second document."""
    return Note(
        "NK105", "front-matter-syntax", "front matter holds a second YAML document", start, start
    )


def unknown_alias(name: str, start: int, end: int) -> Note:
    """An alias without its anchor."""
    return Note(
        "NK105",
        "front-matter-syntax",
        f"alias `*{name}` refers to nothing above it",
        start,
        end,
        hint="quote the value if the `*` is meant as text",
    )


def not_a_mapping(kind: str, end: int) -> Note:
    """A list, text or null where keys should be."""
    return Note(
        "NK104",
        "front-matter-not-a-mapping",
        f"front matter is {kind}, not keys with values",
        0,
        end,
        hint="write it as `key: value` lines",
    )


def unknown_tag(tag: str, start: int, end: int) -> Note:
    """A tag that safe readers do not know."""
    return Note(
        "NK115",
        "unknown-yaml-tag",
        f"safe YAML readers refuse the tag `{tag}`",
        start,
        end,
        hint="remove the tag; the value is read as if it had none",
        severity=Severity.WARNING,
    )
