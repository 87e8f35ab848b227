"""What each tag does to the walk: a visible table from tag to function."""

from __future__ import annotations

import re
from functools import cache
from itertools import takewhile

from newskit.config.convert import Profile
from newskit.convert import tree
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
from newskit.convert.blocks import BREAK, DEEPEST, Atom, Block, join_blocks
from newskit.convert.escape import escape_text
from newskit.convert.inline import image_left_out, link_left_out, write_image
from newskit.convert.notes import Note
from newskit.convert.raw import formula_html, start_tag
from newskit.convert.result import Action, DifferenceKind
from newskit.convert.tables import table
from newskit.convert.tree import attributes, element_end, real_name, unescape
from newskit.convert.walk import Handler, Walk
from newskit.lazy import lazy
from newskit.markup import elements
from newskit.markup.elements import ANY_BLOCK, CODE
from newskit.render.cmark import render_markdown

# What the tags of inline elements do to the walk.

# Images and embedded content.


def image(walk: Walk, index: int) -> None:
    """Write an image; as HTML when it has an attribute that must survive."""
    event = walk.events[index]
    found = attributes(event[2])
    if "usemap" in found:
        # The map beside it says which link each part of the picture is.
        text = start_tag(event, walk.keep | {"usemap"})
    elif walk.keep and not walk.keep.isdisjoint(found):
        text = start_tag(event, walk.keep)
    else:
        text = write_image(walk.inline.links, event[2], found, cell=walk.cell)
    unwritten = image_left_out(found, walk.keep)
    if unwritten:
        walk.note_attributes("img", unwritten)
    walk.buffer.append(Atom(text, walk.marks, walk.elements, "raw", index))


def media(walk: Walk, index: int) -> int:
    """Keep embedded content as HTML."""
    walk.framed = True
    return walk.keep_inline(index)


def write_break(walk: Walk, _index: int) -> None:
    """Write a line break."""
    walk.buffer.append(BREAK)


def start_mark(walk: Walk, index: int) -> None:
    """Begin strong, emphasised or deleted text."""
    tag = walk.events[index][1]
    in_code = walk.elements and walk.events[walk.elements[-1]][1] in elements.CODE
    dropped = in_code and not walk.semantic
    walk.push(index, 0 if dropped else elements.SOFT_MARKS[tag])
    if dropped:
        walk.elements = walk.saved[-1][1]


def end_inline(walk: Walk, _index: int) -> None:
    """End an inline element."""
    walk.marks, walk.elements = walk.saved.pop()


def start_link(walk: Walk, index: int) -> None:
    """Begin a link."""
    raw = walk.events[index][2]
    walk.push(index)
    if ' href="' not in raw:
        walk.elements = walk.saved[-1][1]
    if unwritten := link_left_out(raw):
        walk.note_attributes("a", unwritten)


def start_code(walk: Walk, index: int) -> int | None:
    """Begin a code span, or keep code that a span cannot say."""
    if any(walk.events[element][1] in elements.CODE for element in walk.elements):
        walk.push(index)
        walk.elements = walk.saved[-1][1]
        return None
    end = element_end(walk.events, index)
    inside = {walk.events[place][1].removeprefix("/") for place in range(index + 1, end)}
    inside -= elements.PLAIN_IN_CODE
    if inside and not inside & elements.ANY_BLOCK:
        plain = elements.PLAIN_IN_CODE
        if not walk.semantic:
            plain |= elements.SOFT_MARKS.keys()
        inside -= plain
        wrapping = _wrapping(walk, index, end, plain) if inside and inside <= _WRAP else []
        if wrapping:
            for place in wrapping:
                walk.push(place, elements.SOFT_MARKS.get(walk.events[place][1], 0))
            walk.push(index)
            return wrapping[-1] + 1
        if inside:
            return walk.keep_inline(index)
    walk.push(index)
    return None


_WRAP = elements.SOFT_MARKS.keys() | {"a"}


def _wrapping(walk: Walk, start: int, end: int, plain: frozenset[str]) -> list[int]:
    """Return the links and marks that each hold all there is in a code element.

    Around it they say the same, and Markdown has them there. Where others are, none is returned.
    """
    events = walk.events
    found: list[int] = []
    place, last = start + 1, end
    while events[place][1] in _WRAP - plain and not events[place][0].strip():
        _, tag, raw, _ = events[place]
        linked = any(events[one][1] == "a" for one in found)
        if element_end(events, place) != last - 1 or events[last][0].strip():
            return []
        if tag == "a" and (linked or ' href="' not in raw):
            return []
        found.append(place)
        place, last = place + 1, last - 1
    within = {events[one][1].removeprefix("/") for one in range(place, last)}
    return [] if within - plain else found


