"""What the writer left out, remembered cheaply while walking and placed afterwards."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from newskit.convert.result import Action, Difference, DifferenceKind

__all__ = ["Note", "attributes_left_out", "place_notes"]

_LONGEST = 200


class Note(NamedTuple):
    """Something left out or changed.

    Attributes:
        kind: what it is.
        action: what was done.
        tag: the element's name; empty for a comment.
        text: what the difference is about, as serialised.
        probe: what to look for in the source instead of `text`; may be empty.
    """

    kind: DifferenceKind
    action: Action
    tag: str
    text: str
    probe: str = ""


_make_note: Callable[[tuple[Any, ...]], Note] = partial(tuple.__new__, Note)
_ATTRIBUTE, _DROPPED = DifferenceKind.ATTRIBUTE, Action.DROPPED


def attributes_left_out(tag: str, raw: str) -> Note:
    """Return a note of attributes that are not written."""
    return _make_note((_ATTRIBUTE, _DROPPED, tag, raw.strip(" "), ""))


def place_notes(notes: list[Note], source: str, base: int = 0) -> list[Difference]:
    """Find where in the source each note belongs.

    The notes come in document order, which is nearly always source order; each is looked for
    after the one before it, and from the start when it is not there.

    Args:
        notes: what was noted, in document order.
        source: the text the notes are about.
        base: offset of the source in the body, added to the offsets.

    Returns:
        Differences with lines and columns relative to `source`.
    """
    if not notes:
        return []
    text = source
    if "\r" in source:
        text = source.replace("\r\n", " \n").replace("\r", "\n")
    cursors: dict[str, int] = {}
    found: list[Difference] = []
    line, place = 1, 0
    latest = 0
    for note in notes:
        needle = f"<{note.tag}" if note.tag else "<!--"
        offset, cursors[needle] = _find(
            text, needle, note.probe or note.text, max(cursors.get(needle, 0), latest - _BEHIND)
        )
        latest = max(latest, offset)
        if offset < place:
            line -= text.count("\n", offset, place)
        else:
            line += text.count("\n", place, offset)
        place = offset
        column = offset - text.rfind("\n", 0, offset)
        found.append(
            Difference(note.kind, line, column, offset + base, note.text[:_LONGEST], note.action)
        )
    return found


_BEHIND = 2_000
"""How far before the note before it one may stand: a parser moves things out of tables."""

_WINDOW = 20_000
"""How far ahead a note is looked for, in code points: far enough, and linear over all notes."""


_TRIED = 6
"""How many tags of its name are looked into for what a note is about."""


def _find(text: str, needle: str, what: str, cursor: int) -> tuple[int, int]:
    """Find the tag that holds the text, or else the next one of its name.

    Returns:
        Its offset, and where to look for the next of its name.
    """
    window = cursor + _WINDOW
    start = text.find(needle, cursor, window)
    for _ in range(_TRIED):
        if start < 0:
            break
        if not text[start + len(needle) : start + len(needle) + 1].isalnum():
            end = text.find(">", start, start + _WINDOW)
            if end >= 0 and text.find(what, start, end) >= 0:
                return start, end
        start = text.find(needle, start + 1, window)
    place = text.find(what, cursor, window) if what else -1
    if place >= 0:
        tag = text.rfind(needle, max(0, place - _WINDOW), place + len(needle))
        if tag >= 0 and ">" not in text[tag:place]:
            return tag, place + len(what)
    first = text.find(needle, cursor, window)
    if first < 0:
        match = re.compile(re.escape(needle), re.IGNORECASE).search(text, cursor, window)
        if match is None:
            return max(cursor - 1, 0), cursor
        first = match.start()
    return first, first + 1
