"""What the writer left out, remembered cheaply while walking and placed afterwards."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

from newskit.convert.result import Action, Difference, DifferenceKind

__all__ = ["Note", "place_notes"]

_LONGEST = 200


class Note(NamedTuple):
    """Something left out or changed.

    Attributes:
        kind: what it is.
        action: what was done.
        tag: the element's name; empty for a comment.
        text: what the difference is about, as serialised.
    """

    kind: DifferenceKind
    action: Action
    tag: str
    text: str


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
    starts = [0]
    starts.extend([match.end() for match in re.finditer("\r\n?|\n", source)])
    lowered = source.lower()
    cursors: dict[str, int] = {}
    found: list[Difference] = []
    for note in notes:
        needle = f"<{note.tag}" if note.tag else "<!--"
        offset = _find(lowered, source, needle, note.text, cursors.get(needle, 0))
        cursors[needle] = offset + 1
        line = bisect_right(starts, offset)
        column = offset - starts[line - 1] + 1
        found.append(
            Difference(note.kind, line, column, offset + base, note.text[:_LONGEST], note.action)
        )
    return found


def _find(lowered: str, source: str, needle: str, text: str, cursor: int) -> int:
    """Return the offset of the tag that holds the text, or of the next one of its name."""
    wanted = text.strip()
    first = lowered.find(needle, cursor)
    place = first
    tries = 0
    while place >= 0 and tries < 50:
        end = source.find(">", place)
        if wanted in source[place : end + 1 if end >= 0 else None]:
            return place
        place = lowered.find(needle, place + 1)
        tries += 1
    return max(first, 0) if first >= 0 else max(lowered.find(needle), 0)
