"""The HTML a block was made from: what it falls back to when its Markdown says something else."""

from __future__ import annotations

from newskit.convert.atoms import Atom
from newskit.convert.blocks import Block
from newskit.convert.raw import inline_html, start_tag
from newskit.convert.tree import Event, element_end, serialize
from newskit.markup.elements import ANY_BLOCK, EMPHASIS, STRIKE, STRONG

__all__ = ["block_html", "block_source", "holds_block", "paragraph_html", "surrounding"]

_MARKS = ((STRONG, "strong"), (EMPHASIS, "em"), (STRIKE, "del"))


def surrounding(marks: int, elements: tuple[int, ...], events: list[Event]) -> tuple[str, str]:
    """Return the start and end tags of the inline elements something stands in."""
    tags = [start_tag(events[element]) for element in elements]
    names = [events[element][1] for element in elements]
    for bit, name in _MARKS:
        if marks & bit:
            tags.append(f"<{name}>")
            names.append(name)
    return "".join(tags), "".join([f"</{name}>" for name in reversed(names)])


def block_html(block: Block, events: list[Event], keep: frozenset[str]) -> str:
    """Return a block as HTML that Markdown leaves alone."""
    if block.start >= 0:
        return inline_html(events, block.start, keep, block=True, around=block.around)
    return paragraph_html(list(block.atoms), events, keep)


def block_source(block: Block, events: list[Event]) -> str:
    """Return the HTML a block was made from, with everything in it."""
    if block.start < 0:
        return paragraph_html(list(block.atoms), events, frozenset())
    end = element_end(events, block.start)
    inside = serialize([("", *events[block.start][1:]), *events[block.start + 1 : end + 1]])
    return f"{block.around[0]}{inside}{block.around[1]}"


def paragraph_html(atoms: list[Atom], events: list[Event], keep: frozenset[str]) -> str:
    """Return a paragraph as HTML that Markdown leaves alone."""
    parts: list[str] = []
    open_tags: list[tuple[int, str]] = []
    for atom in atoms:
        path = [(element, events[element][1]) for element in atom.elements]
        path += [(-bit, name) for bit, name in _MARKS if atom.marks & bit]
        if atom.kind == "br":
            parts.append("<br>")
            continue
        shared = 0
        while shared < min(len(path), len(open_tags)) and path[shared] == open_tags[shared]:
            shared += 1
        while len(open_tags) > shared:
            parts.append(f"</{open_tags.pop()[1]}>")
        for element, name in path[shared:]:
            parts.append(start_tag(events[element], keep) if element >= 0 else f"<{name}>")
            open_tags.append((element, name))
        parts.append(_atom(atom, events, keep))
    parts.extend([f"</{name}>" for _, name in reversed(open_tags)])
    # A block in embedded content would end the paragraph.
    box = "div" if any(holds_block(atom, events) for atom in atoms) else "p"
    return f"<{box}>{' '.join(''.join(parts).split(chr(10))).strip(' ')}</{box}>"


def holds_block(atom: Atom, events: list[Event]) -> bool:
    """Tell whether there is a block in embedded content."""
    if atom.event < 0:
        return False
    inside = events[atom.event : element_end(events, atom.event)]
    return any(event[1] in ANY_BLOCK for event in inside)


def _atom(atom: Atom, events: list[Event], keep: frozenset[str]) -> str:
    if not atom.kind:
        return atom.text.replace("{", "&#123;")
    if atom.event < 0:
        return atom.text
    return inline_html(events, atom.event, keep, block=True)