def start_meaning(walk: Walk, index: int) -> int | None:
    """Begin an inline element Markdown cannot say."""
    name = walk.events[index][1]
    if walk.rules.kramdown and name in _UNREAD and walk.semantic and not walk.elements:
        end = element_end(walk.events, index)
        inside = {walk.events[place][1] for place in range(index + 1, end)}
        if not inside & elements.ANY_BLOCK and any(
            walk.events[place][0].strip() for place in range(index + 1, end + 1)
        ):
            return walk.keep_inline(index)
    walk.push(index)
    if (
        len(walk.elements) > _MOST_ELEMENTS
        or not walk.semantic
        or any(walk.events[e][1] in elements.CODE for e in walk.elements[:-1])
    ):
        walk.elements = walk.saved[-1][1]
    return None


_MOST_ELEMENTS = 500
"""Inline elements inside each other that are kept."""

_UNREAD = frozenset({"kbd", "samp", "var", "mark", "u", "time", "data", "bdi"})
"""Elements whose content kramdown does not read as Markdown."""


def write_wbr(walk: Walk, index: int) -> None:
    """Write a place where a word may break; code has none, and is searched for as it stands."""
    if any(walk.events[element][1] in elements.CODE for element in walk.elements):
        walk.notes.append(Note(DifferenceKind.ELEMENT, Action.DROPPED, "wbr", "<wbr>"))
        return
    walk.buffer.append(Atom("<wbr>", walk.marks, walk.elements, "raw", index))


# What the elements of conventions do to the walk.

_DOLLARS = lazy(r"(?<!\\)\$")


def _content(walk: Walk, index: int) -> tuple[str, int]:
    """Return the text of an element that holds nothing else, and the index after it."""
    end = element_end(walk.events, index)
    return unescape("".join([event[0] for event in walk.events[index + 1 : end + 1]])), end + 1


def write_formula(walk: Walk, index: int) -> int:
    """Write a formula in its line."""
    tex, after = _content(walk, index)
    tex = " ".join(tex.split())
    text = _inline(walk, tex)
    walk.buffer.append(Atom(text, walk.marks, walk.elements, "raw", index))
    return after


def _inline(walk: Walk, tex: str) -> str:
    in_table = walk.cell and "|" in tex
    if in_table and walk.rules.pipe_in_code and "\\|" not in tex:
        # GFM reads a table's cells before anything in them.
        return _inline_text(walk, tex).replace("|", "\\|")
    if in_table:
        return formula_html(tex, block=False)
    return _inline_text(walk, tex)


def _inline_text(walk: Walk, tex: str) -> str:
    if "$$" in tex or (_DOLLARS.search(tex) and not walk.rules.kramdown):
        return formula_html(tex, block=False)
    if walk.rules.kramdown:
        return f"$${tex}$$"
    if _passes(f"${tex}$") and not tex.startswith("`"):
        return f"${tex}$"
    # GitHub's own form for what Markdown would read: code between dollars.
    if walk.config.profile is Profile.COMMONMARK or "`" in tex:
        return formula_html(tex, block=False)
    return f"$`{tex}`$"


def _passes(text: str) -> bool:
    """Tell whether a renderer that knows no formulas shows every character of one."""
    escaped = (
        text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    )
    return render_markdown(text) == f"<p>{escaped}</p>\n"


def write_formula_block(walk: Walk, index: int) -> int:
    """Write a formula on lines of its own."""
    if walk.cell or walk.line or walk.elements or walk.marks:
        return write_formula(walk, index)
    tex, after = _content(walk, index)
    tex = "\n".join([line.rstrip() for line in tex.strip().split("\n") if line.strip()])
    walk.flush()
    dollars = _DOLLARS.search(tex) is not None  # \text{if $a$}
    if "$$" in tex or (dollars and walk.config.profile is Profile.COMMONMARK):
        html = formula_html(tex, block=True, display=True)
        walk.blocks.append(Block("html", f"<p>{html}</p>", index))
    elif walk.rules.kramdown or (not dollars and _passes(f"$$\n{tex}\n$$")):
        walk.blocks.append(Block("formula", f"$$\n{tex}\n$$", index))
    else:
        walk.blocks.append(Block("code", f"```math\n{tex}\n```", index))
    return after


