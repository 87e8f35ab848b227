"""The kinds of values a document holds, the values themselves, and the inventory of them."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from newskit.frozen import dataclass, field


class ValueKind(StrEnum):
    """What a value is."""

    TEXT = "text"
    HIDDEN = "hidden-text"
    LINK = "link"
    IMAGE = "image"
    EMBED = "embed"
    ADDRESS = "address"
    FORMULA = "formula"
    CODE = "code"
    CODE_LANGUAGE = "code-language"
    ALTERNATIVE = "alternative-text"
    TITLE = "title"
    DATE = "date"
    LANGUAGE = "language"
    DIRECTION = "direction"
    TARGET = "target"
    CONTROL = "control"
    COMPONENT = "component"
    META = "metadata"
    FIELD = "field"
    COMMENT = "comment"
    POST = "post"

    # An enumeration hashes by name, in Python: kinds are looked up for every value.
    __hash__ = str.__hash__


ADDRESSES = frozenset({ValueKind.LINK, ValueKind.IMAGE, ValueKind.EMBED, ValueKind.ADDRESS})
"""Kinds whose values are addresses: one that is there as another of them is there."""


class Value(NamedTuple):
    """A value of a document.

    Attributes:
        kind: what it is.
        text: the value, as a reader or a program takes it: references resolved, ends trimmed.
        place: offset of what holds it in the text that was read, in code points; -1 where the
            text was rendered first.
        within: what holds it, for the reason: an attribute or element name, a marker.
        group: the number of the picture it is one address of; 0 for none.
    """

    kind: ValueKind
    text: str
    place: int
    within: str = ""
    group: int = 0


@dataclass(frozen=True, slots=True)
class Code:
    """Preformatted text of a document.

    Attributes:
        text: the text, without a line end at its beginning or end.
        language: what its markup says it is written in; may be empty.
        place: its offset.
    """

    text: str
    language: str
    place: int


@dataclass(slots=True)
class Account:
    """The inventory of a document.

    Attributes:
        html: the document.
        addresses: its addresses, in order.
        values: its other values but for the words, in order.
        codes: preformatted text.
        hidden: the spans of elements that readers do not see.
        drawn: the spans of what formulas are drawn as, where their source is among the values.
        targets: the names that links within the document can lead to.
        fragments: those that links within the document lead to, with the link's offset.
        quick: whether the text is found without looking at each tag.
    """

    html: str
    addresses: list[Value] = field(default_factory=list[Value])
    values: list[Value] = field(default_factory=list[Value])
    codes: list[Code] = field(default_factory=list[Code])
    hidden: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])
    drawn: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])
    targets: set[str] = field(default_factory=set[str])
    fragments: dict[str, int] = field(default_factory=dict[str, int])
    quick: bool = True

    def shown(self) -> list[tuple[int, int]]:
        """Return the spans of the document that readers see."""
        spans: list[tuple[int, int]] = []
        place = 0
        for start, end in sorted([*self.hidden, *self.drawn]):
            if start > place:
                spans.append((place, start))
            place = max(place, end)
        spans.append((place, len(self.html)))
        return spans
