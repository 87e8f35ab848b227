"""A source: something that holds a post, or a file of them, not yet read."""

from __future__ import annotations

from newskit.frozen import dataclass

__all__ = ["RECORDS", "Source", "is_container"]

RECORDS = (".jsonl", ".ndjson", ".jsonl.gz", ".jsonl.zst", ".ndjson.gz", ".ndjson.zst")
"""Endings of files that hold records, a line each."""

_CONTAINERS = (*RECORDS, ".tar", ".tar.gz", ".tgz", ".tar.zst", ".tar.xz", ".tar.bz2")


def is_container(path: str) -> bool:
    """Tell by its ending whether a file holds many posts: JSON Lines or a tar archive."""
    return path.lower().endswith(_CONTAINERS)


@dataclass(frozen=True, slots=True)
class Source:
    """Something that holds one post, not yet read.

    Attributes:
        path: the name findings carry (as the user wrote it; ``-`` for standard input).
        relative: path below the folder it was found in, with ``/``; the file name for a file.
        data: the bytes, when they are at hand already (standard input, a record).
        line: 1-based line of the record in its JSON Lines input; 0 for a file.
        error: why it cannot be read, when that is known already.
    """

    path: str
    relative: str
    data: bytes | None = None
    line: int = 0
    error: str = ""

    @property
    def is_record(self) -> bool:
        """Whether `data` is a line of JSON Lines rather than a post."""
        return self.line > 0

    @property
    def label(self) -> str:
        """The path, with the line of a record behind it."""
        return f"{self.path}:{self.line}" if self.line else self.path
