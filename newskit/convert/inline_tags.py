"""What the tags of inline elements do to the walk."""

from __future__ import annotations

from newskit.convert.atoms import Atom
from newskit.convert.links import image_left_out, link_left_out, write_image
from newskit.convert.raw import start_tag
from newskit.convert.tree import attributes, element_end
from newskit.convert.walk import Walk
from newskit.markup import elements

__all__ = [
    "end_inline",
    "image",
    "media",
    "start_code",
    "start_link",
    "start_mark",
    "start_meaning",
    "write_break",
    "write_wbr",
]


# Images and embedded content.


def image(walk: Walk, index: int) -> None:
    """Write an image; as HTML when it has an attribute that must survive."""
    event = walk.events[index]
    found = attributes(event[2])
    if "usemap" in found:
        # The map beside it says which link each part of the picture is.
        text = start_tag(event, walk.keep | {"usemap"})
    elif walk.keep and not walk.keep.isdisjoint(found):
        text = start_tag(event, walk.keep)
    else:
        text = write_image(walk.inline.links, event[2], found, cell=walk.cell)
    unwritten = image_left_out(found, walk.keep)
    if unwritten:
        walk.note_attributes("img", unwritten)
    walk.buffer.append(Atom(text, walk.marks, walk.elements, "raw", index))


def media(walk: Walk, index: int) -> int:
    """Keep embedded content as HTML."""
    walk.framed = True
    return walk.keep_inline(index)


def write_break(walk: Walk, _index: int) -> None:
    """Write a line break."""
    walk.buffer.append(Atom("", kind="br"))


def start_mark(walk: Walk, index: int) -> None:
    """Begin strong, emphasised or deleted text."""
    tag = walk.events[index][1]
    in_code = walk.elements and walk.events[walk.elements[-1]][1] in elements.CODE
    walk.push(index, 0 if in_code else elements.SOFT_MARKS[tag])
    if in_code:
        walk.elements = walk.saved[-1][1]


def end_inline(walk: Walk, _index: int) -> None:
    """End an inline element."""
    walk.marks, walk.elements = walk.saved.pop()


def start_link(walk: Walk, index: int) -> None:
    """Begin a link."""
    raw = walk.events[index][2]
    walk.push(index)
    if ' href="' not in raw:
        walk.elements = walk.saved[-1][1]
    if unwritten := link_left_out(raw):
        walk.note_attributes("a", unwritten)


def start_code(walk: Walk, index: int) -> int | None:
    """Begin a code span, or keep code that a span cannot say."""
    if any(walk.events[element][1] in elements.CODE for element in walk.elements):
        walk.push(index)
        walk.elements = walk.saved[-1][1]
        return None
    end = element_end(walk.events, index)
    inside = {walk.events[place][1].removeprefix("/") for place in range(index + 1, end)}
    inside -= elements.PLAIN_IN_CODE
    if inside and not inside & elements.ANY_BLOCK:
        plain = elements.PLAIN_IN_CODE
        if not walk.semantic:
            plain |= elements.SOFT_MARKS.keys()
        inside -= plain
        wrapping = _wrapping(walk, index, end, plain) if inside and inside <= _WRAP else []
        if wrapping:
            for place in wrapping:
                walk.push(place, elements.SOFT_MARKS.get(walk.events[place][1], 0))
            walk.push(index)
            return wrapping[-1] + 1
        if inside:
            return walk.keep_inline(index)
    walk.push(index)
    return None


_WRAP = elements.SOFT_MARKS.keys() | {"a"}


def _wrapping(walk: Walk, start: int, end: int, plain: frozenset[str]) -> list[int]:
    """Return the links and marks that each hold all there is in a code element.

    Around it they say the same, and Markdown has them there. Where others are, none is returned.
    """
    events = walk.events
    found: list[int] = []
    place, last = start + 1, end
    while events[place][1] in _WRAP - plain and not events[place][0].strip():
        _, tag, raw, _ = events[place]
        linked = any(events[one][1] == "a" for one in found)
        if element_end(events, place) != last - 1 or events[last][0].strip():
            return []
        if tag == "a" and (linked or ' href="' not in raw):
            return []
        found.append(place)
        place, last = place + 1, last - 1
    within = {events[one][1].removeprefix("/") for one in range(place, last)}
    return [] if within - plain else found


def start_meaning(walk: Walk, index: int) -> int | None:
    """Begin an inline element Markdown cannot say."""
    name = walk.events[index][1]
    if walk.rules.kramdown and name in _UNREAD and walk.semantic and not walk.elements:
        end = element_end(walk.events, index)
        inside = {walk.events[place][1] for place in range(index + 1, end)}
        if not inside & elements.ANY_BLOCK and any(
            walk.events[place][0].strip() for place in range(index + 1, end + 1)
        ):
            return walk.keep_inline(index)
    walk.push(index)
    if (
        len(walk.elements) > _MOST_ELEMENTS
        or not walk.semantic
        or any(walk.events[e][1] in elements.CODE for e in walk.elements[:-1])
    ):
        walk.elements = walk.saved[-1][1]
    return None


_MOST_ELEMENTS = 500
"""Inline elements inside each other that are kept."""

_UNREAD = frozenset({"kbd", "samp", "var", "mark", "u", "time", "data", "bdi"})
"""Elements whose content kramdown does not read as Markdown."""


def write_wbr(walk: Walk, index: int) -> None:
    """Write a place where a word may break."""
    walk.buffer.append(Atom("<wbr>", walk.marks, walk.elements, "raw", index))
