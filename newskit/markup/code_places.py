"""Where a Markdown text is code: fenced blocks and code spans, by offsets."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from typing import Final, NamedTuple

from newskit.lazy import lazy

__all__ = ["CodePlaces", "code_places", "outside_code"]

_FENCE: Final = lazy(
    r"^[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*(?:(`{3,})[^`\n]*|(~{3,})[^\n]*)$", re.MULTILINE
)
_RUN: Final = lazy(r"`(?<!\\`)`*|\n[ \t]*(?=\n)")


class CodePlaces(NamedTuple):
    """The code of a text: starts and ends of its pieces, in order, none within another."""

    starts: list[int]
    ends: list[int]

    def holds(self, place: int) -> bool:
        """Tell whether a place is within code."""
        number = bisect_right(self.starts, place) - 1
        return number >= 0 and place < self.ends[number]


def code_places(text: str) -> CodePlaces:
    """Find the fenced blocks and code spans of a Markdown text (CommonMark 4.5, 6.1)."""
    starts: list[int] = []
    ends: list[int] = []
    position = 0
    if "```" not in text and "~~~" not in text:
        _spans(text, 0, len(text), starts, ends)
        return CodePlaces(starts, ends)
    while match := _FENCE.search(text, position):
        _spans(text, position, match.start(), starts, ends)
        fence = match[1] or match[2]
        closing = re.compile(rf"^[ \t>]*{fence[0]}{{{len(fence)},}}[ \t]*$", re.MULTILINE)
        close = closing.search(text, match.end())
        position = close.end() if close else len(text)
        starts.append(match.start())
        ends.append(position)
    _spans(text, position, len(text), starts, ends)
    return CodePlaces(starts, ends)


def _spans(text: str, start: int, end: int, starts: list[int], ends: list[int]) -> None:
    """Add the code spans between two places; none goes on over a blank line."""
    if text.find("`", start, end) < 0:
        return
    runs: list[tuple[int, int]] = []
    for match in _RUN.finditer(text, start, end):
        if match[0][0] == "`":
            runs.append(match.span())
            continue
        _pair(runs, starts, ends)
        runs = []
    _pair(runs, starts, ends)


def _pair(runs: list[tuple[int, int]], starts: list[int], ends: list[int]) -> None:
    later: dict[int, list[int]] = {}
    for number in range(len(runs) - 1, -1, -1):
        later.setdefault(runs[number][1] - runs[number][0], []).append(number)
    number = 0
    while number < len(runs):
        same = later[runs[number][1] - runs[number][0]]
        while same and same[-1] <= number:
            same.pop()
        if not same:
            number += 1
            continue
        starts.append(runs[number][0])
        ends.append(runs[same[-1]][1])
        number = same[-1] + 1


def outside_code(
    pattern: re.Pattern[str], replace: Callable[[re.Match[str]], str], text: str
) -> str:
    """Replace what a pattern finds, where that does not begin within code."""
    if not pattern.search(text):
        return text
    places = code_places(text)
    return pattern.sub(
        lambda match: match[0] if places.holds(match.start()) else replace(match), text
    )
