"""Paragraphs broken at a column, only where a space may become a line end."""

from __future__ import annotations

import re
import unicodedata

from newskit.convert.line_starts import STARTERS

__all__ = ["wrap"]

# A code span, a tag, the end of a link, or a word.
_CHUNK = re.compile(
    r"(?:(?<!\\)(`+)(?!`).*?(?<!`)\1(?!`)|<[^<>]*>|\]\([^()\s]*(?:\s\"[^\"]*\")?\)|\S)+"
)


def wrap(text: str, columns: int) -> str:
    """Break the lines of a finished paragraph.

    Args:
        text: the paragraph's Markdown; its own line ends stay.
        columns: the longest line wanted, in columns (wide characters count two); a longer word
            stays whole.
    """
    return "\n".join([_line(line, columns) for line in text.split("\n")])


def _line(line: str, columns: int) -> str:
    if len(line) * 2 <= columns:
        return line
    lines: list[str] = []
    current = ""
    width = 0
    for match in _CHUNK.finditer(line):
        chunk = match[0]
        size = _width(chunk)
        # What would begin a block may not begin a line.
        if current and width + 1 + size > columns and chunk[0] not in STARTERS | {"<"}:
            lines.append(current)
            current, width = chunk, size
        else:
            width = width + 1 + size if current else size
            current = f"{current} {chunk}" if current else chunk
    lines.append(current)
    return "\n".join(lines)


def _width(text: str) -> int:
    if text.isascii():
        return len(text)
    return sum([2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text])
