"""What the tags of blocks do to the walk."""

from __future__ import annotations

import re

from newskit.config.convert import HeadingStyle
from newskit.convert.atoms import Atom
from newskit.convert.blocks import Block, quote
from newskit.convert.code import code_text, fenced, language, marked_up
from newskit.convert.containers import DEEPEST
from newskit.convert.edges import INVISIBLE
from newskit.convert.frames import frame
from newskit.convert.notes import Note
from newskit.convert.raw import EXCERPT
from newskit.convert.result import Action, DifferenceKind
from newskit.convert.tree import element_end, unescape
from newskit.convert.walk import Walk
from newskit.markup import elements

__all__ = [
    "end_box",
    "end_frame",
    "end_heading",
    "end_quote",
    "read_other",
    "skip",
    "start_box",
    "start_frame",
    "start_heading",
    "start_paragraph",
    "start_quote",
    "write_code",
    "write_rule",
]


def start_box(walk: Walk, index: int) -> None:
    """Begin a box: what stands before it is a paragraph of its own."""
    walk.flush()
    walk.inner += 1
    _, tag, raw, _ = walk.events[index]
    if raw:
        walk.note_attributes(tag, raw)


def end_box(walk: Walk, _index: int) -> None:
    """End a box."""
    walk.flush()
    walk.inner -= 1


def start_paragraph(walk: Walk, index: int) -> int | None:
    """Begin a paragraph; directly in a list item it makes the list loose."""
    walk.flush()
    if walk.containers and not walk.inner:
        walk.containers[-1].loose = True
    raw = walk.events[index][2]
    if raw:
        walk.note_attributes("p", raw)
    after = walk.write_directly(index + 1, len(walk.events) - 1, "/p")
    if after >= 0:
        return after + 1
    walk.inner += 1
    return None


def start_heading(walk: Walk, index: int) -> None:
    """Begin a heading."""
    walk.open("heading", index)
    walk.line += 1
    _, tag, raw, _ = walk.events[index]
    if raw:
        walk.note_attributes(tag, raw)


def end_heading(walk: Walk, index: int) -> int | None:
    """Write a heading; one that holds more than a line stays HTML."""
    container, blocks = walk.close()
    walk.line -= 1
    if not blocks:
        return None
    if len(blocks) > 1 or blocks[0].kind != "p":
        # As HTML it keeps some of the attributes that were noted.
        walk.notes[container.noted :] = [
            note
            for note in walk.notes[container.noted :]
            if note.kind is not DifferenceKind.ATTRIBUTE
        ]
        walk.keep_html(container.start)
        return index + 1
    level = int(walk.events[index][1][2])
    text = blocks[0].text
    if level < 3 and walk.config.heading_style is HeadingStyle.SETEXT:
        rule = "=-"[level - 1] * max(3, min(len(text), 40))
        walk.blocks.append(Block("h", f"{text}\n{rule}", container.start, around=walk.around()))
        return None
    if text[-1] == "#":
        text = re.sub(r"#+$", lambda match: "\\#" * len(match[0]), text.replace("\\#", "#"))
    if walk.rules.kramdown and text[-1] == "}":
        text = re.sub(r"\{(?=#[^{}]*\}$)", "&#123;", text)
    walk.blocks.append(Block("h", f"{'#' * level} {text}", container.start, around=walk.around()))
    return None


def start_quote(walk: Walk, index: int) -> int | None:
    """Begin a quotation."""
    if len(walk.containers) > DEEPEST:
        return walk.keep_html(index)
    walk.open("quote", index)
    return None


def end_quote(walk: Walk, _index: int) -> None:
    """Write a quotation."""
    container, blocks = walk.close()
    if blocks:
        walk.blocks.append(Block("quote", quote(blocks), container.start, around=walk.around()))


def write_code(walk: Walk, index: int) -> int:
    """Write a code block; marked-up code stays HTML."""
    end = element_end(walk.events, index)
    if walk.semantic and marked_up(walk.events, index, end):
        return walk.keep_html(index)
    walk.flush()
    text = code_text(walk.events, index, end)
    if text.strip():
        info = language(walk.events, index, end)
        walk.blocks.append(
            Block("code", fenced(text, info, walk.rules.fence), index, around=walk.around())
        )
    return end + 1


def write_rule(walk: Walk, index: int) -> None:
    """Write a thematic break."""
    walk.flush()
    walk.blocks.append(Block("hr", "---", index, around=walk.around()))


_UNSEEN = elements.WITHIN_LINE - {"br"}
"""Elements that show nothing without text."""


def start_frame(walk: Walk, index: int) -> int | None:
    """Begin an element Markdown cannot say, or keep it when it is a line of text."""
    if not walk.semantic:
        start_box(walk, index)
        return None
    end = element_end(walk.events, index)
    parts = {walk.events[place][1].removeprefix("/") for place in range(index + 1, end)}
    texts = [event[0] for event in walk.events[index + 1 : end + 1]]
    if not parts - _UNSEEN and not unescape("".join(texts)).strip(INVISIBLE):
        # What shows nothing goes, whichever way it is written.
        walk.flush()
        return end + 1
    deep = len(walk.containers) > DEEPEST or walk.cell or walk.line
    if deep or not parts - elements.SEMANTIC_PARTS - elements.WITHIN_LINE:
        return walk.keep_html(index)
    walk.open("frame", index)
    return None


def end_frame(walk: Walk, index: int) -> None:
    """Write an element Markdown cannot say around the Markdown of its content."""
    if not walk.semantic:
        end_box(walk, index)
        return
    container, blocks = walk.close()
    if blocks:
        text = frame(walk.events[container.start], blocks, walk)
        walk.blocks.append(Block("html", text, container.start, around=walk.around()))


def skip(walk: Walk, index: int) -> int:
    """Leave out an element that shows nothing."""
    _, tag, raw, other = walk.events[index]
    kind = DifferenceKind.SCRIPT if tag in {"script", "style"} else DifferenceKind.ELEMENT
    end = element_end(walk.events, index)
    inside = "".join([event[0] for event in walk.events[index + 1 : end + 1]])
    said = raw.strip() or other.strip() or inside.strip() or f"<{tag}>"
    walk.notes.append(Note(kind, Action.DROPPED, tag, said))
    return end + 1


def read_other(walk: Walk, index: int) -> None:
    """Leave out a comment, unless it marks an excerpt."""
    other = walk.events[index][3]
    if not other:
        walk.buffer.append(Atom("&lt;", walk.marks, walk.elements))
    elif EXCERPT.match(other) and walk.line:
        walk.buffer.append(Atom(f"<{other}>", walk.marks, walk.elements, "raw"))
    elif EXCERPT.match(other):
        walk.flush()
        walk.blocks.append(Block("html", f"<{other}>"))
    else:
        walk.notes.append(Note(DifferenceKind.COMMENT, Action.DROPPED, "", other[3:-2]))
