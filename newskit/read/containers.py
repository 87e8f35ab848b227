"""Files that hold many posts: JSON Lines and tar archives, plain or compressed.

They are read to their end: what one holds and cannot be read is a source of its own, whose finding
says so (NK143).
"""

from __future__ import annotations

import io
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import IO, BinaryIO, cast

from newskit.config.read import ReadConfig
from newskit.errors import ReadError
from newskit.files import open_file
from newskit.read.decompress import Expanded, expanded
from newskit.read.records import iter_record_lines
from newskit.read.remote import is_url, open_remote
from newskit.read.source import RECORDS, Source, is_container


def expand(source: Source, config: ReadConfig) -> Iterator[Source]:
    """Yield the posts in a file, in its order; a file that is a post comes as it is.

    Raises:
        ReadError: when the file cannot be opened.
    """
    if source.data is not None or not is_container(source.path):
        yield source
        return
    found = _records if source.path.lower().endswith(RECORDS) else _members
    try:
        yield from found(source, config)
    except OSError as error:
        yield _fault(source, f"cannot be read to its end: {error.strerror or error}")


def _fault(source: Source, reason: str) -> Source:
    return Source(source.path, source.relative, error=f"{source.path}: {reason}", is_part=True)


@contextmanager
def open_source_file(path: str) -> Generator[BinaryIO]:
    """Open a file by its name or URL for reading.

    Raises:
        ReadError: when it cannot be opened.
    """
    if is_url(path):
        with open_remote(path) as file:
            yield file
        return
    try:
        opened = open_file(path)
    except OSError as error:
        raise ReadError(f"{path}: cannot be read: {error.strerror or error}") from error
    with opened as file:
        yield file


@contextmanager
def _opened(source: Source, config: ReadConfig) -> Generator[tuple[BinaryIO, Expanded | None]]:
    """Open what a file holds, and what knows how well it could be decompressed."""
    with open_source_file(source.path) as file:
        stream = expanded(file, source.path, config)
        if stream is None:
            yield file, None
        else:
            yield cast("BinaryIO", io.BufferedReader(stream, 1 << 17)), stream


def _records(source: Source, config: ReadConfig) -> Iterator[Source]:
    with _opened(source, config) as (stream, compressed):
        for line, data in iter_record_lines(stream):
            yield Source(source.path, source.relative, data, line)
    if compressed is not None and compressed.fault:
        yield _fault(source, f"is not read to its end: {compressed.fault}")


def _members(source: Source, config: ReadConfig) -> Iterator[Source]:
    """Read a tar archive from front to end, so that it may come from a pipe or a store."""
    from newskit.patterns import Patterns
    from newskit.read.archives import members

    include, exclude = Patterns(config.include), Patterns(config.exclude)
    fault = ""

    def is_wanted(name: str) -> bool:
        parts = name.split("/")
        # What leads out is not passed over as hidden: it is reported.
        hidden = ".." not in parts and any(part.startswith(".") for part in parts)
        return (
            include.match_file(name)
            and not exclude.match_file(name)
            and (config.hidden or not hidden)
        )

    @contextmanager
    def opened() -> Generator[IO[bytes]]:
        nonlocal fault
        with _opened(source, config) as (stream, compressed):
            yield stream
            fault = compressed.fault if compressed is not None else ""

    for member in members(opened, is_wanted, config.max_bytes):
        if not member.name:
            yield _fault(source, member.error)
            continue
        path = f"{source.path}/{member.name}"
        error = f"{path}: {member.error}" if member.error else ""
        data = None if error else member.data
        yield Source(path, member.name, data, error=error, is_part=bool(error))
    if fault:
        yield _fault(source, f"is not read to its end: {fault}")
