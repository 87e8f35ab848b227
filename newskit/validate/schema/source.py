"""The source of a schema, JSON or YAML, and the places of its entries."""

from __future__ import annotations

from collections.abc import Mapping

from newskit.post import KeySpan
from newskit.read.front_matter import Parsed


def parse_source(text: str) -> Parsed:
    """Parse a schema's source, JSON when it starts with a brace and YAML otherwise."""
    if text.lstrip().startswith("{"):
        from newskit.read.formats.json_block import parse_json

        return parse_json(text)
    from newskit.read.formats.yaml_block import parse_yaml

    return parse_yaml(text)


def schema_place(name: str, text: str, pointer: str) -> str:
    """Return ``name:line:column`` of an entry of the schema, or the name alone."""
    spans: Mapping[str, KeySpan] = parse_source(text).spans if text else {}
    while pointer and pointer not in spans:
        pointer = pointer.rpartition("/")[0]
    if pointer not in spans:
        return name
    place = spans[pointer]
    line, column = line_column(text, (place.key or place.value)[0])
    return f"{name}:{line}:{column}"


def line_column(text: str, offset: int) -> tuple[int, int]:
    """Return the line and column of an offset, both from 1."""
    line = text.count("\n", 0, offset)
    return line + 1, offset - (text.rfind("\n", 0, offset) + 1) + 1
