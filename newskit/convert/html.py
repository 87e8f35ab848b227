"""HTML to Markdown: a fragment or page in, a `Conversion` out."""

from __future__ import annotations

from newskit.config.convert import ConvertConfig
from newskit.convert.blocks import join_blocks
from newskit.convert.escape import Context
from newskit.convert.handlers import HANDLERS
from newskit.convert.inline import InlineWriter
from newskit.convert.links import Links
from newskit.convert.notes import place_notes
from newskit.convert.profiles import PROFILES
from newskit.convert.result import Conversion
from newskit.convert.tree import parse
from newskit.convert.walk import Walk

__all__ = ["convert_html"]

_DEFAULT = ConvertConfig()


def convert_html(html: str, config: ConvertConfig = _DEFAULT) -> Conversion:
    """Convert HTML to Markdown.

    Args:
        html: a fragment or a whole document.
        config: profile, choices and proof.

    Returns:
        The Markdown, ending in a line end unless empty, with what was left out.
    """
    rules = PROFILES[config.profile]
    events = parse(html)
    links = Links(config, Context(rules, link=True))
    inline = InlineWriter(events, Context(rules), links, rules.hard_break)
    walk = Walk(events, inline, rules, config, HANDLERS, keep=frozenset(config.keep_attributes))
    blocks = walk.run(1, len(events) - 1) if events else []
    markdown = join_blocks(blocks)
    definitions = links.write_definitions()
    if definitions:
        markdown = f"{markdown}\n\n{definitions}"
    differences = tuple(place_notes(walk.notes, html))
    return Conversion(markdown + "\n" if markdown else "", differences)
