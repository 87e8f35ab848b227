"""Opening an output: one place that knows the kinds there are."""

from __future__ import annotations

import io
import shutil
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO, Final, cast

from newskit.config.export import RecordShape
from newskit.config.read import ReadConfig
from newskit.errors import UsageError, WriteError
from newskit.files import atomic_file, open_file
from newskit.read.decompress import expanded
from newskit.records.outputs.target import compressed, compression_of
from newskit.run.scratch import Taken

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from pathlib import Path

    from newskit.config.export import Compression
    from newskit.records.outputs.target import OutputTarget, Sink

__all__ = ["copy_existing", "known_ids", "open_output"]


# Adding to a file of records: it is checked first, and what it holds is not written again.


def known_ids(path: Path, compression: Compression) -> Taken:
    """Return the identifiers in a file of JSON Lines; none when it is not there.

    Raises:
        WriteError: when a line is not a record or the last one is cut off.
    """
    ids = Taken()
    if not path.exists():
        return ids
    try:
        with open_file(path) as file:
            packed = expanded(file, compression_of(path, compression).suffix, ReadConfig())
            lines = file if packed is None else io.BufferedReader(packed)
            for number, line in enumerate(lines, start=1):
                identifier = _identifier(line)
                if identifier is None:
                    raise WriteError(
                        f"{path}:{number}: is not a whole record, so nothing is added",
                        hint="mend the file, or write a new one",
                    )
                ids.add(identifier)
    except OSError as error:
        raise WriteError(f"{path}: cannot be added to: {error}") from error
    if packed is not None and packed.fault:
        raise WriteError(f"{path}: cannot be added to: {packed.fault}")
    return ids


def _identifier(line: bytes) -> str | None:
    """Return the identifier in a whole line of any shape."""
    import orjson

    try:
        value: object = orjson.loads(line)
    except orjson.JSONDecodeError:
        return None
    if not line.endswith(b"\n") or not isinstance(value, dict):
        return None
    record = cast("dict[str, object]", value)
    found = record.get("id") or record.get("identifier") or record.get("uri")
    return str(found).removeprefix("urn:uuid:") if found else None


def copy_existing(path: Path, file: BinaryIO) -> None:
    """Copy the bytes of `path`; a compressed file goes on with a member or frame of its own."""
    with open_file(path) as old:
        shutil.copyfileobj(old, file, 1 << 20)


_BUFFER: Final = 1 << 18  # a record is about as long as the system's block


@contextmanager
def open_output(target: OutputTarget) -> Generator[Sink]:
    """Open the output; a file or folder is there, whole, when the block ends well.

    Raises:
        UsageError: when the wishes contradict each other.
        WriteError: when it cannot be written; what was there before is still there.
    """
    is_feed = target.shape is RecordShape.JSONFEED
    if target.shard_bytes and (target.path is None or target.append or is_feed):
        raise UsageError(
            "--shard-size needs a folder (-o), and takes neither --append nor --shape jsonfeed"
        )
    if target.append and (target.path is None or is_feed):
        raise UsageError("--append needs a file (-o) of JSON Lines")
    if target.shard_bytes and target.path is not None:
        from newskit.records.outputs.shards import shards

        with shards(target.path, target) as sink:
            yield sink
        return
    if target.row_group:
        from newskit.records.outputs.parquet import parquet_sink

        with _file(target) as file, parquet_sink(file, target.row_group) as table:
            yield table
        return
    with _file(target) as file, compressed(file, target.kind) as stream:
        if is_feed:
            yield from _feed(stream, target.dataset)
        else:
            yield stream


@contextmanager
def _file(target: OutputTarget) -> Generator[BinaryIO]:
    if target.path is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    with atomic_file(target.path, _BUFFER) as file:
        if target.append and target.path.exists():
            copy_existing(target.path, file)
        yield file


class _FeedSink:
    """Items of one JSON document, separated by commas."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._separator = b""

    def write(self, line: bytes, /) -> None:
        self._stream.write(self._separator + line)
        self._separator = b","


def _feed(stream: BinaryIO, dataset: str) -> Iterator[Sink]:
    from newskit.records.shapes.jsonfeed import feed_end, feed_start

    stream.write(feed_start(dataset))
    yield _FeedSink(stream)
    stream.write(feed_end())
