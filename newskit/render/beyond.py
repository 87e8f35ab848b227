"""What sites' renderers read beyond CommonMark, by markdown-it and what a flavour adds to it.

Importing the parser takes longer than most posts; few of them need it.
"""

from __future__ import annotations

from functools import cache
from typing import Any, Final

from markdown_it import MarkdownIt
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.tasklists import tasklists_plugin

from newskit.render.abbreviations import abbreviations
from newskit.render.attributes import attribute_lists, heading_attributes
from newskit.render.flavour import Flavour
from newskit.render.footnotes import footnotes
from newskit.render.headings import heading_ids
from newskit.render.kramdown_nesting import kramdown_nesting
from newskit.render.kramdown_spans import kramdown_spans, named_tags, python_spans
from newskit.render.kramdown_tables import kramdown_tables

__all__ = ["render_beyond"]

_DEEPEST: Final = 120
"""Levels of blocks that are read; the parser leaves out what is deeper."""


def render_beyond(text: str, flavour: Flavour) -> str | None:
    """Render what cmark does not read; None where it is nested too deeply for the parser."""
    parser = _parser_for(flavour)
    found: dict[str, Any] = {}
    try:
        tokens = parser.parse(text, found)
        if any(token.level >= _DEEPEST - 1 for token in tokens):
            return None
        return str(parser.renderer.render(tokens, parser.options, found))
    except RecursionError:
        return None


_DEFINITIONS = {Flavour.KRAMDOWN, Flavour.GOLDMARK, Flavour.PYTHON, Flavour.ANY}
_NAMED = {Flavour.KRAMDOWN, Flavour.MARKED, Flavour.PYTHON}
_LISTS = {Flavour.KRAMDOWN, Flavour.PYTHON, Flavour.ANY}


class _Parser(MarkdownIt):
    """A parser that takes every address for a link's, as the sites' renderers do."""

    def validateLink(self, url: str) -> bool:  # noqa: ARG002, N802 - markdown-it's interface
        return True


@cache
def _parser_for(flavour: Flavour) -> MarkdownIt:
    """Return the parser of a flavour; made once in each process."""
    md = _Parser(
        "commonmark",
        {"maxNesting": _DEEPEST, "breaks": flavour is Flavour.MARKED},
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
