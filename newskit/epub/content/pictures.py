"""Images of a body: a place for the picture, or a link that says what it shows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from newskit.epub.article import ImageSlot
from newskit.epub.content.state import append_text
from newskit.epub.content.text import clean, one_line
from newskit.epub.content.urls import absolute_url, safe_url

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

    from newskit.epub.content.state import Walk
    from newskit.epub.content.types import Element
    from newskit.epub.labels import Labels

__all__ = ["image", "vector"]

_PIXELS = re.compile(r"\s*([0-9]{1,5})(?:\.[0-9]*)?(?:px)?\s*")
# Where pages that load images late keep the real address.
_LATE = ("data-src", "data-original", "data-lazy-src", "data-actualsrc", "data-url")
_FILE_NAME = re.compile(r"[^/?#]{1,60}\.[A-Za-z0-9]{2,5}")


def image(walk: Walk, node: LexborNode) -> Element | None:
    """Write an image slot, or the labelled link that stands for the image offline."""
    given = node.attributes
    source = absolute_url(clean(_source(given))[0], walk.notes.base)
    alt = one_line(given.get("alt") or given.get("title") or "") or _caption(walk)
    link = safe_url(source)
    slot = ImageSlot(
        source=source,
        link=link,
        alt=alt,
        label=_label(walk.notes.labels, alt, source),
        width=_pixels(given.get("width")),
        height=_pixels(given.get("height")),
        in_link=walk.in_link,
    )
    if walk.notes.embed or source.startswith("data:image/"):
        _write_slot(walk, slot)
        return None
    attributes = {"class": "nk-media"}
    if link and not slot.in_link:
        attributes["href"] = link
        element = walk.add("a", attributes)
    else:
        if source:
            attributes["data-src"] = source
        element = walk.add("span", attributes)
    append_text(element, slot.label)
    walk.notes.change("image", source, "labelled link" if element.tag == "a" else "text")
    return None


def vector(walk: Walk, node: LexborNode) -> Element | None:
    """Write the words of an inline SVG; its drawing is not kept."""
    words = one_line(node.text(deep=True, separator=" "))
    if words:
        append_text(walk.add("span", {"class": "nk-media"}), words)
    walk.notes.change("svg", words, "text" if words else "dropped")
    return None


def _write_slot(walk: Walk, slot: ImageSlot) -> None:
    from lxml.etree import ProcessingInstruction

    walk.out.append(ProcessingInstruction("nk", f"image {len(walk.notes.slots)}"))
    walk.notes.slots.append(slot)
    walk.notes.features.add("images")


def _source(given: dict[str, str | None]) -> str:
    source = (given.get("src") or "").strip()
    if not source or source.startswith("data:"):
        for name in _LATE:
            late = (given.get(name) or "").strip()
            if late:
                return late
    if not source:
        # The first candidate of a srcset: a URL, then perhaps a width or density.
        candidates = (given.get("srcset") or given.get("data-srcset") or "").split(",")
        source = (candidates[0].split() or [""])[0]
    return source


def _label(labels: Labels, alt: str, source: str) -> str:
    word = labels.labelled(labels.image)
    if alt:
        return f"{word}{alt}"
    name = one_line(unquote(source.partition("?")[0].rpartition("/")[2]))
    if _FILE_NAME.fullmatch(name) and not source.startswith("data:"):
        return f"{word}{name}"
    return labels.image


def _pixels(value: str | None) -> int:
    match = _PIXELS.fullmatch(value or "")
    return int(match.group(1)) if match else 0


def _caption(walk: Walk) -> str:
    for parent, _ in reversed(walk.stack[-4:]):
        if parent.tag == "figure":
            caption = parent.css_first("figcaption")
            return one_line(caption.text(deep=True)) if caption is not None else ""
    return ""
