"""Paths, folders, globs and standard input to sources, one at a time and in a stable order."""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import BinaryIO

from newskit.config.read import ReadConfig
from newskit.errors import ReadError
from newskit.read.source import Source, is_container

__all__ = ["STDIN", "Source", "iter_files", "iter_sources", "read_source"]

STDIN = "-"
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")


def iter_sources(
    paths: Iterable[str], config: ReadConfig, *, stdin: BinaryIO | None = None, stdin_name: str = ""
) -> Iterator[Source]:
    """Yield the posts that `paths` name: in files, folders, globs, below URLs, on ``-``.

    Files of JSON Lines and tar archives are looked into. Files named twice come once. A folder's
    files come sorted by name, depth first; memory does not grow with their number.

    Raises:
        ReadError: when a path does not exist or a pattern matches nothing.
    """
    for source in iter_files(paths, config, stdin=stdin, stdin_name=stdin_name):
        if source.data is None and is_container(source.path):
            from newskit.read.containers import expand

            yield from expand(source, config)
        else:
            yield source


def iter_files(
    paths: Iterable[str], config: ReadConfig, *, stdin: BinaryIO | None = None, stdin_name: str = ""
) -> Iterator[Source]:
    """Yield the files that `paths` name, without looking into those that hold many posts.

    Raises:
        ReadError: when a path does not exist or a pattern matches nothing.
    """
    named = list(paths)
    seen: set[str] | None = set() if _may_meet(named) else None
    for path in named:
        for source in _one(path, config, stdin, stdin_name):
            if seen is not None and source.data is None:
                identity = os.path.abspath(source.path)  # noqa: PTH100 (a link and its target are two posts)
                if identity in seen:
                    continue
                seen.add(identity)
            yield source


def _may_meet(paths: list[str]) -> bool:
    """Tell whether a file may be named by two of the paths: its name must be remembered then."""
    if len(paths) < 2:
        return False
    if not all(map(os.path.lexists, paths)):  # patterns, URLs, standard input
        return True
    places = sorted(os.path.join(os.path.abspath(path), "") for path in paths)  # noqa: PTH100, PTH118 (as below)
    return any(place.startswith(one) for one, place in pairwise(places))


def read_source(source: Source, config: ReadConfig) -> bytes:
    """Return the bytes of `source`.

    Raises:
        ReadError: when it cannot be read or is larger than `config.max_bytes`.
    """
    if source.error:
        raise ReadError(source.error)
    if source.data is not None:
        return source.data
    if _URL.match(source.path):
        return _read_remote(source.path, config)
    try:
        return _read_file(source.path, config)
    except OSError as error:
        raise ReadError(f"{source.path}: cannot be read: {error.strerror or error}") from error


def _read_file(path: str, config: ReadConfig) -> bytes:
    # A file object takes as long to make as a post to read.
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    try:
        size = os.fstat(descriptor).st_size
        if size > config.max_bytes:
            raise ReadError(
                f"{path}: is {size:,} bytes, more than {config.max_bytes:,}",
                hint="raise `read.max-bytes` to read it all the same",
            )
        data = os.read(descriptor, size + 1)
        if len(data) == size:
            return data
        # A pipe or a device has no size, and a system may give less at a time.
        pieces = [data]
        while data := os.read(descriptor, 1 << 20):
            pieces.append(data)
        return b"".join(pieces)
    finally:
        os.close(descriptor)


def _read_remote(url: str, config: ReadConfig) -> bytes:
    from newskit.read.remote import open_remote

    try:
        with open_remote(url) as file:
            data = file.read(config.max_bytes + 1)
    except OSError as error:
        raise ReadError(f"{url}: cannot be read: {error.strerror or error}") from error
    if len(data) > config.max_bytes:
        raise ReadError(
            f"{url}: is more than {config.max_bytes:,} bytes",
            hint="raise `read.max-bytes` to read it all the same",
        )
    return data


def _one(
    path: str, config: ReadConfig, stdin: BinaryIO | None, stdin_name: str
) -> Iterator[Source]:
    if path == STDIN:
        if stdin is None:
            raise ReadError("standard input is not available here")
        yield from _stdin(stdin, stdin_name)
    elif os.path.isdir(path):  # noqa: PTH112 (a Path would normalise the name the user wrote)
        from newskit.read.walk import walk

        yield from walk(path, config)
    elif os.path.lexists(path):
        yield from _file(path, os.path.basename(path), config, named=True)  # noqa: PTH119 (the same)
    elif _URL.match(path):
        from newskit.read.remote import iter_remote

        yield from (Source(url, relative) for url, relative in iter_remote(path, config))
    elif glob.has_magic(path):
        matches = sorted(glob.glob(path, recursive=True))  # noqa: PTH207 (the same)
        if not matches:
            raise ReadError(f"{path}: no such file, and no file matches it as a pattern")
        base = path[: next(i for i, char in enumerate(path) if char in "*?[")].rpartition("/")[0]
        for match in matches:
            if not os.path.isdir(match):  # noqa: PTH112 (the same)
                relative = os.path.relpath(match, base or ".").replace(os.sep, "/")
                yield from _file(match, relative, config, named=True)
    else:
        raise ReadError(f"{path}: no such file or folder")


def _file(path: str, relative: str, config: ReadConfig, *, named: bool) -> Iterator[Source]:
    if named and config.force_exclude and config.exclude:
        from newskit.read.ignore import compile_patterns, sayable

        if compile_patterns(config.exclude).match_file(sayable(os.path.normpath(path))):
            return
    yield Source(path, relative)


def _stdin(stdin: BinaryIO, name: str) -> Iterator[Source]:
    from newskit.read.records import is_record_line, iter_record_lines

    first = stdin.readline()
    if not first:  # an empty pipe holds no post, as one of no records does
        return
    if is_record_line(first):
        for line, data in iter_record_lines(stdin, first):
            yield Source(STDIN, "", data, line)
        return
    label = name or STDIN
    yield Source(label, os.path.basename(label) if name else "stdin.md", first + stdin.read())  # noqa: PTH119 (as above)
