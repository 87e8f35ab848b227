"""Finished blocks, and how they are put together into lists, quotations and documents."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Callable
from functools import partial
from typing import Any

from newskit.convert.escape import STARTERS, ProfileRules
from newskit.convert.raw import inline_html, start_tag
from newskit.convert.tree import Event, element_end, real_name, serialize, unescape
from newskit.frozen import NamedTuple, dataclass, field
from newskit.lazy import lazy
from newskit.markup.elements import ANY_BLOCK, EMPHASIS, STRIKE, STRONG

# The inline content of a paragraph, before it is written: runs of text with marks.


class Atom(NamedTuple):
    """A piece of inline content.

    Attributes:
        text: escaped text; for an image or raw HTML, what is to be written.
        marks: bits of the soft marks.
        elements: indexes of the events that started the elements around it (a, code, sub …).
        kind: empty for text; ``br``, ``raw`` (finished Markdown) or ``box`` (a check box).
        event: index of the event it was made from, unless it is text.
    """

    text: str
    marks: int = 0
    elements: tuple[int, ...] = ()
    kind: str = ""
    event: int = -1


make_atom: Callable[[tuple[Any, ...]], Atom] = partial(tuple.__new__, Atom)
"""Make an atom of a tuple of all its parts, in a third of the time."""

BREAK = Atom("", kind="br")
"""A line break outside of marks and elements."""


def collapse_space(text: str, *, escaped: bool = True) -> str:
    """Collapse the white space of text; unescape it first when it is escaped."""
    if escaped and "&" in text:
        text = unescape(text)
    # Replacing is many times quicker than a pattern that meets every space of the text.
    for sign in "\n\t\r\f":
        if sign in text:
            text = text.replace(sign, " ")
    while "  " in text:
        text = text.replace("  ", " ")
    return text


def collapse(atoms: list[Atom]) -> list[Atom]:
    """Collapse white space over a paragraph and join what belongs together.

    A space between two runs has the marks and elements both have; spaces beside a line break and
    at the edges go, and so do line breaks at the edges.
    """
    runs: list[Atom] = []
    pending = breaks = False
    for atom in atoms:
        text, marks, elements, kind, _ = atom
        if kind == "br":
            pending = False
            if runs:
                runs.append(atom)
                breaks = True
            continue
        trailing = False
        if not kind:
            written = collapse_space(text)
            pending = pending or written[:1] == " "
            trailing = written[-1:] == " "
            written = written.strip(" ")
            if not written:
                continue
            if written != text:
                atom = make_atom((written, marks, elements, "", -1))  # noqa: PLW2901
        if pending and runs and runs[-1][3] not in _EDGES:
            _append(runs, _space(runs[-1], atom))
        pending = trailing
        _append(runs, atom)
    while runs and runs[-1][3] == "br":
        runs.pop()
    return _mark_breaks(runs) if breaks else runs


_EDGES = frozenset({"br", "box"})
"""Kinds of atoms beside which a space does not show."""


def _space(left: Atom, right: Atom) -> Atom:
    _, marks, elements, _, _ = left
    if elements != right[2]:
        shared: list[int] = []
        for one, other in zip(elements, right[2], strict=False):
            if one != other:
                break
            shared.append(one)
        elements = tuple(shared)
    return make_atom((" ", marks & right[1], elements, "", -1))


def _append(runs: list[Atom], atom: Atom) -> None:
    text, marks, elements, kind, _ = atom
    if runs and not kind:
        before, before_marks, before_elements, before_kind, _ = runs[-1]
        if not before_kind and before_marks == marks and before_elements == elements:
            runs[-1] = make_atom((before + text, marks, elements, "", -1))
            return
    runs.append(atom)


def _mark_breaks(runs: list[Atom]) -> list[Atom]:
    """Let a line break stand inside the marks and elements that go on after it."""
    following: Atom | None = None
    for index in range(len(runs) - 1, -1, -1):
        run = runs[index]
        if run[3] != "br":
            following = run
            continue
        if following is None or not (following[1] or following[2]):
            continue
        before = index - 1
        while before >= 0 and runs[before][3] == "br":
            before -= 1
        if before >= 0:
            _, marks, elements, _, _ = _space(runs[before], following)
            runs[index] = make_atom(("", marks, elements, "br", -1))
    return runs


SEPARATOR = "<!-- -->"
"""Between two lists, or two quotations, that Markdown would otherwise read as one."""


class Block(NamedTuple):
    """A finished block.

    Attributes:
        kind: p, h, hr, code, quote, ul, ol, table, html or media.
        text: its Markdown, without blank lines around it.
        start: index of the event that began its element; -1 for a paragraph.
        atoms: the content of a paragraph.
        around: tags of the inline elements its element stands in.
        before: indexes of the events of what is joined to its element (items outside of a list).
    """

    kind: str
    text: str
    start: int = -1
    atoms: tuple[Atom, ...] | list[Atom] = ()
    around: tuple[str, str] = ("", "")
    before: list[int] | tuple[()] = ()


make_block: Callable[[tuple[Any, ...]], Block] = partial(tuple.__new__, Block)
"""Make a block of a tuple of all its parts, in a third of the time."""

_STANDS_ALONE = frozenset({"html", "media", "table"})
_MERGING = frozenset({"ul", "ol", "quote"})
_AFTER_PARAGRAPH = frozenset({"ul", "ol"})
_AFTER_PARAGRAPH_MORE = frozenset({"quote", "code", "h"})
_BEFORE_ANYTHING = frozenset({"h", "code", "hr"})


def join_blocks(blocks: list[Block], *, tight: bool = False) -> str:
    """Join blocks with the blank lines (or, in a tight list, line ends) they need."""
    parts: list[str] = []
    previous = ""
    for block in blocks:
        if parts:
            parts.append(gap(previous, block.kind, tight=tight))
        parts.append(block.text)
        previous = block.kind
    return "".join(parts)


def gap(before: str, after: str, *, tight: bool = False) -> str:
    """Return what must stand between two blocks of these kinds."""
    if before == after and after in _MERGING:
        return f"\n\n{SEPARATOR}\n\n"
    return "\n" if tight else "\n\n"


def can_be_tight(blocks: list[Block], rules: ProfileRules) -> bool:
    """Tell whether a list item's blocks can stand without blank lines between them."""
    for before, after in itertools.pairwise(blocks):
        if not _STANDS_ALONE.isdisjoint({before.kind, after.kind}):
            return False
        if before.kind == after.kind and after.kind in _MERGING:
            return False
        if before.kind == "p":
            fine = after.kind in _AFTER_PARAGRAPH or (
                rules.tight_blocks and after.kind in _AFTER_PARAGRAPH_MORE
            )
            # Only a list that begins with one may interrupt a paragraph (CommonMark 5.3).
            if not fine or (after.kind == "ol" and after.text[:2] != "1."):
                return False
        elif before.kind not in _BEFORE_ANYTHING or not rules.tight_blocks:
            return False
    return True


