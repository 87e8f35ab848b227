"""What a walk notes on its way, for the passes that follow it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from newskit.epub.article import Change, ImageSlot
from newskit.epub.content.types import Element

if TYPE_CHECKING:
    from newskit.epub.labels import Labels

__all__ = ["Notes"]

_DETAIL_LENGTH = 120


@dataclass(slots=True)
class Notes:
    """Links, ids, images and changes of one post.

    Attributes:
        base: URL that relative links are resolved against; may be empty.
        labels: words of the post's language.
        embed: whether remote and local images may become part of the book.
        ids: elements by the id the post gave them; the first one counts.
        fragments: links to a place in the same page, with the id they name.
        slots: images, in order.
        changes: what could not be kept.
        forbidden: characters that were taken out, as ``U+0008``.
        features: accessibility facts.
        seen: names of the elements that were written.
        has_references: whether numeric character references may have made characters that the
            source text did not show.
    """

    base: str
    labels: Labels
    embed: bool = False
    ids: dict[str, Element] = field(default_factory=dict[str, Element])
    fragments: list[tuple[Element, str]] = field(default_factory=list[tuple[Element, str]])
    slots: list[ImageSlot] = field(default_factory=list[ImageSlot])
    changes: list[Change] = field(default_factory=list[Change])
    forbidden: set[str] = field(default_factory=set[str])
    features: set[str] = field(default_factory=set[str])
    seen: set[str] = field(default_factory=set[str])
    has_references: bool = True

    def change(self, kind: str, detail: str, action: str) -> None:
        """Note that something could not be kept as it was."""
        if len(detail) > _DETAIL_LENGTH:
            detail = detail[: _DETAIL_LENGTH - 1] + "…"
        self.changes.append(Change(kind, detail, action))
