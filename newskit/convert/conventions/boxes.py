"""Elements that say nothing where they stand: bare figures, boxes in headings and lists, layout."""

from __future__ import annotations

from newskit.config.convert import Semantics
from newskit.convert.conventions.nodes import Child, Node, Page
from newskit.convert.result import DifferenceKind
from newskit.markup.elements import ANY_BLOCK, HEADINGS, TABLE_SECTIONS, names

_SHOWN_ALONE = names("img picture video audio iframe object embed canvas svg math input")
_ITEMS = names("ul ol menu dir")
_BOXES = names("div p section center header hgroup")


def read_figures(page: Page) -> None:
    """Let a figure without a caption be what it holds (HTML Living Standard 4.4.12)."""
    for figure in page.root.all("figure"):
        captions = figure.all("figcaption")
        if any(
            one.has_words() or any(inner.name in _SHOWN_ALONE for inner in one.walk())
            for one in captions
        ):
            continue
        for caption in captions:
            caption.remove()
        figure.name = "div"


def read_layout(page: Page) -> None:
    """Let a table of one column that is stated to be layout be the blocks it holds.

    Newsletters are laid out in such tables: `role=presentation` takes away that they are tables
    (WAI-ARIA 1.2, presentational roles). Where what elements mean is kept, they stay as they are.
    """
    if page.config.semantics is not Semantics.DROP:
        return
    for table in page.root.all("table"):
        if table.get("role").strip().lower() not in {"presentation", "none"}:
            continue
        rows = [one for one in _within(table, TABLE_SECTIONS) if isinstance(one, Node)]
        cells = [one for row in rows for one in row.content()]
        single = all(row.name == "tr" and len(row.content()) < 2 for row in rows)
        if not single or any(isinstance(one, str) or one.name != "td" for one in cells):
            continue
        boxes = [one for one in cells if isinstance(one, Node)]
        for box in [table, *rows, *boxes]:
            box.name = "div"
        table.children = [*boxes]
        for box in boxes:
            box.parent = table


def _within(node: Node, through: frozenset[str]) -> list[Child]:
    """Return what an element holds, and what those elements in it hold that only hold."""
    found: list[Child] = []
    pending = list(reversed(node.content()))
    while pending:
        child = pending.pop()
        if isinstance(child, Node) and child.name in through:
            pending += reversed(child.content())
        else:
            found.append(child)
    return found


def read_boxes_in_headings(page: Page) -> None:
    """Open the boxes in a heading that has one line of words, and no other blocks."""
    for heading in page.root.all(*HEADINGS):
        blocks = [node for node in heading.walk() if node.name in ANY_BLOCK]
        if not blocks or not all(_is_box_in(node, heading) for node in blocks):
            continue
        lines = [line for line in _lines(heading) if any(_is_there(one) for one in line)]
        if sum(_says(line) for line in lines) > 1:
            continue
        for box in blocks:
            if box.raw:
                page.say(DifferenceKind.ATTRIBUTE, box, box.raw.strip())
        heading.children = []
        for place, line in enumerate(lines):
            heading.append(*([" "] if place else []), *line)


def _is_box_in(node: Node, heading: Node) -> bool:
    """Tell whether a block is a box with nothing but boxes around it up to a heading."""
    if node.name not in _BOXES:
        return False
    for up in node.ancestors():
        if up is heading:
            return True
        if up.name not in _BOXES:
            return False
    return False


def _lines(heading: Node) -> list[list[Child]]:
    """Return what stands in a heading, box by box."""
    lines: list[list[Child]] = [[]]
    pending: list[Child | None] = list(reversed(heading.children))
    while pending:
        child = pending.pop()
        if child is None:
            lines.append([])
        elif isinstance(child, Node) and child.name in _BOXES:
            lines.append([])
            pending.append(None)
            pending.extend(reversed(child.children))
        else:
            lines[-1].append(child)
    return lines


def _is_there(child: Child) -> bool:
    return bool(child.strip()) if isinstance(child, str) else True


def _says(line: list[Child]) -> bool:
    """Tell whether a line shows something."""
    return any(
        bool(one.strip())
        if isinstance(one, str)
        else one.has_words() or any(inner.name in _SHOWN_ALONE for inner in [one, *one.walk()])
        for one in line
    )


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
