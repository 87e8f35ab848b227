"""Markdown to HTML as the site's own renderer makes it."""

from __future__ import annotations

from typing import Final

from newskit.render.flavour import Flavour, needs_more
from newskit.render.headings import with_heading_ids
from newskit.render.held import Held
from newskit.render.long import render_long

__all__ = ["render_site", "with_line_feeds"]

_LONGEST: Final = 1_000_000
"""Code points above which only CommonMark is read: its renderer works in pieces."""


def render_site(markdown: str, flavour: Flavour, held: Held | None = None) -> str:
    """Render Markdown to an HTML fragment as the site shows it.

    Args:
        markdown: the text; pieces that `held` stands for are put back into the HTML.
        flavour: the site's renderer.
        held: what was set aside before.
    """
    markdown = with_line_feeds(markdown)
    held = held or Held.for_text(markdown)
    if len(markdown) > _LONGEST:
        return held.fill(with_heading_ids(render_long(markdown)))
    from newskit.render.extensions import prepared

    text = prepared(markdown, flavour, held)
    html = None
    if needs_more(text, flavour):
        from newskit.render.beyond import render_beyond

        html = render_beyond(text, flavour)
    return held.fill(with_heading_ids(render_long(text)) if html is None else html)


def with_line_feeds(markdown: str) -> str:
    """Return a text whose lines end as all rules of the renderers expect."""
    if "\r" not in markdown:
        return markdown
    return markdown.replace("\r\n", "\n").replace("\r", "\n")
