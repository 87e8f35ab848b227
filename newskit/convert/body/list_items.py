"""List items of Markdown whose only content is one block of HTML."""

from __future__ import annotations

import re
from dataclasses import replace

from newskit.config.convert import ConvertConfig, Semantics
from newskit.convert.html import convert_fragment
from newskit.convert.proof.verify import proves
from newskit.convert.result import Difference
from newskit.convert.tree import body_html
from newskit.render.cmark import render_markdown

__all__ = ["convert_items", "has_item"]

_ITEM = re.compile(
    r"^(?P<lead>[ \t]*(?:[-*+]|\d{1,9}[.)]) {1,4})"
    r"(?P<html><(?P<name>p|div|h[1-6])\b(?:(?!</?(?P=name)\b|\n[ \t]*\n).)*</(?P=name)>)[ \t]*"
    r"(?=\n[ \t]*(?:\n|\Z|(?:[-*+]|\d{1,9}[.)])[ \t])|\Z)",
    re.DOTALL | re.MULTILINE | re.IGNORECASE,
)
_HAS_ITEM = re.compile(r"^[ \t]*(?:[-*+]|\d{1,9}[.)]) {1,4}</?[a-zA-Z]", re.MULTILINE)


def has_item(text: str) -> bool:
    """Tell whether a stretch of Markdown may hold an item that is one block of HTML."""
    return _HAS_ITEM.search(text) is not None


def convert_items(
    text: str, config: ConvertConfig, *, references: bool
) -> tuple[str, list[Difference]]:
    """Convert the items that become one line of Markdown; each is proved on its own.

    Args:
        text: a stretch of Markdown.
        config: the choices.
        references: whether the body defines link references.

    Returns:
        The new text, and what was left out, with offsets in `text`.
    """
    found: list[Difference] = []
    choices = replace(config, verify=False)
    semantics = config.semantics is Semantics.KEEP

    def item(match: re.Match[str]) -> str:
        fragment = convert_fragment(match["html"], choices, references=references)
        markdown = fragment.conversion.markdown.rstrip("\n")
        if len(fragment.kinds) != 1 or fragment.kinds[0] in {"html", "media"} or "\n" in markdown:
            return match[0]
        if fragment.labels:
            return match[0]
        source = body_html(render_markdown(match[0].lstrip()))
        if not proves(match["lead"].lstrip() + markdown, source, semantics=semantics):
            return match[0]
        base = match.start("html")
        found.extend(
            [replace(one, offset=base + one.offset) for one in fragment.conversion.differences]
        )
        return match["lead"] + markdown

    return _ITEM.sub(item, text), found
