"""Lists of tasks, as editors write them: each item begins with a check box that shows its state.

TipTap and ProseMirror (`data-checked`), Quill (`data-list`, `ul data-checked`), Lexical
(`aria-checked`), Evernote (`--en-checked`, `en-todo`), Notion, Google Keep, Confluence (classes),
AsciiDoctor (icons). Without their style sheets none of them shows which tasks are done.
"""

from __future__ import annotations

import re

from newskit.convert.conventions.nodes import Node, Page, words
from newskit.convert.result import DifferenceKind
from newskit.lazy import lazy
from newskit.markup.elements import ANY_BLOCK, names

_EVERNOTE = lazy(r"--en-checked\s*:\s*(true|false)", re.IGNORECASE)
_SAYS = {"true": True, "checked": True, "false": False, "unchecked": False}
_ICONS = {
    "fa-check-square-o": True, "fa-check-square": True, "fa-square-o": False, "fa-square": False,
    "checkbox-on": True, "checkbox-off": False,
}  # fmt: skip
_LISTS = names("ul ol")


def read_tasks(page: Page) -> None:
    """Let every item whose state is known begin with a check box that shows it."""
    for todo in page.root.all("en-todo"):
        page.say(DifferenceKind.COMPONENT, todo, f"<en-todo>{todo.raw}")
        ticked = _SAYS.get(todo.get("checked").lower(), False)
        todo.replace([_box(done=ticked), " ", *todo.children])
    for item in page.root.all("li"):
        done = _state(item)
        if done is not None:
            _leave_boxes(page, item)
            line = _first_line(item)
            if line.children and isinstance(line.children[0], str):
                line.children[0] = line.children[0].lstrip()
            line.children[:0] = [box := _box(done=done), " "]
            box.parent = line
        _tighten(item)


def _tighten(item: Node) -> None:
    """Open the only paragraph of a task: GFM has no box in a paragraph of an item."""
    inside = item.content()
    first = inside[0] if inside else ""
    if isinstance(first, str) or first.name != "p" or not isinstance(first.first_child(), Node):
        return
    box = first.first("input")
    if box is not first.first_child() or box is None or not box.has("disabled"):
        return
    if all(isinstance(one, Node) and one.name in _LISTS for one in inside[1:]):
        first.unwrap()


def _box(*, done: bool) -> Node:
    checked = ' checked=""' if done else ""
    return Node("input", f' type="checkbox"{checked} disabled=""')


def _state(item: Node) -> bool | None:
    """Tell whether a task is done; None for what is no task."""
    parent = item.parent
    said = item.get("data-checked") or item.get("data-list")
    if item.get("role") == "checkbox":
        said = item.get("aria-checked")
    if (evernote := _EVERNOTE.search(item.get("style"))) is not None:
        said = evernote[1]
    if not said and parent is not None and parent.name in _LISTS:
        said = parent.get("data-checked")
    if said.lower() in _SAYS:
        return _SAYS[said.lower()]
    if item.has("data-inline-task-id") or _is_kept(item):
        return "checked" in item.classes
    if parent is not None and not {"to-do-list", "checklist"}.isdisjoint(parent.classes):
        for node in _before_lists(item):
            for one in node.classes:
                if one in _ICONS:
                    return _ICONS[one]
    return None


def _is_kept(item: Node) -> bool:
    """Tell whether an item is one of Google Keep's: it shows its state as a sign."""
    if "listitem" not in item.classes:
        return False
    return any(
        "bullet" in node.classes and words(node) in {"\u2610", "\u2611"}
        for node in _before_lists(item)
    )


def _before_lists(item: Node) -> list[Node]:
    """Return the elements of an item that are in no list in it."""
    return [
        node
        for node in item.walk()
        if next((up for up in node.ancestors() if up.name in _LISTS), None) is item.parent
        and node.name not in _LISTS
    ]


def _leave_boxes(page: Page, item: Node) -> None:
    """Leave out the boxes and signs by which a page shows the state itself."""
    for node in _before_lists(item):
        if node.parent is None:
            continue
        empty_label = node.name == "label" and not node.has_words() and node.first("input")
        if empty_label or (node.name == "input" and node.get("type").lower() == "checkbox"):
            node.remove()
        elif not {"listitem-checkbox", "bullet", *_ICONS}.isdisjoint(node.classes):
            sign = words(node)
            if sign:
                page.drop(DifferenceKind.ELEMENT, node, sign)
            else:
                node.remove()


def _first_line(item: Node) -> Node:
    """Return the element in which an item's text begins."""
    node = item
    while isinstance(first := node.first_child(), Node) and first.name in ANY_BLOCK - _LISTS:
        node = first
    return node
