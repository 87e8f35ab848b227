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
    kept = place = 0
    while (found := _START.search(html, place)) is not None:
        numbers = _NUMBERS.match(html, found.end())
        end = numbers.end() if numbers is not None else found.end()
        # The tags that follow all end in what is no number: none is looked at twice.
        close = html.rfind(f"</{found[1]}", found.end(), end)
        if close >= 0:
            stop = html.find(f"</{found[1]}", found.end(), end)
            parts += [html[kept : found.end()], _DIGIT.sub(SEEN, html[found.end() : stop])]
            kept = stop
            place = stop
        else:
            place = end
    return "".join([*parts, html[kept:]]) if parts else html
