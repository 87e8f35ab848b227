"""Findings as data: what is wrong, where, and how it could be mended."""

from __future__ import annotations

from enum import StrEnum

from newskit.frozen import dataclass
from newskit.messages import on_one_line


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
        usual: whether many posts of the archive have the same: a convention, said once.
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
    usual: bool = False

    def __str__(self) -> str:
        return f"{self.location}: {self.code} {on_one_line(self.message)}"
