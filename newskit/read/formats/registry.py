"""The front matter formats newskit reads. Adding one: a parser file here, a line below, a fence."""

from __future__ import annotations

from newskit.post import FrontMatterFormat
from newskit.read.formats.base import FrontMatterParser, Parsed


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
        from newskit.read.formats.meta_block import parse_meta

        return parse_meta
    from newskit.read.formats.yaml_block import parse_yaml

    return parse_yaml
