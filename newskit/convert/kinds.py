"""What tags are to the inline content that is written directly, and what comes of them."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from functools import partial
from typing import Any, NamedTuple

from newskit.convert.emphasis import DELIMITERS
from newskit.markup.elements import SOFT_MARKS

__all__ = ["MARKS", "SPACE", "Kind", "Unit", "make_unit"]

SPACE = " \t\n\r\f"
MARKS = {name: DELIMITERS[bit] for name, bit in SOFT_MARKS.items() if bit in DELIMITERS}
"""The delimiters of the marks that every profile writes in one way."""


class Kind(Enum):
    """What a tag is to inline content; a tag without a kind says nothing."""

    END = "the content ends before it"
    OTHER = "what it begins is written in another way"
    BREAK = "a line break"
    MARK = "strong or emphasised text"
    LINK = "a link"
    CODE = "code"
    IMAGE = "an image"


class Unit(NamedTuple):
    """An element that has been written.

    Attributes:
        kind: what it is.
        text: its Markdown; empty when it holds nothing.
        after: index of the first event after it.
        before: whether there is a space before it.
        behind: whether there is a space after it.
        marked: whether its text is marked; next to another mark, both may be one.
        first: the first character inside of its own delimiters; empty for none.
        last: the last one.
    """

    kind: Kind
    text: str
    after: int
    before: bool = False
    behind: bool = False
    marked: bool = False
    first: str = ""
    last: str = ""


make_unit: Callable[[tuple[Any, ...]], Unit] = partial(tuple.__new__, Unit)
"""Make a unit of a tuple of all its parts, in a third of the time."""
