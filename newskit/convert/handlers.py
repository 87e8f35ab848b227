"""What each tag does to the walk: a visible table from tag to function."""

from __future__ import annotations

from functools import cache

from newskit.convert import convention_tags as conventions
from newskit.convert import vocabulary
from newskit.convert.block_tags import (
    end_box,
    end_frame,
    end_heading,
    end_item,
    end_list,
    end_quote,
    read_other,
    skip,
    start_box,
    start_frame,
    start_heading,
    start_item,
    start_list,
    start_paragraph,
    start_quote,
    write_checkbox,
    write_code,
    write_rule,
)
from newskit.convert.inline_tags import (
    end_inline,
    image,
    media,
    start_code,
    start_link,
    start_mark,
    start_meaning,
    write_break,
    write_wbr,
)
from newskit.convert.tables import table
from newskit.convert.walk import Handler, Walk
from newskit.markup import elements

__all__ = ["HANDLERS", "handlers_for"]


def _table() -> dict[str, Handler]:
    handlers: dict[str, Handler] = {"": read_other}
    for name in elements.TRANSPARENT_BLOCKS:
        handlers[name] = start_box
        handlers["/" + name] = end_box
    for name in (*elements.SEMANTIC_BLOCKS, *elements.SEMANTIC_PARTS):
        handlers[name] = start_frame
        handlers["/" + name] = end_frame
    for name in elements.DISCARDED:
        handlers[name] = skip
    for name in elements.MEDIA:
        handlers[name] = media
    for name in (*elements.SOFT_MARKS, *elements.SEMANTIC_INLINE, "a", "code", "tt"):
        handlers["/" + name] = end_inline
    for name in elements.SEMANTIC_INLINE:
        handlers[name] = start_meaning
    for name in elements.SOFT_MARKS:
        handlers[name] = start_mark
    for level in range(1, 7):
        handlers[f"h{level}"] = start_heading
        handlers[f"/h{level}"] = end_heading
    for name in ("ul", "ol", "menu", "dir"):
        handlers[name] = start_list
        handlers["/" + name] = end_list
    for name in ("pre", "listing", "xmp", "plaintext"):
        handlers[name] = write_code
    handlers |= {
        "p": start_paragraph,
        "blockquote": start_quote,
        "/blockquote": end_quote,
        "li": start_item,
        "/li": end_item,
        "hr": write_rule,
        "br": write_break,
        "a": start_link,
        "code": start_code,
        "tt": start_code,
        "img": image,
        "input": write_checkbox,
        "wbr": write_wbr,
        "table": table,
    }
    return handlers | _of_conventions()


def _of_conventions() -> dict[str, Handler]:
    """Return the handlers of the elements that conventions become."""
    return {
        vocabulary.FORMULA: conventions.write_formula,
        vocabulary.FORMULA_BLOCK: conventions.write_formula_block,
        vocabulary.MARK: conventions.write_mark,
        vocabulary.NOTE: conventions.start_note,
        f"/{vocabulary.NOTE}": conventions.end_note,
        vocabulary.TARGET: conventions.write_target,
        vocabulary.NOTHING: conventions.write_nothing,
        vocabulary.ADDRESS: conventions.write_address,
        vocabulary.SPAN: conventions.start_span,
        f"/{vocabulary.SPAN}": end_inline,
        vocabulary.KEPT: conventions.keep_component,
        vocabulary.BOX: conventions.start_component,
        f"/{vocabulary.BOX}": conventions.end_component,
        vocabulary.COMPONENT: conventions.start_component,
        f"/{vocabulary.COMPONENT}": conventions.end_component,
    }


HANDLERS = _table()


def _stays(walk: Walk, index: int) -> int:
    return walk.keep_element(index)


@cache
def handlers_for(keep: tuple[str, ...]) -> dict[str, Handler]:
    """Return the handlers, with those of the tags that must stay HTML replaced."""
    if not keep:
        return HANDLERS
    return HANDLERS | {name.lower(): _stays for name in keep}
