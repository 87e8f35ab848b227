"""Where records are written: parts put in place as a whole, as JSON Lines or Parquet."""

from __future__ import annotations

import io
import shutil
import sys
from collections.abc import Generator, Iterator
from contextlib import ExitStack, contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO, Final, Protocol, Self, cast

from newskit.config.export import Compression, RecordShape
from newskit.config.model import ReadConfig
from newskit.errors import UsageError, WriteError
from newskit.files import Taken, atomic_file, open_file, replace_folder, temporary_folder
from newskit.frozen import dataclass
from newskit.lazy import lazy
from newskit.read.decompress import expanded
from newskit.read.record_shapes import RECORD_FIELDS
from newskit.records.shapes import dataset_card, feed_end, feed_start, worded_columns
from newskit.version import RECORD_VERSION

# Records as Parquet: one schema for every file, row groups by size, the same bytes each time.
#
# Every column has a type of its own, whatever the records hold: texts, lists of texts, one truth
# value. Dates are the texts that were written, and `metadata` is JSON text, so no reader changes a
# date, loses a key first met late, or meets two names that differ in case alone.

LISTS: Final = frozenset({"authors", "categories", "tags"})
"""Columns that hold lists of texts."""

ROW_GROUP: Final = 16 << 20
"""Bytes of JSON in a row group, unless the user says another size."""

_ROWS: Final = 1_000  # read at once; bodies are long


def _arrow() -> tuple[Any, ...]:
    """Import pyarrow, its reader of JSON and its Parquet.

    Raises:
        UsageError: when it is not installed.
    """
    try:
        return tuple(map(import_module, ("pyarrow", "pyarrow.json", "pyarrow.parquet")))
    except ImportError as error:
        raise UsageError(
            "Parquet needs pyarrow, which is not installed",
            hint="pip install 'newskit[parquet]'",
        ) from error


def _schema(arrow: Any) -> Any:
    types = dict.fromkeys(LISTS, arrow.list_(arrow.string()))
    types["draft"] = arrow.bool_()
    fields = [(name, types.get(name, arrow.string())) for name in RECORD_FIELDS]
    return arrow.schema(fields, metadata={"newskit.record": str(RECORD_VERSION)})


class ParquetSink:
    """Lines of the shape ``hf`` into a Parquet file, a row group at a time.

    Args:
        file: where the file goes; it is only written to, front to back.
        group: bytes of JSON in a row group.
    """

    def __init__(self, file: BinaryIO, group: int = ROW_GROUP) -> None:
        self._arrow, self._json, parquet = _arrow()
        self._schema = _schema(self._arrow)
        self._group = group
        self._lines = io.BytesIO()
        # Neither the time nor the machine goes into the file.
        self._writer = parquet.ParquetWriter(
            file, self._schema, compression="zstd", compression_level=3, version="2.6"
        )

    def write(self, line: bytes, /) -> None:
        """Take a line, which ends with LF."""
        if self._lines.tell() and self._lines.tell() + len(line) > self._group:
            self._flush()
        self._lines.write(line)

    def close(self) -> None:
        """Write what is left, and the end of the file."""
        self._flush()
        self._writer.close()

    def abandon(self) -> None:
        """Leave the file as it is: else pyarrow ends it, when it is closed already."""
        self._writer.is_open = False

    def _flush(self) -> None:
        size = self._lines.tell()
        if not size:
            return
        self._lines.seek(0)
        # With its type said, no text is taken for a date; one block, however long a record is.
        table = self._json.read_json(
            self._lines,
            read_options=self._json.ReadOptions(use_threads=False, block_size=size + 1),
            parse_options=self._json.ParseOptions(
                explicit_schema=self._schema, unexpected_field_behavior="error"
            ),
        )
        self._writer.write_table(table, row_group_size=table.num_rows)
        self._lines = io.BytesIO()


@contextmanager
def parquet_sink(file: BinaryIO, group: int = ROW_GROUP) -> Generator[ParquetSink]:
    """Open a Parquet file in `file`; it is whole when the block ends well.

    Raises:
        UsageError: when pyarrow is not installed.
    """
    sink = ParquetSink(file, group)
    try:
        yield sink
    except BaseException:
        sink.abandon()
        raise
    sink.close()


def read_rows(path: Path) -> Iterator[dict[str, object]]:
    """Yield the rows of a Parquet file; memory holds a few of them.

    Raises:
        UsageError: when pyarrow is not installed.
        ValueError: when the file is not Parquet.
    """
    arrow, _, parquet = _arrow()
    try:
        with parquet.ParquetFile(path) as file:
            for batch in file.iter_batches(batch_size=_ROWS):
                yield from batch.to_pylist()
    except arrow.ArrowInvalid as error:
        raise ValueError(str(error).splitlines()[0]) from error


# Where records go, and what takes them.


class Sink(Protocol):
    """Something that takes lines."""

    def write(self, line: bytes, /) -> object:
        """Take a line, which ends with LF."""


