"""A block of the quick form read with its marks, for blocks that are not written alike.

Marks may nest, split and join in many ways and still mark the same text.
"""

from __future__ import annotations

import re
from typing import Any

from newskit.convert.proof.meanings import BREAK, OPENED

__all__ = ["marked_runs", "same_marks"]

_PIECE = re.compile("(\x02[^\x04]*\x04|\x05[^\x0e]*\x0e|\x03|<[^>]*>)")
_SOFT = {"b": 1, "i": 2, "s": 4}


def same_marks(one: str, other: str) -> bool:
    """Tell whether two blocks of the quick form show the same text with the same marks."""
    if OPENED not in one and BREAK not in one:
        return False
    runs = marked_runs(one)
    return runs is not None and runs == marked_runs(other)


def marked_runs(block: str) -> list[Any] | None:
    """Return the runs of text of a block with what marks them.

    Args:
        block: a block of the quick form.

    Returns:
        Text with its marks, white space collapsed; None when a mark is not closed in the block, or
        marks part of a piece of code.
    """
    runs: list[tuple[str, int, tuple[str, ...]]] = []
    stack: list[tuple[int, tuple[str, ...]]] = []
    bits = 0
    hard: tuple[str, ...] = ()
    identity = 0
    space = False
    for piece in _PIECE.split(block):
        if not piece:
            continue
        sign = piece[0]
        if sign == "\x02":
            stack.append((bits, hard))
            name = piece[1:-1]
            if name in _SOFT:
                if any(item.startswith("code ") for item in hard):
                    return None
                bits |= _SOFT[name]
            elif name != "-":
                identity += 1
                hard = (*hard, f"{name} {identity}")
        elif sign == "\x05":
            if not stack:
                return None
            bits, hard = stack.pop()
        elif sign == "\x03":
            space = False
            if runs:
                runs.append((piece, 0, ()))
        else:
            space = _add(runs, piece, (bits, hard), space=space)
    while runs and runs[-1][0] == "\x03":
        runs.pop()
    return None if stack else _renumber(runs)


def _add(
    runs: list[tuple[str, int, tuple[str, ...]]],
    piece: str,
    marks: tuple[int, tuple[str, ...]],
    *,
    space: bool,
) -> bool:
    """Add text or an image; return whether a space follows it."""
    bits, hard = marks
    text = piece if piece[0] == "<" else piece.strip(" ")
    space = space or piece[0] == " "
    if not text:
        return space
    if space and runs and runs[-1][0] != "\x03" and not runs[-1][0].startswith("<box"):
        both = tuple([item for item in runs[-1][2] if item in hard])
        _put(runs, " ", runs[-1][1] & bits, both)
    _put(runs, text, bits, hard)
    return piece[0] != "<" and piece[-1] == " "


def _put(
    runs: list[tuple[str, int, tuple[str, ...]]], text: str, bits: int, hard: tuple[str, ...]
) -> None:
    if runs and runs[-1][1:] == (bits, hard) and text[0] != "<" and runs[-1][0][0] not in "<\x03":
        runs[-1] = (runs[-1][0] + text, bits, hard)
    else:
        runs.append((text, bits, hard))


def _renumber(runs: list[tuple[str, int, tuple[str, ...]]]) -> list[Any]:
    """Give elements numbers that count only those that mark something."""
    numbers: dict[str, str] = {}
    out: list[Any] = []
    for text, bits, hard in runs:
        marks: list[str] = []
        for item in hard:
            if item not in numbers:
                numbers[item] = f"{item.rpartition(' ')[0]} {len(numbers)}"
            marks.append(numbers[item])
        out.append((text, bits, sorted(marks)))
    return out
