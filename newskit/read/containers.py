"""Files that hold many posts: JSON Lines and tar archives, plain or compressed."""

from __future__ import annotations

import tarfile
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, BinaryIO

from newskit.config.read import ReadConfig
from newskit.errors import ReadError
from newskit.read.records import decompressed, iter_record_lines
from newskit.read.remote import is_url, open_remote
from newskit.read.source import RECORDS, Source, is_container

__all__ = ["expand", "open_source_file"]


def expand(source: Source, config: ReadConfig) -> Iterator[Source]:
    """Yield the posts in a file, in its order; a file that is a post comes as it is.

    Raises:
        ReadError: when the file cannot be read as what its ending says.
    """
    low = source.path.lower()
    if source.data is not None or not is_container(low):
        yield source
        return
    try:
        if low.endswith(RECORDS):
            with open_source_file(source.path) as file, decompressed(file, low) as stream:
                for line, data in iter_record_lines(stream):
                    yield Source(source.path, source.relative, data, line)
        else:
            yield from _members(source, config)
    except (OSError, EOFError, tarfile.TarError) as error:
        raise ReadError(f"{source.path}: cannot be read: {error}") from error


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
        opened = Path(path).open("rb")  # noqa: SIM115 (closed below; only opening is guarded)
    except OSError as error:
        raise ReadError(f"{path}: cannot be read: {error.strerror or error}") from error
    with opened as file:
        yield file


def _members(source: Source, config: ReadConfig) -> Iterator[Source]:
    """Read a tar archive once from front to end, so that it may come from a pipe or a store."""
    from newskit.read.ignore import compile_patterns

    include, exclude = compile_patterns(config.include), compile_patterns(config.exclude)
    low = source.path.lower()
    with open_source_file(source.path) as file, decompressed(file, low) as stream:
        known = low.endswith((".gz", ".tgz", ".zst"))
        with tarfile.open(fileobj=stream, mode="r|" if known else "r|*") as archive:
            for member in archive:
                relative = member.name.removeprefix("./")
                hidden = any(part.startswith(".") for part in relative.split("/"))
                if (
                    member.isfile()
                    and include.match_file(relative)
                    and not exclude.match_file(relative)
                    and (config.hidden or not hidden)
                ):
                    yield _member(
                        source, relative, member.size, archive.extractfile(member), config
                    )
                # The archive remembers its members, which nobody asks for again.
                archive.members = []  # type: ignore[attr-defined]


def _member(
    source: Source, relative: str, size: int, file: IO[bytes] | None, config: ReadConfig
) -> Source:
    path = f"{source.path}/{relative}"
    if size > config.max_bytes:
        error = f"{path}: is {size:,} bytes, more than {config.max_bytes:,}"
        return Source(path, relative, error=error)
    return Source(path, relative, file.read() if file is not None else b"")
