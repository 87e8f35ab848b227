"""Emphasis that survives: the delimiter-run rules of CommonMark 6.2, with HTML as the way out.

A run of `*` opens only when it is left-flanking and closes only when it is right-flanking, and
that depends on the characters beside it. Beside CJK punctuation it usually fails, so each pair of
delimiters is tried in the source it would stand in; where it would not work, `_` or the HTML
element takes its place.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import TypeAlias

from newskit.frozen import dataclass
from newskit.markup.elements import EMPHASIS, STRIKE, STRONG

# Which characters beside a delimiter let it open or close (CommonMark 0.31, section 6.2).


@cache
def opens(inside: str, outside: str) -> bool:
    """Tell whether a delimiter between two characters can open; seen from behind, close."""
    kind = character_class(inside)
    return kind == "word" or (
        kind != "space" and character_class(outside) not in {"word", "symbol"}
    )


@cache
def character_class(character: str) -> str:
    """Return space, punctuation, symbol or word.

    Renderers disagree on whether a symbol outside ASCII is punctuation (CommonMark 0.30 said no,
    0.31 says yes), so it must work as either.
    """
    if not character or character.isspace():
        return "space"
    category = unicodedata.category(character)
    if category[0] == "P" or (character.isascii() and category[0] == "S"):
        return "punctuation"
    return "symbol" if category[0] in "SC" or not character.isalnum() else "word"


Item: TypeAlias = tuple[str, int]
"""A piece of finished inline Markdown and the marks (bits) that apply to it."""


@dataclass(slots=True)
class _Pair:
    """An opening and a closing delimiter; `level` walks through the spellings."""

    mark: int
    level: int = 0
    opener: int = -1
    closer: int = -1


_TAGS = {STRONG: "strong", EMPHASIS: "em", STRIKE: "del"}
_ORDER = (STRONG, EMPHASIS, STRIKE)


def join_items(items: Sequence[Item], before: str, after: str, strike: str) -> str:
    """Join inline pieces, writing the delimiters between them.

    Args:
        items: the pieces, in order.
        before: the character before the first piece; empty at the start of a line.
        after: the character after the last piece; empty at the end of a line.
        strike: the profile's delimiter of deleted text; empty for `<del>`.
    """
    apart = _join_apart(items, before, after, strike)
    if apart is not None:
        return apart
    pieces, pairs = _place(items)
    spellings = _spellings(strike)
    retried = False
    while True:
        written = [
            piece if isinstance(piece, str) else _spell(piece, place, spellings)
            for place, piece in enumerate(pieces)
        ]
        failing = [pair for pair in pairs if not _works(pair, pieces, written, (before, after))]
        if not failing:
            again = [] if retried else _may_work_now(pairs, spellings)
            if not again:
                return "".join(written)
            retried = True
            for pair in again:
                pair.level = 0
            continue
        # Emphasis gives way first: that may be all its neighbour in a run of `*` needs.
        for pair in [pair for pair in failing if pair.mark == EMPHASIS] or failing:
            pair.level += 1


def _may_work_now(pairs: Sequence[_Pair], spellings: dict[int, tuple[str, ...]]) -> list[_Pair]:
    """Return the emphasis that became HTML beside a delimiter that did so later."""
    tags = [pair for pair in pairs if not spellings[pair.mark][pair.level]]
    found = [pair for pair in tags if pair.mark == EMPHASIS]
    return found if len(found) < len(tags) else []


def _join_apart(items: Sequence[Item], before: str, after: str, strike: str) -> str | None:
    """Join pieces whose marks do not meet and whose delimiters work; None for others."""
    written: list[str] = []
    marked = False
    for index, (text, marks) in enumerate(items):
        if not marks:
            marked = False
            written.append(text)
            continue
        delimiter = strike if marks == STRIKE else DELIMITERS.get(marks)
        if marked or not delimiter:
            return None
        marked = True
        left = written[-1][-1:] if written else before
        right = items[index + 1][0][:1] if index + 1 < len(items) else after
        if not (opens(text[:1], left) and opens(text[-1:], right)):
            return None
        written.append(f"{delimiter}{text}{delimiter}")
    return "".join(written)


DELIMITERS = {STRONG: "**", EMPHASIS: "*"}
"""What marks are written with in every profile, where it works."""


def _spellings(strike: str) -> dict[int, tuple[str, ...]]:
    return {
        STRONG: ("**", ""),
        EMPHASIS: ("*", "_", ""),
        STRIKE: (strike, "") if strike else ("",),
    }


def _spell(pair: _Pair, place: int, spellings: dict[int, tuple[str, ...]]) -> str:
    delimiter = spellings[pair.mark][pair.level]
    if delimiter:
        return delimiter
    return f"<{'/' if place == pair.closer else ''}{_TAGS[pair.mark]}>"


def _place(items: Sequence[Item]) -> tuple[list[str | _Pair], list[_Pair]]:
    """Put pairs of delimiters between the items, the one that lasts longest outermost."""
    ends = _ends(items)
    pieces: list[str | _Pair] = []
    pairs: list[_Pair] = []
    open_pairs: list[_Pair] = []
    for index, item in enumerate(items):
        keep = 0
        while keep < len(open_pairs) and item[1] & open_pairs[keep].mark:
            keep += 1
        _close(open_pairs, keep, pieces)
        is_open = 0
        for pair in open_pairs:
            is_open |= pair.mark
        missing = [mark for mark in _ORDER if item[1] & mark & ~is_open]
        missing.sort(key=lambda mark, index=index: -ends[mark][index])  # type: ignore[misc]
        text = item[0]
        if missing and text[:1] == " ":
            # No delimiter opens before a space, and a space looks the same outside.
            pieces.append(" ")
            text = text[1:]
        for mark in missing:
            pair = _Pair(mark, opener=len(pieces))
            pairs.append(pair)
            open_pairs.append(pair)
            pieces.append(pair)
        if text:
            pieces.append(text)
    _close(open_pairs, 0, pieces)
    return pieces, pairs


def _close(open_pairs: list[_Pair], keep: int, pieces: list[str | _Pair]) -> None:
    if len(open_pairs) == keep:
        return
    last = pieces[-1]
    spaced = False
    if isinstance(last, str) and last[-1:] == " ":
        if last != " ":
            pieces[-1], spaced = last[:-1], True
        elif len(pieces) > 1 and (isinstance(pieces[-2], str) or pieces[-2].closer >= 0):
            pieces.pop()
            spaced = True
    while len(open_pairs) > keep:
        pair = open_pairs.pop()
        pair.closer = len(pieces)
        pieces.append(pair)
    if spaced:
        pieces.append(" ")


def _ends(items: Sequence[Item]) -> dict[int, list[int]]:
    ends: dict[int, list[int]] = {}
    for mark in _ORDER:
        column = [0] * len(items)
        end = len(items)
        for index in range(len(items) - 1, -1, -1):
            if not items[index][1] & mark:
                end = index
            column[index] = end
        ends[mark] = column
    return ends


def _works(
    pair: _Pair, pieces: list[str | _Pair], written: list[str], edges: tuple[str, str]
) -> bool:
    delimiter = written[pair.opener]
    if delimiter[0] == "<":
        return True
    return _flanks(pair, pieces, written, edges, opening=True) and _flanks(
        pair, pieces, written, edges, opening=False
    )


def _flanks(
    pair: _Pair,
    pieces: list[str | _Pair],
    written: list[str],
    edges: tuple[str, str],
    *,
    opening: bool,
) -> bool:
    """Tell whether the run the delimiter is part of can do what it must."""
    place = pair.opener if opening else pair.closer
    sign = written[place][0]
    left = place - 1
    while left >= 0 and _joins(pieces, written, left, sign):
        if not _goes_along(pair, pieces[left]):
            return False
        left -= 1
    right = place + 1
    while right < len(pieces) and _joins(pieces, written, right, sign):
        if not _goes_along(pair, pieces[right]):
            return False
        right += 1
    before = written[left][-1:] if left >= 0 else edges[0]
    after = written[right][:1] if right < len(written) else edges[1]
    if after == sign or (before == sign and not _is_escaped(written[left])):
        return False  # a sign of the text would be one of the run
    if not opening:
        before, after = after, before
    # From here on the delimiter opens: `before` is outside, `after` inside.
    return opens(after, before) and (
        sign != "_" or character_class(before) in {"space", "punctuation"}
    )


def _is_escaped(text: str) -> bool:
    """Tell whether the last character of a text is escaped."""
    return (len(text) - 1 - len(text[:-1].rstrip("\\"))) % 2 == 1


def _joins(pieces: list[str | _Pair], written: list[str], place: int, sign: str) -> bool:
    return not isinstance(pieces[place], str) and written[place][0] == sign


def _goes_along(pair: _Pair, other: str | _Pair) -> bool:
    """Tell whether a neighbour in the same run spans the same text.

    CommonMark would read other runs too, but not every renderer does as it says.
    """
    if isinstance(other, str):
        return True
    same_openers = abs(pair.opener - other.opener) == 1
    if same_openers and abs(pair.closer - other.closer) == 1:
        return True
    # One of the two gives way: the emphasis, which has another spelling, or the later one.
    return pair.mark == STRONG if pair.mark != other.mark else pair.opener < other.opener
