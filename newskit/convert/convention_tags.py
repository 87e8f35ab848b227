"""What the elements of conventions do to the walk."""

from __future__ import annotations

import re
from itertools import takewhile

from newskit.config.convert import Profile
from newskit.convert.atoms import Atom
from newskit.convert.blocks import DEEPEST, Block, join_blocks
from newskit.convert.escape import escape_text
from newskit.convert.raw import formula_html, start_tag
from newskit.convert.tree import attributes, element_end, unescape
from newskit.convert.vocabulary import real_name
from newskit.convert.walk import Walk
from newskit.lazy import lazy
from newskit.markup.elements import ANY_BLOCK, CODE
from newskit.render.cmark import render_markdown

__all__ = [
    "end_component",
    "end_note",
    "keep_component",
    "start_component",
    "start_note",
    "start_span",
    "write_address",
    "write_formula",
    "write_formula_block",
    "write_mark",
    "write_nothing",
    "write_target",
]

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
    if _DOLLARS.search(tex):
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
    if _DOLLARS.search(tex):
        walk.blocks.append(Block("html", f"<p>{formula_html(tex, block=True)}</p>", index))
    elif walk.rules.kramdown or _passes(f"$$\n{tex}\n$$"):
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
