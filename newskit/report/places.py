"""Paths as services want them: from the root of the repository, with forward slashes.

GitHub ("Workflow commands"), GitLab ("Code Quality report format"), reviewdog and SARIF readers
match a path with the files of the repository, whichever way it was named on the command line and
from whichever folder newskit was run.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

__all__ = ["in_repository"]

# Where the services check a repository out.
_VARIABLES = ("GITHUB_WORKSPACE", "CI_PROJECT_DIR")


def in_repository(path: str) -> str:
    """Return a path from the repository's root; one outside of it, or no file's, as it is."""
    if "\0" in path or not path or path == "-":
        return path
    root = _root(Path.cwd())
    whole = os.path.normpath(os.path.join(Path.cwd(), path))  # noqa: PTH118 (a name, not a file)
    if not Path(whole).is_relative_to(root):
        return path
    return Path(whole).relative_to(root).as_posix()


@cache
def _root(folder: Path) -> Path:
    for name in _VARIABLES:
        root = os.environ.get(name)
        if root and folder.is_relative_to(root):
            return Path(root)
    for one in (folder, *folder.parents):
        if (one / ".git").exists():
            return one
    return folder
