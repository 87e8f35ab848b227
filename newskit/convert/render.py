"""Markdown to HTML, by cmark-gfm: the renderer every conversion is proved with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import cmarkgfm
from cmarkgfm import cmark

__all__ = ["render_markdown"]

# The package has no types of its own.
_render = cast("Callable[..., str]", cast("Any", cmarkgfm).markdown_to_html_with_extensions)
_UNSAFE = cast("int", cast("Any", cmark).Options.CMARK_OPT_UNSAFE)
_EXTENSIONS = ("table", "strikethrough", "tasklist")


def render_markdown(markdown: str) -> str:
    """Render Markdown to an HTML fragment.

    CommonMark with GFM's tables, strikethrough and task lists; raw HTML passes through; bare
    URLs stay text.

    Args:
        markdown: the text; lone surrogates become U+FFFD.

    Returns:
        HTML that a parser reads as the content of a body element.
    """
    if not markdown.isascii():
        markdown = markdown.encode("utf-8", "replace").decode("utf-8")
    return _render(markdown, options=_UNSAFE, extensions=list(_EXTENSIONS))
