"""A source: something that holds a post, or a file of them, not yet read."""

from __future__ import annotations

import unicodedata
from typing import Final

from newskit.frozen import dataclass
from newskit.post import Kind

# Paths that come from outside: only those that stay below the folder are taken.


_CONTROLS: Final = frozenset({".git", "git~1", ".hg", ".svn"})  # a file there may be run (hooks)
_MAX_NAME: Final = 255
_MAX_PATH: Final = 4000


def _folded(part: str) -> str:
    """Return a name as file systems compare it that take several names for one.

    Windows drops dots and spaces at the end and what follows a colon; HFS+ ignores characters
    that are not shown (Unicode's default ignorables) and folds compatibility forms.
    """
    shown = "".join(char for char in part if unicodedata.category(char) != "Cf")
    return unicodedata.normalize("NFKC", shown).partition(":")[0].rstrip(". ").casefold()


def unsafe_path(path: str) -> str | None:
    r"""Return why `path` must not be written below a folder, or None when it may.

    Both ``/`` and ``\\`` count as separators here, so that a path is as harmless on Windows.
    """
    if not path or path in {".", "/"}:
        return "the path is empty"
    if "\x00" in path:
        return "the path holds a NUL character"
    parts = path.replace("\\", "/").split("/")
    if parts[0] == "" or (len(parts[0]) == 2 and parts[0][1] == ":"):
        return "the path is absolute"
    if ".." in parts:
        return "the path climbs out of its folder"
    if "" in parts or "." in parts:
        return "the path has an empty part"
    if any(_folded(part) in _CONTROLS for part in parts):
        return "the path leads into the folder of a version control system"
    encoded = [part.encode("utf-8", "surrogateescape") for part in path.split("/")]
    if max(map(len, encoded)) > _MAX_NAME or sum(map(len, encoded)) > _MAX_PATH:
        return "the path is too long for a file system"
    return None


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
        is_part: whether `error` is about a part of a file of many posts whose others were read.
        refused: why it is not a post, where a file was named that is not.
        kind: what it is to its site.
        generator: the site's generator; empty without one.
        named: whether the user has named this very file.
    """

    path: str
    relative: str
    data: bytes | None = None
    line: int = 0
    error: str = ""
    is_part: bool = False
    refused: str = ""
    kind: Kind = Kind.POST
    generator: str = ""
    named: bool = False

    @property
    def is_record(self) -> bool:
        """Whether `data` is a line of JSON Lines rather than a post."""
        return self.line > 0

    @property
    def root(self) -> str:
        """The folder that a file was found in, below which `relative` leads to it."""
        found = self.path.endswith(self.relative)
        root = self.path[: -len(self.relative)] if found and self.relative else ""
        return root or "."

    @property
    def label(self) -> str:
        """The path, with the line of a record behind it."""
        return f"{self.path}:{self.line}" if self.line else self.path
