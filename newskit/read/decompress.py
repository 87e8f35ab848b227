"""Compressed files read to their end: what cannot be read behind the good part is reported.

Python's own readers raise in the middle of a read and lose what they had decompressed by then; here
all of it comes out, and `Expanded.fault` says afterwards what the file held besides. A stream that
expands out of all proportion is read no further: a few bytes could fill a disk or the memory.
"""

from __future__ import annotations

import io
import sys
import zlib
from collections.abc import Callable
from typing import IO, Final, Protocol, cast

from newskit.config.model import ReadConfig

_BLOCK: Final = 1 << 16
_FREE: Final = 16 << 20
"""Bytes that may come out of any input, however small."""
_ENDINGS: Final = {".gz": "gzip", ".tgz": "gzip", ".zst": "zstd", ".xz": "xz", ".bz2": "bzip2"}
PACKED: Final = tuple(_ENDINGS)
"""Endings of the names of compressed files."""
_GZIP: Final = 31
"""``wbits`` of zlib: a gzip header and the largest window (zlib's manual, inflateInit2)."""
_XZ_MEMORY: Final = 256 << 20


class _Decompressor(Protocol):
    """What the decompressors of bz2, lzma and zstd have in common: one member of a file."""

    @property
    def eof(self) -> bool:
        """Whether the member has ended."""
        ...

    @property
    def needs_input(self) -> bool:
        """Whether nothing more comes out without further bytes."""
        ...

    @property
    def unused_data(self) -> bytes:
        """What was given and lies behind the member."""
        ...

    def decompress(self, data: bytes, max_length: int, /) -> bytes:
        """Return up to `max_length` bytes."""
        ...


class _Gzip:
    """zlib's decompressor for one member, in the shape of the others."""

    def __init__(self) -> None:
        self._inner = zlib.decompressobj(_GZIP)
        self._left = b""
        self._more = False

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def needs_input(self) -> bool:
        return not self._left and not self._more and not self.eof

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data

    def decompress(self, data: bytes, max_length: int, /) -> bytes:
        out = self._inner.decompress(self._left + data, max_length)
        self._left = self._inner.unconsumed_tail
        self._more = len(out) == max_length
        return out


class Expanded(io.RawIOBase):
    """A stream over what a compressed file holds; it ends where no more can be read.

    Args:
        file: the compressed bytes.
        kind: ``gzip``, ``zstd``, ``xz`` or ``bzip2``.
        ratio: how many times the bytes read so far may come out; 0 for any number.

    Attributes:
        fault: why it ended before the file did; empty for a file that is whole.
    """

    def __init__(self, file: IO[bytes], kind: str, ratio: int) -> None:
        super().__init__()
        self.fault = ""
        self._file = file
        self._kind = kind
        self._make, self._errors = _tools(kind)
        self._ratio = ratio
        self._member: _Decompressor | None = None
        self._waiting = b""
        self._taken = self._given = 0
        self._ended = False

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: object, /) -> int:
        """Fill a buffer as far as there is something; 0 at the end."""
        view = memoryview(cast("bytearray", buffer)).cast("B")
        data = self._next(min(len(view), _BLOCK)) if len(view) else b""
        view[: len(data)] = data
        return len(data)

    def _next(self, most: int) -> bytes:
        while not self._ended:
            try:
                data = self._step(most)
            except self._errors as error:
                self._stop(f"damaged {self._kind} data: {error}")
                break
            self._given += len(data)
            if self._ratio and self._given > _FREE + self._ratio * self._taken:
                self._stop(f"expands more than {self._ratio}-fold")
                break
            if data:
                return data
        return b""

    def _step(self, most: int) -> bytes:
        """Decompress some more; empty where more input is needed first."""
        if self._member is None or self._member.eof:
            self._begin()
            if self._member is None:
                return b""
        given, self._waiting = self._waiting, b""
        if not given and self._member.needs_input:
            given = self._read()
            if not given:
                self._stop(f"the {self._kind} data is cut off")
                return b""
        data = self._member.decompress(given, most)
        if self._member.eof:
            self._waiting = self._member.unused_data
        return data

    def _begin(self) -> None:
        """Go on to the next member; NULs between and behind them are padding."""
        first = self._member is None
        self._member = None
        while True:
            if not first:
                self._waiting = self._waiting.lstrip(b"\0")
            if len(self._waiting) >= _LONGEST_MAGIC:
                break
            more = self._read()
            self._waiting += more
            if not more:
                break
        if not self._waiting:
            self._stop("is empty, which no compressed file is" if first else "")
            return
        if not first and not self._waiting.startswith(_MAGIC[self._kind]):
            self._stop(f"bytes behind the {self._kind} data that do not belong to it")
            return
        if first and self._kind == "zstd" and self._waiting.startswith(_DICTIONARY_FRAME):
            self._take_dictionary()
        self._member = self._make()

    def _take_dictionary(self) -> None:
        """Take the dictionary of the frames that follow, which a .warc.zst file begins with."""
        size = int.from_bytes(self._waiting[4:8].ljust(4, b"\0"), "little")
        if size > _LARGEST_DICTIONARY:
            return
        while len(self._waiting) < 8 + size:
            more = self._read()
            if not more:
                return
            self._waiting += more
        self._make = _with_dictionary(self._waiting[8 : 8 + size], self._make)

    def _read(self) -> bytes:
        data = self._file.read(_BLOCK)
        self._taken += len(data)
        return data

    def _stop(self, fault: str) -> None:
        self.fault = fault
        self._ended = True


