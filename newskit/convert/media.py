"""Images and embedded content."""

from __future__ import annotations

from newskit.config.convert import Images, Media
from newskit.convert.escape import destination, escape_text, title
from newskit.convert.inline import Atom
from newskit.convert.links import Links
from newskit.convert.notes import Note
from newskit.convert.raw import start_tag
from newskit.convert.result import Action, DifferenceKind
from newskit.convert.tree import attributes, element_end
from newskit.convert.walk import Walk

__all__ = ["image", "media", "write_image"]

_IMAGE = frozenset({"src", "alt", "title"})


def write_image(links: Links, raw: str) -> str:
    """Write an image from the attributes of its tag."""
    found = attributes(raw)
    alt = " ".join(found.get("alt", "").split())
    target = destination(links.resolve(found.get("src", ""))) + title(found.get("title", ""))
    return f"![{escape_text(alt, links.alternative, alone=False)}]({target})"


def image(walk: Walk, index: int) -> None:
    """Write an image as the configuration says."""
    event = walk.events[index]
    found = attributes(event[2])
    images = walk.config.images
    if images is Images.DROP:
        walk.notes.append(Note(DifferenceKind.DROPPED, Action.DROPPED, "img", event[2].strip()))
        return
    if images is Images.LINK:
        text = write_image(walk.inline.links, event[2]).removeprefix("!")
    elif not walk.keep.isdisjoint(found):
        text = start_tag(event, walk.keep)
    else:
        text = write_image(walk.inline.links, event[2])
    left_out = [
        f'{name}="{value}"'
        for name, value in found.items()
        if name not in _IMAGE and name not in walk.keep
    ]
    if left_out:
        walk.note_attributes("img", " ".join(left_out))
    walk.buffer.append(Atom(text, walk.marks, walk.elements, "raw", index))


def media(walk: Walk, index: int) -> int:
    """Keep embedded content as HTML, or make a link of it."""
    end = element_end(walk.events, index)
    if walk.config.media is Media.LINK:
        url = _source(walk, index, end)
        if url:
            walk.notes.append(
                Note(DifferenceKind.ELEMENT, Action.REPORTED, walk.events[index][1], url)
            )
            text = walk.inline.links.write(("", "a", f' href="{url}"', ""), url, url)
            walk.buffer.append(Atom(text, walk.marks, walk.elements, "raw", index))
            return end + 1
    walk.framed = True
    return walk.keep_inline(index)


def _source(walk: Walk, start: int, end: int) -> str:
    for index in range(start, end + 1):
        found = attributes(walk.events[index][2])
        url = found.get("src") or found.get("data")
        if url:
            return url
    return ""