@dataclass(frozen=True, slots=True)
class OutputTarget:
    """Where records go.

    Attributes:
        path: a file; a folder for several files; None for standard output.
        shape: that of the records (JSON Feed is one document, hf has a dataset card).
        dataset: name of the collection.
        compression: ``auto`` goes by the ending of `path`.
        shard_bytes: largest size of a part before compression, in bytes; 0 for one file.
        append: whether new records go behind those that are there.
        row_group: bytes of JSON in a row group of Parquet; 0 for JSON Lines.
    """

    path: Path | None
    shape: RecordShape = RecordShape.NEWSKIT
    dataset: str = "newskit"
    compression: Compression = Compression.AUTO
    shard_bytes: int = 0
    append: bool = False
    row_group: int = 0

    @property
    def kind(self) -> Compression:
        """The compression, settled."""
        return compression_of(None if self.shard_bytes else self.path, self.compression)


def compression_of(path: Path | None, stated: Compression) -> Compression:
    """Return the compression for a file: as stated, or by the ending of its name."""
    if stated is not Compression.AUTO:
        return stated
    endings = {".gz": Compression.GZ, ".zst": Compression.ZST}
    return endings.get(path.suffix.lower(), Compression.NONE) if path else Compression.NONE


@contextmanager
def compressed(file: BinaryIO, kind: Compression) -> Generator[BinaryIO]:
    """Open a stream that compresses into `file`; the same bytes in give the same bytes out."""
    if kind is Compression.GZ:
        import gzip

        # Neither name nor time goes into the header (RFC 1952, section 2.3).
        with gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=0) as stream:
            yield cast("BinaryIO", stream)
    elif kind is Compression.ZST:
        if sys.version_info >= (3, 14):
            from compression import zstd
        else:
            from backports import zstd
        with zstd.ZstdFile(file, mode="wb") as stream:
            yield cast("BinaryIO", stream)
    else:
        yield file


# Opening an output: one place that knows the kinds there are.

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
        with shards(target.path, target) as sink:
            yield sink
        return
    if target.row_group:
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
    stream.write(feed_start(dataset))
    yield _FeedSink(stream)
    stream.write(feed_end())


_OURS: Final = lazy(r"part-\d{5}-of-\d{5}\.(?:jsonl(?:\.gz|\.zst)?|parquet)|README\.md")


@contextmanager
def shards(folder: Path, target: OutputTarget) -> Generator[Sink]:
    """Open a folder of parts; it takes the place of one that holds nothing else.

    Raises:
        WriteError: when `folder` holds other files or cannot be written.
    """
    if folder.exists():
        foreign = next((name for name in _names(folder) if not _OURS.fullmatch(name)), None)
        if foreign is not None:
            raise WriteError(
                f"{folder}: holds {foreign}, which is not part of a former export",
                hint="choose an empty or a new folder",
            )
    with temporary_folder(folder) as temporary:
        with _Parts(temporary, target) as parts:
            yield parts
        parts.finish()
        replace_folder(temporary, folder)


def _names(folder: Path) -> list[str]:
    try:
        return sorted(entry.name for entry in folder.iterdir())
    except OSError as error:
        raise WriteError(f"{folder}: is not a folder that can be read: {error.strerror}") from error


class _Parts:
    """Lines into numbered files, each up to a size."""

    def __init__(self, folder: Path, target: OutputTarget) -> None:
        self._folder = folder
        self._target = target
        self._stack = ExitStack()
        self._stream: Sink | None = None
        self._part_bytes = 0
        self._parts = 0
        self._lines = 0
        self._bytes = 0
        self._worded: frozenset[str] = frozenset()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def write(self, line: bytes, /) -> None:
        if self._stream is None or (
            self._part_bytes and self._part_bytes + len(line) > self._target.shard_bytes
        ):
            self._next()
        if self._stream is not None:
            self._stream.write(line)
        if self._target.shape is RecordShape.HF and len(self._worded) < 2:
            self._worded |= worded_columns(line)
        self._part_bytes += len(line)
        self._bytes += len(line)
        self._lines += 1

    def _next(self) -> None:
        self._stack.close()
        file = self._stack.enter_context((self._folder / f"{self._parts:05}").open("wb"))
        if self._target.row_group:
            group = min(self._target.row_group, self._target.shard_bytes)
            self._stream = self._stack.enter_context(parquet_sink(file, group))
        else:
            self._stream = self._stack.enter_context(compressed(file, self._target.kind))
        self._parts += 1
        self._part_bytes = 0

    def finish(self) -> None:
        """Name the parts now that their number is known, and add the dataset card."""
        ending = ".parquet" if self._target.row_group else f".jsonl{self._target.kind.suffix}"
        for part in range(self._parts):
            name = f"part-{part:05}-of-{self._parts:05}{ending}"
            (self._folder / f"{part:05}").rename(self._folder / name)
        if self._target.shape is RecordShape.HF:
            pattern = f"part-*{ending}"
            card = dataset_card(
                self._target.dataset, self._lines, self._bytes, pattern, self._worded
            )
            (self._folder / "README.md").write_text(card, encoding="utf-8", newline="\n")
