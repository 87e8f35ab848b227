"""Tables: pipe tables where they can say it, HTML where they cannot."""

from __future__ import annotations

import re

from newskit.convert.blocks import Block
from newskit.convert.raw import inline_html, start_tag
from newskit.convert.tree import Event, attributes, element_end
from newskit.convert.walk import Walk, frame, is_line
from newskit.frozen import dataclass, field
from newskit.lazy import lazy
from newskit.markup.elements import names

_SECTIONS = frozenset({"thead", "tbody", "tfoot"})
_BARE = names("table thead tbody tfoot colgroup col tr td th")
_ALIGN = lazy(r"text-align\s*:\s*(left|right|center)", re.IGNORECASE)
_RULES = {"left": ":--", "right": "--:", "center": ":-:", "": "---"}


@dataclass(slots=True)
class _Cell:
    start: int
    end: int
    header: bool
    columns: int
    rows: int
    align: str


@dataclass(slots=True)
class _Grid:
    """Rows of cells by section, and captions."""

    sections: dict[str, list[list[_Cell]]] = field(
        default_factory=lambda: {"thead": [], "tbody": [], "tfoot": []}
    )
    captions: list[int] = field(default_factory=list[int])

    @property
    def rows(self) -> list[list[_Cell]]:
        return [row for section in self.sections.values() for row in section]


def table(walk: Walk, index: int) -> int:
    """Write a table; return the index after it."""
    walk.flush()
    end = element_end(walk.events, index)
    if _is_bare(walk.events, index, end):
        return end + 1
    grid = _read(walk, index, end)
    if not any(grid.rows) and not grid.captions:
        return end + 1
    lines = _lines(walk, grid) if walk.rules.tables and not walk.cell else None
    if lines is None:
        if walk.cell or walk.line or walk.depth >= _DEEPEST:
            return walk.keep_html(index)
        walk.blocks.append(Block("html", _frame(walk, grid, index), index, around=walk.around()))
        return end + 1
    for caption in grid.captions:
        _caption(walk, caption)
    if lines:
        walk.blocks.append(Block("table", "\n".join(lines), index, around=walk.around()))
    return end + 1


def _is_bare(events: list[Event], start: int, end: int) -> bool:
    """Tell whether nothing but cells stands in a table, as in newsletters' spaces and rules."""
    for text, tag, _, _ in events[start + 1 : end + 1]:
        if tag.removeprefix("/") not in _BARE or text.replace("&nbsp;", "").strip():
            return False
    return True


def _caption(walk: Walk, caption: int) -> None:
    """Write a caption before a pipe table, which has none: in a table that has nothing else."""
    events = walk.events
    end = element_end(events, caption)
    blocks = walk.child().run(caption + 1, end)
    if not walk.semantic or not blocks:
        walk.blocks.extend(blocks)
        return
    if is_line(events, caption, end):
        text = inline_html(events, caption, walk.keep, block=True, around=walk.around())
    else:
        text = frame(events[caption], blocks, walk)
    walk.blocks.append(Block("html", f"<table>\n{text}\n</table>", caption, around=walk.around()))


def _read(walk: Walk, start: int, end: int) -> _Grid:
    grid = _Grid()
    section = "tbody"
    index = start + 1
    while index < end:
        tag = walk.events[index][1]
        if tag in _SECTIONS:
            section = tag
        elif tag == "tr":
            grid.sections[section].append([])
        elif tag in {"td", "th"} and grid.sections[section]:
            close = element_end(walk.events, index)
            grid.sections[section][-1].append(_cell(walk, index, close))
            index = close
        elif tag == "caption":
            grid.captions.append(index)
            index = element_end(walk.events, index)
        index += 1
    return grid


def _cell(walk: Walk, start: int, end: int) -> _Cell:
    _, tag, raw, _ = walk.events[start]
    if not raw:
        return _Cell(start, end, tag == "th", 1, 1, "")
    found = attributes(raw)
    align = found.get("align", "").lower()
    if not align:
        match = _ALIGN.search(found.get("style", ""))
        align = match[1].lower() if match else ""
    return _Cell(
        start,
        end,
        tag == "th",
        _span(found.get("colspan"), 100),
        _span(found.get("rowspan"), 1000),
        align if align in _RULES else "",
    )


def _span(value: str | None, most: int) -> int:
    match = re.match(r"\s*\+?(\d+)", value or "")
    return max(1, min(most, int(match[1]))) if match else 1


