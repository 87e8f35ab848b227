"""Where the front matter of a text stands, and what reading a post gives back: values and notes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import islice
from typing import Protocol

from newskit.frozen import NamedTuple, dataclass, field, replace
from newskit.lazy import lazy
from newskit.post import (
    EncodingFacts,
    FrontMatterFormat,
    JsonValue,
    KeySpan,
    Post,
    Span,
    escape_pointer,
)
from newskit.problem import Problem, Severity

# Where the front matter of a text starts and ends.
#
# Fences known: ``---`` (YAML, closed by ``---`` or ``...``; Jekyll's own pattern), ``---`` with the
# language behind it (Eleventy, which reads front matter with gray-matter: ``---json``, ``---
# toml``, ``---js`` and ``---coffee``, programs of which only the end is found), ``+++`` (TOML;
# Hugo, Zola), ``;;;`` (JSON; Hexo) and a bare ``{`` … ``}`` (JSON; Hugo). Only a line of its own at
# column 1 is a fence, so neither an indented ``---`` in a block scalar nor a rule in the body
# splits anything.

_OPENING = lazy(
    r"(?:[ \t]*(?:\r\n?|\n))*+"
    r"(?:(?P<fence>---(?:[ \t]*(?P<name>json|toml|ya?ml|js|javascript|coffee(?:script)?|cson))?"
    r"|\+\+\+|;;;)[ \t]*(?=[\r\n]|\Z)"
    # Keys without double quotes are not JSON, but meant as it: a brace alone on the first line.
    r"|(?P<brace>\{(?=\s*[\"}]|[ \t]*(?:\r\n?|\n)[ \t]*(?:'[\w-]+'|[A-Za-z_]\w*)[ \t]*:)))",
    re.IGNORECASE,
)
_CLOSING = {
    "---": lazy(r"(?:(?<=[\r\n])|\A)(?:---|\.\.\.)[ \t]*(?=[\r\n]|\Z)"),
    "+++": lazy(r"(?:(?<=[\r\n])|\A)\+\+\+[ \t]*(?=[\r\n]|\Z)"),
    ";;;": lazy(r"(?:(?<=[\r\n])|\A);;;[ \t]*(?=[\r\n]|\Z)"),
}
_FORMATS = {
    "+++": FrontMatterFormat.TOML,
    ";;;": FrontMatterFormat.JSON,
    "json": FrontMatterFormat.JSON,
    "toml": FrontMatterFormat.TOML,
    "yaml": FrontMatterFormat.YAML,
    "yml": FrontMatterFormat.YAML,
    "---": FrontMatterFormat.YAML,
}
_NEWLINE = lazy(r"\r\n?|\n")
# In an unterminated block: a key, a list item, a comment or an indented continuation.
_ENTRY_LINE = lazy(r"(?:[^\s:#\[{<][^:\r\n<]{0,80}:(?:[ \t]|$)|-[ \t]|#|[ \t]+\S)")
_JSON_TOKEN = lazy(r'"(?:[^"\\\r\n]|\\.)*+(?:"|(?=[\r\n])|\Z)|[{}]')


class Fences(NamedTuple):
    """Spans of a front matter block; `closing` is empty at the end of an unterminated one."""

    format: FrontMatterFormat
    opening: Span
    content: Span
    closing: Span
    body_start: int
    terminated: bool = True


def find_fences(text: str) -> Fences | None:
    """Find the front matter block that `text` starts with, or None (offsets in code points)."""
    plain = _plain_fences(text)
    if plain is not None:
        return plain
    match = _OPENING.match(text)
    if match is None:
        return None
    if match["brace"]:
        return _json_braces(text, match.start("brace"))
    fence = match["fence"].lower()
    kind = _FORMATS.get((match["name"] or fence).lower(), FrontMatterFormat.OTHER)
    opening = (match.start("fence"), match.end())
    content_start = _after_newline(text, match.end())
    closing = _CLOSING[fence[:3]].search(text, content_start)
    if closing is None:
        if kind is FrontMatterFormat.OTHER:
            return None  # a program that nothing closes may as well be text
        end = _unterminated_end(text, content_start)
        content = (content_start, end)
        return Fences(kind, opening, content, (end, end), end, terminated=False)
    return Fences(
        kind,
        opening,
        (content_start, closing.start()),
        closing.span(),
        _after_newline(text, closing.end()),
    )


def _plain_fences(text: str) -> Fences | None:
    """Find what most posts have: ``---`` and LF at the very start, and once again further down.

    Whatever might be another fence in between is left to the patterns.
    """
    if not text.startswith("---\n"):
        return None
    end = text.find("\n---\n", 3)
    if end < 0 or text.find("\r", 0, end) >= 0:
        return None
    if text.find("\n---", 3, end) >= 0 or text.find("\n...", 3, end) >= 0:
        return None
    return Fences(FrontMatterFormat.YAML, (0, 3), (4, end + 1), (end + 1, end + 4), end + 5)


def _after_newline(text: str, position: int) -> int:
    match = _NEWLINE.match(text, position)
    return match.end() if match else position


def _unterminated_end(text: str, start: int) -> int:
    """Guess the end of a block that nothing closes: its run of entries, up to a blank line."""
    position = start
    while position < len(text):
        if not _ENTRY_LINE.match(text, position):
            break
        newline = _NEWLINE.search(text, position)
        position = newline.end() if newline else len(text)
    return position


def _json_braces(text: str, start: int) -> Fences | None:
    depth = 0
    for token in _JSON_TOKEN.finditer(text, start):
        depth += {"{": 1, "}": -1}.get(token[0], 0)
        if depth == 0:
            end = token.end()
            rest = re.compile(r"[ \t]*(?:\r\n?|\n|\Z)").match(text, end)
            if rest is None:
                # Text goes on behind the brace: a body that starts with a brace, no front matter.
                return None
            return Fences(
                FrontMatterFormat.JSON,
                (start, start + 1),
                (start, end),
                (end - 1, end),
                rest.end(),
            )
    if not re.compile(r"\{\s*\"(?:[^\"\\\r\n]|\\.)*\"\s*:").match(text, start):
        return None
    end = len(text)
    opening, content = (start, start + 1), (start, end)
    return Fences(FrontMatterFormat.JSON, opening, content, (end, end), end, terminated=False)


# What every front matter format gives back.

MAX_DEPTH = 64
"""Deepest nesting that is parsed; deeper front matter is refused before any tree is built."""

MAX_NODES = 100_000
"""Most values after aliases are expanded (a billion-laughs guard)."""


@dataclass(frozen=True, slots=True)
class ParserNote:
    """A finding of a parser; offsets in code points of the parsed text.

    `related` is the offset of another place that belongs to the finding, or -1.
    """

    code: str
    name: str
    message: str
    start: int
    end: int
    hint: str = ""
    severity: Severity = Severity.ERROR
    related: int = -1
    pointer: str | None = None


@dataclass(frozen=True, slots=True)
class Parsed:
    """Values, positions and findings of one front matter block."""

    values: dict[str, JsonValue] = field(default_factory=dict[str, JsonValue])
    spans: Mapping[str, KeySpan] = field(default_factory=dict[str, KeySpan])
    notes: tuple[ParserNote, ...] = ()
    valid: bool = True


MAX_DIGITS = 300
"""Longer numbers stay text: JSON readers lose digits, and Python refuses to parse thousands."""


def unreadable_value(what: str, start: int, end: int) -> ParserNote:
    """A value that is not what it claims to be, or is beyond what readers can hold."""
    return ParserNote(
        "NK116",
        "unreadable-value",
        f"{what}; it is read as the text it is",
        start,
        end,
        hint="write it in quotes, if text is meant",
        severity=Severity.WARNING,
    )


class Frame:
    """An open mapping or sequence, while its entries are read."""

    __slots__ = ("container", "key", "key_span", "pointer", "seen", "start")

    def __init__(
        self, container: dict[str, JsonValue] | list[JsonValue], pointer: str, start: int
    ) -> None:
        self.container = container
        self.pointer = pointer
        self.start = start
        self.key: str | None = None
        self.key_span: Span | None = None
        self.seen: dict[str, int] = {}

    def child_pointer(self) -> str:
        """Return the JSON Pointer of the entry that is read next."""
        if self.key is not None:
            return f"{self.pointer}/{escape_pointer(self.key)}"
        return f"{self.pointer}/{len(self.container)}"


class FrontMatterParser(Protocol):
    """A front matter format: text between fences to values with positions."""

    def __call__(self, text: str) -> Parsed:
        """Parse `text`; never raises for bad input: what is wrong is in the notes."""
        ...


_LOW_CONFIDENCE = 0.5


def encoding_notes(text: str, facts: EncodingFacts) -> list[ParserNote]:
    """Return what is to be said of the encoding of a text, and of NULs in it."""
    notes: list[ParserNote] = []
    if facts.how == "damaged" and facts.name != "utf-8":
        notes += _undecoded(text, facts.name)
    elif facts.how == "damaged":
        first = next(i for i, char in enumerate(text) if "\udc80" <= char <= "\udcff")
        count = sum("\udc80" <= char <= "\udcff" for char in text)
        notes.append(
            ParserNote(
                "NK110",
                "damaged-text",
                _damage(count, ord(text[first]) - 0xDC00),
                first,
                first + 1,
                hint="restore the character from the original; newskit keeps the bytes as they are",
            )
        )
    elif facts.how in {"declared", "detected"} or facts.name.startswith(("utf-16", "utf-32")):
        sure = "" if facts.confidence == 1 else f", {facts.confidence:.0%} sure"
        doubtful = facts.confidence < _LOW_CONFIDENCE
        notes.append(
            ParserNote(
                "NK109",
                "not-utf-8",
                f"text is encoded in {facts.name} ({facts.how}{sure}), not UTF-8",
                0,
                0,
                hint="check that the text reads well, then save the file as UTF-8",
                severity=Severity.ERROR if doubtful else Severity.WARNING,
            )
        )
    if "\x00" in text:
        first = text.index("\x00")
        notes.append(
            ParserNote("NK117", "nul-character", "text holds a NUL character", first, first + 1)
        )
    return notes


_LONE = lazy("[\udc80-\udcff]+")
_MOST_LISTED = 20


def _undecoded(text: str, codec: str) -> list[ParserNote]:
    """Report each place whose bytes the encoding has not: browsers show U+FFFD there."""
    hint = "restore the characters from the original; newskit keeps the bytes as they are"
    notes = [ParserNote("NK109", "not-utf-8", f"text is encoded in {codec}, not UTF-8", 0, 0, hint)]
    notes[0] = replace(notes[0], severity=Severity.WARNING)
    places = list(islice(_LONE.finditer(text), _MOST_LISTED + 1))
    for match in places[:_MOST_LISTED]:
        said = " ".join(f"0x{ord(char) - 0xDC00:02X}" for char in match[0][:8])
        what = "byte" if len(match[0]) == 1 else "bytes"
        message = f"the {what} {said} cannot be {codec}; the rest of the file is"
        notes.append(ParserNote("NK110", "damaged-text", message, *match.span(), hint=hint))
    if len(places) > _MOST_LISTED:
        last = places[-1].start()
        message = f"more bytes behind this place cannot be {codec}"
        notes.append(ParserNote("NK110", "damaged-text", message, last, last + 1, hint=hint))
    return notes


def _damage(count: int, first: int) -> str:
    """Say how many bytes are damaged; the finding stands at the first."""
    if count == 1:
        return f"the byte 0x{first:02X} cannot be UTF-8; the rest of the file is"
    return (
        f"{count} bytes cannot be UTF-8, the first of them 0x{first:02X}; the rest of the file is"
    )


def unread(text: str, fences: Fences) -> ParserNote:
    """Return the note on front matter that is a program: it cannot be known without running it."""
    name = text[slice(*fences.opening)].strip("- \t").lower()
    language = {"js": "JavaScript", "javascript": "JavaScript", "cson": "CSON"}.get(name)
    return ParserNote(
        "NK118",
        "unread-front-matter",
        f"the front matter is {language or 'CoffeeScript'}, which is not read",
        *fences.opening,
        hint="write it in YAML, TOML or JSON; it is kept as it is",
        severity=Severity.INFO,
    )


def unterminated(fences: Fences) -> ParserNote:
    """Return the note on front matter that nothing closes."""
    return ParserNote(
        "NK103",
        "unterminated-front-matter",
        "front matter is opened here and never closed",
        *fences.opening,
        hint="add the closing fence on a line of its own, behind the last key",
    )


def moved(note: ParserNote, shift: int) -> ParserNote:
    """Return a note whose offsets count from `shift` code points before."""
    return ParserNote(
        note.code,
        note.name,
        note.message,
        note.start + shift,
        note.end + shift,
        note.hint,
        note.severity,
        note.related + shift if note.related >= 0 else -1,
        note.pointer,
    )


def span_moved(span: KeySpan, shift: int) -> KeySpan:
    """Return the span of an entry whose offsets count from `shift` code points before."""
    key: Span | None = (span.key[0] + shift, span.key[1] + shift) if span.key else None
    return KeySpan(key, (span.value[0] + shift, span.value[1] + shift))


def problems_of(path: str, text: str, notes: list[ParserNote]) -> tuple[Problem, ...]:
    """Return notes on a text as findings, with their lines and columns."""
    place = Post(path, text)
    return tuple(
        Problem(
            note.code,
            note.name,
            note.message,
            place.locate(note.start, note.end),
            note.severity,
            note.hint,
            note.pointer,
            related=(place.locate(note.related),) if note.related >= 0 else (),
        )
        for note in notes
    )
