"""Tables in the canonical form: rows in visual order, spans expanded, alignment by column."""

from __future__ import annotations

import re
from typing import Any

from newskit.frozen import dataclass, field
from newskit.lazy import lazy

_ALIGNMENT = lazy(r"text-align\s*:\s*(\w+)", re.IGNORECASE)
_SIDES = frozenset({"left", "right", "center"})


@dataclass(slots=True)
class Cell:
    """A cell: its tag, spans (columns, rows), alignment and content."""

    tag: str
    columns: int
    rows: int
    side: str
    content: tuple[Any, ...] = ()


@dataclass(slots=True)
class TableReader:
    """Collects the cells of a table while its content is read.

    Attributes:
        outer: the form the table stands in.
        lists: the lists open around it.
    """

    outer: list[Any]
    lists: list[list[Any]]
    parts: dict[str, list[list[Cell]]] = field(
        default_factory=lambda: {"thead": [], "tbody": [], "tfoot": []}
    )
    captions: list[tuple[Any, ...]] = field(default_factory=list[tuple[Any, ...]])
    part: str = "tbody"
    cell: Cell | None = None
    in_caption: bool = False

    def tag(self, name: str, found: dict[str, str], out: list[Any]) -> None:
        """Take a tag of the table; `out` is what has been read since the one before."""
        self.end_cell(out)
        if name in self.parts:
            self.part = name
        elif name == "tr":
            self.parts[self.part].append([])
        elif name in {"td", "th"} and self.parts[self.part]:
            self.cell = _read_cell(name, found)
            self.parts[self.part][-1].append(self.cell)
        elif name == "caption":
            self.in_caption = True

    def end_cell(self, out: list[Any]) -> None:
        """Give what has been read to the open cell or caption."""
        if self.cell is not None:
            self.cell.content = tuple(out)
            self.cell = None
        elif self.in_caption:
            if out:
                self.captions.append(tuple(out))
            self.in_caption = False


def _read_cell(name: str, found: dict[str, str]) -> Cell:
    """Read the tag of a cell from its attributes."""
    if not found:
        return Cell(name, 1, 1, "")
    side = found.get("align", "").lower()
    match = None if side else _ALIGNMENT.search(found.get("style", ""))
    side = match[1].lower() if match else side
    return Cell(
        name,
        _number(found.get("colspan"), 100),
        _number(found.get("rowspan"), 1000),
        side if side in _SIDES else "",
    )


def _number(value: str | None, most: int) -> int:
    if not value:
        return 1
    match = re.match(r"\s*\+?(\d+)", value)
    return max(1, min(most, int(match[1]))) if match else 1


def table_form(table: TableReader, *, semantics: bool) -> list[Any]:
    """Return the tokens of a table: its captions and one token for the grid."""
    tokens: list[Any] = []
    for caption in table.captions:
        if semantics:
            tokens += [("caption",), *caption, ("/caption",)]
        else:
            tokens += caption
    rows: list[tuple[Any, ...]] = []
    sides: dict[int, set[str]] = {}
    hanging: dict[int, int] = {}
    header: bool | None = None
    for line in [line for part in table.parts.values() for line in part]:
        row = _expand(line, sides, hanging)
        shown = _row(line, row, semantics=semantics)
        if not shown:
            continue
        if header is None:
            header = all(cell.tag == "th" for cell in line) and bool(line)
        rows.append(shown)
    if rows:
        width = max([len(row) for row in rows])
        found = [sides.get(column, {""}) for column in range(width)]
        aligned = tuple(next(iter(side)) if len(side) == 1 else "" for side in found)
        tokens.append(("table", bool(header), aligned, tuple(rows)))
    return tokens


def _expand(
    line: list[Cell], sides: dict[int, set[str]], hanging: dict[int, int]
) -> list[tuple[Any, ...]]:
    """Return a row's contents by column, with empty ones where cells span."""
    row: list[tuple[Any, ...]] = []
    for cell in line:
        while hanging.get(len(row)):
            hanging[len(row)] -= 1
            row.append(())
        sides.setdefault(len(row), set()).add(cell.side)
        for offset in range(cell.columns):
            if cell.rows > 1:
                hanging[len(row)] = cell.rows - 1
            row.append(() if offset else cell.content)
    while hanging.get(len(row)):
        hanging[len(row)] -= 1
        row.append(())
    return row


def _row(line: list[Cell], row: list[tuple[Any, ...]], *, semantics: bool) -> tuple[Any, ...]:
    if not semantics:
        while row and not row[-1]:
            row.pop()
        return tuple(row)
    cells = [(cell.tag, cell.columns, cell.rows, cell.content) for cell in line]
    while cells and cells[-1][1:] == (1, 1, ()):
        cells.pop()
    return tuple(cells) if any(cell[3] for cell in cells) else ()