_DEEPEST = 20
"""Tables inside each other whose cells are written as Markdown."""


def _frame(walk: Walk, grid: _Grid, index: int) -> str:
    """Write a table as HTML whose cells hold Markdown where they hold more than a line of text."""
    events = walk.events
    lines = [start_tag(events[index], walk.keep)]
    lines += [
        inline_html(events, caption, walk.keep, block=True, around=walk.around())
        for caption in grid.captions
    ]
    for row in grid.rows:
        lines.append("<tr>")
        lines += [_frame_cell(walk, cell) for cell in row]
        lines.append("</tr>")
    return "\n".join([*lines, "</table>"])


def _frame_cell(walk: Walk, cell: _Cell) -> str:
    events = walk.events
    if is_line(events, cell.start, cell.end):
        return inline_html(events, cell.start, walk.keep, block=True, around=walk.around())
    blocks = walk.child().run(cell.start + 1, cell.end)
    return frame(events[cell.start], blocks, walk)


def _lines(walk: Walk, grid: _Grid) -> list[str] | None:
    """Return the lines of a pipe table; None when it needs HTML, empty when nothing shows."""
    rows = grid.rows
    texts = [[_cell_text(walk, cell) for cell in row] for row in rows]
    if any(text is None for row in texts for text in row):
        return None
    if not any(any(line) for line in texts):
        return []
    # A row that shows nothing, as between the parts of a table, says nothing by a cell over all its
    # columns; one over rows moves the cells below it.
    shown = [
        (row, [text or "" for text in line])
        for row, line in zip(rows, texts, strict=True)
        if any(line) or any(cell.rows > 1 for cell in row)
    ]
    cells = [cell for row, _ in shown for cell in row]
    if walk.semantic and any(cell.columns > 1 or cell.rows > 1 for cell in cells):
        return None
    header = all(cell.header for cell in shown[0][0])
    if walk.semantic and any(cell.header for row, _ in shown[header:] for cell in row):
        return None
    if header and len(shown) == 1 and walk.rules.kramdown:
        return None
    lines, aligns = _spread([row for row, _ in shown], [line for _, line in shown])
    return _write(lines, aligns, header=header)


def _cell_text(walk: Walk, cell: _Cell) -> str | None:
    events = walk.events
    if cell.end == cell.start + 1 and not walk.marks and not walk.elements:
        return walk.cell_text(events[cell.end][0])
    if any(events[index][1] == "table" for index in range(cell.start, cell.end)):
        return None
    blocks = walk.child(cell=True).run(cell.start + 1, cell.end)
    if not blocks:
        return ""
    if len(blocks) == 1 and blocks[0].kind == "p":
        return blocks[0].text
    return None


def _spread(rows: list[list[_Cell]], texts: list[list[str]]) -> tuple[list[list[str]], list[str]]:
    """Give every cell its column: spans leave empty cells behind."""
    lines: list[list[str]] = []
    aligns: dict[int, set[str]] = {}
    hanging: dict[int, int] = {}
    for row, line in zip(rows, texts, strict=True):
        out: list[str] = []
        for cell, text in zip(row, line, strict=True):
            while hanging.get(len(out), 0):
                hanging[len(out)] -= 1
                out.append("")
            aligns.setdefault(len(out), set()).add(cell.align)
            for offset in range(cell.columns):
                if cell.rows > 1:
                    hanging[len(out)] = cell.rows - 1
                out.append("" if offset else text)
        while hanging.get(len(out), 0):
            hanging[len(out)] -= 1
            out.append("")
        lines.append(out)
    width = max(*[len(out) for out in lines], 1)
    lines = [[*out, *[""] * (width - len(out))] for out in lines]
    while width > 1 and not any(out[width - 1] for out in lines):
        width -= 1
        lines = [out[:width] for out in lines]
    single = [aligns.get(column, {""}) for column in range(width)]
    return lines, [min(found) if len(found) == 1 else "" for found in single]


def _write(lines: list[list[str]], aligns: list[str], *, header: bool) -> list[str]:
    if not header:
        lines = [[""] * len(aligns), *lines]
    written = ["| " + " | ".join(line) + " |" for line in lines]
    rule = "| " + " | ".join([_RULES[align] for align in aligns]) + " |"
    return [re.sub("  +", "  ", written[0]), rule, *written[1:]]
