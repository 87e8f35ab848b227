"""Which image slots get a picture, and where its bytes are."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

__all__ = ["Picture"]


@dataclass(frozen=True, slots=True)
class Picture:
    """An image file of a book.

    Attributes:
        path: path in the package, named after the content.
        media_type: an EPUB core media type.
        width: width in pixels; 0 when unknown.
        height: height in pixels; 0 when unknown.
        data: the bytes, or the file they are in.
    """

    path: str
    media_type: str
    width: int
    height: int
    data: bytes | Path

    def read(self) -> bytes:
        """Return the bytes."""
        return self.data.read_bytes() if isinstance(self.data, Path) else self.data
