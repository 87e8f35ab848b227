"""Finished blocks, and how they are put together into lists, quotations and documents."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from newskit.convert.atoms import Atom
from newskit.convert.profiles import Rules

__all__ = ["Block", "gap", "join_blocks", "make_block", "quote", "write_list"]

SEPARATOR = "<!-- -->"
"""Between two lists, or two quotations, that Markdown would otherwise read as one."""


class Block(NamedTuple):
    """A finished block.

    Attributes:
        kind: p, h, hr, code, quote, ul, ol, table, html or media.
        text: its Markdown, without blank lines around it.
        start: index of the event that began its element; -1 for a paragraph.
        atoms: the content of a paragraph.
        around: tags of the inline elements its element stands in.
    """

    kind: str
    text: str
    start: int = -1
    atoms: tuple[Atom, ...] | list[Atom] = ()
    around: tuple[str, str] = ("", "")


make_block: Callable[[tuple[Any, ...]], Block] = partial(tuple.__new__, Block)
"""Make a block of a tuple of all its parts, in a third of the time."""

_STANDS_ALONE = frozenset({"html", "media", "table"})
_MERGING = frozenset({"ul", "ol", "quote"})
_AFTER_PARAGRAPH = frozenset({"ul", "ol"})
_AFTER_PARAGRAPH_MORE = frozenset({"quote", "code", "h"})
_BEFORE_ANYTHING = frozenset({"h", "code", "hr"})


def join_blocks(blocks: list[Block], *, tight: bool = False) -> str:
    """Join blocks with the blank lines (or, in a tight list, line ends) they need."""
    parts: list[str] = []
    previous = ""
    for block in blocks:
        if parts:
            parts.append(gap(previous, block.kind, tight=tight))
        parts.append(block.text)
        previous = block.kind
    return "".join(parts)


def gap(before: str, after: str, *, tight: bool = False) -> str:
    """Return what must stand between two blocks of these kinds."""
    if before == after and after in _MERGING:
        return f"\n\n{SEPARATOR}\n\n"
    return "\n" if tight else "\n\n"


def can_be_tight(blocks: list[Block], rules: Rules) -> bool:
    """Tell whether a list item's blocks can stand without blank lines between them."""
    for before, after in itertools.pairwise(blocks):
        if not _STANDS_ALONE.isdisjoint({before.kind, after.kind}):
            return False
        if before.kind == after.kind and after.kind in _MERGING:
            return False
        if before.kind == "p":
            fine = after.kind in _AFTER_PARAGRAPH or (
                rules.tight_blocks and after.kind in _AFTER_PARAGRAPH_MORE
            )
            if not fine:
                return False
        elif before.kind not in _BEFORE_ANYTHING or not rules.tight_blocks:
            return False
    return True


def quote(blocks: list[Block]) -> str:
    """Write a block quotation."""
    lines = join_blocks(blocks).split("\n")
    return "\n".join(["> " + line if line else ">" for line in lines])


def write_list(items: list[list[Block]], *, start: int | None, loose: bool, rules: Rules) -> str:
    """Write a list.

    Args:
        items: the blocks of each item.
        start: the first number of an ordered list; None for a bullet list.
        loose: whether the items' paragraphs are paragraphs of their own.
        rules: the profile's.
    """
    tight = not loose and all(can_be_tight(blocks, rules) for blocks in items)
    if rules.kramdown:
        # kramdown ends a list at a thematic break, however far it is indented.
        items = [[_rule(block, "<hr>") for block in blocks] for blocks in items]
    parts: list[str] = []
    number = 0 if start is None else start
    for blocks in items:
        marker = "-" if start is None else f"{number}."
        number += 1
        # kramdown needs something in an item to see it.
        parts.append(
            _item(marker, blocks, tight=tight)
            if blocks or not rules.kramdown
            else f"{marker} {SEPARATOR}"
        )
    return ("\n" if tight else "\n\n").join(parts)


def _item(marker: str, blocks: list[Block], *, tight: bool) -> str:
    if not blocks:
        return marker
    if blocks[0].kind == "hr":
        blocks = [_rule(blocks[0], "***"), *blocks[1:]]
    text = join_blocks(blocks, tight=tight)
    if tight and any(block.kind == "hr" for block in blocks):
        text = join_blocks([_rule(block, "***") for block in blocks], tight=True)
    if "\n" in text:
        indent = "\n" + " " * (len(marker) + 1)
        text = text.replace("\n", indent).replace(indent + "\n", "\n\n")
        while indent + "\n" in text:
            text = text.replace(indent + "\n", "\n\n")
    return f"{marker} {text}"


def _rule(block: Block, text: str) -> Block:
    """Write a thematic break in another way; leave other blocks alone."""
    return block._replace(text=text) if block.text == "---" and block.kind == "hr" else block
