"""What a conversion of HTML starts from, and what comes of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, TypeAlias

from newskit.convert.blocks import Block
from newskit.convert.conventions.read import Around
from newskit.convert.result import Conversion
from newskit.frozen import dataclass, field


class Start(NamedTuple):
    """What comes before HTML that is to be converted.

    Attributes:
        references: whether the Markdown around it defines link references.
        first_label: the first number to use as the label of a link reference.
        labels: the labels of the pieces before it, by destination and title; grows.
        before: the kind of the block before it.
        around: what the document around it says.
    """

    references: bool
    first_label: int
    labels: dict[str, int]
    before: str = ""
    around: Around = Around()


Shown: TypeAlias = "str | Callable[[], str]"
"""HTML, or what gives it when asked: copies of all pieces would be a copy of the body."""


def text_of(shown: Shown) -> str:
    """Return the HTML."""
    return shown if isinstance(shown, str) else shown()


class Part(NamedTuple):
    """A piece of long HTML: as it is shown, and its Markdown with what parts it from the last."""

    shown: Shown
    markdown: str


@dataclass(frozen=True, slots=True)
class Fragment:
    """A converted piece of HTML.

    Attributes:
        conversion: the Markdown and the differences.
        kinds: the kinds of its blocks, in order.
        labels: how many link references it defines.
        edges: the first and the last of its blocks as they are written; empty without any.
        definitions: the labels it uses, by destination and title.
        parts: the pieces it was converted in; empty when it was converted as one.
        meant: the HTML with its conventions read; empty where it has none.
        read: the body element that it was written from; empty where that was in pieces.
    """

    conversion: Conversion
    kinds: tuple[str, ...] = ()
    labels: int = 0
    edges: tuple[Block, ...] = ()
    definitions: dict[str, int] = field(default_factory=dict[str, int])
    parts: tuple[Part, ...] = ()
    meant: str = ""
    read: str = ""
