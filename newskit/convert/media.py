"""Images and embedded content."""

from __future__ import annotations

import re

from newskit.convert.atoms import Atom
from newskit.convert.links import image_left_out, write_image
from newskit.convert.notes import Note
from newskit.convert.raw import start_tag
from newskit.convert.result import Action, DifferenceKind
from newskit.convert.tree import attributes, element_end
from newskit.convert.walk import Walk

__all__ = ["image", "media"]


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
    if all(side.isdecimal() and int(side) <= _ICON for side in sides):
        return True
    aside = shapes = 0
    for text, tag, _, _ in walk.events[index + 1 : element_end(walk.events, index) + 1]:
        if not aside and (tag == "text" or text.strip()):
            return False
        shapes += not aside and tag in _SHAPES
        aside += (tag in _ASIDE) - (tag.removeprefix("/") in _ASIDE and tag[0] == "/")
    _, around, attributes_around, _ = walk.events[index - 1]
    named = _NAMED_ICON.search(raw) or _NAMED_ICON.search(attributes_around)
    return not shapes or around == "button" or named is not None


def image(walk: Walk, index: int) -> None:
    """Write an image; as HTML when it has an attribute that must survive."""
    event = walk.events[index]
    found = attributes(event[2])
    if walk.keep and not walk.keep.isdisjoint(found):
        text = start_tag(event, walk.keep)
    else:
        text = write_image(walk.inline.links, event[2], found, cell=walk.cell)
    unwritten = image_left_out(found, walk.keep)
    if unwritten:
        walk.note_attributes("img", unwritten)
    walk.buffer.append(Atom(text, walk.marks, walk.elements, "raw", index))


def media(walk: Walk, index: int) -> int:
    """Keep embedded content as HTML; a drawing that is an icon is left out."""
    if walk.events[index][1] == "svg" and not _in_link(walk) and _is_icon(walk, index):
        walk.notes.append(
            Note(DifferenceKind.ELEMENT, Action.DROPPED, "svg", walk.events[index][2].strip())
        )
        return element_end(walk.events, index) + 1
    walk.framed = True
    return walk.keep_inline(index)
