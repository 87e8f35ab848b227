"""The body of a post as readers of its site get it: HTML, and what could not be shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from newskit.render.containers import as_markdown
from newskit.render.flavour import Flavour
from newskit.render.held import Held
from newskit.render.site import render_site, with_line_feeds
from newskit.render.templates.resolve import resolve_templates

if TYPE_CHECKING:
    from newskit.render.templates.context import Context

__all__ = ["RenderedBody", "render_body"]


class RenderedBody(NamedTuple):
    """A body as HTML.

    Attributes:
        html: the fragment.
        left: template code that is not known and not shown, as it was written, in order.
    """

    html: str
    left: tuple[str, ...]


def render_body(markdown: str, flavour: Flavour, context: Context) -> RenderedBody:
    """Render the Markdown body of a post with its template code replaced by what it shows."""
    markdown = with_line_feeds(markdown)
    held = Held.for_text(markdown)
    if flavour is Flavour.MDX:
        text, gone = as_markdown(markdown)
        return RenderedBody(render_site(text, flavour, held), tuple(gone))
    text, left = resolve_templates(markdown, context, held)
    return RenderedBody(render_site(text, flavour, held), left)
