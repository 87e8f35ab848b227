"""A post's HTML body as XHTML markup: parse, walk, shape, serialise."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newskit.epub.content import replaced
from newskit.epub.content.elements import (
    ELEMENTS,
    HARD,
    PHRASING,
    TRANSPARENT,
    UNKNOWN,
    VOID,
    set_attributes,
)
from newskit.epub.content.footnotes import resolve_anchors
from newskit.epub.content.formulas import mark_formulas, may_hold_formulas, shape_formulas
from newskit.epub.content.state import ContentWalk, append_text
from newskit.epub.content.structure import (
    has_content,
    shape_groups,
    shape_lists,
    shape_ruby,
    shape_tables,
)
from newskit.epub.content.values import clean
from newskit.markup.elements import HEADINGS

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

    from newskit.epub.article import PostLink
    from newskit.epub.content.state import Element, Notes

# From the tree Lexbor parsed to a tree of elements that EPUB allows, without recursion.

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


# HTML5 parsing with Lexbor, with the nesting bounded beforehand.


# Lexbor takes quadratic time on nested blocks, and e-book readers give up on deep trees long
# before; no post written by hand comes near. Below so many tags time does not matter.
MAX_DEPTH = 400
_FEW_TAGS = 4000
_TAG = re.compile(r"<(/?)([A-Za-z][^\s/>]*+)[^>]*+>")
# Void elements, and those whose end tag may be left out: they do not count as nesting.
_UNCOUNTED_NAMES = """
area base br col embed hr img input link meta param source track wbr p li dt dd tr td th
thead tbody tfoot option optgroup colgroup rt rp body html head caption
"""
_UNCOUNTED = frozenset(_UNCOUNTED_NAMES.split())


def parse_body(html: str) -> LexborNode | None:
    """Parse an HTML fragment as the content of a body, in standards mode.

    The explicit body keeps what browsers would move into the head (`style`, `title`, `script`)
    in its place; the document type keeps tables out of paragraphs.
    """
    from selectolax.lexbor import LexborHTMLParser

    if html.count("<") > _FEW_TAGS:
        html = bound_depth(html)
    return LexborHTMLParser("<!DOCTYPE html><body>" + html).body


def bound_depth(html: str) -> str:
    """Take out the tags that nest deeper than `MAX_DEPTH`; their text stays.

    One linear pass over the tags; the depth it counts is at least that of the parsed tree,
    except for elements whose end tag may be left out.
    """
    depth = 0

    def keep(match: re.Match[str]) -> str:
        nonlocal depth
        closing, name = match.groups()
        if name.lower() in _UNCOUNTED:
            return match.group() if depth <= MAX_DEPTH else " "
        if closing:
            depth = max(depth - 1, 0)
            return match.group() if depth < MAX_DEPTH else " "
        depth += 1
        return match.group() if depth <= MAX_DEPTH else " "

    return _TAG.sub(keep, html)


# Headings of a body under the article's own: none skipped, none empty.


# HTML, sections 4.4.9, 4.9.2 and 4.9.10: no headings in these.
_NO_HEADINGS = ("dt", "th", "caption")


def order_headings(root: Element) -> None:
    """Renumber the headings below the page's `h1` so that no level is skipped.

    A heading is one level below the nearest one before it that the post ranks higher. An empty
    one becomes a `div`, and so does one where no heading may stand.
    """
    open_levels: list[int] = []
    for heading in list(root.iter(*sorted(HEADINGS))):
        if not has_content(heading):
            heading.tag = "div"
            continue
        if next(heading.iterancestors(*_NO_HEADINGS), None) is not None:
            heading.tag = "div"
            heading.set("class", " ".join(filter(None, ("nk-strong", heading.get("class", "")))))
            continue
        level = int(str(heading.tag)[1])
        while open_levels and open_levels[-1] >= level:
            open_levels.pop()
        open_levels.append(level)
        heading.tag = f"h{min(len(open_levels) + 1, 6)}"


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
    notes.has_formulas = may_hold_formulas(html)
    root = etree.Element("div")
    body = parse_body(html)
    if body is not None:
        walk_body(body, root, notes)
    root.set("class", "nk-body")
    _shape(root, notes)
    resolve_anchors(root, notes)
    _mark_links(notes)
    for character in sorted(notes.forbidden):
        notes.change("control-character", character, "dropped")
    markup: bytes = etree.tostring(root, encoding="utf-8")
    return _SELF_CLOSED.sub(rb"<\1\2></\1>", markup)


def _mark_links(notes: Notes) -> None:
    """Put a mark before each link that may lead to another post, to be pointed in the book."""
    from lxml import etree

    kept: list[tuple[Element, PostLink]] = []
    for element, link in notes.links:
        if element.tag == "a" and element.getparent() is not None:
            element.addprevious(etree.ProcessingInstruction("nk", f"link {len(kept)}"))
            kept.append((element, link))
    notes.links[:] = kept


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
    if "math" in notes.features or notes.has_formulas:
        mark_formulas(root)
        shape_formulas(root, notes)
