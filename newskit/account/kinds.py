"""The kinds of values a document holds, and the values themselves."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


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
