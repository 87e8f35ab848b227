"""The plain text of a long body, a piece at a time: a parser's tree takes many times its text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from newskit.markup import cuts
from newskit.records.text import begins_block, ends_block, parts_words, text_before, visible_text
from newskit.render.long import Rendered, join_rendered, render_pieces

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["long_markdown_text", "long_plain_text"]

_BOXES: Final = frozenset(("div", "section", "article", "main", "header", "footer", "center"))


def long_markdown_text(markdown: str) -> str:
    """Return what `markdown_text` does."""
    return _text(render_pieces(markdown), cuts.probe_for([markdown]))


def long_plain_text(html: str) -> str:
    """Return what `plain_text` does."""
    return _text(_pieces(html), cuts.probe_for([html]))


def _pieces(html: str) -> Iterator[Rendered]:
    start = 0
    for cut in cuts.find_cuts(html, _BOXES):
        yield Rendered(html[start : cut.offset], goes_on=False)
        start = cut.offset
    yield Rendered(html[start:], goes_on=False)


def _text(pieces: Iterable[Rendered], word: str) -> str:
    """Return the text of pieces; those whose elements reach into others are read together."""
    texts: list[str] = []
    start = ""
    waiting: list[Rendered] = []
    length = least = 0
    follows = False
    for piece in pieces:
        if waiting and length >= least and (waiting[-1].goes_on or _apart(waiting[-1], piece)):
            text, boxes = text_before(f"{start}{join_rendered(waiting)}", word)
            if text is not None:
                _add(texts, text, follows=follows)
                follows = waiting[-1].goes_on
                # What would be the head of a document is none in the middle of one.
                start = f"<body>{boxes}"
                waiting = []
                length = least = 0
            else:
                # Twice as far: all attempts together take no more than the whole does.
                least = 2 * length
        waiting.append(piece)
        length += len(piece.html)
    _add(texts, visible_text(f"{start}{join_rendered(waiting)}"), follows=follows)
    return "".join(texts).strip("\n")


def _apart(before: Rendered, after: Rendered) -> bool:
    """Tell whether a block ends or begins between two pieces."""
    return begins_block(after.html) or ends_block(before.html)


def _add(texts: list[str], text: str, *, follows: bool) -> None:
    """Add a text that follows in the paragraph of the one before it, or stands apart."""
    if not text:
        return
    if texts:
        texts.append((" " if parts_words(texts[-1], text) else "") if follows else "\n\n")
    texts.append(text)
