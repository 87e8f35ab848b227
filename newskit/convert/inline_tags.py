"""What the tags of inline elements do to the walk."""

from __future__ import annotations

import re

from newskit.convert.atoms import Atom
from newskit.convert.links import image_left_out, link_left_out, write_image
from newskit.convert.notes import Note
from newskit.convert.raw import start_tag
from newskit.convert.result import Action, DifferenceKind
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


def _in_link(walk: Walk) -> bool:
    """Tell whether a link would be empty without what stands in it."""
    return any(walk.events[element][1] == "a" for element in walk.elements)


_ICON = 32
"""The most pixels, each way, of a drawing that decorates."""

_SHAPES = frozenset({"path", "circle", "ellipse", "rect", "line", "polygon", "polyline", "image"})


_ASIDE = frozenset({"symbol", "defs", "title"})
"""What is in these is not drawn where it stands."""


_NAMED_ICON = re.compile(r' class="(?:[^"]*[ -])?(?:icon|icons|fa|octicon|svg-inline--fa)[ "-]')
"""Classes of an icon, or of the element around it."""


def _is_icon(walk: Walk, index: int) -> bool:
    """Tell whether a drawing says nothing: hidden, small, named so, or without a shape."""
    raw = walk.events[index][2]
    found = attributes(raw)
    if found.get("aria-hidden", "").lower() == "true":
        return True
    sides = [found.get(side, "").removesuffix("px") for side in ("width", "height")]
    if all(side.isdecimal() for side in sides):
        if max(map(int, sides)) <= _ICON:
            return True
        if _in_link(walk) and min(map(int, sides)) > _ICON * 2:
            return False
    aside = shapes = 0
    for text, tag, _, _ in walk.events[index + 1 : element_end(walk.events, index) + 1]:
        if not aside and (tag == "text" or text.strip()):
            return False
        shapes += not aside and tag in _SHAPES
        aside += (tag in _ASIDE) - (tag.removeprefix("/") in _ASIDE and tag[0] == "/")
    _, around, attributes_around, _ = walk.events[index - 1]
    named = _NAMED_ICON.search(raw) or _NAMED_ICON.search(attributes_around)
    small = _is_small(sides, found.get("viewBox") or found.get("viewbox", ""))
    return small or not shapes or around == "button" or named is not None


_EMS = re.compile(r"(?:[01](?:\.\d+)?|1\.\d+|2)r?em")


def _is_small(sides: list[str], view: str) -> bool:
    """Tell whether a drawing without a size in pixels is one of the size of a letter."""
    if any(_EMS.fullmatch(side) for side in sides):
        return True
    box = re.split(r"[\s,]+", view.strip())
    if (
        any(sides)
        or len(box) != 4
        or not all(re.fullmatch(r"\d+(?:\.\d+)?", one) for one in box[2:])
    ):
        return False
    return max(float(one) for one in box[2:]) <= _ICON * 2


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
    """Keep embedded content as HTML; a drawing that is an icon is left out."""
    if walk.events[index][1] == "svg" and _is_icon(walk, index):
        walk.notes.append(
            Note(DifferenceKind.ELEMENT, Action.DROPPED, "svg", walk.events[index][2].strip())
        )
        return element_end(walk.events, index) + 1
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
        if not walk.semantic:
            inside -= elements.SOFT_MARKS.keys()
        if inside == {"a"} and _wraps(walk, index, end):
            walk.push(index + 1)
            walk.push(index)
            return index + 2
        if inside:
            return walk.keep_inline(index)
    walk.push(index)
    return None


def _wraps(walk: Walk, start: int, end: int) -> bool:
    """Tell whether one link is all there is in a code element."""
    events = walk.events
    return (
        events[start + 1][1] == "a"
        and ' href="' in events[start + 1][2]
        and not events[start + 1][0].strip()
        and element_end(events, start + 1) == end - 1
        and not events[end][0].strip()
    )


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
