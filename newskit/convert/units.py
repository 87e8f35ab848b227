"""The elements inside a line that hold little but text, read and written at once."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from functools import partial
from typing import Any, NamedTuple

from newskit.convert.atoms import collapse_space
from newskit.convert.elements import SOFT_MARKS
from newskit.convert.emphasis import DELIMITERS, opens
from newskit.convert.escape import Context, escape_text, has_special
from newskit.convert.inline import EDGES
from newskit.convert.links import Links, image_left_out, link_left_out, write_image
from newskit.convert.notes import Note, attributes_left_out
from newskit.convert.spans import code_span
from newskit.convert.tree import Event, attributes, unescape

__all__ = ["MARKS", "SPACE", "Kind", "Unit", "UnitReader"]

SPACE = " \t\n\r\f"
MARKS = {name: DELIMITERS[bit] for name, bit in SOFT_MARKS.items() if bit in DELIMITERS}
"""The delimiters of the marks that every profile writes in one way."""


class Kind(Enum):
    """What a tag is to inline content; a tag without a kind says nothing."""

    END = "the content ends before it"
    OTHER = "what it begins is written in another way"
    BREAK = "a line break"
    MARK = "strong or emphasised text"
    LINK = "a link"
    CODE = "code"
    IMAGE = "an image"


class Unit(NamedTuple):
    """An element that has been written.

    Attributes:
        kind: what it is.
        text: its Markdown.
        after: index of the first event after it.
        before: whether there is a space before it.
        behind: whether there is a space after it.
        marked: whether its text is marked; next to another mark, both may be one.
        first: the first character inside of its own delimiters; empty for none.
        last: the last one.
    """

    kind: Kind
    text: str
    after: int
    before: bool = False
    behind: bool = False
    marked: bool = False
    first: str = ""
    last: str = ""


_unit: Callable[[tuple[Any, ...]], Unit] = partial(tuple.__new__, Unit)


class UnitReader:
    """Reads the elements of a line.

    Attributes:
        context: where they are written; set by `begin`.
        notes: what has been left out of them.
        special: whether text in them needed escaping.
    """

    def __init__(self, events: list[Event], context: Context, links: Links) -> None:
        self.events = events
        self.links = links
        self.context: Context = context
        self.in_link: Context = context.within(link=True)
        self.notes: list[Note] = []
        self.special = False
        self.readers = {
            Kind.MARK: self._mark,
            Kind.LINK: self._link,
            Kind.CODE: self._code,
            Kind.IMAGE: self._image,
        }

    def begin(self, context: Context) -> None:
        """Begin another line or paragraph."""
        if context is not self.context:
            self.context = context
            self.in_link = context.within(link=True)
        self.notes = []
        self.special = False

    def read(self, kind: Kind, index: int) -> Unit | None:
        """Write the element that an event starts; None when it must be written in another way."""
        reader = self.readers.get(kind)
        return None if reader is None else reader(index)

    def _mark(self, index: int) -> Unit | None:
        events = self.events
        tag = events[index][1]
        text, closing, _, _ = events[index + 1]
        if closing == "a":
            return None if text.strip(SPACE) else self._mark_around_link(index)
        if closing != f"/{tag}":
            return None
        shown = _shown(text)
        if not shown:
            return None
        delimiter = MARKS[tag]
        inner = self._escape(shown, self.context)
        first, last = inner[0], inner[-1]
        if not (opens(first, "") and opens(last, "")):
            return None
        return _unit(
            (
                Kind.MARK,
                f"{delimiter}{inner}{delimiter}",
                index + 2,
                text[0] in SPACE,
                text[-1] in SPACE,
                True,
                first,
                last,
            )
        )

    def _mark_around_link(self, index: int) -> Unit | None:
        """Write a mark that holds a link and nothing else: the delimiters go into the link."""
        tag = self.events[index][1]
        unit = self._link(index + 1, MARKS[tag])
        if unit is None:
            return None
        before = self.events[index + 1][0]
        behind, closing, _, _ = self.events[unit.after]
        if closing != f"/{tag}" or behind.strip(SPACE):
            return None
        return unit._replace(
            after=unit.after + 1,
            before=unit.before or bool(before),
            behind=unit.behind or bool(behind),
        )

    def _link(self, index: int, delimiter: str = "") -> Unit | None:
        events = self.events
        event = events[index]
        raw = event[2]
        if ' href="' not in raw:
            return None
        if link_left_out(raw):
            self.notes.append(attributes_left_out("a", raw))
        text, closing, _, _ = events[index + 1]
        if closing != "/a":
            return None if delimiter or text.strip(SPACE) else self._link_around(index)
        shown = _shown(text)
        if not shown:
            return None
        inner = self._escape(shown, self.in_link)
        if delimiter:
            if not (opens(inner[0], "[") and opens(inner[-1], "]")):
                return None
            inner, shown = f"{delimiter}{inner}{delimiter}", ""
        return _unit(
            (
                Kind.LINK,
                self.links.write(event, inner, shown),
                index + 2,
                text[0] in SPACE,
                text[-1] in SPACE,
                bool(delimiter),
                "",
                "",
            )
        )

    def _link_around(self, index: int) -> Unit | None:
        """Write a link that holds an image or marked text and nothing else."""
        events = self.events
        before, tag, _, _ = events[index + 1]
        if tag == "img":
            unit = self._image(index + 1)
        elif tag in MARKS and events[index + 2][1] == f"/{tag}":
            unit = self._marked_inside(index + 1)
        else:
            return None
        if unit is None or events[unit.after][1] != "/a":
            return None
        behind = events[unit.after][0]
        if behind.strip(SPACE):
            return None
        return Unit(
            Kind.LINK,
            self.links.write(events[index], unit.text, ""),
            unit.after + 1,
            before=unit.before or bool(before),
            behind=unit.behind or bool(behind),
            marked=unit.marked,
        )

    def _marked_inside(self, index: int) -> Unit | None:
        """Write marked text that is all there is in a link."""
        context = self.context
        self.context = self.in_link
        unit = self._mark(index)
        self.context = context
        if unit is None or not (opens(unit.first, "[") and opens(unit.last, "]")):
            return None
        return unit

    def _code(self, index: int) -> Unit | None:
        text, closing, _, _ = self.events[index + 1]
        if closing != f"/{self.events[index][1]}":
            return None
        shown = _shown(text)
        if not shown:
            return None
        written = code_span(collapse_space(shown, escaped=False), self.context)
        return Unit(Kind.CODE, written, index + 2, text[0] in SPACE, text[-1] in SPACE)

    def _image(self, index: int) -> Unit | None:
        raw = self.events[index][2]
        found = attributes(raw)
        written = write_image(self.links, raw, found, cell=self.context.cell)
        if written[0] == "<":
            # What it says may not be changed, and at the start of a line it begins a block.
            return None
        unwritten = image_left_out(found)
        if unwritten:
            self.notes.append(attributes_left_out("img", unwritten))
        return Unit(Kind.IMAGE, written, index + 1)

    def _escape(self, text: str, context: Context) -> str:
        if not has_special(text, context):
            return text
        self.special = True
        return escape_text(collapse_space(text, escaped=False), context, alone=False)


def _shown(text: str) -> str:
    """Return the text in an element; empty when it does not begin with something that shows."""
    if "&" in text:
        text = unescape(text)
    text = text.strip(SPACE)
    return "" if not text or text[0] in EDGES else text
