"""Images and embedded content."""

from __future__ import annotations

import re

from newskit.config.convert import Profile
from newskit.convert.atoms import Atom, collapse_space
from newskit.convert.escape import escape_text
from newskit.convert.links import Links
from newskit.convert.notes import Note
from newskit.convert.raw import start_tag
from newskit.convert.result import Action, DifferenceKind
from newskit.convert.spans import destination, title
from newskit.convert.tree import attributes, element_end
from newskit.convert.walk import Walk

__all__ = ["image", "media", "write_image"]

_IMAGE = frozenset({"src", "alt", "title"})
_MEANT = re.compile(r' (src|alt|title)="([^"]*)"')


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


def write_image(links: Links, raw: str, found: dict[str, str], *, cell: bool = False) -> str:
    """Write an image from the attributes of its tag.

    Hugo shows the backslashes of an alternative text: where it needs some, and Hugo must show it
    too, the tag stays.

    Args:
        links: the choices of links.
        raw: the attributes of the tag, as the parser serialises them.
        found: the same, unescaped.
        cell: whether it stands in a table cell.
    """
    alt = collapse_space(found.get("alt", ""), escaped=False).strip(" ")
    shown = escape_text(alt, links.alternative.within(cell=cell), alone=False)
    if shown != alt and "\\" in shown and links.config.profile is Profile.PORTABLE:
        kept = "".join([f' {name}="{value}"' for name, value in _MEANT.findall(raw)])
        return start_tag(("", "img", kept, ""))
    titled = title(found.get("title", ""))
    source = destination(found.get("src", ""))
    target = (source or "<>" if titled else source) + titled
    return f"![{shown}]({target})"


def image(walk: Walk, index: int) -> None:
    """Write an image; as HTML when it has an attribute that must survive."""
    event = walk.events[index]
    found = attributes(event[2])
    if walk.keep and not walk.keep.isdisjoint(found):
        text = start_tag(event, walk.keep)
    else:
        text = write_image(walk.inline.links, event[2], found, cell=walk.cell)
    left_out = [
        f'{name}="{value}"'
        for name, value in found.items()
        if name not in _IMAGE and name not in walk.keep
    ]
    if left_out:
        walk.note_attributes("img", " ".join(left_out))
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
