"""A Markdown paragraph cut into source text and tags, each tag with its partner."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

from newskit.markup.elements import MEDIA, SOFT_MARKS

__all__ = ["POINTLESS", "REFERENCE_END", "REFERENCE_START", "Piece", "cut", "edges"]

_TOKEN = re.compile(
    r"(?P<code>(?<!`)(`+)(?!`)(?:(?!\n[ \t]*\n).)*?(?<!`)\2(?!`))"
    r"|(?P<skip>\\.|<!--.*?-->|<[a-zA-Z][a-zA-Z0-9+.-]+:[^\s<>]*>)"
    r"|<(?P<end>/)?(?P<name>[a-zA-Z][a-zA-Z0-9]*)(?P<raw>(?:[ \t\n]+[^\s\"'<>/=]+"
    r"(?:[ \t\n]*=[ \t\n]*(?:\"[^\"]*\"|'[^']*'|[^ \t\n\"'=<>`]+))?)*)[ \t\n]*/?>",
    re.DOTALL,
)
POINTLESS = frozenset({"span", "font", "nobr"})
_PAIRED = frozenset({*SOFT_MARKS, *POINTLESS, "a", "code", "tt"})
REFERENCE_START = re.compile(r"\A&#?\w+;")
REFERENCE_END = re.compile(r"&#?\w+;\Z")


@dataclass(slots=True)
class Piece:
    """A part of a paragraph: source text, or what a tag becomes."""

    text: str
    name: str = ""
    raw: str = ""
    end: bool = False
    code: bool = False
    partner: int = -1


def cut(source: str) -> list[Piece]:
    """Cut a paragraph into its pieces; tags whose content stays HTML have no name."""
    pieces: list[Piece] = []
    position = 0
    for match in _TOKEN.finditer(source):
        if match.start() > position:
            pieces.append(Piece(source[position : match.start()]))
        if match["name"]:
            name = match["name"].lower()
            pieces.append(Piece(match[0], name, match["raw"], bool(match["end"])))
        else:
            pieces.append(Piece(match[0], code=True))
        position = match.end()
    if position < len(source):
        pieces.append(Piece(source[position:]))
    _pair(pieces)
    _leave_raw(pieces)
    return pieces


def _pair(pieces: list[Piece]) -> None:
    """Find the closing tag of each opening tag, where they nest properly."""
    stack: list[int] = []
    for index, piece in enumerate(pieces):
        if piece.name not in _PAIRED:
            continue
        if not piece.end:
            stack.append(index)
        elif stack and pieces[stack[-1]].name == piece.name:
            start = stack.pop()
            piece.partner, pieces[start].partner = start, index
        else:
            stack.clear()


def _leave_raw(pieces: list[Piece]) -> None:
    """Take what stands in elements that stay HTML for text: some renderers read no Markdown there.

    Code does not stay when nothing in it needs to be read.
    """
    depth = 0
    for piece in pieces:
        outside = depth
        if piece.name in _RAW_CONTENT:
            depth = max(0, depth + (-1 if piece.end else 1))
        if min(outside, depth) > 0 and piece.name:
            if piece.partner >= 0:
                pieces[piece.partner].partner = -1
            piece.name, piece.partner = "", -1


_RAW_CONTENT = MEDIA | {"code", "tt", "kbd", "samp", "var", "mark", "u", "time", "data", "bdi"}


def edges(pieces: list[Piece], start: int, end: int) -> tuple[str, str]:
    """Return the characters before and after an element."""
    before = _edge(pieces, range(start - 1, -1, -1), -1)
    return before, _edge(pieces, range(end + 1, len(pieces)), 0)


def _edge(pieces: list[Piece], places: range, side: int) -> str:
    for place in places:
        text = pieces[place].text
        if text:
            edge = (REFERENCE_END if side else REFERENCE_START).search(text)
            return unescape(edge[0] if edge else text)[side]
    return ""
