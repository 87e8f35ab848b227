"""Where a walk over a parsed body is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from lxml.etree import SubElement

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

    from newskit.epub.content.notes import Notes
    from newskit.epub.content.types import Element

    Frame: TypeAlias = tuple[LexborNode, Element]

__all__ = ["Walk", "append_text"]


@dataclass(slots=True)
class Walk:
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
