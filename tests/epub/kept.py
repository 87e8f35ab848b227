"""How much of a post's text is in a page: counted by the standard library's parsers alone."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

# Never shown by a browser, and reported by the exporter where it holds something.
_UNSEEN = frozenset({"script", "style", "template"})
_INVISIBLE = re.compile(
    "[\\s\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2060\ufeff\ufdd0-\ufdef\ufffd\ufffe\uffff"
    + "".join(chr(plane << 16 | last) for plane in range(1, 17) for last in (0xFFFE, 0xFFFF))
    + "\ud800-\udfff]"
)


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.unseen = 0
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, _: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self.unseen += 1

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN and self.unseen:
            self.unseen -= 1

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.parts.append(data)


def text_of_html(html: str) -> str:
    """Text of an HTML fragment, as a browser would show it, white space left out."""
    parser = _Text()
    parser.feed(html)
    parser.close()
    return _INVISIBLE.sub("", "".join(parser.parts))


def text_of_page(page: bytes) -> str:
    """Text of an XHTML page's body, white space left out."""
    root = ET.fromstring(page)
    body = root.find("{http://www.w3.org/1999/xhtml}body")
    assert body is not None
    return _INVISIBLE.sub("", "".join(body.itertext()))


def lost_text(html: str, page: bytes) -> Counter[str]:
    """Characters of the post that are not in the page, with how many of each."""
    return Counter(text_of_html(html)) - Counter(text_of_page(page))
