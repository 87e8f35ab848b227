"""Inline HTML inside Markdown paragraphs, written as Markdown where that says the same."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from html import unescape

from newskit.config.convert import Profile, Semantics
from newskit.convert.body.inline_pieces import (
    POINTLESS,
    REFERENCE_END,
    REFERENCE_START,
    Piece,
    cut,
    edges,
)
from newskit.convert.emphasis import join_items
from newskit.convert.line_starts import escape_line_starts
from newskit.convert.links import Links, write_image
from newskit.convert.notes import Note
from newskit.convert.profiles import PROFILES, Rules
from newskit.convert.proof.verify import proves
from newskit.convert.result import Action, DifferenceKind
from newskit.convert.tree import attributes, body_html, parse
from newskit.markup.elements import SOFT_MARKS, STRIKE, STRONG
from newskit.markup.html_spans import SPAN_TAGS
from newskit.markup.templates import SET_ASIDE
from newskit.render.cmark import render_markdown

__all__ = ["InlineTags"]

_HAS_TAG = re.compile(r"</?[a-zA-Z]")
_ACTIVE = re.compile(r"[\\`*_\[\]<&~]")
_UNSAFE_LABEL = re.compile(r"[\[\]]|<a\b", re.IGNORECASE)
_LINE_TAG = re.compile(r"^[ \t>]*<(/?\w+|[!?])([^<>\n]*>[ \t]*$)?", re.MULTILINE)
# Template code may be gone before Markdown is read: then the tag begins the item, and a block.
_LED_ITEM = re.compile(
    rf"^[ \t>]*(?:[-*+]|\d{{1,9}}[.)])[ \t]+(?:{SET_ASIDE}[ \t]*)+"
    rf"<(?!/|(?:{'|'.join(sorted(SPAN_TAGS))})\b)",
    re.MULTILINE,
)
_PARAGRAPH = re.compile(r"(?:[^\n]*\S[^\n]*\n?)+")


@dataclass(slots=True)
class InlineTags:
    """Converts the inline HTML of Markdown paragraphs.

    Attributes:
        rules: the profile's.
        links: writes links and images.
        semantics: what happens to elements without Markdown.
        keep: attributes whose elements stay HTML.
        notes: what was left out.
    """

    rules: Rules
    links: Links
    semantics: Semantics
    keep: frozenset[str] = frozenset()
    notes: list[Note] = field(default_factory=list[Note])

    def convert(self, text: str) -> str:
        """Convert the paragraphs of a stretch of Markdown; each is proved on its own."""
        if not _HAS_TAG.search(text):
            return text
        return _PARAGRAPH.sub(lambda match: self._paragraph(match[0]), text)

    def _paragraph(self, source: str) -> str:
        if not _HAS_TAG.search(source) or source.lstrip()[0] == "|" or _LED_ITEM.search(source):
            return source
        noted = len(self.notes)
        written = self._rewrite(source)
        if written == source:
            return source
        tags = Counter(_LINE_TAG.findall(written)) - Counter(_LINE_TAG.findall(source))
        if tags or _begins_block(written, source):
            # A tag that begins a line now, or is all of it, would begin a block of HTML.
            del self.notes[noted:]
            return source
        keep = self.semantics is Semantics.KEEP
        if proves(written, body_html(render_markdown(source)), semantics=keep):
            return written
        del self.notes[noted:]
        return source

    def _rewrite(self, source: str) -> str:
        pieces = cut(source)
        for index, piece in enumerate(pieces):
            if piece.name == "img":
                self._image(piece)
            elif piece.name == "br" and self.rules.hard_break[0] == "\\":
                self._break(pieces, index)
        # Inner pairs come before the ones around them.
        for index, piece in enumerate(pieces):
            if piece.end and piece.partner >= 0:
                self._element(pieces, piece.partner, index)
        return "".join([piece.text for piece in pieces])

    def _image(self, piece: Piece) -> None:
        events = parse(piece.text)
        raw = next((event[2] for event in events if event[1] == "img"), "")
        found = attributes(raw)
        if not raw or not self.keep.isdisjoint(found):
            return
        written = write_image(self.links, raw, found)
        if written[0] == "<":
            return
        piece.text = written
        left = [f'{name}="{value}"' for name, value in found.items() if name not in _IMAGE]
        if left:
            self._note("img", " ".join(left))

    def _break(self, pieces: list[Piece], index: int) -> None:
        following = [piece.text for piece in pieces[index + 1 :] if not self._goes(piece, pieces)]
        after = "".join(following)
        if after[:1] == "\n" and after.strip():
            pieces[index].text = "\\"

    def _goes(self, piece: Piece, pieces: list[Piece]) -> bool:
        """Tell whether a tag will be left out."""
        start = pieces[piece.partner].raw if piece.end else piece.raw
        kept = any(name in start for name in self.keep)
        return piece.partner >= 0 and piece.name in POINTLESS and not kept

    def _element(self, pieces: list[Piece], start: int, end: int) -> None:
        name = pieces[start].name
        inner = "".join([piece.text for piece in pieces[start + 1 : end]])
        events = parse(pieces[start].text + "</" + name + ">")
        raw = next((event[2] for event in events if event[1] == name), "")
        found = attributes(raw)
        if not inner.strip() or "\n\n" in inner or not self.keep.isdisjoint(found):
            return
        written: str | None = None
        if name in POINTLESS:
            written = inner
        elif name == "a":
            written = self._link(inner, raw, found)
            found = {key: found[key] for key in found if key not in {"href", "title"}}
        elif name in {"code", "tt"}:
            beside = edges(pieces, start, end)
            plain = inner == inner.strip() and not _ACTIVE.search(inner) and "`" not in beside
            written = f"`{inner}`" if plain else None
        else:
            written = self._mark(pieces, start, end, inner)
        if written is None:
            return
        if found:
            self._note(name, " ".join([f'{key}="{value}"' for key, value in found.items()]))
        for piece in pieces[start + 1 : end]:
            piece.text = ""
        pieces[start].text, pieces[end].text = written, ""

    def _link(self, inner: str, raw: str, found: dict[str, str]) -> str | None:
        if "href" not in found or _UNSAFE_LABEL.search(_without_images(inner)):
            return None
        return self.links.write(("", "a", raw, ""), inner, inner)

    def _mark(self, pieces: list[Piece], start: int, end: int, inner: str) -> str | None:
        mark = SOFT_MARKS[pieces[start].name]
        if mark == STRIKE and not self.rules.strike:
            return None
        sign = {STRONG: "*", STRIKE: "~"}.get(mark, "*")
        before, after = edges(pieces, start, end)
        core = inner.strip()
        if sign in {before, after, core[0], core[-1]} or f"{sign}{sign}" in core:
            return None
        lead = inner[: len(inner) - len(inner.lstrip())]
        tail = inner[len(inner.rstrip()) :]
        references = [*REFERENCE_START.findall(core), *REFERENCE_END.findall(core)]
        if any(unescape(edge).isspace() for edge in references):
            return None  # the same rule as in text that is converted: renderers differ here
        if "\n" in lead + tail and (
            "\n" in before + after or pieces[max(0, start - 1)].name == "br"
        ):
            return None  # a blank line would part the paragraph, a break may be written anew
        marked = join_items([(core, mark)], lead[-1:] or before, tail[:1] or after, "~~")
        return None if marked[0] == "<" else f"{lead}{marked}{tail}"

    def _note(self, tag: str, text: str) -> None:
        self.notes.append(Note(DifferenceKind.ATTRIBUTE, Action.DROPPED, tag, text))


def _begins_block(written: str, source: str) -> bool:
    """Tell whether a line begins with what some renderer takes for a block, and none did."""
    old = {line.lstrip()[:2] for line in source.split("\n")}
    new = [line.lstrip() for line in written.split("\n")]
    rules = PROFILES[Profile.PORTABLE]
    return any(line[:2] not in old and escape_line_starts(line, rules) != line for line in new)


_IMAGE = frozenset({"src", "alt", "title"})


def _without_images(text: str) -> str:
    return re.sub(r"!\[[^\[\]]*\]\([^()]*\)", "", text)
