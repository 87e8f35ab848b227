"""YAML front matter: one pass over libyaml's events gives values, positions and findings.

Size, depth and alias use are bounded while the events stream by, before any tree exists, so that
alias bombs and 100,000 nested brackets cost nothing. No recursion.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import yaml

from newskit.characters import Shielded, shield
from newskit.lazy import lazy
from newskit.post import JsonValue, KeySpan, escape_pointer
from newskit.problem import Severity
from newskit.read.formats.yaml_quick import misread, resolve_plain, resolve_tagged
from newskit.read.front_matter import (
    MAX_DEPTH,
    MAX_DIGITS,
    MAX_NODES,
    Frame,
    Parsed,
    ParserNote,
    unreadable_value,
)

# The findings of the YAML parser, in words.


def forbidden_character(match: re.Match[str]) -> ParserNote:
    """A character that YAML forbids."""
    return ParserNote(
        "NK111",
        "control-character",
        f"front matter holds the control character U+{ord(match[0]):04X}, which YAML forbids",
        match.start(),
        match.end(),
        hint="delete the character",
    )


def syntax_error(error: yaml.MarkedYAMLError, text: str) -> ParserNote:
    """What libyaml says; validation finds the cause and says it better."""
    mark = error.problem_mark or error.context_mark
    position = min(mark.index, len(text)) if mark is not None else 0
    words = " ".join(part for part in (error.context, error.problem) if part)
    return ParserNote(
        "NK105", "front-matter-syntax", f"YAML cannot be parsed: {words}", position, position
    )


def duplicate_key(key: str, start: int, end: int, first: int, pointer: str) -> ParserNote:
    """A key that stands twice."""
    return ParserNote(
        "NK106",
        "duplicate-key",
        f"the key `{key}` stands twice; some readers keep the last one, others stop",
        start,
        end,
        hint="delete one of the two, or rename it",
        related=first,
        pointer=pointer,
    )


def too_deep(start: int) -> ParserNote:
    """Nesting beyond the limit."""
    return ParserNote(
        "NK112",
        "hostile-front-matter",
        f"front matter is nested more than {MAX_DEPTH} levels deep",
        start,
        start,
    )


def too_large(start: int, end: int) -> ParserNote:
    """Aliases that multiply."""
    return ParserNote(
        "NK112",
        "hostile-front-matter",
        f"aliases blow the front matter up to more than {MAX_NODES:,} values",
        start,
        end,
    )


def complex_key(start: int) -> ParserNote:
    """Something other than text as a key."""
    return ParserNote(
        "NK105",
        "front-matter-syntax",
        "a list, mapping or alias stands where a key should be",
        start,
        start,
        hint="quote the key",
    )


def second_document(start: int) -> ParserNote:
    """A ``---`` with something behind it opens a second document."""
    return ParserNote(
        "NK105", "front-matter-syntax", "front matter holds a second YAML document", start, start
    )


def unknown_alias(name: str, start: int, end: int) -> ParserNote:
    """An alias without its anchor."""
    return ParserNote(
        "NK105",
        "front-matter-syntax",
        f"alias `*{name}` refers to nothing above it",
        start,
        end,
        hint="quote the value if the `*` is meant as text",
    )


def not_a_mapping(kind: str, end: int) -> ParserNote:
    """A list, text or null where keys should be."""
    return ParserNote(
        "NK104",
        "front-matter-not-a-mapping",
        f"front matter is {kind}, not keys with values",
        0,
        end,
        hint="write it as `key: value` lines",
    )


def unknown_tag(tag: str, start: int, end: int) -> ParserNote:
    """A tag that safe readers do not know."""
    return ParserNote(
        "NK115",
        "unknown-yaml-tag",
        f"safe YAML readers refuse the tag `{tag}`",
        start,
        end,
        hint="remove the tag; the value is read as if it had none",
        severity=Severity.WARNING,
    )


_Scalar: Any = yaml.ScalarEvent
_Loader: Any = getattr(yaml, "CLoader", yaml.Loader)
# All but the characters a YAML text may hold (YAML 1.2.2, section 5.1) and bytes that are not text;
# what is left out of wide ranges takes Python twenty times as long to compile.
_FORBIDDEN = lazy(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udc7f\udd00-\udfff\ufffe\uffff]"
)
_NOTHING = lazy(r"(?:[ \t]*(?:#[^\r\n]*)?(?:\r\n?|\n|\Z))*")


# JSON's way to write a character beyond U+FFFF in escapes: js-yaml and go-yaml read it, libyaml has
# no such escape. While libyaml reads, a mark of equal length stands for it.
_PAIR_MARK = "\uf8ff"
_PAIR = lazy(r"(?<!\\)((?:\\\\)*)\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})")
_HIDDEN_PAIR = lazy(f"{_PAIR_MARK}([0-9a-fA-F]{{4}})([0-9a-fA-F]{{4}}){_PAIR_MARK * 3}")


def _hidden_pair(match: re.Match[str]) -> str:
    return f"{match[1]}{_PAIR_MARK}{match[2]}{match[3]}{_PAIR_MARK * 3}"


def _shown_pair(match: re.Match[str]) -> str:
    high, low = int(match[1], 16), int(match[2], 16)
    return chr(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))


def _written_pair(match: re.Match[str]) -> str:
    return f"\\u{match[1]}\\u{match[2]}"


class _RefusedError(Exception):
    def __init__(self, note: ParserNote) -> None:
        super().__init__(note.message)
        self.note = note


class _Frame(Frame):
    __slots__ = ("anchor", "merges", "nodes")

    def __init__(
        self, container: dict[str, JsonValue] | list[JsonValue], pointer: str, start: int
    ) -> None:
        super().__init__(container, pointer, start)
        self.anchor: str | None = None
        self.merges: list[JsonValue] = []
        self.nodes = 1


def parse_yaml(text: str) -> Parsed:
    """Parse YAML front matter (YAML 1.1 as PyYAML and Psych read it; dates stay text)."""
    forbidden = _FORBIDDEN.search(text)
    if forbidden:
        return _refused(forbidden_character(forbidden))
    shielded = shield(text)
    paired = _PAIR.search(text) is not None and _PAIR_MARK not in text
    try:
        builder = _Builder(text, shielded, paired=paired)
        source = text if shielded is None else shielded.text
        builder.run(_PAIR.sub(_hidden_pair, source) if paired else source)
    except yaml.MarkedYAMLError as error:
        return _refused(syntax_error(error, text))
    except _RefusedError as refused:
        return _refused(refused.note)
    return builder.parsed()


def _refused(note: ParserNote) -> Parsed:
    return Parsed(notes=(note,), valid=False)


class _Builder:
    """Builds values and spans from events; `run` once, then `parsed`."""

    def __init__(self, text: str, shielded: Shielded | None, *, paired: bool = False) -> None:
        self.text = text
        self.paired = paired
        self.shielded = shielded
        self.stack: list[_Frame] = []
        self.spans: dict[str, KeySpan] = {}
        self.anchors: dict[str, tuple[JsonValue, int]] = {}
        self.notes: list[ParserNote] = []
        self.total = 0
        self.root: JsonValue = None
        self.documents = 0

    def run(self, text: str) -> None:
        parser = _Loader(text)
        handlers: dict[type, Callable[[Any], None]] = {
            yaml.ScalarEvent: self._scalar,
            yaml.MappingStartEvent: self._open,
            yaml.SequenceStartEvent: self._open,
            yaml.MappingEndEvent: self._close,
            yaml.SequenceEndEvent: self._close,
            yaml.AliasEvent: self._alias,
            yaml.DocumentStartEvent: self._document,
        }
        try:
            while (event := parser.get_event()) is not None:
                handler = handlers.get(event.__class__)
                if handler:
                    handler(event)
        finally:
            parser.dispose()

    def parsed(self) -> Parsed:
        if isinstance(self.root, dict):
            return Parsed(self.root, self.spans, tuple(self.notes))
        if self.root is None and _NOTHING.fullmatch(self.text):
            return Parsed(notes=tuple(self.notes))
        kind = "a list" if isinstance(self.root, list) else "plain text"
        return _refused(not_a_mapping(kind, len(self.text.rstrip())))

    def _document(self, event: Any) -> None:
        self.documents += 1
        if self.documents > 1:
            raise _RefusedError(second_document(event.start_mark.index))

    def _open(self, event: Any) -> None:
        start = event.start_mark.index
        if len(self.stack) >= MAX_DEPTH:
            raise _RefusedError(too_deep(start))
        container: dict[str, JsonValue] | list[JsonValue] = (
            {} if isinstance(event, yaml.MappingStartEvent) else []
        )
        if self.stack and self._awaits_key():
            raise _RefusedError(complex_key(start))
        frame = _Frame(container, self._child_pointer(), start)
        frame.anchor = event.anchor
        if event.tag and not event.tag.startswith("tag:yaml.org,2002:"):
            self._unknown_tag(event)
        self.stack.append(frame)

    def _close(self, event: Any) -> None:
        frame = self.stack.pop()
        # A block collection's end mark is at the next token: leave out the space between.
        end = frame.start + len(self.text[frame.start : event.end_mark.index].rstrip())
        value = frame.container
        for merged in frame.merges:
            _merge(value, merged)
        self._attach(value, frame.start, end, nodes=frame.nodes, anchor=frame.anchor)

    def _scalar(self, event: Any) -> None:
        start, end = event.start_mark.index, event.end_mark.index
        raw: str = event.value
        if self.shielded is not None:
            raw = self.shielded.undo(raw)
        if self.paired and _PAIR_MARK in raw:
            raw = _HIDDEN_PAIR.sub(_shown_pair if event.style == '"' else _written_pair, raw)
        if event.style in {"|", ">"}:
            end = start + len(self.text[start:end].rstrip())
        if self.stack and self._awaits_key():
            self._key(raw, start, end)
            return
        value: JsonValue = raw
        if event.tag is not None:
            value, known = resolve_tagged(raw, event.tag)
            if what := misread(value, raw, event.tag) if not known or value == raw else "":
                self.notes.append(unreadable_value(what, start, end))
            elif not known:
                self._unknown_tag(event)
        elif not event.style:  # None in Python, "" in libyaml
            value = resolve_plain(raw)
            if len(raw) > MAX_DIGITS and (what := misread(value, raw, None)):
                self.notes.append(unreadable_value(what, start, end))
        self._attach(value, start, end, anchor=event.anchor)

    def _alias(self, event: Any) -> None:
        start, end = event.start_mark.index, event.end_mark.index
        if event.anchor not in self.anchors:
            raise _RefusedError(unknown_alias(event.anchor, start, end))
        if self.stack and self._awaits_key():
            raise _RefusedError(complex_key(start))
        value, nodes = self.anchors[event.anchor]
        self._attach(value, start, end, nodes=nodes, cost=nodes)

    def _awaits_key(self) -> bool:
        frame = self.stack[-1]
        return frame.key is None and isinstance(frame.container, dict)

    def _child_pointer(self) -> str:
        return self.stack[-1].child_pointer() if self.stack else ""

    def _key(self, key: str, start: int, end: int) -> None:
        frame = self.stack[-1]
        if key in frame.seen:
            self.notes.append(
                duplicate_key(key, start, end, frame.seen[key], self._pointer_of(key))
            )
        frame.seen.setdefault(key, start)
        frame.key, frame.key_span = key, (start, end)

    def _pointer_of(self, key: str) -> str:
        return f"{self.stack[-1].pointer}/{escape_pointer(key)}"

    def _attach(
        self,
        value: JsonValue,
        start: int,
        end: int,
        *,
        nodes: int = 1,
        cost: int = 1,
        anchor: str | None = None,
    ) -> None:
        self.total += cost
        if self.total > MAX_NODES:
            raise _RefusedError(too_large(start, end))
        if anchor is not None:
            self.anchors[anchor] = (value, nodes)
        if not self.stack:
            self.root = value
            self.spans[""] = KeySpan(None, (start, end))
            return
        frame = self.stack[-1]
        frame.nodes += nodes
        self.spans[self._child_pointer()] = KeySpan(frame.key_span, (start, end))
        if isinstance(frame.container, list):
            frame.container.append(value)
        elif frame.key == "<<" and isinstance(value, dict | list):
            frame.merges.append(value)
        elif frame.key is not None:
            frame.container[frame.key] = value
        frame.key = frame.key_span = None

    def _unknown_tag(self, event: Any) -> None:
        start: int = event.start_mark.index
        end: int = event.end_mark.index if isinstance(event, _Scalar) else start
        self.notes.append(unknown_tag(event.tag, start, end))


def _merge(target: dict[str, JsonValue] | list[JsonValue], merged: JsonValue) -> None:
    """Merge keys as YAML 1.1's `<<` says: keys already there win, earlier sources win."""
    sources = merged if isinstance(merged, list) else [merged]
    for source in sources:
        if isinstance(source, dict) and isinstance(target, dict):
            for key, value in source.items():
                target.setdefault(key, value)
