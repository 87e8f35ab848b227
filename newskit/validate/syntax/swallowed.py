"""List items that YAML reads as part of the text above them, without an error.

A plain value goes on over lines that are indented deeper (YAML 1.2.2, section 7.3.3), so an item
that is indented too far, or has another mark than a hyphen, becomes part of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from newskit.frozen import NamedTuple
from newskit.lazy import lazy
from newskit.post import Span
from newskit.problem import Edit, Fix
from newskit.validate.repair.neighbours import LIST_KEYS, TEXT_KEYS
from newskit.validate.subject import Entry, Subject
from newskit.validate.syntax.yaml_lines import double_quoted
from newskit.validate.syntax.yaml_moves import OTHER_MARK

# Values that start with a character YAML takes for its own, without an error: `&`, `!`, `#`.


_RESERVED_LINE = lazy(
    r"^(?P<key>[A-Za-z_][\w-]*)(?P<colon>[ \t]*:)[ \t]+(?P<value>(?P<mark>[&!])"
    r"(?P<name>[\w.'’-]+)[ \t]+[^\s#][^\r\n]*"
    r"|(?P<alone>[!|>])(?=[ \t]*$)"
    r"|(?P<hash>#)(?![\s#!])(?!TODO|FIXME|XXX)(?P<hash_text>[^\r\n]*))",
    re.MULTILINE,
)


class LostValue(NamedTuple):
    """A value whose start, or all of which, is lost: where, its key, what becomes of it."""

    span: Span
    key: str
    becomes: str
    fix: Fix


def lost_starts(subject: Subject) -> Iterator[LostValue]:
    """Yield the top-level values of valid YAML that are read without their start."""
    content = subject.post.front_matter.content
    text = subject.post.text[slice(*content)]
    for match in _RESERVED_LINE.finditer(text):
        key = match["key"]
        if match["alone"]:
            # A block of text may be empty in a template; a title is not.
            lost = key.lower() == "title" and not subject.post.front_matter.values.get(key)
            becomes = "an empty text"
        elif match["hash"]:
            lost = subject.post.front_matter.values.get(key, "") is None
            # Several words, the first of them no number: what to write there.
            remark = " " in match["hash_text"].strip() and not match["hash_text"][0].isdigit()
            lost = lost and not remark and not _is_of_marp(subject, key)
            becomes = "a comment, and the value is empty"
        elif match["mark"] == "&":
            lost = f"*{match['name']}" not in text
            becomes = f"an anchor named `{match['name']}`, which the text loses"
        else:
            # Ruby writes text as `!binary`, which another rule names.
            lost = key.lower() in TEXT_KEYS and match["name"] != "binary"
            becomes = f"a tag named `!{match['name']}`, which the text loses"
        if lost:
            value = match["value"].rstrip()
            start = content[0] + match.start("value")
            span = (start, start + len(value))
            safe = not match["hash"] and not match["alone"] and key.lower() in TEXT_KEYS
            # From the colon on: a value that is empty stands there, not behind the space.
            edit = Edit(content[0] + match.end("colon"), span[1], f" {double_quoted(value)}")
            fix = Fix("put the value in quotes", (edit,), safe)
            yield LostValue(span, key, becomes, fix)


_OF_MARP = frozenset(("backgroundColor", "color", "backgroundImage", "header", "footer"))


def _is_of_marp(subject: Subject, key: str) -> bool:
    """Whether Marp reads a value as text that YAML takes for a comment (Marpit's loose YAML)."""
    values = subject.post.front_matter.values
    return key in _OF_MARP and not {"marp", "paginate"}.isdisjoint(values)


def is_text_with_mark(subject: Subject, offset: int) -> bool:
    """Whether the tag at an offset is the start of a text."""
    text = subject.post.text
    start = max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1
    match = _RESERVED_LINE.match(text, start)
    return match is not None and match["mark"] == "!" and match["key"].lower() in TEXT_KEYS


_ITEM = lazy(r"(?P<indent>[ \t]*)(?P<mark>-)[ \t]+(?P<item>\S.*)\Z")
_LINE = lazy(r"[^\r\n]*")


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
        if _is_item(entry) or entry.key.lower() in LIST_KEYS:
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
    if _is_item(entry) and match["mark"] in _DASHES and _is_prose(entry):
        return
    indent = above[: len(above) - len(above.lstrip())]
    edits = tuple(
        Edit(at, at + one.start("item"), f"{indent}- ")
        if _is_item(entry)
        else Edit(at + one.start("mark"), at + one.start("item"), "- ")
        for at, one in found
    )
    span = (at + match.start("mark"), at + match.end("mark"))
    yield Swallowed(span, match["mark"], entry.pointer, Fix("make it an item of the list", edits))


_DASHES = frozenset("–—―")


def _is_prose(entry: Entry) -> bool:
    """Whether an item is a sentence, which may go on with a dash on its second line."""
    return entry.key.lower() not in LIST_KEYS and len(str(entry.value).split()) > _NAME


_NAME = 6
"""How many words the name of a tag has, and of the one that it swallowed, at most."""


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    for match in _LINE.finditer(text, start, end):
        if match[0].strip():
            yield match.start(), match[0]
