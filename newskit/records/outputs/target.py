"""Where records go, and what takes them."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO, Protocol, cast

from newskit.config.export import Compression, RecordShape
from newskit.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

__all__ = ["OutputTarget", "Sink", "compressed", "compression_of"]


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
