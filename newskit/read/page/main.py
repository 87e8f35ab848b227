"""The article of a page: taken out of its menus, with what is left out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, NamedTuple

from newskit.read.page.nearby import is_beside
from newskit.read.page.wording import one_line

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

AUTO: Final = "auto"
_MARKED: Final = ('[itemprop~="articleBody"]', "article", "main", '[role~="main"]')
_BOXES: Final = frozenset(
    ("div", "section", "article", "main", "table", "tbody", "tr", "td", "center", "form", "span")
)
_SHOWS_NOTHING: Final = frozenset(("script", "style", "noscript", "template", "link", "meta"))
# A marked element that holds less of the paragraphs' text than this is a teaser, not the article.
_SHARE: Final = 0.4
_NEARLY: Final = 0.75
_DEEPEST: Final = 64


class MainPart(NamedTuple):
    """The HTML of the article, and the texts around it in their order."""

    html: str
    left: tuple[str, ...]


def main_part(html: str, how: str) -> MainPart | None:
    """Return the article of a page; None where nothing is found.

    Args:
        html: the page.
        how: ``auto`` or a CSS selector, all of whose matches are taken.
    """
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(html)
    found = [node] if how == AUTO and (node := find_article(tree)) else []
    if how != AUTO:
        found = _outermost(tree.css(how))
    if not found:
        return None
    left = tuple(one_line(node.text(separator=" ")) for node in around(tree, found))
    return MainPart("\n".join(node.html or "" for node in found), tuple(filter(None, left)))


def find_article(tree: LexborHTMLParser) -> LexborNode | None:
    """Return the element marked as the article, else the smallest that holds most of the text."""
    body = tree.body
    if body is None:
        return None
    whole = _weight(body)
    for selector in _MARKED:
        nodes = [node for node in tree.css(selector) if not is_beside(node)]
        best = max(nodes, key=_weight, default=None)
        if best is not None and _weight(best) >= _SHARE * whole:
            return best
    return _narrowed(body)


def _narrowed(node: LexborNode) -> LexborNode:
    """Go down as long as one child holds nearly all of the text."""
    for _ in range(_DEEPEST):
        weight = _weight(node)
        child = node.child
        while child is not None and (child.tag == "-text" or _weight(child) < _NEARLY * weight):
            child = child.next
        if child is None or not weight or child.tag not in _BOXES:
            return node
        node = child
    return node


def _weight(node: LexborNode) -> int:
    """Weigh the text of an element's paragraphs that stand in no menu or list of others."""
    return sum(len(one_line(one.text())) for one in node.css("p, li, pre") if not is_beside(one))


def _outermost(nodes: list[LexborNode]) -> list[LexborNode]:
    """Return the nodes that lie in no other of them."""
    ids = {node.mem_id for node in nodes}
    found: list[LexborNode] = []
    for node in nodes:
        parent = node.parent
        while parent is not None and parent.mem_id not in ids:
            parent = parent.parent
        if parent is None:
            found.append(node)
    return found


def around(tree: LexborHTMLParser, kept: list[LexborNode]) -> Iterator[LexborNode]:
    """Yield, in their order, the largest elements that hold none of the nodes `kept`."""
    ids = {node.mem_id for node in kept}
    above: set[int] = set()
    for node in kept:
        parent = node.parent
        while parent is not None and parent.mem_id not in above:
            above.add(parent.mem_id)
            parent = parent.parent
    stack = [tree.body] if tree.body is not None else []
    while stack:
        node = stack.pop()
        if node.mem_id in ids or node.tag in _SHOWS_NOTHING:
            continue
        if node.mem_id not in above:
            yield node
            continue
        children: list[LexborNode] = []
        child = node.child
        while child is not None:
            children.append(child)
            child = child.next
        stack += reversed(children)
