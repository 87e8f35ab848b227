"""From the tree Lexbor parsed to a tree of elements that EPUB allows, without recursion."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newskit.epub.content import replaced
from newskit.epub.content.attributes import set_attributes
from newskit.epub.content.elements import (
    ELEMENTS,
    HARD,
    PHRASING,
    TRANSPARENT,
    UNKNOWN,
    VOID,
)
from newskit.epub.content.state import ContentWalk, append_text
from newskit.epub.content.text import clean

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

    from newskit.epub.content.state import Element, Notes

__all__ = ["walk_body"]

# Deeper elements are left out and their text joins the element around them; readers and XML
# parsers have limits of 256 and more.
MAX_OUTPUT_DEPTH = 100


def walk_body(body: LexborNode, root: Element, notes: Notes) -> None:
    """Write the content of `body` into `root`."""
    walk = ContentWalk(root, notes)
    stack = walk.stack
    # The last child of `walk.out`, which text is appended to.
    last: Element | None = None
    node = body.first_child
    while True:
        if node is None:
            if not stack:
                return
            node, around = stack.pop()
            if around is not walk.out:
                last, walk.out = walk.out, around
            if walk.link_depth >= len(stack):
                walk.link_depth = -1
        elif node.tag == "-text":
            _text(walk, last, node.text_content or "")
        else:
            made, inside = _open(walk, node)
            if made is not None:
                last = made
            child = node.first_child if inside is not None else None
            if inside is not None and child is not None:
                stack.append((node, walk.out))
                if inside is not walk.out:
                    last, walk.out = None, inside
                node = child
                continue
        node = node.next


def _text(walk: ContentWalk, last: Element | None, text: str) -> None:
    if walk.notes.has_references:
        text, forbidden = clean(text)
        walk.notes.forbidden.update(forbidden)
    if last is None:
        walk.out.text = (walk.out.text or "") + text
    else:
        last.tail = (last.tail or "") + text


def _open(walk: ContentWalk, node: LexborNode) -> tuple[Element | None, Element | None]:
    """Write the element of `node`.

    Returns:
        The last child of `walk.out` where that is new, and the element the content of `node`
        goes into, None when that is done.
    """
    found = ELEMENTS.get(node.tag or "", UNKNOWN)
    if found is None:
        return None, None
    tag, name, is_block = found
    if not tag:
        inside = replaced.HANDLERS[name](walk, node)
        return (walk.out[-1] if len(walk.out) else None), inside
    if len(walk.stack) >= MAX_OUTPUT_DEPTH:
        append_text(walk.out, " ")
        return None, walk.out
    if is_block:
        if walk.out.tag in PHRASING and not _make_room(walk.out):
            tag, name = ("br", "") if tag == "hr" else ("span", "nk-block")
    elif tag == "a":
        if walk.in_link:
            tag = "span"
        elif node.first_child is not None:
            walk.link_depth = len(walk.stack)
    elif tag == "dfn" and _is_inside(walk.out, "dfn"):
        tag = "i"
    walk.notes.seen.add(tag)
    element = walk.add(tag)
    given = node.attributes
    if given or name or tag == "bdo":
        set_attributes(walk.notes, given, element, name)
    return element, (None if tag in VOID else element)


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
