"""Paths that come from outside: only those that stay below the folder are taken."""

from __future__ import annotations

from typing import Final

__all__ = ["unsafe_path"]

_CONTROLS: Final = frozenset({".git", "git~1", ".hg", ".svn"})  # a file there may be run (hooks)
_MAX_NAME: Final = 255
_MAX_PATH: Final = 4000


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
    if any(part.rstrip(". ").lower() in _CONTROLS for part in parts):
        return "the path leads into the folder of a version control system"
    encoded = [part.encode("utf-8", "surrogateescape") for part in path.split("/")]
    if max(map(len, encoded)) > _MAX_NAME or sum(map(len, encoded)) > _MAX_PATH:
        return "the path is too long for a file system"
    return None
