"""Runs of text with marks, written as one paragraph's inline Markdown.

White space collapses as CSS says. Strong, emphasised and deleted text are marks on runs, so that
neighbours join; links, code and other elements keep their identity and nest as in the source.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from newskit.convert.atoms import Atom, collapse, collapse_space
from newskit.convert.elements import CODE
from newskit.convert.emphasis import Item, join_items
from newskit.convert.escape import Context, escape_text
from newskit.convert.links import Links
from newskit.convert.raw import inline_html
from newskit.convert.spans import code_span, escape_html
from newskit.convert.tree import Event

__all__ = ["InlineWriter"]

_SPACES = "\u00a0\u2000-\u200a\u202f\u205f"
_EDGE = re.compile(f"^[{_SPACES}\u200b\ufeff]+|[{_SPACES}\u3000]+$", re.MULTILINE)
_CELL_EDGE = re.compile(f"^[{_SPACES}\u200b\ufeff\u3000]+|[{_SPACES}\u3000]+$")
_HIDDEN = "\u200b\ufeff"
INVISIBLE = "\u00a0\u200b\u200c\u200d\u2060\ufeff\u00ad \t\n\r\f"


@dataclass(slots=True)
class _Frame:
    """An open element: where it started and what has been written in it."""

    element: int
    start: int
    items: list[Item] = field(default_factory=list[Item])
    in_link: bool = False


@dataclass(frozen=True, slots=True)
class InlineWriter:
    """Writes the inline content of blocks.

    Attributes:
        events: the document's events, to which atoms refer.
        context: escaping outside of links and cells.
        links: writes links.
        hard_break: what a line break is written as.
    """

    events: list[Event]
    context: Context
    links: Links
    hard_break: str

    def write(self, atoms: list[Atom], *, cell: bool = False, line: bool = False) -> str:
        """Return the Markdown of a paragraph's content; empty when nothing would show.

        Args:
            atoms: the content.
            cell: whether it stands in a table cell.
            line: whether it must stay on one line, as in a heading.
        """
        context = self.context
        if cell or line:
            context = context.within(cell=cell, line=line)
        if len(atoms) == 1:
            text, marks, elements, kind, _ = atoms[0]
            if not kind and not marks and not elements:
                text = collapse_space(text).strip(" ")
                if not text or (text[0] in INVISIBLE and not text.strip(INVISIBLE)):
                    return ""
                return _guard_edges(escape_text(text, context), cell=cell)
        runs = collapse(atoms)
        for run in runs:
            if run.kind != "br" and (run.kind or run.text.strip(INVISIBLE)):
                break
        else:
            return ""
        return _guard_edges(self._render(runs, context), cell=cell)

    def _render(self, runs: list[Atom], context: Context) -> str:
        """Nest runs into their elements by shifting and reducing, without recursion."""
        frames = [_Frame(-1, 0)]
        alone = len(runs) == 1
        for index, run in enumerate(runs):
            if len(frames) > 1 or run.elements:
                while len(frames) - 1 > _shared(frames, run):
                    self._reduce(frames, runs, index, context)
                for element in run.elements[len(frames) - 1 :]:
                    in_link = frames[-1].in_link or self.events[element][1] == "a"
                    frames.append(_Frame(element, index, in_link=in_link))
            if run.kind == "br":
                text = self._break(runs, index, context)
            else:
                text = self._text(run, frames, context, alone=alone)
            frames[-1].items.append(Item(text, run.marks))
        while len(frames) > 1:
            self._reduce(frames, runs, len(runs), context)
        return join_items(frames[0].items, "", "", context.rules.strike)

    def _break(self, runs: list[Atom], index: int, context: Context) -> str:
        """Write a line break; before a tag the line goes on, lest the tag begin a block."""
        follows = runs[index + 1] if index + 1 < len(runs) else None
        tag = follows is not None and follows.kind == "raw" and follows.text[:1] == "<"
        return "<br>" if tag or context.cell or context.line else self.hard_break

    def _text(self, run: Atom, frames: list[_Frame], context: Context, *, alone: bool) -> str:
        if run.kind:
            return run.text
        innermost = frames[-1].element
        if innermost >= 0 and self.events[innermost][1] in CODE:
            return run.text
        if frames[-1].in_link:
            context = context.within(link=True)
        return escape_text(run.text, context, alone=alone)

    def _reduce(self, frames: list[_Frame], runs: list[Atom], end: int, context: Context) -> None:
        """Close the innermost element and hand its Markdown to the one around it."""
        frame = frames.pop()
        shared = frame.items[0].marks
        for item in frame.items[1:]:
            shared &= item.marks
        tag = self.events[frame.element][1]
        if tag in CODE:
            inside = runs[frame.start : end]
            before = frames[-1].items[-1] if frames[-1].items else Item("", 0)
            joins = before.text[-1:] == "`" and before.marks == shared
            if len(inside) == 1 and not inside[0].kind and not joins:
                written = code_span(inside[0].text, context)
            else:
                written = self._code_html(inside)
            frames[-1].items.append(Item(written, shared))
            return
        # Marks stay inside, where delimiters meet letters, unless a neighbour has them too.
        outside = runs[frame.start - 1].marks if frame.start else 0
        outside |= runs[end].marks if end < len(runs) else 0
        outside &= shared
        items = frame.items
        if outside:
            items = [Item(item.text, item.marks & ~outside) for item in items]
        if tag == "a":
            inner = join_items(items, "[", "]", context.rules.strike)
            inside = runs[frame.start : end]
            plain = len(inside) == 1 and not inside[0].kind and not items[0].marks
            text = inside[0].text if plain and inside[0].elements[-1] == frame.element else ""
            written = self.links.write(self.events[frame.element], inner, text)
            _guard_bang(frames[-1].items)
        else:
            inner = join_items(items, ">", "<", context.rules.strike)
            written = self.links.wrap(self.events[frame.element], inner)
        frames[-1].items.append(Item(written, outside))

    def _code_html(self, runs: list[Atom]) -> str:
        """Write code that holds line breaks or images: no code span can."""
        parts: list[str] = []
        for run in runs:
            if run.kind == "br":
                parts.append("<br>")
            elif run.kind and run.event < 0:
                parts.append(run.text)
            elif run.event >= 0:
                parts.append(inline_html(self.events, run.event))
            else:
                parts.append(escape_html(run.text))
        return f"<code>{''.join(parts)}</code>"


def _guard_bang(items: list[Item]) -> None:
    """Keep an exclamation mark before a link from making it an image."""
    if items and items[-1].text[-1:] == "!":
        items[-1] = Item(items[-1].text[:-1] + "\\!", items[-1].marks)


def _shared(frames: list[_Frame], run: Atom) -> int:
    """Count the open elements the run is still in."""
    count = 0
    for frame, element in zip(frames[1:], run.elements, strict=False):
        if frame.element != element:
            break
        count += 1
    return count


def _guard_edges(text: str, *, cell: bool) -> str:
    """Write invisible spaces at the edges as references: renderers strip the characters."""
    if text and (text[0].isspace() or text[-1].isspace() or "\n" in text or text[0] in _HIDDEN):
        return (_CELL_EDGE if cell else _EDGE).sub(
            lambda match: "".join(
                "&nbsp;" if character == "\u00a0" else f"&#{ord(character)};"
                for character in match[0]
            ),
            text,
        )
    return text
