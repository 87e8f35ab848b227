"""The walk over a document's events that writes its blocks: one loop, no recursion."""

from __future__ import annotations

from collections.abc import Callable

from newskit.config.convert import ConvertConfig, Dialect, Semantics
from newskit.convert.blocks import (
    Atom,
    Block,
    Container,
    holds_block,
    join_blocks,
    make_atom,
    make_block,
    paragraph_html,
    surrounding,
    wrap,
)
from newskit.convert.escape import STARTERS, ProfileRules, escape_line_starts, is_formula
from newskit.convert.inline import InlineWriter, write_text
from newskit.convert.notes import Note, attributes_left_out
from newskit.convert.raw import inline_html, start_tag
from newskit.convert.result import Action, DifferenceKind
from newskit.convert.tree import Event, element_end
from newskit.frozen import dataclass, field
from newskit.lazy import lazy
from newskit.markup.elements import ANY_BLOCK, MARKED_SPAN, MEDIA, WITHIN_LINE

# Paragraphs that embedded content would tear apart.


_TORN_SPACE = " \t\n\r\f"


def is_torn(atoms: list[Atom], events: list[Event], *, kramdown: bool) -> bool:
    """Tell whether embedded content would tear the paragraph it stands in.

    At the start of a line a renderer takes the tag for a block; kramdown takes some for one
    wherever they stand.

    Args:
        atoms: the content of the paragraph, of which something shows.
        events: the document's events.
        kramdown: whether kramdown reads what is written.
    """
    shown = [atom for atom in atoms if atom.kind not in {"", "br"} or atom.text.strip(_TORN_SPACE)]
    if any(holds_block(atom, events) for atom in shown):
        return True
    bare = shown[0].event >= 0 and not shown[0].elements and not shown[0].marks
    first = events[shown[0].event][1] if bare else ""
    if len(shown) == 1 and first in MEDIA:
        return False
    if kramdown:
        return first in MEDIA or any(atom.kind and "<iframe" in atom.text for atom in shown)
    return first == "iframe"


_SPACE = " \t\n\r\f"
_LONE_TAG = lazy(r"<[a-zA-Z][\w-]*(?: [^<>]*)?>")

_BLOCKS = frozenset({"script", "style", "template"})
"""Elements that begin a block of HTML wherever they stand on a line of their own."""

Handler = Callable[["Walk", int], "int | None"]


