"""Attributes that no handler of the walk looks at, and that are not written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from newskit.convert.notes import Note, attributes_left_out
from newskit.convert.raw import keeps
from newskit.convert.tree import Event, attributes_as_written, element_end
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

__all__ = ["unseen_attributes"]

_SIDE = re.compile(r"\s*text-align\s*:\s*(?:left|right|center)\s*;?\s*", re.IGNORECASE)
_LANGUAGE = re.compile(r"(?:language|lang)-\S+")
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
        if not raw:
            continue
        inside = within(index)
        if not inside and tag not in looked_at:
            continue
        lost = [
            f'{name}="{value}"'
            for name, value in attributes_as_written(raw)
            if name not in keep and not _is_said(tag, name, value, inside=inside)
        ]
        if lost:
            notes.append(attributes_left_out(tag, " ".join(lost)))
        if tag in _DRAWN:
            passed = element_end(events, index)
    return notes


def _is_said(tag: str, name: str, value: str, *, inside: bool) -> bool:
    if name == "class" and (tag == "pre" or tag in CODE):
        return inside or _LANGUAGE.fullmatch(value) is not None
    if name == "style" and tag in {"td", "th"}:
        return _SIDE.fullmatch(value) is not None
    written = _AS_MARKDOWN.get(tag)
    if written is None or inside:
        return keeps(tag, name)
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
