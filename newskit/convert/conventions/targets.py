"""The places that a link of the document leads to."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import unquote

from newskit.config.convert import Profile
from newskit.convert.conventions.nodes import Node, Page
from newskit.convert.tree import TARGET
from newskit.lazy import lazy
from newskit.markup.definitions import LABEL
from newskit.markup.elements import ANY_BLOCK, MEDIA, names

_LINK = lazy(
    r"""(?<![:\w])href\s*=\s*(?:"\s*#([^"]+)"|'\s*#([^']+)'|#([^\s"'>]+))"""
    r"""|\]\(\s*<?#([^\s)>]+)"""
    rf"|^ {{0,3}}{LABEL}\s*<?#(\S+)",
    re.IGNORECASE | re.MULTILINE,
)
# A literal comes first, so that all other text is skipped.
_MAY_LINK = lazy(r"#(?:(?<=[\"'=(<]#)|(?<=[\"=(] #)|(?<=\]: #))")
_KEEPS_ITSELF = (
    names("figure dl details dt dd summary sub sup u ins mark kbd samp var cite dfn q abbr small")
    | MEDIA
)
_BEFORE = names("table ul ol menu dir pre img hr input br thead tbody tfoot tr colgroup") | MEDIA
_HEADING = lazy(r"h[1-6]\Z")


def linked_places(text: str) -> frozenset[str]:
    """Return the names of the places that links in a text lead to, in HTML or in Markdown."""
    found: set[str] = set()
    if _MAY_LINK.search(text):
        for match in _LINK.finditer(text):
            name = unescape(next(one for one in match.groups() if one)).strip()
            found |= {name, unquote(name)}
    return frozenset(found)


def read_targets(page: Page) -> None:
    """Let an element that a link leads to hold, or follow, its place."""
    if not page.linked:
        return
    seen: set[str] = set()
    for node in list(page.root.walk()):
        if not node.raw or not node.name or "-" in node.name:
            continue
        if any(up.name in MEDIA for up in node.ancestors()):
            continue
        places = [
            node.get(name)
            for name in ("id", "name")
            if node.has(name) and (name == "id" or node.name in {"a", "img", "map"})
        ]
        for place in dict.fromkeys(places):
            if (
                place in page.linked
                and place not in seen
                and not (node.name in _KEEPS_ITSELF and page.config.semantics == "keep")
            ):
                seen.add(place)
                _put(page, node, place)
    return


def _put(page: Page, node: Node, place: str) -> None:
    target = Node(TARGET)
    target.set({"id": place})
    if (
        _HEADING.match(node.name)
        and page.config.profile is Profile.KRAMDOWN
        and re.fullmatch(r"[\w:.-]+", place)
    ):
        target.set({"heading": ""})
    node.set({"id": None, **({"name": None} if node.name == "a" else {})})
    if node.name in _BEFORE or (node.name == "a" and node.has("href")):
        _put_before(node, target)
    else:
        inside = _first_line(node)
        if inside is None:
            _put_before(node, target)
            return
        inside.children.insert(0, target)
        target.parent = inside


def _put_before(node: Node, target: Node) -> None:
    """Put a place before an element, where a paragraph or a line can hold it."""
    while node.parent is not None and node.parent.name in {
        "table",
        "tbody",
        "thead",
        "tfoot",
        "tr",
        "ul",
        "ol",
    }:
        node = node.parent
    if node.parent is None:
        return
    place = node.index()
    node.parent.children.insert(place, target)
    target.parent = node.parent


def _first_line(node: Node) -> Node | None:
    """Return the element inside of a block that begins with a line of text; None for none."""
    while True:
        first = next(iter(node.content()), None)
        if not isinstance(first, Node) or first.name not in ANY_BLOCK:
            return node
        if first.name in _BEFORE:
            return (
                node
                if first.name in {"pre", "hr", "table", "ul", "ol"}
                and node.name not in {"ul", "ol", "table"}
                else None
            )
        node = first
