"""Tables in the canonical form: rows in visual order, spans expanded, alignment by column."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from newskit.convert.proof.meant import attributes_of
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

    def tag(self, name: str, tag: str, out: list[Any]) -> None:
        """Take a tag of the table; `out` is what has been read since the one before."""
        self.end_cell(out)
        if name in self.parts:
            self.part = name
        elif name == "tr":
            self.parts[self.part].append([])
        elif name in {"td", "th"} and self.parts[self.part]:
            plain = tag == name
            self.cell = Cell(name, 1, 1, "") if plain else _read_cell(name, attributes_of(tag))
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
        tokens.append(_grid(rows, sides, header=bool(header)))
    return tokens


SIMPLE_TABLE = lazy(
    r"(<table>\s*+(?:<(?:thead|tbody)>\s*+(?:<tr>\s*+"
    r"(?:<t[dh](?: align=\"[a-z]+\")?>[^<]*+</t[dh]>\s*+)*+"
    r"</tr>\s*+)*+</(?:thead|tbody)>\s*+)*+</table>)"
)
"""A table whose cells hold text alone, without spans: most of what pipe tables say."""

_SIMPLE_ROW = lazy(r"<tr>(.*?)</tr>", re.DOTALL)
_SIMPLE_CELL = lazy(r"<(t[dh])(?: align=\"([a-z]+)\")?>([^<]*)")


def simple_table_form(
    html: str, content: Callable[[str], tuple[Any, ...]], *, semantics: bool
) -> list[Any] | None:
    """Return what `table_form` does, of a simple table; None where its head stands below.

    Args:
        html: what `SIMPLE_TABLE` found.
        content: returns the form of a text.
        semantics: whether it counts which cells are headers.
    """
    if 0 <= html.find("<tbody>") < html.rfind("<thead>"):
        return None
    rows: list[tuple[Any, ...]] = []
    sides: dict[int, set[str]] = {}
    seen: set[tuple[str, ...]] = set()
    header = False
    for row in _SIMPLE_ROW.findall(html):
        cells: list[tuple[str, str, str]] = _SIMPLE_CELL.findall(row)
        line = tuple([side for _, side, _ in cells])
        if line not in seen:
            seen.add(line)
            for column, side in enumerate(line):
                sides.setdefault(column, set()).add(side if side in _SIDES else "")
        forms = [content(text) for _, _, text in cells]
        while forms and not forms[-1]:
            forms.pop()
        if not forms:
            continue
        if not rows:
            header = all(name == "th" for name, _, _ in cells)
        if semantics:
            rows.append(tuple([(one[0], 1, 1, form) for one, form in zip(cells, forms)]))  # noqa: B905
        else:
            rows.append(tuple(forms))
    return [_grid(rows, sides, header=header)] if rows else []


def _grid(
    rows: list[tuple[Any, ...]], sides: dict[int, set[str]], *, header: bool
) -> tuple[Any, ...]:
    found = [sides.get(column, {""}) for column in range(max([len(row) for row in rows]))]
    aligned = tuple(next(iter(side)) if len(side) == 1 else "" for side in found)
    return ("table", header, aligned, tuple(rows))


def _expand(
    line: list[Cell], sides: dict[int, set[str]], hanging: dict[int, int]
) -> list[tuple[Any, ...]]:
    """Return a row's contents by column, with empty ones where cells span."""
    row: list[tuple[Any, ...]] = []
    if not hanging and all(cell.columns == 1 == cell.rows for cell in line):
        for column, cell in enumerate(line):
            if (known := sides.get(column)) is None:
                known = sides[column] = set()
            known.add(cell.side)
        return [cell.content for cell in line]
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
