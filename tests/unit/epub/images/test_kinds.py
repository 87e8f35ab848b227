from __future__ import annotations

import struct

import pytest

from newskit.epub.images import ImageKind, image_kind

PNG = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + struct.pack(">II", 320, 200)
JPEG = b"\xff\xd8\xff\xe0\0\x04ab\xff\xc0\0\x11\x08" + struct.pack(">HH", 200, 320) + b"\0" * 9
WEBP = b"RIFF\0\0\0\0WEBPVP8X\0\0\0\0\0\0\0\0" + b"\x3f\x01\0" + b"\xc7\0\0"
LOSSLESS = b"RIFF\0\0\0\0WEBPVP8L\0\0\0\0\x2f" + struct.pack("<I", 319 | 199 << 14)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (PNG, ImageKind("image/png", "png", 320, 200)),
        (JPEG, ImageKind("image/jpeg", "jpg", 320, 200)),
        (b"GIF89a" + struct.pack("<HH", 320, 200), ImageKind("image/gif", "gif", 320, 200)),
        (WEBP, ImageKind("image/webp", "webp", 320, 200)),
        (LOSSLESS, ImageKind("image/webp", "webp", 320, 200)),
        (b'<?xml version="1.0"?><svg xmlns="x"/>', ImageKind("image/svg+xml", "svg")),
        (b"\0\0\0\x20ftypavif" + b"\0" * 20, None),
        (b"<html><svg></svg></html>", None),
        (b"\x89PNG\r\n\x1a\n", None),
        (b"\xff\xd8\xff", None),
        (b"", None),
    ],
)
def test_the_bytes_tell_the_kind_and_the_size(data: bytes, expected: ImageKind | None) -> None:
    assert image_kind(data) == expected
