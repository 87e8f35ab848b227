"""Where things stand on a page: its article, and what is beside it or next to its heading."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from newskit.frozen import NamedTuple
from newskit.lazy import lazy
from newskit.read.page.wording import one_line

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_BESIDE: Final = lazy(
    r"(?:^|[\s_-])(?:comments?|commentlist|related|sidebar|widget|footer|recent|recommend\w*|popular"
    r"|trending|teaser|more-?(?:news|stories|from)|latest|newsletter|promo)(?:$|[\s_-])"
)
_BLOGGER: Final = "widget Blog"
"""Blogger's own column of posts, which it calls a widget."""
_DEEPEST: Final = 40
_MOST_HEADINGS: Final = 3
_MOST_TEXT: Final = 1_000_000
_LONGEST_LINE: Final = 140
_LINES_BEHIND, _LINES_BEFORE = 40, 8
_OTHERS: Final = lazy(
    r"(?:related|recommended|upcoming|more|other|popular|trending|similar|latest)\s+"
    r"(?:content|stories|articles|posts|news|events|reading|links)\s*:?\Z"
    r"|(?:you (?:may|might) also like|also on|read (?:next|also)|mehr zum thema|auch interessant"
    r"|weitere artikel|lire aussi|à lire aussi|leia também|lea también|te puede interesar"
    r"|leggi anche|читайте также|関連記事|相关阅读|相关文章|推荐阅读)\b",
    re.IGNORECASE,
)
"""Lines that begin a list of other articles, whose days and names are theirs."""


def around_the_heading(tree: LexborHTMLParser) -> frozenset[int]:
    """Return the identities (`mem_id`) of what the page's ``<h1>``, of three at most, stand in.

    Whatever its class is called (``content sidebar`` names a layout), it is not beside the article.
    """
    headings = tree.css("h1")
    found: set[int] = set()
    for heading in headings if len(headings) <= _MOST_HEADINGS else ():
        parent = heading.parent
        for _ in range(_DEEPEST):
            if parent is None:
                break
            found.add(parent.mem_id)
            parent = parent.parent
    return frozenset(found)


def is_beside(
    node: LexborNode, *, own_footer: bool = False, around: frozenset[int] = frozenset()
) -> bool:
    """Tell whether an element stands in menus, comments, footers or lists of other articles.

    Args:
        node: the element.
        own_footer: whether the footer of an article, where its date and its author may stand (HTML,
            section 4.3.8), is part of it; and an ``<aside>`` in it that says it holds its facts.
        around: see `around_the_heading`.
    """
    parent: LexborNode | None = node
    in_footer = False
    for _ in range(_DEEPEST):
        if parent is None:
            break
        if own_footer and (parent.tag == "footer" or parent.attributes.get("class") == "footer"):
            in_footer = True
        elif in_footer and (parent.tag == "article" or _is_article(parent)):
            return False
        elif own_footer and parent.tag == "aside" and _holds_facts(parent):
            pass
        elif parent.mem_id not in around and is_marked_beside(parent):
            return True
        parent = parent.parent
    return in_footer


def _holds_facts(node: LexborNode) -> bool:
    words = (node.attributes.get("class") or "").lower().split()
    return not {"meta", "post-meta", "entry-meta", "article-meta", "byline"}.isdisjoint(words)


def _is_article(node: LexborNode) -> bool:
    """Tell whether an element says by schema.org, or by its class, that it is the article."""
    attributes = node.attributes
    kind = attributes.get("itemtype") or ""
    return (
        kind.endswith(("Article", "BlogPosting"))
        or "article" in (attributes.get("class") or "").split()
    )


def is_marked_beside(node: LexborNode) -> bool:
    """Tell whether an element itself is a menu, comments, a footer or a list of other articles."""
    if node.tag in {"nav", "aside", "footer"}:
        return True
    if node.tag in {"html", "body"}:
        return False
    attributes = node.attributes
    name, identifier = attributes.get("class"), attributes.get("id")
    return bool(name or identifier) and _says_beside(f"{name or ''} {identifier or ''}")


@lru_cache(maxsize=4096)  # pages of a site share their marks
def _says_beside(mark: str) -> bool:
    if _BLOGGER in mark:
        return False
    # WordPress marks a post by its categories and tags, whatever their names.
    words = (word for word in mark.lower().split() if not word.startswith(("category-", "tag-")))
    return _BESIDE.search(" ".join(words)) is not None


def lines_by_the_heading(tree: LexborHTMLParser) -> Iterator[str]:
    """Yield short pieces of text behind the first heading, then those right before it."""
    body = tree.body
    if body is None:
        return
    heading = next(
        (found for one in ("article h1", "main h1", "h1", "h2") if (found := tree.css_first(one))),
        None,
    )
    around = around_the_heading(tree)
    before: list[str] = []
    seen = looked_at = 0
    passed = False
    for node in body.traverse(include_text=False):
        if heading is not None and node.mem_id == heading.mem_id:
            passed = True
            continue
        if node.tag in {"script", "style", "noscript"} or not _holds_text(node):
            continue
        text = one_line(node.text(separator=" "))
        looked_at += len(text)
        if looked_at > _MOST_TEXT:
            break
        if text and len(text) <= _LONGEST_LINE:
            if not passed:
                before = [*before[1 - _LINES_BEFORE :], text]
                continue
            if _OTHERS.match(text):
                break
            if not is_beside(node, around=around):
                yield text
        seen += passed
        if seen > _LINES_BEHIND:
            break
    for text in reversed(before):
        if _OTHERS.match(text):
            break
        yield text


def _holds_text(node: LexborNode) -> bool:
    """Tell whether an element holds text of its own."""
    child = node.child
    while child is not None:
        if child.tag == "-text" and child.text(deep=False).strip():
            return True
        child = child.next
    return False


# The article of a page: taken out of its menus, with what is left out.

AUTO: Final = "auto"
_MARKED: Final = ('[itemprop~="articleBody"]', "article", "main", '[role~="main"]')
_BOXES: Final = frozenset(
    ("div", "section", "article", "main", "table", "tbody", "tr", "td", "center", "form", "span")
)
_SHOWS_NOTHING: Final = frozenset(("script", "style", "noscript", "template", "link", "meta"))
# A marked element that holds less of the paragraphs' text than this is a teaser, not the article.
_SHARE: Final = 0.4
_NEARLY: Final = 0.75
_DEEPEST_MAIN: Final = 64


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
    for _ in range(_DEEPEST_MAIN):
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
