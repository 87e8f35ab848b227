"""The posts in a folder, in a stable order; what is ignored or left out is not looked into."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

from newskit.config.read import ReadConfig
from newskit.read.source import Source

__all__ = ["walk"]

_ENDING = re.compile(r"\*\.[A-Za-z0-9]+")


def walk(root: str, config: ReadConfig) -> Iterator[Source]:
    """Walk a folder depth first, names sorted; linked folders are not followed (no circles)."""
    from newskit.read.ignore import IgnoreFiles

    try:
        entries = _entries(root)
    except OSError as error:
        yield _closed(root, Path(root).name, error)
        return
    included, left_out = _included(config), _left_out(config)
    ignore_files = IgnoreFiles(Path(root)) if config.gitignore else None
    absolute = Path(root).resolve()
    prefix = root if root.endswith(os.sep) else root + os.sep
    stack: list[Iterator[os.DirEntry[str]]] = [entries]
    # Most folders have no ignore file above them: their entries need no further look.
    ruled = [ignore_files is not None and ignore_files.rule(absolute)]
    names: list[str] = []
    while stack:
        entry = next(stack[-1], None)
        if entry is None:
            stack.pop()
            ruled.pop()
            if ignore_files is not None:
                ignore_files.forget(absolute.joinpath(*names))
            if names:
                names.pop()
            continue
        relative = "/".join((*names, entry.name))
        folder = entry.is_dir(follow_symlinks=False)
        if left_out(entry.name, relative + "/" if folder else relative):
            continue
        if ruled[-1] and ignore_files and ignore_files.ignores(absolute / relative, folder=folder):
            continue
        if folder:
            try:
                stack.append(_entries(entry.path))
            except OSError as error:
                yield _closed(entry.path, relative, error)
            else:
                names.append(entry.name)
                ruled.append(ignore_files is not None and ignore_files.rule(absolute / relative))
        elif included(relative) and _is_regular(entry):
            yield Source(prefix + relative if root != "." else relative, relative)


def _closed(folder: str, relative: str, error: OSError) -> Source:
    """A folder that cannot be looked into is told as a post that cannot be read is."""
    said = f"{folder}: the folder cannot be read: {error.strerror or error}"
    return Source(folder, relative, error=said)


def _included(config: ReadConfig) -> Callable[[str], bool]:
    """Return the test of `config.include`; endings are compared without case, and quickly."""
    if all(_ENDING.fullmatch(pattern) for pattern in config.include):
        endings = tuple(pattern[1:].lower() for pattern in config.include)
        return lambda relative: relative.lower().endswith(endings)
    from newskit.read.ignore import compile_patterns, sayable

    spec = compile_patterns(config.include)
    return lambda relative: bool(spec.match_file(sayable(relative)))


def _left_out(config: ReadConfig) -> Callable[[str, str], bool]:
    """Return the test of `config.hidden` and `config.exclude`: of a name and of its path."""
    hidden = config.hidden
    if not config.exclude:
        return lambda name, _: name[0] == "." and not hidden
    from newskit.read.ignore import compile_patterns, sayable

    spec = compile_patterns(config.exclude)
    return lambda name, path: (
        (name[0] == "." and not hidden) or bool(spec.match_file(sayable(path)))
    )


def _entries(folder: str) -> Iterator[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        return iter(sorted(entries, key=lambda entry: entry.name))


def _is_regular(entry: os.DirEntry[str]) -> bool:
    """Tell whether an entry is a file, or a link that leads to one or to nothing (reported)."""
    if entry.is_symlink():
        try:
            return stat.S_ISREG(entry.stat().st_mode)
        except OSError:
            return True
    return entry.is_file()
