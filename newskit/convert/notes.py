"""What the writer left out, remembered cheaply while walking and placed afterwards."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

from newskit.convert.raw import keeps
from newskit.convert.result import Action, Difference, DifferenceKind
from newskit.convert.tree import LANGUAGE, PREFIX, Event, attributes_as_written, element_end
from newskit.frozen import NamedTuple
from newskit.lazy import lazy
from newskit.markup.elements import (
    CODE,
    DISCARDED,
    MEDIA,
    SEMANTIC_BLOCKS,
    SEMANTIC_INLINE,
    SEMANTIC_PARTS,
    SOFT_MARKS,
    names,
)

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


def place_notes(notes: list[Note], source: str) -> list[Difference]:
    """Find where in the source each note belongs.

    The notes come in document order, which is nearly always source order; each is looked for
    after the one before it, and from the start when it is not there.

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
        # Of a script its beginning is enough to know it by.
        shown = note.text[:_LONGEST] if note.kind is DifferenceKind.SCRIPT else note.text
        found.append(Difference(note.kind, line, column, offset, shown, note.action))
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


# Attributes that no handler of the walk looks at, and that are not written.


_SIDE = lazy(r"\s*text-align\s*:\s*(?:left|right|center)\s*;?\s*", re.IGNORECASE)
_LANGUAGE = lazy(r"(?:language|lang)-\S+")
_AS_MARKDOWN = {
    **dict.fromkeys((*SOFT_MARKS, *CODE, "br", "hr", "ul", "menu", "dir", "blockquote"), names("")),
    "ol": names("start type reversed"),
    "li": names("value"),
    "pre": names(""),
}
"""Elements that Markdown has a way to write, and their attributes that it says or keeps."""

_AS_HTML = SEMANTIC_INLINE | MEDIA | names("table caption thead tbody tfoot tr td th")
"""Elements that stay HTML, or whose attributes Markdown says in part."""

_MEANT = SEMANTIC_BLOCKS | SEMANTIC_PARTS
"""Elements that stay HTML too, but are boxes to a walk that keeps none, which notes them then."""

_LOOKED_AT = {
    True: _AS_HTML | _AS_MARKDOWN.keys() | _MEANT,
    False: _AS_HTML | _AS_MARKDOWN.keys(),
}
_DRAWN = frozenset({"svg", "math"})


def unseen_attributes(
    events: list[Event],
    kept: Sequence[tuple[int, int]],
    keep: frozenset[str],
    *,
    semantic: bool,
) -> list[Note]:
    """Return notes of the attributes that are left out of elements no handler notes them of.

    Args:
        events: the document's events.
        kept: first and last event of each element that stays HTML as a whole, in order.
        keep: names of attributes to keep.
        semantic: whether elements without Markdown are kept.
    """
    looked_at = _LOOKED_AT[semantic]
    notes: list[Note] = []
    within = _Within(kept)
    passed = -1
    for index, (_, tag, raw, _) in enumerate(events):
        if index <= passed:
            continue
        if tag in DISCARDED:
            passed = element_end(events, index)
            continue
        if tag in _DRAWN:
            passed = element_end(events, index)
        if not raw or tag.startswith(PREFIX):
            continue
        inside = within(index)
        if not inside and tag not in looked_at:
            continue
        lost = [
            f'{name}="{value}"'
            for name, value in attributes_as_written(raw)
            if name not in keep
            and name != LANGUAGE
            and not _is_said(tag, name, value, inside=inside)
        ]
        if lost:
            notes.append(attributes_left_out(tag, " ".join(lost)))
    return notes


def _is_said(tag: str, name: str, value: str, *, inside: bool) -> bool:
    if name == "class" and (tag == "pre" or tag in CODE):
        return (inside and keeps(tag, name, value)) or _LANGUAGE.fullmatch(value) is not None
    if name == "style" and tag in {"td", "th"}:
        return _SIDE.fullmatch(value) is not None
    written = _AS_MARKDOWN.get(tag)
    if written is None or inside:
        return keeps(tag, name, value)
    return name in written


class _Within:
    """Tells of events asked for in order whether an element that stays HTML holds them."""

    def __init__(self, kept: Sequence[tuple[int, int]]) -> None:
        self._kept: Iterator[tuple[int, int]] = iter(sorted(kept))
        self._end = -1
        self._next = next(self._kept, None)

    def __call__(self, index: int) -> bool:
        while self._next is not None and self._next[0] <= index:
            self._end = max(self._end, self._next[1])
            self._next = next(self._kept, None)
        return index <= self._end