@dataclass(slots=True)
class Walk:
    """Everything the handlers of the tags share.

    A handler gets the index of its event and may return the index of the next one to read. A lean
    walk does not keep what its paragraphs are made from. `before` is the kind of the block before
    the events, where they are a piece of a body.
    """

    events: list[Event]
    inline: InlineWriter
    rules: ProfileRules
    config: ConvertConfig
    handlers: dict[str, Handler]
    cell: bool = False
    line: int = 0
    marks: int = 0
    elements: tuple[int, ...] = ()
    blocks: list[Block] = field(default_factory=list[Block])
    buffer: list[Atom] = field(default_factory=list[Atom])
    saved: list[tuple[int, tuple[int, ...]]] = field(
        default_factory=list[tuple[int, tuple[int, ...]]]
    )
    containers: list[Container] = field(default_factory=list[Container])
    inner: int = 0
    notes: list[Note] = field(default_factory=list[Note])
    kept: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])
    keep: frozenset[str] = frozenset()
    stray: Block | None = None
    framed: bool = False
    depth: int = 0
    lean: bool = False
    before: str = ""
    identity: str = ""

    def run(self, start: int, end: int) -> list[Block]:
        """Write the blocks of the events from `start` up to `end`, the text before it included."""
        events = self.events
        handlers = self.handlers
        index = start
        while index < end:
            text, tag, raw, _ = events[index]
            if text and (self.buffer or text.strip(_SPACE)):
                self.buffer.append(make_atom((text, self.marks, self.elements, "", -1)))
            handler = handlers.get(tag)
            if raw and self.keep and self._keeps(tag, raw):
                index = self.keep_element(index)
            elif handler is not None:
                index = handler(self, index) or index + 1
            else:
                if raw:
                    self.note_attributes(tag, raw)
                index += 1
        if end < len(events) and events[end][0]:
            self.buffer.append(Atom(events[end][0], self.marks, self.elements))
        self.flush()
        return self.blocks

    def flush(self) -> None:
        """Write the inline content read so far as a paragraph."""
        buffer = self.buffer
        if not buffer:
            return
        self.buffer = []
        framed, self.framed = self.framed, False
        for part in self._paragraphs(buffer):
            self.framed = framed
            self._write_paragraph(part)

    def _paragraphs(self, buffer: list[Atom]) -> list[list[Atom]]:
        """Part inline content where two line breaks stand together; note those that go."""
        if len(buffer) == 1 or "br" not in [kind for _, _, _, kind, _ in buffer]:
            return [buffer]
        parts: list[list[Atom]] = [[]]
        waiting: list[Atom] = []
        breaks = gone = 0
        whole = self.cell or self.line > 0
        for atom in buffer:
            text, _, _, kind, _ = atom
            if kind == "br" or (not kind and not text.strip(_SPACE)):
                breaks += kind == "br"
                waiting.append(atom)
                continue
            if not parts[-1]:
                gone += breaks
            elif breaks > 1 and not whole:
                gone += breaks - 2
                parts.append([])
                waiting = []
            parts[-1] += waiting
            waiting, breaks = [], 0
            parts[-1].append(atom)
        if any(parts):
            kind = DifferenceKind.EMPTY
            self.notes += [Note(kind, Action.DROPPED, "br", "<br>") for _ in range(gone)]
        parts[-1] += waiting
        return parts

    def _write_paragraph(self, buffer: list[Atom]) -> None:
        """Write inline content as a paragraph."""
        text = self.inline.write(buffer, cell=self.cell, line=self.line > 0)
        if self.framed:
            self.framed = False
            in_block = not self.cell and not self.line
            if text and in_block and is_torn(buffer, self.events, kramdown=self.kramdown):
                html = paragraph_html(buffer, self.events, self.keep, self.stay)
                self.blocks.append(Block("html", html, -1, buffer))
                return
            if text.startswith("<iframe") and not self.cell:
                self._add_media(text, buffer)
                return
        if text[:1] == "[" and text in {"[ ] ", "[x] "}:
            # A check box alone is not a task to a renderer.
            checked = " checked" if text[1] == "x" else ""
            text = f'<input type="checkbox"{checked} disabled>'
        if text[:1] == "<" and _LONE_TAG.fullmatch(text) and not self.cell and not self.line:
            self._add_media(text, buffer)
            return
        if text:
            self._add_paragraph(text, buffer)

    def cell_text(self, text: str) -> str:
        """Return the Markdown of a table cell that holds nothing but text."""
        written = write_text(text, self.inline.context.within(cell=True))
        if written and (written[0] in STARTERS or "\n" in written):
            return escape_line_starts(written, self.rules)
        return written

    def _follows(self) -> str:
        """Return the kind of the block before this place; empty at a start."""
        if self.blocks:
            return self.blocks[-1].kind
        return "" if self.containers else self.before

    def _add_media(self, text: str, atoms: list[Atom]) -> None:
        """Add a tag that begins a block of HTML; two in a row would be read as one paragraph."""
        written = f"<p>{text}</p>" if self._follows() == "media" else text
        self.blocks.append(Block("media", written, -1, atoms))

    def _add_paragraph(self, text: str, atoms: list[Atom]) -> None:
        if text[0] in STARTERS or "\n" in text:
            text = escape_line_starts(text, self.rules)
            if text[0] == "$" and not self.cell and not self.line and is_formula(text):
                text = f"\\{text}"
        if self.config.wrap and not self.cell and not self.line:
            text = wrap(text, self.config.wrap)
        self.blocks.append(make_block(("p", text, -1, () if self.lean else atoms, ("", ""), ())))

    def child(self, *, cell: bool = False) -> Walk:
        """Return a walk of its own for what is within an element written in parts."""
        return Walk(
            self.events,
            self.inline,
            self.rules,
            self.config,
            self.handlers,
            cell=cell,
            marks=self.marks,
            elements=self.elements,
            notes=self.notes,
            kept=self.kept,
            keep=self.keep,
            depth=self.depth + 1,
        )

    def open(self, kind: str, index: int) -> None:
        """Begin a container."""
        self.flush()
        self.containers.append(
            Container(kind, index, self.blocks, self.inner, noted=len(self.notes))
        )
        self.blocks = []
        self.inner = 0

    def close(self) -> tuple[Container, list[Block]]:
        """End the innermost container; return it with the blocks in it."""
        self.flush()
        container = self.containers.pop()
        blocks = self.blocks
        self.blocks = container.outer
        self.inner = container.inner
        return container, blocks

    def push(self, index: int, mark: int = 0) -> None:
        """Begin an inline element: a soft mark, or one with an identity."""
        self.saved.append((self.marks, self.elements))
        if mark:
            self.marks |= mark
        else:
            self.elements = (*self.elements, index)

    def around(self) -> tuple[str, str]:
        """Return the tags of the inline elements the walk is in."""
        if not self.marks and not self.elements:
            return "", ""
        return surrounding(self.marks, self.elements, self.events)

    @property
    def stay(self) -> frozenset[str]:
        """The names of the elements that stay though they show nothing."""
        return frozenset([name.lower() for name in self.config.keep])

    def _keeps(self, tag: str, raw: str) -> bool:
        """Tell whether an element has an attribute that must survive."""
        return tag != "img" and any(f' {name}="' in raw for name in self.keep)

    def keep_element(self, index: int) -> int:
        """Write an element as HTML, in its line or as a block; return the index after it."""
        name = self.events[index][1]
        inline = (name not in ANY_BLOCK and name not in _BLOCKS) or self.cell or self.line
        return self.keep_inline(index) if inline else self.keep_html(index)

    def keep_html(self, index: int) -> int:
        """Write an element as a block of HTML; return the index after it."""
        self.flush()
        around = self.around()
        text = inline_html(self.events, index, self.keep, block=True, around=around, stay=self.stay)
        self.blocks.append(Block("html", text, index, around=around))
        return self._after_kept(index)

    def keep_inline(self, index: int) -> int:
        """Write an element as inline HTML; return the index after it."""
        text = inline_html(self.events, index, self.keep, stay=self.stay)
        self.framed = self.framed or "<iframe" in text
        self.buffer.append(Atom(text, self.marks, self.elements, "raw", index))
        return self._after_kept(index)

    def _after_kept(self, index: int) -> int:
        end = element_end(self.events, index)
        self.kept.append((index, end))
        return end + 1

    def note_attributes(self, tag: str, raw: str) -> None:
        """Remember attributes that are not written."""
        self.notes.append(attributes_left_out(tag, raw))

    @property
    def kramdown(self) -> bool:
        """Whether kramdown reads what is written."""
        return self.rules.kramdown or self.config.dialect is Dialect.KRAMDOWN

    @property
    def semantic(self) -> bool:
        """Whether elements without Markdown are kept."""
        return self.config.semantics is Semantics.KEEP


