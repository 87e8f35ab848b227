"""HTML that stands in Markdown as one character, which no renderer reads or changes."""

from __future__ import annotations

import re
from html import escape
from typing import Final

from newskit.frozen import dataclass, field
from newskit.lazy import lazy

_PLANES: Final = (
    (0xF0000, 0xF7FFF),
    (0xF8000, 0xFFFFD),
    (0x102000, 0x107FFF),
    (0x108000, 0x10FFFD),
)
_EMPTY: Final = lazy(r"<p>(?:\s|<br />)*</p>\n?")
_NEAR: Final = 2000  # a tag is hardly longer
_AFTER_BREAK: Final = lazy(r"(?:<br />)?\s*\Z")


@dataclass(slots=True)
class Held:
    """What is set aside of one document, and put back into its HTML.

    Attributes:
        first: code point of the first stand-in.
        last: code point that no stand-in exceeds.
        pieces: HTML, and whether it is a block.
    """

    first: int
    last: int
    pieces: list[tuple[str, bool]] = field(default_factory=list["tuple[str, bool]"])

    @classmethod
    def for_text(cls, text: str) -> Held:
        """Choose stand-ins that a text does not hold."""
        # Few texts have a character that far out, whose UTF-8 begins with one of two bytes.
        data = b"" if text.isascii() else text.encode("utf-8", "surrogatepass")
        free = b"\xf3" not in data and b"\xf4" not in data
        for first, last in _PLANES:
            if free or not re.search(f"[{chr(first)}-{chr(last)}]", text):
                return cls(first, last)
        return cls(_PLANES[0][0], _PLANES[0][0])  # every plane is in use: nothing is set aside

    def inline(self, html: str) -> str:
        """Return what stands for HTML within a paragraph."""
        return self._add(html, block=False)

    def block(self, html: str) -> str:
        """Return what stands for HTML that no paragraph holds."""
        return self._add(html, block=True)

    def text(self, text: str) -> str:
        """Return what stands for words that are not Markdown."""
        return self._add(escape(text, quote=False), block=False)

    def _add(self, html: str, *, block: bool) -> str:
        number = self.first + len(self.pieces)
        if number >= self.last:
            return html
        self.pieces.append((html, block))
        return chr(number)

    def fill(self, html: str) -> str:
        """Put everything back into the HTML made of the text."""
        if not self.pieces:
            return html
        pattern = re.compile(f"[{chr(self.first)}-{chr(self.last)}]")
        parts: list[str] = []
        position = 0
        in_paragraph = False
        split = False
        for match in pattern.finditer(html):
            before = html[position : match.start()]
            in_paragraph = _is_open(before, in_paragraph)
            parts.append(before)
            position = match.end()
            number = ord(match[0]) - self.first
            if number >= len(self.pieces):
                parts.append(match[0])
                continue
            piece, block = self.pieces[number]
            if _in_tag(html, match.start()):
                piece = re.sub(r"<[^<>]*>", "", piece).replace('"', "&quot;")
            elif block and in_paragraph:
                parts[-1] = _AFTER_BREAK.sub("", parts[-1])
                piece, split = f"</p>\n{piece}\n<p>", True
            # A held piece may hold others: a quotation with a picture in it.
            parts.append(self._nested(piece, pattern))
        parts.append(html[position:])
        filled = "".join(parts)
        return _EMPTY.sub("", filled) if split else filled

    def _nested(self, piece: str, pattern: re.Pattern[str]) -> str:
        def inner(match: re.Match[str]) -> str:
            number = ord(match[0]) - self.first
            return self.pieces[number][0] if number < len(self.pieces) else match[0]

        for _ in range(20):
            if not pattern.search(piece):
                break
            piece = pattern.sub(inner, piece)
        return piece


def _is_open(html: str, was_open: bool) -> bool:  # noqa: FBT001 - a state
    opened, closed = max(html.rfind("<p>"), html.rfind("<p ")), html.rfind("</p>")
    return was_open if opened == closed else opened > closed


def _in_tag(html: str, place: int) -> bool:
    return html.rfind("<", max(0, place - 2000), place) > html.rfind(
        ">", max(0, place - 2000), place
    )
