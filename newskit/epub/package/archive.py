"""The ``.epub`` file: a ZIP whose bytes depend on nothing but its content.

OCF ZIP container, EPUB 3.3, section 4.2 (https://www.w3.org/TR/epub-33/#sec-container-zip):
``mimetype`` first, stored, without extra field. Times are 1980-01-01, modes 0644. The deflate
stream comes from libdeflate in a pinned package, because the zlib that Python is built with
differs from machine to machine, and so would the bytes.
"""

from __future__ import annotations

import struct
import zlib
from typing import BinaryIO

from newskit.errors import WriteError

_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_VERSION = 20
_MADE_BY_UNIX = 3 << 8 | _VERSION
_FIRST_DAY = 1 << 5 | 1  # MS-DOS date of 1980-01-01
_MODE = 0o100644 << 16
_STORED_SUFFIXES = (".jpg", ".jpeg", ".png", ".gif", ".webp")
_LIMIT = 0xFFFF_FFFF
_MAX_ENTRIES = 0xFFFF
_LEVEL = 6


class ArchiveWriter:
    """Writes entries one by one; `close` ends the archive.

    Args:
        file: where the bytes go; only written, never read or moved back.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._offset = 0
        self._directory: list[bytes] = []

    def add(self, name: str, data: bytes) -> None:
        """Append an entry; `name` is ASCII.

        Raises:
            WriteError: when the archive grows past 4 GB or 65,535 entries.
        """
        method, body = _compress(name, data)
        encoded = name.encode("ascii")
        if self._offset + len(body) + len(encoded) > _LIMIT - _LOCAL.size:
            raise WriteError("an EPUB cannot be larger than 4 GB", hint="use split")
        if len(self._directory) >= _MAX_ENTRIES:
            raise WriteError("an EPUB cannot have more than 65,535 files", hint="use split")
        facts = (0, method, 0, _FIRST_DAY, zlib.crc32(data), len(body), len(data), len(encoded), 0)
        header = _LOCAL.pack(b"PK\3\4", _VERSION, *facts) + encoded
        self._directory.append(
            _CENTRAL.pack(b"PK\1\2", _MADE_BY_UNIX, _VERSION, *facts, 0, 0, 0, _MODE, self._offset)
            + encoded
        )
        self._file.write(header)
        self._file.write(body)
        self._offset += len(header) + len(body)

    def close(self) -> None:
        """Write the central directory."""
        directory = b"".join(self._directory)
        count = len(self._directory)
        self._file.write(directory)
        self._file.write(_END.pack(b"PK\5\6", 0, 0, count, count, len(directory), self._offset, 0))


def _compress(name: str, data: bytes) -> tuple[int, bytes]:
    if name == "mimetype" or name.endswith(_STORED_SUFFIXES):
        return 0, data
    # The package has no complete types; what it returns is a bytearray.
    from deflate import deflate_compress  # pyright: ignore[reportUnknownVariableType]

    body = bytes(deflate_compress(data, _LEVEL))
    return (8, body) if len(body) < len(data) else (0, data)
