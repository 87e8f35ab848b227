"""Tables: the order of their parts, and header cells that head something."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newskit.epub.content.structure import clear_invisible, has_content
from newskit.epub.content.text import is_blank

if TYPE_CHECKING:
    from newskit.epub.content.types import Element

__all__ = ["shape_tables"]

_SECTIONS = frozenset({"thead", "tbody", "tfoot"})
_PARTS = _SECTIONS | {"caption", "tr", "td", "th"}


def shape_tables(root: Element) -> bool:
    """Bring the tables under `root` into shape; tell whether any is left."""
    kept = False
    for table in list(root.iter("table")):
        if _is_regular(table):
            _order(table)
            _check_headers(table)
            kept = True
        else:
            _flatten(table)
    return kept


def _is_regular(table: Element) -> bool:
    if not _holds_only(table, _SECTIONS | {"caption"}) or len(table.findall("caption")) > 1:
        return False
    rows = 0
    for section in table:
        if section.tag == "caption":
            if next(section.iter("table"), None) is not None:
                return False
            continue
        if not _holds_only(section, {"tr"}):
            return False
        for row in section:
            rows += len(row) > 0
            if not _holds_only(row, {"td", "th"}):
                return False
    return rows > 0


def _holds_only(element: Element, tags: frozenset[str] | set[str]) -> bool:
    clear_invisible(element)
    return is_blank(element.text) and all(
        child.tag in tags and is_blank(child.tail) for child in element
    )


def _order(table: Element) -> None:
    """Put caption, head, bodies and foot in order; further heads and feet become bodies."""
    parts = list(table)
    heads = [part for part in parts if part.tag == "thead"]
    feet = [part for part in parts if part.tag == "tfoot"]
    for extra in heads[1:] + feet[1:]:
        extra.tag = "tbody"
    rank = {"caption": 0, "thead": 1, "tbody": 2, "tfoot": 3}
    ordered = sorted(parts, key=lambda part: rank[str(part.tag)])
    if ordered != parts:
        for part in ordered:
            table.append(part)


def _check_headers(table: Element) -> None:
    cells = [
        cell for section in table if section.tag != "caption" for row in section for cell in row
    ]
    headers = [cell for cell in cells if cell.tag == "th"]
    heads_nothing = len(headers) == len(cells)
    for cell in headers:
        if heads_nothing or not has_content(cell):
            cell.tag = "td"
            cell.attrib.pop("scope", "")
            if has_content(cell):
                cell.set("class", " ".join(filter(None, ("nk-strong", cell.get("class", "")))))


def _flatten(table: Element) -> None:
    """Turn a table that is none into blocks, inner tables untouched."""
    table.tag = "div"
    pending = [table]
    while pending:
        for child in pending.pop():
            if child.tag in _PARTS:
                pending.append(child)
                for name in ("colspan", "rowspan", "scope"):
                    child.attrib.pop(name, "")
                child.tag = "div"
