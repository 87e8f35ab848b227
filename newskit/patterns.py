"""Patterns of paths, as in .gitignore, and which paths a walk of a folder leaves out."""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path


class Patterns:
    """Patterns with the meaning they have in .gitignore (gitignore(5)).

    Names of files may hold bytes that are not text; patterns cannot say them.
    """

    def __init__(self, lines: Iterable[str]) -> None:
        from pathspec import GitIgnoreSpec

        self._spec = GitIgnoreSpec.from_lines(map(_matchable, lines))

    def match_file(self, name: str) -> bool:
        """Tell whether a path matches: the last pattern that does decides."""
        return bool(self.check_file(name))

    def check_file(self, name: str) -> bool | None:
        """Tell the same; None where no pattern matches."""
        return self._spec.check_file(_matchable(name)).include


def _matchable(name: str) -> str:
    """Return a name without the bytes that are not text, which patterns cannot say."""
    return name.encode("utf-8", "replace").decode("utf-8") if not name.isprintable() else name


# Which paths of a folder walk are left out: .gitignore, .newskitignore, include and exclude.

_IGNORE_FILES = (".gitignore", ".newskitignore")


class IgnoreFiles:
    """The ignore files that apply below a folder, read as the walk reaches each folder.

    Rules above the walked folder count too, up to the root of the repository it is in.
    """

    def __init__(self, root: Path) -> None:
        self._root = root.resolve()
        self._specs: dict[Path, Patterns | None] = {}
        self._tops = folders_up_to_repository(self._root)

    def ignores(self, path: Path, *, folder: bool) -> bool:
        """Tell whether `path`, an absolute path below the root, is ignored.

        As in git, the ignore file nearest to the path that has a matching pattern decides.
        """
        for base in (*path.parents,):
            spec = self._spec(base)
            if spec is not None:
                name = path.relative_to(base).as_posix() + ("/" if folder else "")
                result = spec.check_file(name)
                if result is not None:
                    return result
            if base in self._tops and base == self._tops[-1]:
                break
        return False

    def rule(self, folder: Path) -> bool:
        """Tell whether any ignore file applies to what lies in `folder`, an absolute path."""
        for base in (folder, *folder.parents):
            if self._spec(base) is not None:
                return True
            if base == self._tops[-1]:
                break
        return False

    def forget(self, folder: Path) -> None:
        """Drop what was read in `folder`, which the walk has left (memory stays flat)."""
        self._specs.pop(folder, None)

    def _spec(self, folder: Path) -> Patterns | None:
        if folder not in self._specs:
            lines: list[str] = []
            for name in _IGNORE_FILES:
                try:
                    if not (folder / name).is_file():  # a pipe would keep the walk waiting
                        continue
                    text = (folder / name).read_text("utf-8", "surrogateescape")
                except OSError:
                    continue
                lines += text.splitlines()
            self._specs[folder] = Patterns(lines) if lines else None
        return self._specs[folder]


def is_ignored(path: Path) -> bool:
    """Tell whether an ignore file between a path and its repository's root names it."""
    folder = next((one for one in path.absolute().parents if one.is_dir()), None)
    if folder is None:
        return False
    whole = Path(os.path.normpath(path.absolute()))
    return _ignore_files(folder.resolve()).ignores(whole, folder=False)


@lru_cache(maxsize=256)
def _ignore_files(folder: Path) -> IgnoreFiles:
    return IgnoreFiles(folder)


def folders_up_to_repository(root: Path) -> tuple[Path, ...]:
    """Return `root` and its parents up to the folder that holds `.git`, or `root` alone."""
    chain = [root, *root.parents]
    for index, folder in enumerate(chain):
        if os.path.lexists(folder / ".git"):
            return tuple(chain[: index + 1])
    return (root,)
