"""Markdown to HTML as the site's own renderer makes it."""

from __future__ import annotations

from typing import Any, Final

from newskit.render.flavour import Flavour, needs_more
from newskit.render.headings import with_heading_ids
from newskit.render.held import Held
from newskit.render.long import render_long

__all__ = ["render_site"]

_LONGEST: Final = 1_000_000
"""Code points above which only CommonMark is read: its renderer works in pieces."""


def render_site(markdown: str, flavour: Flavour, held: Held | None = None) -> str:
    """Render Markdown to an HTML fragment as the site shows it.

    Args:
        markdown: the text; pieces that `held` stands for are put back into the HTML.
        flavour: the site's renderer.
        held: what was set aside before.
    """
    held = held or Held.for_text(markdown)
    if len(markdown) > _LONGEST:
        return held.fill(with_heading_ids(render_long(markdown)))
    from newskit.render.extensions import prepared

    text = prepared(markdown, flavour, held)
    html = _extended(text, flavour) if needs_more(text, flavour) else None
    if html is None:
        html = with_heading_ids(render_long(text))
    return held.fill(html)


def _extended(text: str, flavour: Flavour) -> str | None:
    """Render what cmark does not read; None where it is nested too deeply for the parser."""
    from newskit.render.parsers import DEEPEST, parser_for

    parser = parser_for(flavour)
    found: dict[str, Any] = {}
    try:
        tokens = parser.parse(text, found)
        if any(token.level >= DEEPEST - 1 for token in tokens):
            return None
        return str(parser.renderer.render(tokens, parser.options, found))
    except RecursionError:
        return None
