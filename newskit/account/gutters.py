"""The numbers of lines that highlighters set beside code: no words of a document."""

from __future__ import annotations

import re

from newskit.lazy import lazy

__all__ = ["SEEN", "without_line_numbers"]

SEEN = "\u200b"
"""What a digit of a line's number is replaced by: as long, and no word."""

_HINTS = (
    "gutter", "lineno", "linenum", "line-num", "line_num", "hljs-ln", "blob-num", "pre-numbering",
    '"ln"', '"lnt"', '"lno"', '"lnos"', "crayon-num", "LineNr",
)  # fmt: skip
_START = lazy(
    r'<(span|td|th|pre|div|a|ul|ol|i|b|em)\b[^<>]*?\sclass="(?:[^"<>]*\s)?'
    r"(?:(?:rouge-)?gutter(?:-\w+)?|lineno\w*|linenos\w*|line[-_]?num\w*(?:-\w+)*|lnt?|lnos?"
    r"|blob-num|hljs-ln-n\w*|crayon-nums?(?:-content)?|pre-numbering|LineNr"
    r'|react-syntax-highlighter-line-number|code-?line-?num\w*)(?:\s[^"<>]*)?"[^<>]*>',
    re.IGNORECASE,
)
_NUMBERS = re.compile(r"(?:[\s\d.:]|&nbsp;|<[^<>]*>)*+")
_DIGIT = re.compile(r"\d(?=[^<>]*(?:<|\Z))")


def without_line_numbers(html: str) -> str:
    """Return HTML, as long as it is, without the numbers in elements that hold nothing else."""
    if not any(hint in html for hint in _HINTS):
        return html
    parts: list[str] = []
    ends: dict[str, int] = {}
    kept = place = 0
    while (found := _START.search(html, place)) is not None:
        start, stop = found.end(), _end_tag(html, found[1], found.end(), ends)
        numbers = _NUMBERS.match(html, start, stop)
        place = numbers.end() if numbers is not None else start
        if place == stop < len(html):
            parts += [html[kept:start], _DIGIT.sub(SEEN, html[start:stop])]
            kept = stop
    return "".join([*parts, html[kept:]]) if parts else html


def _end_tag(html: str, name: str, start: int, ends: dict[str, int]) -> int:
    """Return where the next end tag of a name begins; the end of the HTML where there is none.

    What was found is kept in `ends`: many elements may have one end tag behind them all.
    """
    if ends.get(name, -1) < start:
        place = html.find(f"</{name}", start)
        ends[name] = place if place >= 0 else len(html)
    return ends[name]
