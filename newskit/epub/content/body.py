"""A post's HTML body as XHTML markup: parse, walk, shape, serialise."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newskit.epub.content.anchors import resolve_anchors
from newskit.epub.content.elements import HEADINGS
from newskit.epub.content.headings import order_headings
from newskit.epub.content.parse import parse_body
from newskit.epub.content.quick import quick_body
from newskit.epub.content.structure import shape_groups, shape_lists, shape_ruby
from newskit.epub.content.tables import shape_tables
from newskit.epub.content.text import clean
from newskit.epub.content.walk import walk_body

if TYPE_CHECKING:
    from newskit.epub.content.notes import Notes
    from newskit.epub.content.types import Element

__all__ = ["body_markup"]

# HTML parsers, which some readers use, take `<a id="x"/>` for an open tag.
_SELF_CLOSED = re.compile(rb"<(?!(?:br|hr|wbr|img)\b)([a-z0-9]+)((?:\s[^<>]*)?)/>")


def body_markup(html: str, notes: Notes) -> bytes:
    """Return the body as one well-formed `div`, valid in an EPUB content document.

    Nothing is refused: any text gives a body. What was changed on the way is in `notes`.
    """
    from lxml import etree

    html, forbidden = clean(html)
    notes.forbidden.update(forbidden)
    notes.has_references = "&#" in html
    root = quick_body(html, notes)
    if root is None:
        root = etree.Element("div")
        body = parse_body(html)
        if body is not None:
            walk_body(body, root, notes)
    root.set("class", "nk-body")
    _shape(root, notes)
    resolve_anchors(root, notes)
    for character in sorted(notes.forbidden):
        notes.change("control-character", character, "dropped")
    markup: bytes = etree.tostring(root, encoding="utf-8")
    return _SELF_CLOSED.sub(rb"<\1\2></\1>", markup)


def _shape(root: Element, notes: Notes) -> None:
    """Run the passes that the elements of the body call for."""
    seen = notes.seen
    if not seen.isdisjoint({"li", "ul", "ol"}):
        shape_lists(root)
    if not seen.isdisjoint({"dl", "dt", "dd", "figcaption"}):
        shape_groups(root)
    if not seen.isdisjoint({"ruby", "rt", "rp"}):
        shape_ruby(root)
        if next(root.iter("ruby"), None) is not None:
            notes.features.add("ruby")
    if "table" in seen and shape_tables(root):
        notes.features.add("tables")
    if not seen.isdisjoint(HEADINGS):
        order_headings(root)