def write_mark(walk: Walk, index: int) -> int:
    """Write the mark of a footnote."""
    label = attributes(walk.events[index][2])["label"]
    walk.buffer.append(Atom(f"[^{label}]", walk.marks, walk.elements, "raw", index))
    return element_end(walk.events, index) + 1


def start_note(walk: Walk, index: int) -> None:
    """Begin a footnote's note."""
    walk.open("note", index)


def end_note(walk: Walk, _index: int) -> None:
    """Write a footnote's note: its later lines are indented."""
    container, blocks = walk.close()
    label = attributes(walk.events[container.start][2])["label"]
    if blocks and blocks[0].kind != "p":
        blocks = [Block("p", "&nbsp;"), *blocks]
    text = join_blocks(blocks) if blocks else "&nbsp;"
    text = re.sub(r"\n(?=[^\n])", "\n    ", text)
    walk.blocks.append(Block("note", f"[^{label}]: {text}", container.start))


_NO_ANCHOR = CODE | {"a"}
"""Elements in which no anchor can stand: it stands before them."""


def write_target(walk: Walk, index: int) -> int:
    """Write a place that a link leads to: an anchor, or the name of its heading."""
    event = walk.events[index]
    found = attributes(event[2])
    if "heading" in found and walk.line and not walk.cell:
        walk.identity = found["id"]
    else:
        text = f"{start_tag(event)}</a>"
        within = takewhile(lambda one: walk.events[one][1] not in _NO_ANCHOR, walk.elements)
        walk.buffer.append(Atom(text, walk.marks, tuple(within), "raw", index))
    return element_end(walk.events, index) + 1


def write_nothing(walk: Walk, index: int) -> int:
    """Let the link around be written without words."""
    walk.buffer.append(Atom("", walk.marks, walk.elements, "raw", index))
    return element_end(walk.events, index) + 1


def write_address(walk: Walk, index: int) -> int:
    """Write an address that is a paragraph as it is, or in brackets where it would not pass."""
    text, after = _content(walk, index)
    plain = walk.cell or walk.line or walk.elements or walk.marks
    if plain:
        context = walk.inline.context
        written = escape_text(text, context.within(cell=walk.cell, line=walk.line > 0))
    else:
        escaped = text.replace("&", "&amp;")
        written = text if render_markdown(text) == f"<p>{escaped}</p>\n" else f"<{text}>"
        if walk.rules.kramdown and re.search(r"[*|$~]|(?<![^\W_])_|_(?![^\W_])", text):
            written = f"<{text}>"
    walk.buffer.append(Atom(written, walk.marks, walk.elements, "raw", index))
    return after


def start_span(walk: Walk, index: int) -> None:
    """Begin an inline element whose attributes say something."""
    walk.push(index)


def keep_component(walk: Walk, index: int) -> int:
    """Keep an element HTML does not know, with what it holds."""
    return walk.keep_inline(index)


def start_component(walk: Walk, index: int) -> int | None:
    """Begin an element around blocks, which are written as Markdown inside of it."""
    if len(walk.containers) > DEEPEST or walk.cell or walk.line:
        inside = walk.events[index + 1 : element_end(walk.events, index)]
        if any(event[1] in ANY_BLOCK for event in inside) and not (walk.cell or walk.line):
            return walk.keep_html(index)
        return walk.keep_inline(index)
    walk.open("frame", index)
    return None


def end_component(walk: Walk, _index: int) -> None:
    """Write an element around the Markdown of its blocks."""
    container, blocks = walk.close()
    event = walk.events[container.start]
    opening, name = start_tag(event), real_name(event)
    if not blocks:
        walk.blocks.append(Block("html", f"{opening}</{name}>", container.start))
        return
    if walk.kramdown:
        opening = f'{opening[:-1]} markdown="1">'
    text = f"{opening}\n\n{join_blocks(blocks)}\n\n</{name}>"
    walk.blocks.append(Block("html", text, container.start, around=walk.around()))


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
        tree.FORMULA: write_formula,
        tree.FORMULA_BLOCK: write_formula_block,
        tree.MARK: write_mark,
        tree.NOTE: start_note,
        f"/{tree.NOTE}": end_note,
        tree.TARGET: write_target,
        tree.NOTHING: write_nothing,
        tree.ADDRESS: write_address,
        tree.SPAN: start_span,
        f"/{tree.SPAN}": end_inline,
        tree.KEPT: keep_component,
        tree.BOX: start_component,
        f"/{tree.BOX}": end_component,
        tree.COMPONENT: start_component,
        f"/{tree.COMPONENT}": end_component,
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
