"""What every front matter format gives back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from newskit.frozen import dataclass, field
from newskit.post import JsonValue, KeySpan, Span, escape_pointer
from newskit.problem import Severity

MAX_DEPTH = 64
"""Deepest nesting that is parsed; deeper front matter is refused before any tree is built."""

MAX_NODES = 100_000
"""Most values after aliases are expanded (a billion-laughs guard)."""


@dataclass(frozen=True, slots=True)
class Note:
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
    notes: tuple[Note, ...] = ()
    valid: bool = True


MAX_DIGITS = 300
"""Longer numbers stay text: JSON readers lose digits, and Python refuses to parse thousands."""


def unreadable_value(what: str, start: int, end: int) -> Note:
    """A value that is not what it claims to be, or is beyond what readers can hold."""
    return Note(
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
