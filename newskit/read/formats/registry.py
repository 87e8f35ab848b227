"""The front matter formats newskit reads. Adding one: a parser file here, a line below, a fence."""

from __future__ import annotations

from typing import Final

from newskit.frozen import NamedTuple
from newskit.lazy import lazy
from newskit.post import FrontMatterFormat, JsonValue, KeySpan, escape_pointer
from newskit.read.front_matter import FrontMatterParser, Parsed

# Front matter of lines ``Key: value``: Python-Markdown's `meta` (Pelican), and Nikola's.
#
# Python-Markdown 3 (`markdown/extensions/meta.py`): a key starts within three blanks, a line set in
# by four goes on with the value, and the first line that is neither ends the header, as a blank
# line does. Nikola writes ``.. key: value``. Values are text throughout: a colon, a quote or a
# bracket in one is a character like any other.

_END: Final = r"(?:\r\n?|\n|\Z)"
_ENTRY: Final = lazy(
    rf"(?:[ ]{{0,3}}|\.\.[ ])(?P<key>[A-Za-z0-9_-]+):[ \t]*(?P<value>[^\r\n]*){_END}"
    rf"|[ ]{{4,}}(?P<more>[^\r\n]+){_END}"
)


class MetaLines(NamedTuple):
    """Values by key, where they stand, and the offset behind the last line."""

    values: dict[str, JsonValue]
    spans: dict[str, KeySpan]
    end: int


def meta_lines(text: str, start: int = 0) -> MetaLines:
    """Read the lines of a header from `start`, up to the first that does not belong to it."""
    position = start
    values: dict[str, JsonValue] = {}
    spans: dict[str, KeySpan] = {}
    name = ""
    while position < len(text) and (match := _ENTRY.match(text, position)):
        if match["key"] is not None:
            name = match["key"]
            # Said twice, a key is a list in Python-Markdown, of which Pelican takes the first.
            if name not in values:
                values[name] = match["value"].strip()
                end = match.start("value") + len(match["value"].rstrip())
                spans[f"/{escape_pointer(name)}"] = KeySpan(
                    match.span("key"), (match.start("value"), end)
                )
        elif name:
            values[name] = f"{values[name]} {match['more'].strip()}".strip()
        else:
            break
        position = match.end()
    return MetaLines(values, spans, position)


def parse_meta(text: str) -> Parsed:
    """Parse the lines of a header; `text` holds nothing else but blank lines."""
    lines = meta_lines(text)
    spans = {"": KeySpan(None, (0, len(text.rstrip()))), **lines.spans}
    return Parsed(lines.values, spans)


def parse_front_matter(kind: FrontMatterFormat, text: str) -> Parsed:
    """Parse the text between the fences; what is wrong with it is in the notes."""
    if kind is FrontMatterFormat.YAML:
        from newskit.read.formats.yaml_quick import parse_plain_yaml

        plain = parse_plain_yaml(text)
        if plain is not None:
            return plain
    return _parser(kind)(text)


def _parser(kind: FrontMatterFormat) -> FrontMatterParser:
    # Each format is imported when a post needs it.
    if kind is FrontMatterFormat.TOML:
        from newskit.read.formats.toml_block import parse_toml

        return parse_toml
    if kind is FrontMatterFormat.JSON:
        from newskit.read.formats.json_block import parse_json

        return parse_json
    if kind is FrontMatterFormat.META:
        return parse_meta
    from newskit.read.formats.yaml_block import parse_yaml

    return parse_yaml
