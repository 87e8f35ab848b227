"""Two texts side by side, what differs marked: HTML that holds nothing of theirs but text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from html import escape
from typing import Final

from newskit.splice import shared_start

__all__ = ["marked", "side_by_side"]

_MOST_LINES: Final = 3000
_ELLIPSIS: Final = '<span class="cut">…</span>'


def marked(text: str, start: int, end: int) -> str:
    """Return text with the code points from `start` to `end` marked."""
    return f"{escape(text[:start])}<mark>{escape(text[start:end])}</mark>{escape(text[end:])}"


def side_by_side(before: str, after: str, context: int = 3) -> tuple[str, str]:
    """Return both texts with their different lines marked.

    Args:
        before: the one on the left.
        after: the one on the right.
        context: how many equal lines are shown around those that differ.
    """
    old, new = before.splitlines(), after.splitlines()
    head = _common(old, new)
    tail = min(_common(old[::-1], new[::-1]), min(len(old), len(new)) - head)
    low = max(0, head - context)
    one = old[low : len(old) - max(0, tail - context)]
    other = new[low : len(new) - max(0, tail - context)]
    first = [_ELLIPSIS] if low else []
    last = [_ELLIPSIS] if tail > context else []
    if max(len(one), len(other)) > _MOST_LINES:
        return (_plain(first, one[:_MOST_LINES]), _plain(first, other[:_MOST_LINES]))
    left, right = list(first), list(first)
    for a, b in _pairs(one, other, context):
        left += a
        right += b
    return "\n".join(left + last), "\n".join(right + last)


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    pairs = zip(one, other, strict=False)
    return next((at for at, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _plain(first: list[str], lines: Sequence[str]) -> str:
    return "\n".join([*first, *map(escape, lines), _ELLIPSIS])


def _pairs(
    old: Sequence[str], new: Sequence[str], context: int
) -> Iterator[tuple[list[str], list[str]]]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            same = [escape(line) for line in old[a:b]]
            if len(same) > 2 * context + 1:
                same = [*same[:context], _ELLIPSIS, *same[len(same) - context :]]
            yield same, same
        elif b - a == d - c:
            pairs = [_line_pair(x, y) for x, y in zip(old[a:b], new[c:d], strict=True)]
            yield [x for x, _ in pairs], [y for _, y in pairs]
        else:
            yield _all_marked(old[a:b]), _all_marked(new[c:d])


def _all_marked(lines: Sequence[str]) -> list[str]:
    return [f"<mark>{escape(line)}</mark>" for line in lines]


def _line_pair(one: str, other: str) -> tuple[str, str]:
    head = shared_start(one, other)
    tail = shared_start(one[head:][::-1], other[head:][::-1])
    return marked(one, head, len(one) - tail), marked(other, head, len(other) - tail)
