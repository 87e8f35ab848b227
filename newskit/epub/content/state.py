"""Where a walk over a parsed body is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from lxml.etree import SubElement

from newskit.epub.article import Change, ImageSlot, Labels, PostLink
from newskit.epub.links import Readings

# The element type of lxml, which it keeps under a private name.


if TYPE_CHECKING:
    # lxml documents the class and exports it under this name only.
    from typing import TypeAlias

    from lxml.etree import _Element  # pyright: ignore[reportPrivateUsage]

    Element: TypeAlias = _Element
else:
    Element = object


# What a walk notes on its way, for the passes that follow it.


_DETAIL_LENGTH = 120


@dataclass(slots=True)
class Notes:
    """Links, ids, images and changes of one post.

    Attributes:
        base: URL that relative links are resolved against; may be empty.
        labels: words of the post's language.
        embed: whether remote and local images may become part of the book.
        local: gives the file of an image that lies in the archive; None where none is looked for.
        ids: elements by the id the post gave them; the first one counts.
        fragments: links to a place in the same page, with the id they name.
        readings: what links to other posts are read against; None leaves all as they are.
        links: links that may lead to other posts of the book, each with its element.
        places: ids of the page by the names the post gave them.
        slots: images, in order.
        changes: what could not be kept.
        forbidden: characters that were taken out, as ``U+0008``.
        features: accessibility facts.
        seen: names of the elements that were written.
        has_references: whether numeric character references may have made characters that the
            source text did not show.
        has_formulas: whether there may be formulas.
    """

    base: str
    labels: Labels
    embed: bool = False
    local: Callable[[str], Path | None] | None = None
    ids: dict[str, Element] = field(default_factory=dict[str, Element])
    fragments: list[tuple[Element, str]] = field(default_factory=list[tuple[Element, str]])
    readings: Readings | None = None
    links: list[tuple[Element, PostLink]] = field(default_factory=list["tuple[Element, PostLink]"])
    places: dict[str, str] = field(default_factory=dict[str, str])
    slots: list[ImageSlot] = field(default_factory=list[ImageSlot])
    changes: list[Change] = field(default_factory=list[Change])
    forbidden: set[str] = field(default_factory=set[str])
    features: set[str] = field(default_factory=set[str])
    seen: set[str] = field(default_factory=set[str])
    has_references: bool = True
    has_formulas: bool = True

    def change(self, kind: str, detail: str, action: str) -> None:
        """Note that something could not be kept as it was."""
        if len(detail) > _DETAIL_LENGTH:
            detail = detail[: _DETAIL_LENGTH - 1] + "…"
        self.changes.append(Change(kind, detail, action))


if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

    Frame: TypeAlias = tuple[LexborNode, Element]


@dataclass(slots=True)
class ContentWalk:
    """The state of one walk: where it is, and what it noted.

    Attributes:
        out: the output element that content goes into.
        notes: links, ids, images and changes found on the way.
        stack: parsed elements being walked, each with the output element around it.
        link_depth: depth of the link the walk is in; -1 outside links.
    """

    out: Element
    notes: Notes
    stack: list[tuple[LexborNode, Element]] = field(
        default_factory=list["tuple[LexborNode, Element]"]
    )
    link_depth: int = -1

    def add(self, tag: str, attributes: dict[str, str] | None = None) -> Element:
        """Append a new element where the walk is."""
        return SubElement(self.out, tag, attributes)

    @property
    def in_link(self) -> bool:
        """Whether a link stands around the place."""
        return self.link_depth >= 0


def append_text(element: Element, text: str) -> None:
    """Append text after everything `element` holds."""
    if len(element):
        last = element[-1]
        last.tail = (last.tail or "") + text
    else:
        element.text = (element.text or "") + text
