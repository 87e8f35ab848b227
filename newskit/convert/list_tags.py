"""What the tags of lists do to the walk."""

from __future__ import annotations

import re

from newskit.convert.atoms import Atom
from newskit.convert.blocks import Block, write_list
from newskit.convert.containers import DEEPEST
from newskit.convert.notes import Note
from newskit.convert.result import Action, DifferenceKind
from newskit.convert.tree import attributes, element_end
from newskit.convert.walk import Walk

__all__ = [
    "end_item",
    "end_list",
    "start_item",
    "start_list",
    "write_checkbox",
]


def start_list(walk: Walk, index: int) -> int | None:
    """Begin a list, or keep one whose numbers Markdown cannot say."""
    _, tag, raw, _ = walk.events[index]
    if tag == "ol":
        found = attributes(raw)
        start = _start(walk, index)
        typed = walk.semantic and ("type" in found or "reversed" in found)
        if typed or (start != 1 and not walk.rules.starts) or not 0 <= start <= 999999999:
            return walk.keep_html(index)
    if len(walk.containers) > DEEPEST:
        return walk.keep_html(index)
    walk.open("list", index)
    return None


def _start(walk: Walk, index: int) -> int:
    value = attributes(walk.events[index][2]).get("start")
    if value is None:
        place = index + 1
        while walk.events[place][1] in {"", "script", "template"} and place < len(walk.events) - 1:
            place += 1
        if walk.events[place][1] == "li":
            value = attributes(walk.events[place][2]).get("value")
    match = re.match(r"\s*([+-]?\d+)", value or "1")
    return int(match[1]) if match else 1


def end_list(walk: Walk, index: int) -> None:
    """Write a list."""
    start = _start(walk, walk.containers[-1].start) if walk.events[index][1] == "/ol" else None
    container, blocks = walk.close()
    if not container.items:
        walk.blocks.extend(blocks)
        return
    kind = "ul" if start is None else "ol"
    text = write_list(container.items, start=start, loose=container.loose, rules=walk.rules)
    walk.blocks.append(Block(kind, text, container.start, around=walk.around()))


def start_item(walk: Walk, index: int) -> None:
    """Begin a list item; outside of a list it makes one."""
    walk.flush()
    stray = not walk.containers or walk.containers[-1].kind != "list" or walk.inner
    if stray:
        walk.open("list", index)
        walk.containers[-1].end = element_end(walk.events, index)
    container = walk.containers[-1]
    if not container.items:
        container.outer.extend(walk.blocks)
    walk.blocks = []
    container.items.append(walk.blocks)


def end_item(walk: Walk, index: int) -> None:
    """End a list item."""
    walk.flush()
    if not walk.containers or walk.containers[-1].end != index:
        return
    container = walk.containers[-1]
    _, blocks = walk.close()
    text = write_list([blocks], start=None, loose=container.loose, rules=walk.rules)
    if walk.blocks and walk.blocks[-1].kind == "ul" and walk.blocks[-1] is walk.stray:
        text = f"{walk.blocks.pop().text}\n{text}"
    walk.stray = Block("ul", text, container.start, around=walk.around())
    walk.blocks.append(walk.stray)


def write_checkbox(walk: Walk, index: int) -> None:
    """Write a check box: a task at the start of an item, HTML elsewhere."""
    found = attributes(walk.events[index][2])
    if found.get("type", "").lower() != "checkbox":
        walk.notes.append(
            Note(DifferenceKind.ELEMENT, Action.DROPPED, "input", walk.events[index][2].strip())
        )
        return
    checked = "checked" in found
    first = not walk.blocks and not any(atom.kind or atom.text.strip() for atom in walk.buffer)
    in_item = bool(walk.containers) and walk.containers[-1].kind == "list"
    if first and in_item and walk.rules.tasks:
        walk.buffer.append(Atom("[x] " if checked else "[ ] ", kind="box", event=index))
    else:
        text = f'<input type="checkbox"{" checked" if checked else ""} disabled>'
        walk.buffer.append(Atom(text, walk.marks, walk.elements, "raw", index))
