"""From the tree Lexbor parsed to a tree of elements that EPUB allows, without recursion."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newskit.export.epub.content import replaced
from newskit.export.epub.content.attributes import copy_attributes
from newskit.export.epub.content.elements import (
    BLOCKS,
    DROPPED,
    HARD,
    KEPT_INLINE,
    PHRASING,
    RENAMED,
    TRANSPARENT,
    VOID,
)
from newskit.export.epub.content.state import Walk, append_text
from newskit.export.epub.content.text import clean

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

    from newskit.export.epub.content.notes import Notes
    from newskit.export.epub.content.types import Element

__all__ = ["walk_body"]

# Deeper elements are left out and their text joins the element around them; readers and XML
# parsers have limits of 256 and more.
MAX_OUTPUT_DEPTH = 100


def walk_body(body: LexborNode, root: Element, notes: Notes) -> None:
    """Write the content of `body` into `root`."""
    walk = Walk(root, notes)
    node = body.first_child
    while True:
        if node is None:
            if not walk.stack:
                return
            node, walk.out = walk.stack.pop()
            if walk.link_depth >= len(walk.stack):
                walk.link_depth = -1
            node = node.next
            continue
        if node.tag == "-text":
            _text(walk, node.text_content or "")
        else:
            inside = _open(walk, node)
            child = node.first_child if inside is not None else None
            if inside is not None and child is not None:
                walk.stack.append((node, walk.out))
                walk.out = inside
                node = child
                continue
        node = node.next


def _text(walk: Walk, text: str) -> None:
    text, forbidden = clean(text)
    if forbidden:
        walk.notes.forbidden.update(forbidden)
    if text:
        append_text(walk.out, text)


def _open(walk: Walk, node: LexborNode) -> Element | None:
    """Write the element of `node`; return where its content goes, None when that is done."""
    tag = node.tag or ""
    if tag in DROPPED:
        return None
    handler = replaced.HANDLERS.get(tag)
    if handler is not None:
        return handler(walk, node)
    tag, name = RENAMED.get(tag, (tag, ""))
    if tag not in BLOCKS and tag not in KEPT_INLINE:
        tag = "span"
    if len(walk.stack) >= MAX_OUTPUT_DEPTH:
        append_text(walk.out, " ")
        return walk.out
    if tag in BLOCKS and walk.out.tag in PHRASING and not _make_room(walk.out):
        if tag == "hr":
            tag = "br"
        else:
            tag, name = "span", "nk-block"
    elif tag == "a":
        if walk.in_link:
            tag = "span"
        elif node.first_child is not None:
            walk.link_depth = len(walk.stack)
    elif tag == "dfn" and _is_inside(walk.out, "dfn"):
        tag = "i"
    element = walk.add(tag)
    copy_attributes(walk.notes, node, element, name)
    return None if tag in VOID else element


def _is_inside(element: Element, tag: str) -> bool:
    return element.tag == tag or next(element.iterancestors(tag), None) is not None


def _make_room(element: Element) -> bool:
    """Turn the inline elements around a block into `div`, unless one of them is a heading."""
    chain: list[Element] = []
    current: Element | None = element
    while current is not None and current.tag in PHRASING:
        if current.tag in HARD or current.get("class", "").startswith("nk-block"):
            return False
        chain.append(current)
        current = current.getparent()
    for inline in chain:
        if inline.tag not in TRANSPARENT:
            # The class keeps how it looked: the style sheet makes `nk-strong` bold.
            names = (f"nk-{inline.tag}", inline.get("class", ""))
            inline.set("class", " ".join(filter(None, names)))
            inline.tag = "div"
    return True
