"""Elements that say nothing where they stand: frames without a caption, boxes between items."""

from __future__ import annotations

from newskit.convert.conventions.nodes import Node
from newskit.convert.conventions.page import Page
from newskit.markup.elements import names

__all__ = ["read_boxes_in_lists", "read_figures", "read_times"]

_SHOWN = names("img picture video audio iframe object embed canvas svg math input")
_ITEMS = names("ul ol menu dir")


def read_figures(page: Page) -> None:
    """Let a figure without a caption be what it holds (HTML Living Standard 4.4.12)."""
    for figure in page.root.all("figure"):
        captions = figure.all("figcaption")
        if any(
            one.has_words() or any(inner.name in _SHOWN for inner in one.walk()) for one in captions
        ):
            continue
        for caption in captions:
            caption.remove()
        figure.name = "div"


def read_boxes_in_lists(page: Page) -> None:
    """Let the items in a box of a list be items of the list: browsers show them so."""
    for items in page.root.all(*_ITEMS):
        for child in list(items.children):
            if isinstance(child, Node) and child.name and child.name not in _ITEMS:
                _open(child)


def _open(box: Node) -> None:
    """Take items out of the boxes around them."""
    pending = [box]
    while pending:
        node = pending.pop()
        if node.name == "li" or node.name in _ITEMS or not _holds_item(node):
            continue
        pending += [child for child in node.children if isinstance(child, Node)]
        if node.name == "a" and node.has("href"):
            for item in node.all("li"):
                item.wrap_children(Node("a", node.raw))
        node.unwrap()


def _holds_item(box: Node) -> bool:
    pending = [child for child in box.children if isinstance(child, Node)]
    while pending:
        node = pending.pop()
        if node.name == "li":
            return True
        if node.name not in _ITEMS:
            pending += [child for child in node.children if isinstance(child, Node)]
    return False


def read_times(page: Page) -> None:
    """Let dates and data be their words; what a machine reads in them is reported."""
    for node in page.root.all("time", "data"):
        node.name = "span"
