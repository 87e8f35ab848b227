"""Records as Parquet: one schema for every file, row groups by size, the same bytes each time.

Every column has a type of its own, whatever the records hold: texts, lists of texts, one truth
value. Dates are the texts that were written, and `metadata` is JSON text, so no reader changes a
date, loses a key first met late, or meets two names that differ in case alone.
"""

from __future__ import annotations

import io
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO, Final

from newskit.errors import UsageError
from newskit.read.record_shapes import RECORD_FIELDS
from newskit.version import RECORD_VERSION

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
