"""Opening an output: one place that knows the kinds there are."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO, Final

from newskit.config.export import RecordProfile
from newskit.errors import UsageError
from newskit.files import atomic_file
from newskit.records.outputs.compress import compressed

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from newskit.records.outputs.target import OutputTarget, Sink

__all__ = ["open_output"]

_BUFFER: Final = 1 << 18  # a record is about as long as the system's block


@contextmanager
def open_output(target: OutputTarget) -> Generator[Sink]:
    """Open the output; a file or folder is there, whole, when the block ends well.

    Raises:
        UsageError: when the wishes contradict each other.
        WriteError: when it cannot be written; what was there before is still there.
    """
    is_feed = target.profile is RecordProfile.JSONFEED
    if target.shard_bytes and (target.path is None or target.append or is_feed):
        raise UsageError(
            "--shard-size needs a folder (-o), and takes neither --append nor --profile jsonfeed"
        )
    if target.append and (target.path is None or is_feed):
        raise UsageError("--append needs a file (-o) of JSON Lines")
    if target.shard_bytes and target.path is not None:
        from newskit.records.outputs.shards import shards

        with shards(target.path, target) as sink:
            yield sink
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
            from newskit.records.outputs.append import copy_existing

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
    from newskit.records.profiles.jsonfeed import feed_end, feed_start

    stream.write(feed_start(dataset))
    yield _FeedSink(stream)
    stream.write(feed_end())
