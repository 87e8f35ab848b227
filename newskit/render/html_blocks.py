"""Blocks of HTML in Markdown whose renderer reads them to their end tag.

CommonMark ends one at the next blank line and reads on; kramdown (`parse_block_html` off, its
default) and Python-Markdown take everything up to the end tag as it is.
"""

from __future__ import annotations

import re
from typing import Final

from newskit.lazy import lazy
from newskit.markup.code_places import code_places
from newskit.markup.elements import VOID
from newskit.render.held import Held

__all__ = ["hold_blocks"]

_OPENING: Final = lazy(
    r"^ {0,3}<([A-Za-z][\w-]*)(?:\s(?:[^<>\"']|\"[^\"]*\"|'[^']*')*)?(?<!/)>", re.MULTILINE
)
_INLINE: Final = frozenset(
    (
        *("a", "abbr", "b", "bdo", "big", "button", "cite", "code", "del", "dfn", "em", "font"),
        *("i", "ins", "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strike"),
        *("strong", "sub", "sup", "tt", "u", "var"),
    )
)
_SAME: Final = frozenset(("pre", "script", "style", "textarea"))
"""Elements that CommonMark reads to their end tag, too."""

_BLANK: Final = lazy(r"\n[ \t]*\n")
_MARKDOWN: Final = lazy(r"\smarkdown\s*=", re.IGNORECASE)
_AFTER: Final = lazy(r"[ \t]*(?:\n[ \t]*(?:\n|<|\Z)|\Z)")
_MOST: Final = 2000


def hold_blocks(text: str, held: Held) -> str:
    """Set aside the blocks of HTML that CommonMark would end too early or too late."""
    places = None
    parts: list[str] = []
    position = 0
    unclosed: set[str] = set()
    for _ in range(_MOST):
        opening = _OPENING.search(text, position)
        if opening is None:
            break
        name = opening[1].lower()
        end = -1
        if name not in _INLINE | VOID | _SAME | unclosed:
            places = places or code_places(text)
            if not places.holds(opening.start()):
                end = _end(text, opening)
                if end < 0:
                    unclosed.add(name)
        block = text[opening.start() : end] if end > 0 else ""
        if not block or _MARKDOWN.search(block):
            block = ""
            end = opening.end()
        elif not _BLANK.search(block) and _AFTER.match(text, end):
            block = ""
        parts.append(text[position : opening.start()])
        parts.append(held.block(block) if block else text[opening.start() : end])
        position = end
    parts.append(text[position:])
    return "".join(parts)


def _end(text: str, opening: re.Match[str]) -> int:
    """Return where the end tag of an element ends; -1 where there is none."""
    tags = re.compile(rf"<(/?){re.escape(opening[1])}\b(?:[^<>]*[^<>/])?>", re.IGNORECASE)
    depth = 1
    for tag in tags.finditer(text, opening.end()):
        depth += -1 if tag[1] else 1
        if not depth:
            return tag.end()
    return -1
