"""Template code (Liquid, Hugo shortcodes) set aside, so that nothing reads or changes it.

Each piece becomes one character of a private use plane; a block whose content is code or raw text
(`{% highlight %}`, `{% raw %}`, a paired shortcode) becomes one character as a whole.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate

__all__ = ["SET_ASIDE", "Protected", "protect"]

_FIRST, _LAST = 0xF0000, 0xFFFFD
SET_ASIDE = f"[{chr(_FIRST)}-{chr(_LAST)}]"
"""A pattern of the characters that stand for template code."""

_BLOCK = re.compile(r"\{%-?\s*(highlight|raw|comment|verbatim|codeblock|gist|math|mermaid)\b")
_SHORTCODE = re.compile(r"\{\{([<%])\s*([\w./-]+)")
_MARKED_UP = re.compile(r"\{\{<([a-zA-Z][\w-]*+)[^<>]*+>[^{}]*?</\1\s*>\s*\}\}")
_CONTROL = re.compile(r"\{%-?\s*(?:end)?(?:for|if|unless|case|when|else|elsif|capture|tablerow)\b")


@dataclass(frozen=True, slots=True)
class Protected:
    """A text with its template code set aside.

    Attributes:
        text: the text, each piece of template code one character.
        pieces: the code set aside, in order.
        places: where each piece's character stands in `text`.
        shifts: how much longer the original is before each piece, and after the last.
    """

    text: str
    pieces: tuple[str, ...] = ()
    places: tuple[int, ...] = ()
    shifts: tuple[int, ...] = (0,)

    @property
    def has_liquid(self) -> bool:
        """Whether there are Liquid tags, which are gone before Markdown is read."""
        return any(piece.startswith("{%") for piece in self.pieces)

    def restore(self, text: str) -> str:
        """Put the code back into a text made from this one."""
        if not self.pieces:
            return text
        return _SET_ASIDE.sub(lambda match: self.pieces[ord(match[0]) - _FIRST], text)

    def offset(self, place: int) -> int:
        """Return the offset in the original text of a place in `text`."""
        return place + self.shifts[bisect_right(self.places, place - 1)]

    def controls(self, text: str) -> bool:
        """Tell whether a part of the text holds template code that repeats or chooses."""
        return any(
            _CONTROL.match(self.pieces[ord(sign) - _FIRST]) for sign in _SET_ASIDE.findall(text)
        )


_SET_ASIDE = re.compile(SET_ASIDE)


def protect(text: str) -> Protected:
    """Set a text's template code aside.

    Autolinks (`<https://…>`) go with it: they are Markdown, and a parser takes them for tags.
    """
    if ("{{" not in text and "{%" not in text and "<http" not in text) or _SET_ASIDE.search(text):
        return Protected(text)
    pieces: list[str] = []
    places: list[int] = []
    parts: list[str] = []
    length = position = 0
    missing: set[str] = set()
    for start, end in _spans(text, missing):
        if len(pieces) > _LAST - _FIRST:
            break
        parts.append(text[position:start])
        length += start - position
        places.append(length)
        parts.append(chr(_FIRST + len(pieces)))
        length += 1
        pieces.append(text[start:end])
        position = end
    parts.append(text[position:])
    shifts = tuple(accumulate([len(piece) - 1 for piece in pieces], initial=0))
    return Protected("".join(parts), tuple(pieces), tuple(places), shifts)


_START = re.compile(r"\{\{|\{%|<(?:https?|ftp|mailto):[^\s<>]*>")


def _spans(text: str, missing: set[str]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    position = 0
    while match := _START.search(text, position):
        end = match.end() if match[0][0] == "<" else _end(text, match.start(), missing)
        if end < 0:
            position = match.end()
            continue
        spans.append((match.start(), end))
        position = end
    return spans


def _end(text: str, start: int, missing: set[str]) -> int:
    """Return the end of the template code at `start`; -1 when it is none."""
    tag_end = _find(text, "}}" if text[start + 1] == "{" else "%}", start, missing)
    if tag_end < 0 or "\n\n" in text[start:tag_end]:
        return -1
    if text.startswith("{{<", start) and _MARKED_UP.fullmatch(text, start, tag_end):
        return -1  # {{<a href="x">name</a>}}: braces that a page shows, as wikis do
    block = _BLOCK.match(text, start)
    if block:
        close = re.compile(rf"\{{%-?\s*end{block[1]}\s*-?%\}}").search(text, tag_end)
        return close.end() if close else tag_end
    shortcode = _SHORTCODE.match(text, start)
    if shortcode and text[tag_end - 4 : tag_end - 2] != "/>":
        key = f"/{shortcode[2]}"
        if key not in missing:
            close = re.compile(rf"\{{\{{[<%]\s*/\s*{re.escape(shortcode[2])}\s*[>%]\}}\}}").search(
                text, tag_end
            )
            if close:
                return close.end()
            missing.add(key)
    return tag_end


def _find(text: str, closing: str, start: int, missing: set[str]) -> int:
    """Find a closing sign; once it is missing, do not look for it again."""
    if closing in missing:
        return -1
    place = text.find(closing, start)
    if place < 0:
        missing.add(closing)
        return -1
    return place + 2
