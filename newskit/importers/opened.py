"""Sources of importers opened with limits: a file, a .gz, a folder, a zip archive, standard input.

Sizes, counts and paths are checked before anything is read: what an archive says of itself is not
believed (a small file may say that it holds terabytes).
"""

from __future__ import annotations

import gzip
import os
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO, Final, cast

from newskit.errors import ReadError
from newskit.read.source import unsafe_path

__all__ = ["Limits", "Opened", "Part", "open_source"]

HEAD: Final = 64 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """What a source may expand to.

    Attributes:
        members: files in a folder or an archive.
        member_bytes: bytes of one of them.
        total_bytes: bytes of all, or of a compressed file.
        ratio: how many times its packed size a member may have, beyond the first MiB.
    """

    members: int = 200_000
    member_bytes: int = 256 << 20
    total_bytes: int = 64 << 30
    ratio: int = 1000


@dataclass(frozen=True, slots=True)
class Part:
    """A file inside a source.

    Attributes:
        name: path inside it, with ``/``.
        label: the name findings carry.
        data: its bytes; None where it was not read.
        error: why it cannot be read; empty where it can.
    """

    name: str
    label: str
    data: bytes | None = None
    error: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """A source that can be read more than once.

    Attributes:
        path: the name findings carry.
        place: where it is: a file (unpacked, if it was packed or came from standard input), a
            folder or a zip archive.
        limits: what it may expand to.
    """

    path: str
    place: Path
    limits: Limits = Limits()

    @property
    def name(self) -> str:
        """The file name, in small letters, without the ending of a compression."""
        return Path(self.path).name.lower().removesuffix(".gz")

    @property
    def is_many(self) -> bool:
        """Whether it is a folder or a zip archive."""
        return self.place.is_dir() or zipfile.is_zipfile(self.place)

    def head(self) -> bytes:
        """Return the first 64 KiB of a file, or the names in a folder or an archive."""
        if self.is_many:
            names = (name for name, _ in zip(self._names(), range(2000), strict=False))
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

    def parts(self) -> Iterator[Part]:
        """Yield the files of a folder or an archive, sorted by name, one at a time."""
        if self.place.is_dir():
            yield from self._files()
        else:
            with zipfile.ZipFile(self.place) as archive:
                yield from self._members(archive)

    def part(self, name: str) -> Part | None:
        """Return one file of a folder or an archive by its name, or None."""
        if self.place.is_dir():
            file = self.place / name
            return self._file(file, name) if file.is_file() and not file.is_symlink() else None
        with zipfile.ZipFile(self.place) as archive:
            found = [info for info in archive.infolist() if info.filename == name]
            return self._member(archive, found[0]) if found else None

    def _names(self) -> Iterator[str]:
        if self.place.is_dir():
            for path in _walk(self.place):
                yield path.relative_to(self.place).as_posix()
            return
        with zipfile.ZipFile(self.place) as archive:
            yield from (info.filename for info in archive.infolist() if not info.is_dir())

    def _files(self) -> Iterator[Part]:
        for number, path in enumerate(_walk(self.place)):
            if number >= self.limits.members:
                raise ReadError(f"{self.path}: holds more than {self.limits.members:,} files")
            yield self._file(path, path.relative_to(self.place).as_posix())

    def _file(self, path: Path, name: str) -> Part:
        label = str(path)
        try:
            if path.stat().st_size > self.limits.member_bytes:
                return Part(name, label, error=f"is more than {self.limits.member_bytes:,} bytes")
            return Part(name, label, path.read_bytes())
        except OSError as error:
            return Part(name, label, error=f"cannot be read: {error.strerror or error}")

    def _members(self, archive: zipfile.ZipFile) -> Iterator[Part]:
        infos = [info for info in archive.infolist() if not info.is_dir()]
        if len(infos) > self.limits.members:
            raise ReadError(f"{self.path}: holds more than {self.limits.members:,} files")
        total = 0
        for info in sorted(infos, key=lambda one: one.filename):
            part = self._member(archive, info)
            total += len(part.data or b"")
            if total > self.limits.total_bytes:
                raise ReadError(f"{self.path}: expands to more than {self.limits.total_bytes:,}")
            yield part

    def _member(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Part:
        name, label = info.filename, f"{self.path}/{info.filename}"
        if (reason := unsafe_path(name)) is not None:
            return Part(name, label, error=reason)
        if info.flag_bits & 1:
            return Part(name, label, error="is encrypted")
        most = min(self.limits.member_bytes, (1 << 20) + info.compress_size * self.limits.ratio)
        try:
            with archive.open(info) as file:
                data = file.read(most + 1)
        except (OSError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
            return Part(name, label, error=f"cannot be unpacked: {error}")
        if len(data) > most:
            return Part(name, label, error=f"expands to more than {most:,} bytes")
        return Part(name, label, data)


@contextmanager
def open_source(path: str, limits: Limits = Limits()) -> Generator[Opened]:
    """Open what a command line names; ``-`` is standard input.

    Raises:
        ReadError: when it cannot be read, is cut off, or expands beyond the limits.
    """
    if path != "-" and not path.lower().endswith(".gz"):
        if not Path(path).exists():
            raise ReadError(f"{path}: no such file or folder")
        _check_zip(path)
        yield Opened(path, Path(path), limits)
        return
    with tempfile.TemporaryDirectory(prefix="newskit-") as folder:
        place = Path(folder, "source")
        try:
            with place.open("wb") as out:
                if path == "-":
                    _copy(sys.stdin.buffer, out, path, limits)
                else:
                    with gzip.open(path, "rb") as packed:
                        _copy(cast("BinaryIO", packed), out, path, limits)
        except (OSError, EOFError, zlib.error) as error:
            raise ReadError(f"{path}: cannot be unpacked: {error}") from error
        yield Opened(path, place, limits)


def _check_zip(path: str) -> None:
    if not path.lower().endswith((".zip", ".wacz")) or Path(path).is_dir():
        return
    try:
        zipfile.ZipFile(path).close()
    except (OSError, zipfile.BadZipFile) as error:
        raise ReadError(
            f"{path}: is no whole zip archive: {error}", hint="download or copy it again"
        ) from error


def _copy(source: IO[bytes], out: BinaryIO, path: str, limits: Limits) -> None:
    left = limits.total_bytes
    while data := source.read(1 << 20):
        left -= len(data)
        if left < 0:
            raise ReadError(f"{path}: expands to more than {limits.total_bytes:,} bytes")
        out.write(data)


def _walk(folder: Path) -> Iterator[Path]:
    """Yield the regular files below a folder, sorted; links are not followed."""
    for root, folders, names in os.walk(folder, followlinks=False):
        folders.sort()
        for name in sorted(names):
            path = Path(root, name)
            if path.is_file() and not path.is_symlink():
                yield path
