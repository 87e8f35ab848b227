"""Blocks that hold blocks, while they are open."""

from __future__ import annotations

from dataclasses import dataclass, field

from newskit.convert.blocks import Block

__all__ = ["DEEPEST", "Container"]

DEEPEST = 100
"""Elements inside each other that are kept; no text means more than that."""


@dataclass(slots=True)
class Container:
    """An open block that holds blocks.

    Attributes:
        kind: quote, list, heading or frame.
        start: index of its start event.
        outer: the blocks around it.
        inner: open transparent boxes around it.
        items: the items of a list.
        loose: whether an item of a list has paragraphs of its own.
        end: index of its end event, for a list made by an item outside of any; else -1.
        noted: how many notes there were before it.
    """

    kind: str
    start: int
    outer: list[Block]
    inner: int
    items: list[list[Block]] = field(default_factory=list[list[Block]])
    loose: bool = False
    end: int = -1
    noted: int = 0
