"""The converted body so far: what was written, from what, and how its parts join."""

from __future__ import annotations

import re

from newskit.convert.blocks import SEPARATOR
from newskit.convert.body.whole import Seam
from newskit.convert.fragment import Shown
from newskit.frozen import dataclass, field
from newskit.lazy import lazy
from newskit.markup.line_ends import LineEnds

__all__ = ["NewBody"]

_LISTS = frozenset({"ul", "ol"})
_LIST_START = lazy(r" {0,3}(?:[-*+]|\d{1,9}[.)])(?:[ \t]|$)| +\S")
_ENDS_BLANK = lazy(r"(?:\A|\n)[ \t]*\n\Z")
_FIRST_LINE = lazy(r"([^\r\n]*(?:\r\n?|\n)).*", re.DOTALL)


@dataclass(slots=True)
class NewBody:
    """The converted body so far.

    Attributes:
        old: the body as it was, and its line ends.
        parts: the new body, with the template code back.
        plain: the new body, template code set aside, for the proof.
        sources: what each part is in HTML, for the proof.
        seams: where the proof may go on anew.
        last_kind: the kind of the block before; ``item`` for a list of the body's own.
        vanished: whether the part before was HTML that shows nothing.
    """

    old: LineEnds
    parts: list[str] = field(default_factory=list[str])
    plain: list[str] = field(default_factory=list[str])
    sources: list[tuple[bool, Shown]] = field(default_factory=list[tuple[bool, Shown]])
    seams: list[Seam] = field(default_factory=list[Seam])
    last_kind: str = ""
    vanished: bool = False

    def write(self, text: str, plain: str) -> None:
        """Add text, with its template code and without."""
        self.parts.append(text)
        self.plain.append(plain)

    def add_seam(self) -> None:
        """Remember that the proof may go on anew from here."""
        self.seams.append(Seam(len(self.plain), len(self.sources)))

    def takes(self, kind: str) -> bool:
        """Tell whether a part of a kind is written, set apart from what vanished before it."""
        if not self.vanished:
            return True
        self.vanished = False
        apart = not self.plain or self.after_blank()
        if kind == "blank":
            return not apart
        if not apart:
            self.write(self.old.ending, "\n")
        return True

    def begin_markdown(self, text: str) -> None:
        """Keep a list that Markdown of the body's own begins with from joining the one before."""
        if self.last_kind in _LISTS and _LIST_START.match(text):
            written = f"{SEPARATOR}\n\n"
            self.write(self.old.with_endings(written), written)
        self.last_kind = "item" if _LIST_START.match(_last_line(text)) else ""

    def lead(self, kind: str) -> str:
        """Return what must stand before converted HTML whose first block is of a kind."""
        so_far = "".join(self.plain[-2:])
        blank = ""
        if so_far.strip() and not self.after_blank():
            blank = "\n" if so_far.endswith("\n") else "\n\n"
        joins = kind in _LISTS and self.last_kind in {"ul", "ol", "item"}
        return f"{blank}{SEPARATOR}\n\n" if joins else blank

    def after_blank(self) -> bool:
        """Tell whether a blank line was written last."""
        return _ENDS_BLANK.search("".join(self.plain[-2:])) is not None

    def vanish(self) -> None:
        """Leave one blank line where HTML that shows nothing was."""
        self.vanished = True
        if len(self.plain) > 1 and self.plain[-1].isspace():
            self.plain[-1] = _FIRST_LINE.sub(r"\1", self.plain[-1])
            self.parts[-1] = _FIRST_LINE.sub(r"\1", self.parts[-1])
        if self.last_kind == "item":
            self.last_kind = "ul"

    def end(self) -> None:
        """End the body as it ended, without the blank lines before HTML that shows nothing."""
        if not self.vanished:
            return
        while self.plain and self.plain[-1].isspace():
            self.plain.pop()
            self.parts.pop()
        if self.parts and not self.old.text.endswith("\n"):
            self.plain[-1] = self.plain[-1].removesuffix("\n")
            self.parts[-1] = self.parts[-1].rstrip("\r\n")


def _last_line(text: str) -> str:
    return text.rstrip("\n").rpartition("\n")[2]
