"""What expands beyond its limits is refused, whatever holds it; the limits are lowered here."""

from __future__ import annotations

import gzip
import io
import sys
import tarfile
import zipfile
import zlib
from pathlib import Path

import pytest

from newskit.errors import ReadError
from newskit.importers.http_body import body_of
from newskit.importers.opened import ReadLimits, open_source

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

BODY = b"word " * 2000


@pytest.mark.parametrize(
    ("encode", "name"),
    [(gzip.compress, "gzip"), (zstd.compress, "zstd"), (zlib.compress, "deflate")],
)
def test_a_body_is_read_up_to_its_limit(encode, name: str) -> None:
    assert body_of(encode(BODY), "", name, len(BODY)) == BODY
    with pytest.raises(ReadError, match="expands to more than 9,999 bytes"):
        body_of(encode(BODY), "", name, len(BODY) - 1)


def test_a_damaged_body_gives_what_there_is() -> None:
    noise = bytes(zlib.crc32(bytes([one % 256, one // 256])) % 256 for one in range(9000))
    packed = gzip.compress(noise)
    assert noise.startswith(body_of(packed[: len(packed) // 2], "", "gzip", 10_000)[:100])
    with pytest.raises(ReadError, match="cannot be unpacked"):
        body_of(b"\x1f\x8bno gzip at all", "", "gzip", 10_000)


@pytest.mark.parametrize(
    ("data", "joined"),
    [
        (b"4\r\nword\r\n5;x=1\r\n more\r\n0\r\n\r\n", b"word more"),
        (b"<p>no chunks</p>", b"<p>no chunks</p>"),
        (b"4\r\nword\r\n9\r\ncut", b"wordcut"),
        (b"beef stew, a line\r\nand more", b"beef stew, a line\r\nand more"),
    ],
)
def test_chunks_are_joined_where_there_are_any(data: bytes, joined: bytes) -> None:
    assert body_of(data, "chunked", "", 1000) == joined


def _tar(path: Path) -> None:
    with tarfile.open(path, "w") as archive:
        for name, data in (("a.html", b"x" * 5000), ("b.html", b"y")):
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
        link = tarfile.TarInfo("c.html")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/hostname"
        archive.addfile(link)


def test_members_of_a_tar_archive_are_bounded_and_links_not_followed(tmp_path: Path) -> None:
    _tar(tmp_path / "s.tar")
    with open_source(str(tmp_path / "s.tar"), ReadLimits(member_bytes=1000)) as source:
        parts = [(part.name, part.data, part.error) for part in source.parts()]
    assert parts == [
        ("a.html", None, "expands to more than 1,000 bytes"),
        ("b.html", b"y", ""),
        ("c.html", None, "is not a file but a link or a device"),
    ]


def test_more_members_than_allowed_are_an_error(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "s.zip", "w") as archive:
        for number in range(5):
            archive.writestr(f"{number}.html", "x")
    limits = ReadLimits(members=4)
    with (
        open_source(str(tmp_path / "s.zip"), limits) as source,
        pytest.raises(ReadError, match="more than 4 files"),
    ):
        list(source.parts())


def test_a_packed_file_expands_within_its_ratio(tmp_path: Path) -> None:
    (tmp_path / "f.xml.gz").write_bytes(gzip.compress(b"\0" * (40 << 20)))
    with open_source(str(tmp_path / "f.xml.gz"), ReadLimits(ratio=2)) as source:
        assert source.fault == "expands more than 2-fold"
        assert source.place.stat().st_size < 20 << 20
    with (
        pytest.raises(ReadError, match="expands to more than 1,000 bytes"),
        open_source(str(tmp_path / "f.xml.gz"), ReadLimits(total_bytes=1000)),
    ):
        pass


def test_a_cut_off_archive_is_an_error(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "s.zip", "w") as archive:
        archive.writestr("a.html", "x" * 100)
    data = (tmp_path / "s.zip").read_bytes()
    (tmp_path / "s.zip").write_bytes(data[:-40])
    with (
        pytest.raises(ReadError, match="not a whole zip archive"),
        open_source(str(tmp_path / "s.zip")),
    ):
        pass
