"""Titles, terms and excerpts that a program keeps as HTML, as the text that its readers saw."""

from __future__ import annotations

from html import unescape
from typing import Final

from newskit.lazy import lazy
from newskit.markup.elements import ANY_BLOCK, SEMANTIC_INLINE, SOFT_MARKS
from newskit.records.text import visible_text

_TAG: Final = lazy(r"</?([a-zA-Z][a-zA-Z0-9]*)(?=[\s/>])[^<>]*>")
_NAMES: Final = ANY_BLOCK | SEMANTIC_INLINE | frozenset(SOFT_MARKS)
_OTHERS: Final = frozenset(("a", "br", "code", "font", "img", "span", "tt", "wbr"))


def words_of(html: str) -> str:
    """Return a line of HTML as text: `Q &amp; A` is "Q & A", `<em>Titanic</em>` is "Titanic".

    What only looks like a tag (`Vec<String>`) stays as it is.
    """
    if "<" not in html:
        return unescape(html) if "&" in html else html
    found = _TAG.findall(html)
    if len(found) < html.count("<") or any(
        name.lower() not in _NAMES and name.lower() not in _OTHERS for name in found
    ):
        return unescape(html)
    return " ".join(visible_text(html).split())
