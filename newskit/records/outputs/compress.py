"""Compression by name or by the ending of a file."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO, cast

from newskit.config.export import Compression

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

__all__ = ["compressed", "compression_of"]


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
