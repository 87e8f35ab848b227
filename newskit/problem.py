"""Findings as data: what is wrong, where, and how it could be mended."""

from __future__ import annotations

from enum import StrEnum

from newskit.frozen import dataclass

__all__ = ["BIDI", "OBEYED", "Edit", "Fix", "Location", "Problem", "Severity", "on_one_line"]


class Severity(StrEnum):
    """How much a finding matters; errors decide the exit code."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """2 for an error, 1 for a warning, 0 for information."""
        return {"error": 2, "warning": 1, "info": 0}[self.value]


@dataclass(frozen=True, slots=True)
class Location:
    """A place in a file.

    Attributes:
        path: the file as the user named it; ``-`` for standard input.
        line: 1-based line number; lines end at LF, CRLF or CR.
        column: 1-based column in code points; a tab and a BOM-less wide character count one.
        offset: 0-based offset in code points from the start of the decoded text (BOM excluded).
        end: offset of the first code point after the place; equal to `offset` for a point.
    """

    path: str
    line: int = 1
    column: int = 1
    offset: int = 0
    end: int = 0

    def __str__(self) -> str:
        return f"{on_one_line(self.path)}:{self.line}:{self.column}"


def on_one_line(text: str) -> str:
    r"""Return text of an archive (names, values) as every output may hold it: on one line.

    Escapes (``\n``, ``\x1b``, ``\u202e``) stand for what would begin a line of its own, which may
    be a command to what reads the output (GitHub's ``::error``), for what a terminal obeys, and
    for what shows text in another order than it stands in (Unicode Standard Annex 9).
    """
    return text if text.isprintable() else text.translate(OBEYED)


def _escape(code: int) -> str:
    return chr(code).encode("unicode_escape").decode()


BIDI = {
    code: _escape(code)
    for code in (0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
}
"""Direction marks, embeddings, overrides and isolates, and their escapes."""
OBEYED = {
    **{code: _escape(code) for code in (*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029)},
    **BIDI,
}
"""All that is not shown but obeyed, and its escapes."""


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace the text from `start` to `end` (offsets in code points of the text) by `text`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """A repair: edits that belong together.

    Attributes:
        title: what it does, in the imperative.
        edits: in order of position, not overlapping.
        safe: False when it may change the meaning of the post.
    """

    title: str
    edits: tuple[Edit, ...]
    safe: bool = True


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding.

    Attributes:
        code: stable code, such as ``NK103``.
        name: stable name of the rule, such as ``front-matter-syntax``.
        message: what is wrong, in words.
        location: where.
        severity: error, warning or info.
        hint: what to do about it; may be empty.
        pointer: JSON Pointer (RFC 6901) into the front matter, when the finding has one.
        schema_path: JSON Pointer into the schema, when a schema gave the finding.
        related: other places that belong to the finding.
        fix: a repair, when there is one.
        value: the kind and the whole text of the value that it is about, where it is about one.
    """

    code: str
    name: str
    message: str
    location: Location
    severity: Severity = Severity.ERROR
    hint: str = ""
    pointer: str | None = None
    schema_path: str | None = None
    related: tuple[Location, ...] = ()
    fix: Fix | None = None
    value: tuple[str, str] | None = None

    def __str__(self) -> str:
        return f"{self.location}: {self.code} {on_one_line(self.message)}"