def quote(blocks: list[Block]) -> str:
    """Write a block quotation."""
    lines = join_blocks(blocks).split("\n")
    return "\n".join(["> " + line if line else ">" for line in lines])


def write_list(
    items: list[list[Block]], *, start: int | None, loose: bool, rules: ProfileRules
) -> str:
    """Write a list.

    Args:
        items: the blocks of each item.
        start: the first number of an ordered list; None for a bullet list.
        loose: whether the items' paragraphs are paragraphs of their own.
        rules: the profile's.
    """
    tight = not loose and all(can_be_tight(blocks, rules) for blocks in items)
    if rules.kramdown:
        # kramdown ends a list at a thematic break, however far it is indented.
        items = [[_rule(block, "<hr>") for block in blocks] for blocks in items]
    parts: list[str] = []
    number = 0 if start is None else start
    for blocks in items:
        marker = "-" if start is None else f"{number}."
        number += 1
        # kramdown needs something in an item to see it.
        parts.append(
            _item(marker, blocks, tight=tight)
            if blocks or not rules.kramdown
            else f"{marker} {SEPARATOR}"
        )
    return ("\n" if tight else "\n\n").join(parts)


def _item(marker: str, blocks: list[Block], *, tight: bool) -> str:
    if not blocks:
        return marker
    if blocks[0].kind == "hr":
        blocks = [_rule(blocks[0], "***"), *blocks[1:]]
    text = join_blocks(blocks, tight=tight)
    if tight and any(block.kind == "hr" for block in blocks):
        text = join_blocks([_rule(block, "***") for block in blocks], tight=True)
    if "\n" in text:
        indent = "\n" + " " * (len(marker) + 1)
        text = text.replace("\n", indent).replace(indent + "\n", "\n\n")
        while indent + "\n" in text:
            text = text.replace(indent + "\n", "\n\n")
    return f"{marker} {text}"


