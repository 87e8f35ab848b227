"""Rows of Parquet files to records, which the importer of JSON Lines takes."""

from __future__ import annotations

import glob
from typing import TYPE_CHECKING

from newskit.errors import ReadError
from newskit.read.source import Source
from newskit.records.parquet import read_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path


def row_sources(paths: Iterable[str]) -> Iterator[Source]:
    """Yield a source for each row of Parquet files, in order; memory holds a few rows.

    Args:
        paths: files, folders of ``.parquet`` files, patterns, or ``-`` for standard input.

    Raises:
        ReadError: when there is no such file.
        UsageError: when pyarrow is not installed.
    """
    for name in paths:
        if name == "-":
            yield from _piped()
            continue
        for path in _files(name):
            yield from _rows(path, str(path))


def _piped() -> Iterator[Source]:
    """Yield the rows of standard input, kept in a file: Parquet is read from its end."""
    import shutil
    import sys
    from pathlib import Path
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(prefix="newskit-") as folder:
        place = Path(folder, "piped.parquet")
        with place.open("wb") as out:
            shutil.copyfileobj(sys.stdin.buffer, out)
        yield from _rows(place, "-")


def _files(name: str) -> list[Path]:
    from pathlib import Path

    path = Path(name)
    if path.is_dir():
        found = sorted(path.rglob("*.parquet"))
    elif path.exists():
        found = [path]
    else:
        found = [Path(one) for one in sorted(glob.glob(name, recursive=True))]  # noqa: PTH207
    if not found:
        raise ReadError(f"{name}: no such Parquet file", hint="check the path or the pattern")
    return found


def _rows(path: Path, label: str) -> Iterator[Source]:
    import orjson

    line = 0
    try:
        for line, row in enumerate(read_rows(path), start=1):
            data = orjson.dumps(row, default=str)
            yield Source(label, path.name, data, line)
    except (OSError, ValueError) as error:
        yield Source(label, path.name, line=line + 1, error=f"cannot be read: {error}")
