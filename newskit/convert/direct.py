"""The inline content most blocks have, written as it is read.

Text, line breaks, images, and marks, links and code that hold little but text, with delimiters that
surely work: they need neither atoms nor a search for spellings. What is written here is what
`InlineWriter` writes of the same content; anything else is left to it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from newskit.convert.atoms import collapse_space
from newskit.convert.blocks import EDGES, INVISIBLE, guard_edges
from newskit.convert.emphasis import opens
from newskit.convert.escape import escape_text, has_special
from newskit.convert.inline import InlineWriter, write_text
from newskit.convert.kinds import SPACE, Kind, Unit
from newskit.convert.notes import Note, attributes_left_out
from newskit.convert.tree import unescape
from newskit.convert.units import UnitReader

__all__ = ["DirectWriter"]

_END, _BREAK = Kind.END, Kind.BREAK
_MARK, _LINK, _CODE = Kind.MARK, Kind.LINK, Kind.CODE


class DirectWriter:
    """Writes runs of inline content.

    Attributes:
        notes: what was left out of the run written last.
        reached: index of the event at which a run was given up last.
    """

    def __init__(self, inline: InlineWriter, kinds: Mapping[str, Kind]) -> None:
        self.inline = inline
        self.kinds = kinds
        self.reader = UnitReader(inline.events, inline.context, inline.links, kinds)
        self.context = inline.context
        self.notes: Sequence[Note] = ()
        self.reached = -1
        self._begin()

    def _begin(self) -> None:
        self.lines: list[str] = []
        self.parts: list[str] = []
        self.count = 0
        self.special = False
        # Of the last part: whether it is marked, and the character inside of its delimiter, whose
        # meaning may depend on what follows.
        self.marked = False
        self.edge = ""

    def write(
        self, index: int, end: int, *, cell: bool = False, line: bool = False
    ) -> tuple[str, int] | None:
        """Write the inline content that begins with the text before an event.

        Args:
            index: index of the event.
            end: index of the last event to look at, of which only the text before it counts.
            cell: whether the content stands in a table cell.
            line: whether it must stay on one line.

        Returns:
            The Markdown of the paragraph, and the index of the event that ends it; None when it
            must be written in another way.
        """
        events, kinds, context = self.inline.events, self.kinds, self.inline.context
        if cell or line:
            context = context.within(cell=cell, line=line)
        self.notes = ()
        plain, tag, raw, _ = events[index]
        if index == end or kinds.get(tag) is _END:
            return write_text(plain, context), index
        self.context = context
        self._begin()
        reader = self.reader
        reader.begin(context)
        while index < end and (kind := kinds.get(tag)) is not _END:
            if kind is None:
                if raw:
                    reader.notes.append(attributes_left_out(tag, raw))
                index += 1
            elif kind is _BREAK:
                if not self._end_line(plain):
                    self.reached = index
                    return None
                plain = ""
                index += 1
            else:
                unit = reader.read(kind, index)
                if unit is None or unit.after > end or not self._add(plain, unit):
                    self.reached = index
                    return None
                if unit.text:
                    plain = ""
                if unit.behind:
                    plain += " "
                index = unit.after
            text, tag, raw, _ = events[index]
            plain += text
        written = self._finish(plain)
        if written is None:
            self.reached = index
            return None
        self.notes = reader.notes
        return written, index

    def _add(self, plain: str, unit: Unit) -> bool:
        """Add text and the element after it; tell whether that can be done here."""
        if not unit.text:
            return True
        if unit.before:
            plain += " "
        if plain and not self._add_text(plain):
            return False
        parts = self.parts
        left = parts[-1][-1:] if parts else ""
        kind = unit.kind
        if kind is _MARK:
            if not opens(unit.first, left):
                return False
        elif kind is _LINK:
            if self.edge == "!":
                return False
            if left == "!":
                # It would make the link an image.
                parts[-1] = parts[-1][:-1] + "\\!"
        elif kind is _CODE and left == "`":
            return False
        if unit.marked and self.marked:
            return False
        self.marked = unit.marked
        self.edge = unit.last
        parts.append(unit.text)
        self.count += 1
        return True

    def _add_text(self, text: str, *, last: bool = False) -> bool:
        """Add text between elements; tell whether the delimiters before it still work."""
        first = not self.parts
        if not text.strip(SPACE):
            if not first:
                self.parts.append(" ")
                self.edge = ""
            return True
        if "&" in text:
            text = unescape(text)
        if self.edge and not opens(self.edge, text[0]):
            return False
        if has_special(text, self.context):
            self.special = True
            text = collapse_space(text, escaped=False)
            if first:
                text = text.lstrip(" ")
            if last:
                text = text.rstrip(" ")
            text = escape_text(text, self.context, alone=False)
        self.parts.append(text)
        self.count += 1
        self.marked = False
        self.edge = ""
        return True

    def _end_line(self, plain: str) -> bool:
        """End a line after its last text; tell whether the delimiters before that still work."""
        if plain and not self._add_text(plain, last=True):
            return False
        line = collapse_space("".join(self.parts), escaped=False).strip(" ")
        if line or self.lines:
            self.lines.append(line)
        self.parts = []
        self.edge = ""
        return True

    def _finish(self, plain: str) -> str | None:
        """Return the paragraph; None when it must be written in another way."""
        if not self.parts and not self.lines:
            return write_text(plain, self.context)
        if not self._end_line(plain):
            return None
        lines = self.lines
        while lines and not lines[-1]:
            lines.pop()
        context = self.context
        if not lines or not any(line.strip(INVISIBLE) for line in lines):
            return ""
        if self.count < 2 and (self.special or self.reader.special):
            # Text that stands alone needs fewer escapes.
            return None
        hard_break = "<br>" if context.cell or context.line else self.inline.hard_break
        text = hard_break.join(lines)
        if text[0] in EDGES or text[-1] in EDGES or "\n" in text:
            return guard_edges(text, cell=context.cell)
        return text
