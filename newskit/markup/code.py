"""Where a Markdown text is code: fenced blocks and code spans, by offsets."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import cache
from typing import Final

from newskit.frozen import NamedTuple
from newskit.lazy import lazy

# Fenced code blocks of a body (CommonMark 0.31, section 4.5).

_BLOCK_FENCE = lazy(
    r"^(?P<indent>(?:\{%-?[^%\n]{1,40}%\})?(?:[ \t>*-]|\+[ \t]){0,12}?)"
    r"(?P<fence>`{3,}|~{3,})(?P<info>[^\n`]*)$",
    re.MULTILINE,
)
_LONE = lazy(r"\r(?!\n)")
_TEMPLATE_TAGS = lazy(r"\{%-?[^%]*%\}")
_BLANK_LINE = lazy(r"\n[ \t]*\r?(?=\n)")
_HTML_LINE = lazy(
    r"\s*<(?P<name>!|/?(?:address|article|aside|blockquote|body|center|dd|details|div|dl|dt|fieldset"
    r"|figcaption|figure|footer|form|h[1-6]|head|header|html|li|main|nav|ol|p|pre|script|section|style"
    r"|summary|table|tbody|td|textarea|tfoot|th|thead|title|tr|ul)\b)",
    re.IGNORECASE,
)
_LONGEST = 20_000
"""How far back the start of a block of HTML is looked for, in code points."""


def fenced_blocks(
    text: str, *, within_html: bool = False
) -> Iterator[tuple[re.Match[str], re.Match[str] | None]]:
    """Yield the opening and closing fence of each block; None for one that nothing closes.

    Both have the groups `indent`, `fence` and `info`.

    Args:
        text: the body.
        within_html: whether fences count inside blocks of HTML, too: Python-Markdown takes fenced
            code out before it looks for HTML.
    """
    if "\r" in text and text.count("\r") != text.count("\r\n"):
        text = _LONE.sub("\n", text)  # a line ends there, too (section 2.1)
    opened: re.Match[str] | None = None
    blanks: list[int] | None = [] if within_html or "<" not in text else None
    for match in _BLOCK_FENCE.finditer(text):
        if opened is None:
            if blanks is None:
                blanks = [blank.start() for blank in _BLANK_LINE.finditer(text)]
            if within_html or not _is_in_html(text, match.start(), blanks):
                opened = match
            continue
        closes = match["fence"][0] == opened["fence"][0] and len(match["fence"]) >= len(
            opened["fence"]
        )
        if (
            closes
            and not _TEMPLATE_TAGS.sub("", match["info"]).strip()
            and _width(match) < _width(opened) + 4
        ):
            yield opened, match
            opened = None
    if opened is not None:
        yield opened, None


def _width(fence: re.Match[str]) -> int:
    """The columns before a fence; four more than the opening one has are text of the code."""
    return len(_TEMPLATE_TAGS.sub("", fence["indent"]).expandtabs(4))


def _is_in_html(text: str, start: int, blanks: list[int]) -> bool:
    """Tell whether a line goes on with a block of HTML: a blank line ends it (section 4.6).

    So does the end tag of what begins it, to kramdown: what stands behind that may be code.

    Args:
        text: the body.
        start: where the line starts.
        blanks: the line ends in front of blank lines, in order.
    """
    first = max(0, start - _LONGEST)
    # The line end in front of the line itself begins no blank line.
    number = bisect_right(blanks, start - 2) - 1
    begin = blanks[number] if number >= 0 and blanks[number] >= first else -1
    if begin < 0 and first:
        return False
    match = _HTML_LINE.match(text, max(begin, first), start)
    while match is not None and match["name"] == "!":
        # A comment or declaration ends its block with the line that it ends on.
        comment = text.startswith("<!--", match.end() - 2)
        end = text.find("-->" if comment else ">", match.end(), start)
        line = text.find("\n", end, start) if end >= 0 else -1
        if line < 0:
            return True
        match = _HTML_LINE.match(text, line, start)
    if match is None:
        return False
    name = match["name"].lower()
    before = text[match.start() : start].lower()
    return name[0] == "/" or before.count(f"<{name}") > before.count(f"</{name}")


FENCE = lazy(r"^[ \t>]*(?P<fence>`{3,}(?=[^`\n]*$)|~{3,})(?P<info>[^\n]*)$", re.MULTILINE)
"""A line that may open a fenced block, or close one; what it says behind the fence is `info`."""


@cache
def closing_fence(opening: str) -> re.Pattern[str]:
    """Return the pattern of the lines that close what a fence opened (CommonMark 4.5)."""
    return re.compile(rf"^[ \t>]*{opening[0]}{{{len(opening)},}}[ \t]*(?=\r?$)", re.MULTILINE)


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
        close = closing_fence(fence).search(text, match.end())
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
