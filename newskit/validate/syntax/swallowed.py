"""List items that YAML reads as part of the text above them, without an error.

A plain value goes on over lines that are indented deeper (YAML 1.2.2, section 7.3.3), so an item
that is indented too far, or has another mark than a hyphen, becomes part of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from newskit.lazy import lazy
from newskit.problem import Edit, Fix
from newskit.validate.syntax.yaml_lists import OTHER_MARK

if TYPE_CHECKING:
    from newskit.post import Span
    from newskit.validate.subject import Entry, Subject

__all__ = ["Swallowed", "swallowed_items", "swallowed_marks"]

_ITEM = lazy(r"(?P<indent>[ \t]*)(?P<mark>-)[ \t]+(?P<item>\S.*)\Z")
_LINE = lazy(r"[^\r\n]*")
_LIST_KEYS = frozenset(
    (*("tags", "categories", "authors", "aliases", "keywords", "topics", "redirect_from"),)
)


class Swallowed(NamedTuple):
    """Where the first such item of a value stands, its mark, and the repair of all of them."""

    span: Span
    mark: str
    pointer: str
    fix: Fix


def swallowed_items(subject: Subject) -> Iterator[Swallowed]:
    """Yield the items with a hyphen that became part of the item above them."""
    for entry, start in _texts(subject):
        if _is_item(entry) and " - " in str(entry.value):
            yield from _found(subject, entry, start, marks=False)


def swallowed_marks(subject: Subject) -> Iterator[Swallowed]:
    """Yield the lists whose items start with another mark than a hyphen and a space."""
    for entry, start in _texts(subject):
        if _is_item(entry) or entry.key.lower() in _LIST_KEYS:
            yield from _found(subject, entry, start, marks=True)


def _is_item(entry: Entry) -> bool:
    return entry.pointer.rpartition("/")[2].isdigit()


def _texts(subject: Subject) -> Iterator[tuple[Entry, int]]:
    """Plain values that stand on lines below their key or go on over several, and where."""
    if not subject.is_yaml:
        return
    for entry in subject.entries:
        if not isinstance(entry.value, str) or entry.span is None or not entry.value:
            continue
        start, end = entry.span
        place = subject.post.front_matter.spans.get(entry.pointer)
        first = place.key[1] if place and place.key else start
        text = subject.post.text
        if text[start] not in "\"'|>&!" and ("\n" in text[first:end] or "\r" in text[first:end]):
            yield entry, start


def _found(subject: Subject, entry: Entry, start: int, *, marks: bool) -> Iterator[Swallowed]:
    """The lines of a value as items, when every one of them is meant as one."""
    text = subject.post.text
    line_start = max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1
    above = text[line_start:start]
    end = entry.span[1] if entry.span else start
    if _is_item(entry):
        # The first line is the item that swallowed the others.
        lines = list(_lines(text, start, end))[1:]
        if above.strip() != "-":
            return
    else:
        lines = list(_lines(text, line_start, end))
    odd = [(at, match) for at, line in lines if (match := OTHER_MARK.match(line))]
    right = [(at, match) for at, line in lines if (match := _ITEM.match(line))]
    found = sorted([*odd, *right], key=lambda one: one[0])
    if not found or len(found) != len(lines) or bool(odd) is not marks:
        return
    at, match = (odd or found)[0]
    indent = above[: len(above) - len(above.lstrip())]
    edits = tuple(
        Edit(at, at + one.start("item"), f"{indent}- ")
        if _is_item(entry)
        else Edit(at + one.start("mark"), at + one.start("item"), "- ")
        for at, one in found
    )
    span = (at + match.start("mark"), at + match.end("mark"))
    yield Swallowed(span, match["mark"], entry.pointer, Fix("make it an item of the list", edits))


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    for match in _LINE.finditer(text, start, end):
        if match[0].strip():
            yield match.start(), match[0]
