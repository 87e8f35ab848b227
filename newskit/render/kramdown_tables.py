"""kramdown's tables: every line of a block holds a pipe; a row of dashes is not needed.

Source: kramdown's syntax page, "Tables"; run: kramdown 2.4.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from newskit.lazy import lazy

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock

__all__ = ["kramdown_tables"]

_CODE: Final = lazy(r"(?<!\\)(`+)(?!`).*?(?<!`)\1(?!`)")
_SEPARATOR: Final = lazy(r"[ \t]*[|+:=-][|+ \t:=-]*")
_RULE_CELL: Final = lazy(r"[ \t]*(:?)[-=]+(:?)[ \t]*")
_HELD: Final = "\x00"
_ESCAPED: Final = "\x01"


def kramdown_tables(md: MarkdownIt) -> None:
    """Teach a parser kramdown's tables, in the place of GFM's."""
    md.disable("table")
    md.block.ruler.before("paragraph", "kramdown_table", _rule)


def _rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001
    if silent or state.is_code_block(start):
        return False
    last = state.tokens[-1] if state.tokens else None
    # Only what comes first, or behind a blank line, may be a table.
    follows = last is not None and last.nesting < 1 and last.type != "attribute_list"
    if follows and not state.isEmpty(start - 1):
        return False
    lines: list[str] = []
    line = start
    while line < end and not state.isEmpty(line) and state.sCount[line] >= state.blkIndent:
        text = state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]
        if text.startswith("{:") and lines:
            break
        if "|" not in _hide(text) and not (lines and _SEPARATOR.fullmatch(text)):
            return False
        lines.append(text)
        line += 1
    rows = [text for text in lines if not _SEPARATOR.fullmatch(text)]
    if not rows:
        return False
    _write(state, start, lines)
    state.line = line
    return True


def _hide(text: str) -> str:
    """Hide the pipes that part no cells: escaped ones, and those in code spans."""
    text = text.replace("\\|", _ESCAPED)
    return _CODE.sub(lambda match: match[0].replace("|", _HELD), text)


def _cells(text: str) -> list[str]:
    hidden = _hide(text).strip()
    hidden = hidden.removeprefix("|")
    hidden = hidden.removesuffix("|")
    return [cell.strip().replace(_ESCAPED, "\\|").replace(_HELD, "|") for cell in hidden.split("|")]


def _write(state: StateBlock, start: int, lines: list[str]) -> None:
    alignments: list[str] = []
    header = 0
    for number, text in enumerate(lines):
        if not _SEPARATOR.fullmatch(text):
            continue
        if not alignments:
            cells = text.strip().strip("|").replace("+", "|").split("|")
            found = [_RULE_CELL.fullmatch(cell) for cell in cells]
            if all(found) and any(lines[:number]):
                alignments = [_alignment(match) for match in found if match]
                header = number
    state.push("table_open", "table", 1).map = [start, start + len(lines)]
    if header:
        state.push("thead_open", "thead", 1)
        _rows(state, start, lines[:header], "th", alignments)
        state.push("thead_close", "thead", -1)
    state.push("tbody_open", "tbody", 1)
    _rows(state, start + header, lines[header:], "td", alignments)
    state.push("tbody_close", "tbody", -1)
    state.push("table_close", "table", -1)


def _alignment(match: re.Match[str]) -> str:
    left, right = match[1], match[2]
    if left and right:
        return "center"
    return "left" if left else "right" if right else ""


def _rows(state: StateBlock, start: int, lines: list[str], tag: str, alignments: list[str]) -> None:
    for number, text in enumerate(lines):
        if _SEPARATOR.fullmatch(text):
            continue
        state.push("tr_open", "tr", 1)
        for column, cell in enumerate(_cells(text)):
            opening = state.push(f"{tag}_open", tag, 1)
            if column < len(alignments) and alignments[column]:
                opening.attrSet("style", f"text-align:{alignments[column]}")
            inline = state.push("inline", "", 0)
            inline.content = cell
            inline.map = [start + number, start + number + 1]
            inline.children = []
            state.push(f"{tag}_close", tag, -1)
        state.push("tr_close", "tr", -1)
