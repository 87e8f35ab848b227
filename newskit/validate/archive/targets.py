"""Whether the post that a link names exists: among the posts seen, or on disk."""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from newskit.validate.archive.facts import Asked

if TYPE_CHECKING:
    from newskit.validate.archive.store import Store

__all__ = ["KINDS", "Disk", "Targets"]

_ROOTS = {"post_url": frozenset(("_posts", "_drafts")), "ref": frozenset(("content",))}
KINDS = frozenset((*_ROOTS, "relative"))
"""Of links: two that name a post of the site, and one that names a file."""
_MAX_FILES = 300_000


class Targets:
    """Looks for the targets of links; what was looked for on disk is noted in the store."""

    def __init__(self, store: Store) -> None:
        self.disk = Disk()
        self.asked = store.asked
        self.seen: set[str] = set()
        for row in store.rows("SELECT path FROM post"):
            path = row[0].decode("utf-8", "replace") if isinstance(row[0], bytes) else ""
            self.seen |= _names(path)

    def has(self, kind: str, target: str, path: str) -> bool:
        """Tell whether the target of a link in the post `path` exists."""
        if kind != "relative" and PurePosixPath(target).name in self.seen:
            return True
        there = self.disk.has(kind, target, path)
        self.asked.append(Asked(kind, target, path, there))
        return there


class Disk:
    """Looks for the targets of links on disk; folders are listed once."""

    def __init__(self) -> None:
        self.listed: dict[str, set[str]] = {}

    def has(self, kind: str, target: str, path: str) -> bool:
        """Tell whether the disk has the target of a link in the post `path`.

        Where the post has no place on disk (standard input, a record), every target does.
        """
        source = Path(path)
        if not source.is_file():
            return True
        if kind == "relative":
            return (source.parent / target).exists() or "%" in target or "{" in target
        name = PurePosixPath(target).name
        root = self._root(source, kind)
        folder = target.lstrip("/").partition("/")[0]
        if root is None or (folder != name and not Path(root, folder).is_dir()):
            # A part of the site that is not here: what it holds cannot be told.
            return True
        if root not in self.listed:
            self.listed[root] = _listing(root)
        return name in self.listed[root]

    def _root(self, source: Path, kind: str) -> str | None:
        """The site's folder of posts; for Jekyll, its parent, because collections link too."""
        for folder in source.absolute().parents:
            if folder.name in _ROOTS[kind]:
                return str(folder.parent if kind == "post_url" else folder)
        return None


def _names(path: str) -> set[str]:
    name = PurePosixPath(path.replace("\\", "/"))
    return {name.name, name.stem}


def _listing(root: str) -> set[str]:
    names: set[str] = set()
    for _, folders, files in os.walk(root):
        folders[:] = [folder for folder in folders if folder != ".git"]
        for name in files:
            names |= _names(name)
        names.update(folders)
        if len(names) > _MAX_FILES:
            break
    return names
