"""Paths, folders, globs and standard input to sources, one at a time and in a stable order."""

from __future__ import annotations

import glob
import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from newskit.config.read import ReadConfig
from newskit.errors import ReadError

if TYPE_CHECKING:  # a one-file run needs no patterns
    from pathspec import GitIgnoreSpec

__all__ = ["Source", "iter_sources", "read_source"]

STDIN = "-"
_ENDING = re.compile(r"\*\.[A-Za-z0-9]+")
_SUFFIXES_OF_RECORDS = (".jsonl", ".ndjson", ".jsonl.gz", ".jsonl.zst", ".ndjson.gz", ".ndjson.zst")


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


def iter_sources(
    paths: Iterable[str], config: ReadConfig, *, stdin: BinaryIO | None = None, stdin_name: str = ""
) -> Iterator[Source]:
    """Yield the sources that `paths` name: files, folders, globs, ``-``, JSON Lines files.

    Files named twice come once. A folder's files come sorted by name, depth first; memory does not
    grow with their number.

    Raises:
        ReadError: when a path does not exist or a pattern matches nothing.
    """
    named = list(paths)
    seen: set[str] | None = set() if len(named) > 1 else None
    for path in named:
        for source in _one(path, config, stdin, stdin_name):
            if seen is not None and source.data is None:
                identity = os.path.abspath(source.path)  # noqa: PTH100 (a link and its target are two posts)
                if identity in seen:
                    continue
                seen.add(identity)
            yield source


def read_source(source: Source, config: ReadConfig) -> bytes:
    """Return the bytes of `source`.

    Raises:
        ReadError: when it cannot be read or is larger than `config.max_bytes`.
    """
    if source.error:
        raise ReadError(source.error)
    if source.data is not None:
        return source.data
    try:
        with Path(source.path).open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            if size > config.max_bytes:
                raise ReadError(
                    f"{source.path}: is {size:,} bytes, more than {config.max_bytes:,}",
                    hint="raise `read.max-bytes` to read it all the same",
                )
            return file.read()
    except OSError as error:
        raise ReadError(f"{source.path}: cannot be read: {error.strerror or error}") from error


def _one(
    path: str, config: ReadConfig, stdin: BinaryIO | None, stdin_name: str
) -> Iterator[Source]:
    if path == STDIN:
        if stdin is None:
            raise ReadError("standard input is not available here")
        yield from _stdin(stdin, stdin_name)
    elif os.path.isdir(path):  # noqa: PTH112 (a Path would normalise the name the user wrote)
        yield from _walk(path, config)
    elif os.path.lexists(path):
        yield from _file(path, os.path.basename(path), config, named=True)  # noqa: PTH119 (the same)
    elif glob.has_magic(path):
        matches = sorted(glob.glob(path, recursive=True))  # noqa: PTH207 (the same)
        if not matches:
            raise ReadError(f"{path}: no file matches this pattern")
        base = path[: next(i for i, char in enumerate(path) if char in "*?[")].rpartition("/")[0]
        for match in matches:
            if not os.path.isdir(match):  # noqa: PTH112 (the same)
                relative = os.path.relpath(match, base or ".").replace(os.sep, "/")
                yield from _file(match, relative, config, named=True)
    else:
        raise ReadError(f"{path}: no such file or folder")


def _file(path: str, relative: str, config: ReadConfig, *, named: bool) -> Iterator[Source]:
    if named and config.force_exclude and config.exclude:
        from newskit.read.ignore import compile_patterns

        if compile_patterns(config.exclude).match_file(os.path.normpath(path).lstrip("./")):
            return
    if path.endswith(_SUFFIXES_OF_RECORDS):
        from newskit.read.records import iter_record_lines, open_records

        with open_records(path) as stream:
            for line, data in iter_record_lines(stream):
                yield Source(path, relative, data, line)
        return
    yield Source(path, relative)


def _stdin(stdin: BinaryIO, name: str) -> Iterator[Source]:
    from newskit.read.records import is_record_line, iter_record_lines

    first = stdin.readline()
    if is_record_line(first):
        for line, data in iter_record_lines(stdin, first):
            yield Source(STDIN, "", data, line)
        return
    label = name or STDIN
    yield Source(label, os.path.basename(label) if name else "stdin.md", first + stdin.read())  # noqa: PTH119 (as above)


def _walk(root: str, config: ReadConfig) -> Iterator[Source]:
    """Walk a folder depth first, names sorted; linked folders are not followed (no circles)."""
    from newskit.read.ignore import IgnoreFiles, compile_patterns

    included, exclude = _included(config), compile_patterns(config.exclude)
    ignore_files = IgnoreFiles(Path(root)) if config.gitignore else None
    absolute = Path(root).resolve()
    prefix = root if root.endswith(os.sep) else root + os.sep
    stack: list[Iterator[os.DirEntry[str]]] = [_entries(root)]
    names: list[str] = []
    while stack:
        entry = next(stack[-1], None)
        if entry is None:
            stack.pop()
            if ignore_files is not None:
                ignore_files.forget(absolute.joinpath(*names))
            if names:
                names.pop()
            continue
        relative = "/".join((*names, entry.name))
        folder = entry.is_dir(follow_symlinks=False)
        if _left_out(entry.name, relative, folder=folder, config=config, exclude=exclude):
            continue
        if ignore_files is not None and ignore_files.ignores(absolute / relative, folder=folder):
            continue
        if folder:
            try:
                stack.append(_entries(entry.path))
            except OSError as error:
                yield Source(entry.path, relative, error=f"{entry.path}: {error.strerror or error}")
            else:
                names.append(entry.name)
        elif included(relative) and _is_regular(entry):
            yield Source(prefix + relative if root != "." else relative, relative)


def _included(config: ReadConfig) -> Callable[[str], bool]:
    """Return the test of `config.include`; endings are compared without case, and quickly."""
    if all(_ENDING.fullmatch(pattern) for pattern in config.include):
        endings = tuple(pattern[1:].lower() for pattern in config.include)
        return lambda relative: relative.lower().endswith(endings)
    from newskit.read.ignore import compile_patterns

    spec = compile_patterns(config.include)
    return lambda relative: bool(spec.match_file(relative))


def _left_out(
    name: str, relative: str, *, folder: bool, config: ReadConfig, exclude: GitIgnoreSpec
) -> bool:
    if name.startswith(".") and not config.hidden:
        return True
    return exclude.match_file(relative + "/" if folder else relative)


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