def _rule(block: Block, text: str) -> Block:
    """Write a thematic break in another way; leave other blocks alone."""
    return block._replace(text=text) if block.text == "---" and block.kind == "hr" else block


# Blocks that hold blocks, while they are open.


DEEPEST = 100
"""Elements inside each other that are kept; no text means more than that."""


@dataclass(slots=True)
class Container:
    """An open block that holds blocks.

    Attributes:
        kind: quote, list, heading or frame.
        start: index of its start event.
        outer: the blocks around it.
        inner: open transparent boxes around it.
        items: the items of a list.
        loose: whether an item of a list has paragraphs of its own.
        end: index of its end event, for a list made by an item outside of any; else -1.
        noted: how many notes there were before it.
    """

    kind: str
    start: int
    outer: list[Block]
    inner: int
    items: list[list[Block]] = field(default_factory=list[list[Block]])
    loose: bool = False
    end: int = -1
    noted: int = 0


# Invisible characters at the edges of a paragraph, written as references where they must be.


_SPACES = "\u00a0\u2000-\u200a\u202f\u205f"
_EDGE = lazy(f"^[{_SPACES}\u200b\ufeff]+|(?<![{_SPACES}\u3000])[{_SPACES}\u3000]+$", re.MULTILINE)
_CELL_EDGE = lazy(f"^[{_SPACES}\u200b\ufeff\u3000]+|(?<![{_SPACES}\u3000])[{_SPACES}\u3000]+$")
_HIDDEN = "\u200b\ufeff"
EDGES = frozenset(
    "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f"
    "\u205f\u3000\u200b\u200c\u200d\u2060\ufeff\u00ad\x1c\x1d\x1e\x1f\x85\v"
)
"""What text may begin or end with that is invisible or that renderers strip."""

INVISIBLE = "\u00a0\u200b\u200c\u200d\u2060\ufeff\u00ad \t\n\r\f"


def guard_edges(text: str, *, cell: bool) -> str:
    """Write invisible spaces at the edges as references: renderers strip the characters."""
    if not text or text.isascii():
        return text
    if text[0].isspace() or text[-1].isspace() or "\n" in text or text[0] in _HIDDEN:
        return (_CELL_EDGE if cell else _EDGE).sub(
            lambda match: "".join(
                "&nbsp;" if character == "\u00a0" else f"&#{ord(character)};"
                for character in match[0]
            ),
            text,
        )
    return text


# Paragraphs broken at a column, only where a space may become a line end.


# A code span, a tag, the end of a link, or a word.
_CHUNK = lazy(r"(?:(?<!\\)(`+)(?!`).*?(?<!`)\1(?!`)|<[^<>]*>|\]\([^()\s]*(?:\s\"[^\"]*\")?\)|\S)+")


def wrap(text: str, columns: int) -> str:
    """Break the lines of a finished paragraph.

    Args:
        text: the paragraph's Markdown; its own line ends stay.
        columns: the longest line wanted, in columns (wide characters count two); a longer word
            stays whole.
    """
    return "\n".join([_line(line, columns) for line in text.split("\n")])


