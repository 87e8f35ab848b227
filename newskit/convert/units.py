"""The elements inside a line that hold little but text, read and written at once."""

from __future__ import annotations

from collections.abc import Mapping

from newskit.convert.atoms import collapse_space
from newskit.convert.blocks import EDGES
from newskit.convert.emphasis import opens
from newskit.convert.escape import Context, code_span, escape_text, has_special
from newskit.convert.kinds import MARKS, SPACE, Kind, Unit, make_unit
from newskit.convert.links import Links, image_left_out, link_left_out, write_image
from newskit.convert.notes import Note, attributes_left_out
from newskit.convert.tree import Event, attributes, unescape
from newskit.markup.elements import PLAIN_IN_CODE

__all__ = ["UnitReader"]


class UnitReader:
    """Reads the elements of a line.

    Attributes:
        context: where they are written; set by `begin`.
        notes: what has been left out of them.
        special: whether text in them needed escaping.
    """

    def __init__(
        self, events: list[Event], context: Context, links: Links, kinds: Mapping[str, Kind]
    ) -> None:
        self.events = events
        self.kinds = kinds
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

    def _text(self, index: int) -> tuple[str, int]:
        """Return the text before an event and what follows it, and the index of what ends it.

        Tags that say nothing are passed over.
        """
        events = self.events
        text, tag, raw, _ = events[index]
        while tag not in self.kinds:
            if raw:
                self.notes.append(attributes_left_out(tag, raw))
            index += 1
            more, tag, raw, _ = events[index]
            text += more
        return text, index

    def _mark(self, index: int) -> Unit | None:
        tag = self.events[index][1]
        end = index + 1
        text, closing, _, _ = self.events[end]
        if closing not in self.kinds:
            text, end = self._text(end)
            closing = self.events[end][1]
        if closing != f"/{tag}":
            around = closing == "a" and not text.strip(SPACE)
            return self._mark_around_link(index, end, text) if around else None
        shown = _shown(text)
        if not shown:
            return _nothing(Kind.MARK, text, end)
        delimiter = MARKS[tag]
        inner = self._escape(shown, self.context)
        first, last = inner[0], inner[-1]
        if not (opens(first, "") and opens(last, "")):
            return None
        return make_unit(
            (
                Kind.MARK,
                f"{delimiter}{inner}{delimiter}",
                end + 1,
                text[0] in SPACE,
                text[-1] in SPACE,
                True,
                first,
                last,
            )
        )

    def _mark_around_link(self, index: int, start: int, before: str) -> Unit | None:
        """Write a mark that holds a link and nothing else: the delimiters go into the link."""
        tag = self.events[index][1]
        unit = self._link(start, MARKS[tag])
        if unit is None or not unit.text:
            return None
        behind, end = self._text(unit.after)
        if self.events[end][1] != f"/{tag}" or behind.strip(SPACE):
            return None
        return unit._replace(
            after=end + 1,
            before=unit.before or bool(before),
            behind=unit.behind or bool(behind),
        )

    def _link(self, index: int, delimiter: str = "") -> Unit | None:
        event = self.events[index]
        raw = event[2]
        if unwritten := link_left_out(raw):
            self.notes.append(attributes_left_out("a", unwritten))
        end = index + 1
        text, closing, _, _ = self.events[end]
        if closing not in self.kinds:
            text, end = self._text(end)
            closing = self.events[end][1]
        if ' href="' not in raw:
            return _nothing(Kind.LINK, text, end) if closing == "/a" else None
        if closing != "/a":
            around = not delimiter and not text.strip(SPACE)
            return self._link_around(index, end, text) if around else None
        shown = _shown(text)
        if not shown:
            return _nothing(Kind.LINK, text, end)
        inner = self._escape(shown, self.in_link)
        if delimiter:
            if not (opens(inner[0], "[") and opens(inner[-1], "]")):
                return None
            inner, shown = f"{delimiter}{inner}{delimiter}", ""
        return make_unit(
            (
                Kind.LINK,
                self.links.write(event, inner, shown),
                end + 1,
                text[0] in SPACE,
                text[-1] in SPACE,
                bool(delimiter),
                "",
                "",
            )
        )

    def _link_around(self, index: int, start: int, before: str) -> Unit | None:
        """Write a link that holds an image or marked text and nothing else."""
        tag = self.events[start][1]
        if tag == "img":
            unit = self._image(start)
        elif tag in MARKS:
            unit = self._marked_inside(start)
        else:
            return None
        if unit is None or not unit.text:
            return None
        behind, end = self._text(unit.after)
        if self.events[end][1] != "/a" or behind.strip(SPACE):
            return None
        return Unit(
            Kind.LINK,
            self.links.write(self.events[index], unit.text, ""),
            end + 1,
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
        if unit is None or unit.kind is not Kind.MARK or not unit.text:
            return None
        if not (opens(unit.first, "[") and opens(unit.last, "]")):
            return None
        return unit

    def _code(self, index: int) -> Unit | None:
        events = self.events
        text, end = self._text(index + 1)
        if events[end][1] != f"/{events[index][1]}":
            return None
        for place in range(index + 1, end):
            if events[place][1].removeprefix("/") not in PLAIN_IN_CODE:
                return None
        shown = _shown(text)
        if not shown:
            return _nothing(Kind.CODE, text, end)
        written = code_span(collapse_space(shown, escaped=False), self.context)
        return Unit(Kind.CODE, written, end + 1, text[0] in SPACE, text[-1] in SPACE)

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


def _nothing(kind: Kind, text: str, end: int) -> Unit | None:
    """Return an element that holds white space or nothing; None for one with hidden signs."""
    return None if text.strip(SPACE) else Unit(kind, "", end + 1, behind=bool(text))


def _shown(text: str) -> str:
    """Return the text in an element; empty when it does not begin with something that shows."""
    if "&" in text:
        text = unescape(text)
    text = text.strip(SPACE)
    return "" if not text or text[0] in EDGES else text
