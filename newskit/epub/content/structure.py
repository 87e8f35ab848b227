"""Lists, tables, figures and ruby brought into the shape their content model asks for.

Rules: HTML standard, sections 4.4 (grouping content), 4.5.10 (ruby) and 4.9 (tabular data).
What cannot be brought into shape becomes `div` or `span`, with all its content.
"""

from __future__ import annotations

from newskit.epub.content.state import Element, append_text
from newskit.epub.content.values import is_blank
from newskit.markup.elements import TABLE_PARTS, TABLE_SECTIONS

_LISTS = frozenset({"ul", "ol"})


def has_content(element: Element) -> bool:
    """Tell whether an element shows anything: text, or the place of an image."""
    if not is_blank(element.text):
        return True
    from lxml.etree import PI

    if any(not is_blank(str(text)) for text in element.itertext()):
        return True
    return next(element.iter(PI), None) is not None


def shape_lists(root: Element) -> None:
    """Make every list hold items only, and every item stand in a list."""
    for item in list(root.iter("li")):
        parent = item.getparent()
        if parent is not None and parent.tag not in _LISTS:
            _rename(item, "div", "nk-li")
        if parent is None or parent.tag != "ol":
            item.attrib.pop("value", "")
    for element in list(root.iter("ul", "ol")):
        clear_invisible(element)
        _wrap_items(element)


def shape_groups(root: Element) -> None:
    """Check description lists and figures."""
    for element in list(root.iter("dl")):
        clear_invisible(element)
        if not _is_description_list(element):
            _rename(element, "div", "nk-dl")
    for element in list(root.iter("dt", "dd")):
        parent = element.getparent()
        if parent is not None and parent.tag != "dl":
            _rename(element, "div", f"nk-{element.tag}")
    for caption in list(root.iter("figcaption")):
        parent = caption.getparent()
        if parent is None or parent.tag != "figure" or not _is_at_edge(caption, parent):
            _rename(caption, "div", "nk-caption")


def shape_ruby(root: Element) -> None:
    """Keep well-formed ruby, and turn the rest into text with its annotations."""
    for ruby in list(root.iter("ruby")):
        _move_out_rest(ruby)
        if not _is_ruby(ruby):
            _rename(ruby, "span", "")
    for element in list(root.iter("rt", "rp")):
        parent = element.getparent()
        if parent is not None and parent.tag != "ruby":
            _rename(element, "span", f"nk-{element.tag}")


def clear_invisible(element: Element) -> None:
    """Take out what no reader sees, where only elements may stand (a joiner counts as text)."""
    if element.text and is_blank(element.text):
        element.text = "\n"
    for child in element:
        if child.tail and is_blank(child.tail):
            child.tail = "\n"


def _rename(element: Element, tag: str, name: str) -> None:
    element.tag = tag
    if name:
        element.set("class", " ".join(filter(None, (name, element.get("class", "")))))


def _wrap_items(element: Element) -> None:
    if all(child.tag == "li" and is_blank(child.tail) for child in element) and is_blank(
        element.text
    ):
        return
    from lxml.etree import SubElement

    children = list(element)
    text = element.text or ""
    element.text = None
    for child in children:
        element.remove(child)
    loose: Element | None = None
    if not is_blank(text):
        loose = SubElement(element, "li")
        loose.text = text
    for child in children:
        tail = child.tail or ""
        child.tail = None
        if child.tag == "li":
            element.append(child)
            loose = None
        else:
            if loose is None:
                loose = SubElement(element, "li")
            loose.append(child)
        if not is_blank(tail):
            if loose is None:
                loose = SubElement(element, "li")
            append_text(loose, tail)


def _is_description_list(element: Element) -> bool:
    if not is_blank(element.text):
        return False
    previous = ""
    for child in element:
        if not is_blank(child.tail) or child.tag not in {"dt", "dd"}:
            return False
        if child.tag == "dd" and not previous:
            return False
        previous = str(child.tag)
    return previous == "dd"


def _is_at_edge(caption: Element, figure: Element) -> bool:
    if len(figure.findall("figcaption")) > 1:
        return False
    if figure[0] is caption and is_blank(figure.text):
        return True
    return figure[-1] is caption and is_blank(caption.tail)


def _move_out_rest(ruby: Element) -> None:
    """Put what follows the last annotation behind the ruby element."""
    parts = [child for child in ruby if child.tag in {"rt", "rp"}]
    if not parts:
        return
    last = parts[-1]
    rest, text = list(last.itersiblings()), last.tail or ""
    after, last.tail = ruby.tail or "", None
    ruby.tail = text
    if not rest:
        ruby.tail = text + after
        return
    for sibling in reversed(rest):
        ruby.addnext(sibling)
    rest[-1].tail = (rest[-1].tail or "") + after


def _is_ruby(ruby: Element) -> bool:
    base = not is_blank(ruby.text)
    seen = False
    children = list(ruby)
    for child in children:
        if child.tag == "rt":
            # An annotation needs something before it that it annotates.
            if not base:
                return False
            seen, base = True, False
        elif child.tag == "rp":
            if len(child):
                return False
        else:
            base = True
        base = base or not is_blank(child.tail)
    return seen and _is_paired(children)


def _is_paired(children: list[Element]) -> bool:
    """Parentheses come as pairs around one annotation: rp rt rp, nothing between."""
    tags = [str(child.tag) for child in children]
    index = 0
    while index < len(tags):
        if tags[index] == "rp":
            if tags[index : index + 3] != ["rp", "rt", "rp"]:
                return False
            if not all(is_blank(child.tail) for child in children[index : index + 2]):
                return False
            index += 2
        index += 1
    return True


# Tables: the order of their parts, and header cells that head something.


_PARTS = TABLE_PARTS | {"caption"}


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
    if not _holds_only(table, TABLE_SECTIONS | {"caption"}) or len(table.findall("caption")) > 1:
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
    """Turn a table that only lays out into blocks, inner tables untouched."""
    table.tag = "div"
    pending = [table]
    while pending:
        for child in pending.pop():
            if child.tag in _PARTS:
                pending.append(child)
                for name in ("colspan", "rowspan", "scope"):
                    child.attrib.pop(name, "")
                child.tag = "div"