def _line(line: str, columns: int) -> str:
    if len(line) * 2 <= columns:
        return line
    lines: list[str] = []
    current = ""
    width = 0
    for match in _CHUNK.finditer(line):
        chunk = match[0]
        size = _width(chunk)
        # What would begin a block may not begin a line.
        if current and width + 1 + size > columns and chunk[0] not in STARTERS | {"<"}:
            lines.append(current)
            current, width = chunk, size
        else:
            width = width + 1 + size if current else size
            current = f"{current} {chunk}" if current else chunk
    lines.append(current)
    return "\n".join(lines)


def _width(text: str) -> int:
    if text.isascii():
        return len(text)
    return sum([2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text])


# The HTML a block was made from: what it falls back to when its Markdown says something else.


_MARKS = ((STRONG, "strong"), (EMPHASIS, "em"), (STRIKE, "del"))


def surrounding(marks: int, elements: tuple[int, ...], events: list[Event]) -> tuple[str, str]:
    """Return the start and end tags of the inline elements something stands in."""
    tags = [start_tag(events[element]) for element in elements]
    names = [real_name(events[element]) for element in elements]
    for bit, name in _MARKS:
        if marks & bit:
            tags.append(f"<{name}>")
            names.append(name)
    return "".join(tags), "".join([f"</{name}>" for name in reversed(names)])


def block_html(
    block: Block, events: list[Event], keep: frozenset[str], stay: frozenset[str]
) -> str:
    """Return a block as HTML that Markdown leaves alone.

    Args:
        block: the block.
        events: the document's events.
        keep: names of further attributes to keep.
        stay: names of elements that stay though they show nothing.
    """
    if block.start < 0:
        return paragraph_html(list(block.atoms), events, keep, stay)
    return "\n".join(
        [
            inline_html(events, start, keep, block=True, around=block.around, stay=stay)
            for start in (*block.before, block.start)
        ]
    )


def block_source(block: Block, events: list[Event]) -> str:
    """Return the HTML a block was made from, with everything in it."""
    if block.start < 0:
        return paragraph_html(list(block.atoms), events)
    parts: list[str] = []
    for start in (*block.before, block.start):
        end = element_end(events, start)
        inside = serialize([("", *events[start][1:]), *events[start + 1 : end + 1]])
        parts.append(f"{block.around[0]}{inside}{block.around[1]}")
    return "".join(parts)


def paragraph_html(
    atoms: list[Atom],
    events: list[Event],
    keep: frozenset[str] = frozenset(),
    stay: frozenset[str] = frozenset(),
) -> str:
    """Return a paragraph as HTML that Markdown leaves alone; its arguments are `block_html`'s."""
    parts: list[str] = []
    open_tags: list[tuple[int, str]] = []
    for atom in atoms:
        path = [(element, real_name(events[element])) for element in atom.elements]
        path += [(-bit, name) for bit, name in _MARKS if atom.marks & bit]
        if atom.kind == "br":
            parts.append("<br>")
            continue
        shared = 0
        while shared < min(len(path), len(open_tags)) and path[shared] == open_tags[shared]:
            shared += 1
        while len(open_tags) > shared:
            parts.append(f"</{open_tags.pop()[1]}>")
        for element, name in path[shared:]:
            parts.append(start_tag(events[element], keep) if element >= 0 else f"<{name}>")
            open_tags.append((element, name))
        parts.append(_atom(atom, events, keep, stay))
    parts.extend([f"</{name}>" for _, name in reversed(open_tags)])
    # A block in embedded content would end the paragraph.
    box = "div" if any(holds_block(atom, events) for atom in atoms) else "p"
    return f"<{box}>{' '.join(''.join(parts).split(chr(10))).strip(' ')}</{box}>"


def holds_block(atom: Atom, events: list[Event]) -> bool:
    """Tell whether there is a block in embedded content."""
    if atom.event < 0:
        return False
    inside = events[atom.event : element_end(events, atom.event)]
    return any(event[1] in ANY_BLOCK for event in inside)


def _atom(atom: Atom, events: list[Event], keep: frozenset[str], stay: frozenset[str]) -> str:
    if not atom.kind:
        return atom.text.replace("{", "&#123;")
    if atom.event < 0:
        return atom.text
    return inline_html(events, atom.event, keep, block=True, stay=stay)