# RFC 1952, 2.3.1; RFC 8878, 3.1 (the magic number and those of skippable frames differ); the .xz
# File Format, 2.1.1.1; bzip2's manual, "BZh".
_MAGIC: Final[dict[str, bytes | tuple[bytes, ...]]] = {
    "gzip": b"\x1f\x8b",
    "zstd": (b"\x28\xb5\x2f\xfd", *(bytes([0x50 + one, 0x2A, 0x4D, 0x18]) for one in range(16))),
    "xz": b"\xfd7zXZ\0",
    "bzip2": b"BZh",
}
_LONGEST_MAGIC: Final = 8
# IIPC, "Zstandard compression for WARC files" 1.0: a skippable frame of this number comes first.
_DICTIONARY_FRAME: Final = b"\x5d\x2a\x4d\x18"
_DICTIONARY: Final = b"\x37\xa4\x30\xec"
_LARGEST_DICTIONARY: Final = 32 << 20


def expanded(file: IO[bytes], name: str, config: ReadConfig) -> Expanded | None:
    """Return a stream over what a compressed file holds; None for one that is not compressed.

    Args:
        file: the bytes of the file.
        name: its name, whose ending says how it is compressed.
        config: how far it may expand.
    """
    low = name.lower()
    kind = next((kind for ending, kind in _ENDINGS.items() if low.endswith(ending)), "")
    return Expanded(file, kind, config.max_expansion) if kind else None


def _tools(kind: str) -> tuple[Callable[[], _Decompressor], tuple[type[Exception], ...]]:
    """Return what makes a decompressor, and the errors it raises."""
    if kind == "gzip":
        return _Gzip, (zlib.error,)
    if kind == "bzip2":
        from bz2 import BZ2Decompressor

        return BZ2Decompressor, (OSError, ValueError, EOFError)
    if kind == "xz":
        from lzma import LZMADecompressor, LZMAError

        return lambda: LZMADecompressor(memlimit=_XZ_MEMORY), (LZMAError, EOFError)
    if sys.version_info >= (3, 14):
        from compression.zstd import ZstdDecompressor, ZstdError
    else:
        from backports.zstd import ZstdDecompressor, ZstdError
    return ZstdDecompressor, (ZstdError, EOFError)


def _with_dictionary(data: bytes, make: Callable[[], _Decompressor]) -> Callable[[], _Decompressor]:
    """Return what makes a decompressor that knows a dictionary, which may be compressed itself."""
    if sys.version_info >= (3, 14):
        from compression.zstd import ZstdDecompressor, ZstdDict
    else:
        from backports.zstd import ZstdDecompressor, ZstdDict
    if not data.startswith(_DICTIONARY):
        data = ZstdDecompressor().decompress(data, _LARGEST_DICTIONARY)
    if not data.startswith(_DICTIONARY):
        return make
    dictionary = ZstdDict(data)
    return lambda: ZstdDecompressor(zstd_dict=dictionary)
