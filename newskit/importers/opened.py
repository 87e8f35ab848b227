"""Sources of importers, opened with limits: files, packed files, folders, archives, ``-``."""

from __future__ import annotations

import io
import sys
import tempfile
import zipfile
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from json import JSONDecodeError
from pathlib import Path
from typing import IO, BinaryIO, Final, cast

from newskit.config.model import ReadConfig
from newskit.errors import ReadError
from newskit.files import open_file
from newskit.importers.archives import (
    LIMITS,
    FileSet,
    FolderFiles,
    ReadLimits,
    SourceFile,
    TarArchive,
    ZipArchive,
)
from newskit.parsing import load_whole_json
from newskit.read.decompress import PACKED, expanded

HEAD: Final = 64 * 1024
_RECORDS: Final = (".warc.gz", ".arc.gz", ".warc.zst")
"""Packed record by record: their reader goes to a record without unpacking those before it."""
_MAGIC: Final = {
    b"\x1f\x8b": ".gz",
    b"\x28\xb5\x2f\xfd": ".zst",
    b"BZh": ".bz2",
    b"\xfd7zXZ": ".xz",
}


@dataclass(frozen=True, slots=True)
class Opened:
    """A source that can be read more than once.

    Attributes:
        path: the name findings carry.
        place: where it is: a file (unpacked, if it was packed or came from standard input), a
            folder or an archive.
        limits: what it may expand to.
        container: its files, where it is a folder or an archive.
        fault: why it is not read to its end; empty where it is whole.
    """

    path: str
    place: Path
    limits: ReadLimits = LIMITS
    container: FileSet | None = None
    fault: str = ""

    @property
    def name(self) -> str:
        """The file name, in small letters, without the ending of a compression."""
        name = Path(self.path).name.lower()
        return next((name.removesuffix(one) for one in PACKED if name.endswith(one)), name)

    @property
    def is_many(self) -> bool:
        """Whether it is a folder or an archive."""
        return self.container is not None

    def head(self) -> bytes:
        """Return the first 64 KiB of a file, or the names in a folder or an archive."""
        if self.container is not None:
            names = (name for name, _ in zip(self.container.names(), range(2000), strict=False))
            return "\n".join(names).encode("utf-8", "surrogateescape")
        with self.place.open("rb") as file:
            return file.read(HEAD)

    @contextmanager
    def stream(self) -> Generator[BinaryIO]:
        """Open the file from its beginning."""
        if self.is_many:
            raise ReadError(f"{self.path}: is a folder or an archive; one file was expected")
        with self.place.open("rb") as file:
            yield file

    def read(self) -> bytes:
        """Return the whole file.

        Raises:
            ReadError: when it is larger than one file may be.
        """
        with self.stream() as file:
            data = file.read(self.limits.member_bytes + 1)
        if len(data) > self.limits.member_bytes:
            raise ReadError(f"{self.path}: is more than {self.limits.member_bytes:,} bytes")
        return data

    @property
    def is_json(self) -> bool:
        """Whether the file begins as JSON does, behind a byte order mark."""
        start = self.head()[:64].replace(b"\x00", b"")
        return start.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")[:1] in {b"{", b"["}

    def json(self) -> object:
        """Return the value of a file of JSON, with a byte order mark or in UTF-16 too.

        Where a name is given twice, both values are in it (`newskit.parsing.load_whole_json`).

        Raises:
            ReadError: when it is not JSON, with the line, or larger than one file may be.
        """
        data = self.read().removeprefix(b"\xef\xbb\xbf")
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            data = data.decode("utf-16", "replace").encode("utf-8", "replace")
        try:
            return load_whole_json(data)
        except JSONDecodeError as error:
            why = f"{self.path}: is not JSON: {error.msg}, line {error.lineno}"
            raise ReadError(why) from error

    def parts(self) -> Iterator[SourceFile]:
        """Yield the files of a folder or an archive, sorted by name, one at a time."""
        if self.container is not None:
            yield from self.container.parts()

    def part(self, name: str) -> SourceFile | None:
        """Return one file of a folder or an archive by its name, or None."""
        return self.container.part(name) if self.container is not None else None


@contextmanager
def open_source(path: str, limits: ReadLimits = LIMITS) -> Generator[Opened]:
    """Open what a command line names; ``-`` is standard input.

    What can be unpacked of a damaged file is read, and `Opened.fault` says what is missing.

    Raises:
        ReadError: when it cannot be read, or is not a whole archive.
    """
    if path != "-" and not Path(path).exists():
        raise ReadError(f"{path}: no such file or folder")
    if path != "-" and not Path(path).is_dir():
        _check_file(path)
    packed = path.lower().endswith(PACKED) and not path.lower().endswith(_RECORDS)
    if path != "-" and (not packed or Path(path).is_dir()):
        with _opened(path, Path(path), limits) as opened:
            yield opened
        return
    with tempfile.TemporaryDirectory(prefix="newskit-") as folder:
        place, fault, name = Path(folder, "source"), "", path
        try:
            if path == "-":
                _copy(sys.stdin.buffer, place, path, limits)
                name = _packed_name(place)
            if name != "-":
                place, fault = _unpacked(path, place, name, limits)
        except OSError as error:
            raise ReadError(f"{path}: cannot be read: {error.strerror or error}") from error
        with _opened(path, place, limits, fault) as opened:
            yield opened


def _check_file(path: str) -> None:
    """Refuse what would keep its reader waiting."""
    try:
        open_file(path).close()
    except OSError as error:
        raise ReadError(f"{path}: cannot be read: {error.strerror or error}") from error


@contextmanager
def _opened(path: str, place: Path, limits: ReadLimits, fault: str = "") -> Generator[Opened]:
    container = _container(path, place, limits)
    try:
        yield Opened(path, place, limits, container, fault)
    finally:
        if container is not None:
            container.close()


def _container(path: str, place: Path, limits: ReadLimits) -> FileSet | None:
    if place.is_dir():
        return FolderFiles(place, limits)
    low = path.lower()
    if low.endswith((".zip", ".wacz")) or zipfile.is_zipfile(place):
        return ZipArchive(path, place, limits)
    if low.endswith((".tar", ".tgz")) or ".tar." in Path(low).name:
        return TarArchive(path, place, limits)
    return None


def _packed_name(place: Path) -> str:
    """Return a name that says how a file is packed, by its first bytes; ``-`` for a plain one."""
    with place.open("rb") as file:
        head = file.read(8)
    return next((f"source{one}" for magic, one in _MAGIC.items() if head.startswith(magic)), "-")


def _unpacked(path: str, place: Path, name: str, limits: ReadLimits) -> tuple[Path, str]:
    """Write what a packed file holds beside `place`; return where, and what is missing."""
    made = place.with_name("unpacked")
    with (place if path == "-" else Path(path)).open("rb") as file:
        stream = expanded(file, name, ReadConfig(max_expansion=limits.ratio))
        if stream is None:
            return place, ""
        _copy(cast("BinaryIO", io.BufferedReader(stream, 1 << 17)), made, path, limits)
    return made, stream.fault


def _copy(source: IO[bytes], place: Path, path: str, limits: ReadLimits) -> None:
    left = limits.total_bytes
    with place.open("wb") as out:
        while data := source.read(1 << 20):
            left -= len(data)
            if left < 0:
                raise ReadError(f"{path}: expands to more than {limits.total_bytes:,} bytes")
            out.write(data)
