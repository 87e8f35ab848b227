"""Where records go, and what takes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from newskit.config.export import Compression, RecordShape
from newskit.frozen import dataclass
from newskit.records.outputs.compress import compression_of

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["OutputTarget", "Sink"]


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
