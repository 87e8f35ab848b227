"""Images and embedded content."""

from __future__ import annotations

from newskit.convert.atoms import Atom, collapse_space
from newskit.convert.escape import escape_text
from newskit.convert.links import Links
from newskit.convert.raw import start_tag
from newskit.convert.spans import destination, title
from newskit.convert.tree import attributes
from newskit.convert.walk import Walk

__all__ = ["image", "media", "write_image"]

_IMAGE = frozenset({"src", "alt", "title"})


def write_image(links: Links, raw: str, *, cell: bool = False) -> str:
    """Write an image from the attributes of its tag."""
    found = attributes(raw)
    alt = collapse_space(found.get("alt", ""), escaped=False).strip(" ")
    titled = title(found.get("title", ""))
    source = destination(found.get("src", ""))
    target = (source or "<>" if titled else source) + titled
    return f"![{escape_text(alt, links.alternative.within(cell=cell), alone=False)}]({target})"


def image(walk: Walk, index: int) -> None:
    """Write an image; as HTML when it has an attribute that must survive."""
    event = walk.events[index]
    raw = event[2]
    if walk.keep and not walk.keep.isdisjoint(attributes(raw)):
        text = start_tag(event, walk.keep)
    else:
        text = write_image(walk.inline.links, raw, cell=walk.cell)
    left_out = [
        f'{name}="{value}"'
        for name, value in attributes(raw).items()
        if name not in _IMAGE and name not in walk.keep
    ]
    if left_out:
        walk.note_attributes("img", " ".join(left_out))
    walk.buffer.append(Atom(text, walk.marks, walk.elements, "raw", index))


def media(walk: Walk, index: int) -> int:
    """Keep embedded content as HTML."""
    walk.framed = True
    return walk.keep_inline(index)
