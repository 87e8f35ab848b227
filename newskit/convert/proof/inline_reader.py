"""The inline half of the reader: marks, links, images and the ends of paragraphs."""

from __future__ import annotations

from typing import Any

from newskit.convert.proof.inline import Atom, collapse, number
from newskit.convert.proof.text import SPACE, address, attributes_of, plain, words

__all__ = ["BITS", "InlineReader"]

_BLANK = "\u00a0\u200b\u200c\u200d\u2060\ufeff\u00ad \t\n\r\f"
BITS = {"strong": 1, "b": 1, "em": 2, "i": 2, "del": 4, "s": 4, "strike": 4}


class InlineReader:
    """Reads the inline content of paragraphs into a form."""

    def __init__(self, *, semantics: bool) -> None:
        self.semantics = semantics
        self.out: list[Any] = []
        self.run: list[Atom] = []
        self.bits = 0
        self.hard: tuple[Any, ...] = ()
        self.saved: list[tuple[int, tuple[Any, ...]]] = []
        self.identity = 0
        self.silent = ""
        self.depth = 0

    def on_mark(self, name: str, tag: str) -> None:
        """Begin or end an inline element."""
        if name[0] == "/":
            self.bits, self.hard = self.saved.pop()
            return
        self.saved.append((self.bits, self.hard))
        in_code = bool(self.hard) and any(item[0] == "code" for item in self.hard)
        if name in BITS:
            if not in_code or self.semantics:
                self.bits |= BITS[name]
        elif name == "a":
            found = attributes_of(tag)
            if "href" in found:
                self._enter("a", address(found["href"]), words(found.get("title")))
        elif name in {"code", "tt"}:
            if not in_code:
                self._enter("code")
        elif self.semantics:
            self._enter(name)

    def _enter(self, *item: str) -> None:
        self.identity += 1
        self.hard = (*self.hard, (*item, self.identity))

    def on_br(self, _name: str, _tag: str) -> None:
        """Read a line break."""
        self.run.append(("br", "", 0, ()))

    def on_image(self, _name: str, tag: str) -> None:
        """Read an image."""
        found = attributes_of(tag)
        what = f"{address(found.get('src'))}\0{words(found.get('alt'))}\0"
        self.run.append(("img", what + words(found.get("title")), self.bits, self.hard))

    def on_input(self, _name: str, tag: str) -> None:
        """Read a check box; other controls show nothing."""
        found = attributes_of(tag)
        if found.get("type", "").lower() == "checkbox":
            self.run.append(("box", str("checked" in found), 0, ()))

    def on_media(self, name: str, tag: str) -> None:
        """Read embedded content; what is inside of it is a fallback."""
        found = attributes_of(tag)
        self.run.append(("media", address(found.get("src") or found.get("data")), 0, ()))
        if name != "embed":
            self.silent, self.depth = name, 1

    def flush(self) -> None:
        """End a paragraph."""
        run = self.run
        if not run:
            return
        if len(run) == 1 and run[0][0] == "t" and not run[0][2] and not run[0][3]:
            text = SPACE.sub(" ", plain(run[0][1])).strip(" ")
            run.clear()
            if text.strip(_BLANK):
                self.out.append(("p", text))
            return
        atoms = collapse(run)
        run.clear()
        if any(atom[0] != "br" and (atom[0] != "t" or atom[1].strip(_BLANK)) for atom in atoms):
            self.out.append(("p", *number(atoms)))