# HTML around Markdown: elements Markdown cannot say, with their content written as Markdown.


_LONGEST_LINE = 40
"""Length in code points up to which an element reads best as a line of HTML."""


def is_line(events: list[Event], start: int, end: int) -> bool:
    """Tell whether an element holds a short line of text only: then it stays HTML as a whole."""
    length = 0
    for place in range(start + 1, end + 1):
        text, tag, _, _ = events[place]
        if place < end and tag.removeprefix("/") not in WITHIN_LINE:
            return False
        length += len(text)
    # The white space that a file is indented by is no text.
    return length <= _LONGEST_LINE or _length(events, start, end) <= _LONGEST_LINE


def _length(events: list[Event], start: int, end: int) -> int:
    return len(" ".join("".join([event[0] for event in events[start + 1 : end + 1]]).split()))


def frame(event: Event, blocks: list[Block], walk: Walk) -> str:
    """Write an element's tags around the Markdown of its blocks.

    Blank lines end the HTML block of CommonMark (4.6); kramdown reads Markdown inside of HTML only
    where an attribute tells it to.
    """
    name = event[1]
    opening = start_tag(event, walk.keep)
    if not blocks:
        return f"{opening}</{name}>"
    if walk.kramdown:
        opening = f'{opening[:-1]} markdown="{"block" if name in MARKED_SPAN else "1"}">'
    return f"{opening}\n\n{join_blocks(blocks)}\n\n</{name}>"
