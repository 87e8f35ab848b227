"""Markdown to HTML as the site's own renderer makes it."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

from markdown_it import MarkdownIt
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.tasklists import tasklists_plugin

from newskit.render.abbreviations import abbreviations
from newskit.render.attributes import attribute_lists, heading_attributes
from newskit.render.flavour import Flavour, needs_more
from newskit.render.footnotes import footnotes
from newskit.render.headings import heading_ids, with_heading_ids
from newskit.render.held import Held
from newskit.render.kramdown_nesting import kramdown_nesting
from newskit.render.kramdown_spans import kramdown_spans, named_tags, python_spans
from newskit.render.kramdown_tables import kramdown_tables
from newskit.render.long import render_long

__all__ = ["DEEPEST", "parser_for", "render_site"]

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
    parser = parser_for(flavour)
    found: dict[str, Any] = {}
    try:
        tokens = parser.parse(text, found)
        if any(token.level >= DEEPEST - 1 for token in tokens):
            return None
        return str(parser.renderer.render(tokens, parser.options, found))
    except RecursionError:
        return None


DEEPEST = 120
"""Levels of blocks that are read; the parser leaves out what is deeper."""
_DEFINITIONS = {Flavour.KRAMDOWN, Flavour.GOLDMARK, Flavour.PYTHON, Flavour.ANY}
_NAMED = {Flavour.KRAMDOWN, Flavour.MARKED, Flavour.PYTHON}
_LISTS = {Flavour.KRAMDOWN, Flavour.PYTHON, Flavour.ANY}


class _Parser(MarkdownIt):
    """A parser that takes every address for a link's, as the sites' renderers do."""

    def validateLink(self, url: str) -> bool:  # noqa: ARG002, N802 - markdown-it's interface
        return True


@cache
def parser_for(flavour: Flavour) -> MarkdownIt:
    """Return the parser of a flavour; made once in each process."""
    md = _Parser(
        "commonmark",
        {"maxNesting": DEEPEST, "breaks": flavour is Flavour.MARKED},
    )
    md.enable(["table", "strikethrough"])
    footnotes(md)
    tasklists_plugin(md)
    if flavour in _DEFINITIONS:
        deflist_plugin(md)
    if flavour in _DEFINITIONS or flavour is Flavour.MDX:
        heading_attributes(md, only_ids=flavour in {Flavour.KRAMDOWN, Flavour.MDX})
    if flavour in _LISTS:
        attribute_lists(md)
        abbreviations(md)
    if flavour in _NAMED:
        named_tags(md)
    if flavour is Flavour.PYTHON:
        python_spans(md)
    if flavour is Flavour.KRAMDOWN:
        kramdown_spans(md)
        kramdown_nesting(md)
        kramdown_tables(md)
    heading_ids(md)
    return md
