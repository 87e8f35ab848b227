"""An image in a page, or the labelled link that stands for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newskit.epub.pages.frame import attribute, text

if TYPE_CHECKING:
    from newskit.epub.article import ImageSlot
    from newskit.epub.images.store import Picture

__all__ = ["picture_markup"]


def picture_markup(slot: ImageSlot, picture: Picture | None) -> bytes:
    """Return the markup for a slot; without a picture, its label, linked where it can be."""
    if picture is None:
        label = text(slot.label)
        if slot.link and not slot.in_link:
            return f'<a class="nk-media" href={attribute(slot.link)}>{label}</a>'.encode()
        known = slot.source and not slot.source.startswith("data:")
        source = f" data-src={attribute(slot.source)}" if known else ""
        return f'<span class="nk-media"{source}>{label}</span>'.encode()
    width, height = slot.width or picture.width, slot.height or picture.height
    if bool(slot.width) != bool(slot.height):
        width = height = 0
    size = f' width="{width}" height="{height}"' if width and height else ""
    # A link or heading may hold nothing but the image: the label is better than no name.
    alt = attribute(slot.alt or slot.label)
    return f"<img src={attribute(f'../{picture.path}')} alt={alt}{size}/>".encode()
