"""What holds many files: a folder, a zip archive, a tar archive; each member checked and bounded.

What an archive states about itself is not believed: a small file may say that it holds terabytes,
and a member may be named ``../x``.
"""

from __future__ import annotations

import os
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final, Protocol, cast

from newskit.errors import ReadError
from newskit.read.source import unsafe_path

_FREE: Final = 1 << 20
_DAMAGE: Final = (
    OSError,
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    EOFError,
    NotImplementedError,
)


@dataclass(frozen=True, slots=True)
class ReadLimits:
    """What a source may expand to.

    Attributes:
        members: files in a folder or an archive.
        member_bytes: bytes of one of them that is read as a whole.
        total_bytes: bytes of all, or of a compressed file.
        ratio: how many times its packed size a member may have, beyond the first MiB.
    """

    members: int = 200_000
    member_bytes: int = 256 << 20
    total_bytes: int = 64 << 30
    ratio: int = 1000


LIMITS: Final = ReadLimits()


@dataclass(frozen=True, slots=True)
class SourceFile:
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


class FileSet(Protocol):
    """Many files under one name."""

    def names(self) -> Iterator[str]:
        """Yield the names of the files, as they stand."""
        ...

    def parts(self) -> Iterator[SourceFile]:
        """Yield the files, sorted by name, one at a time.

        Raises:
            ReadError: when there are too many, or they are too large together.
        """
        ...

    def part(self, name: str) -> SourceFile | None:
        """Return one file by its name; None where there is no such file."""
        ...

    def copy(self, name: str, place: Path) -> str:
        """Write one file, however large, to `place`; return why it cannot be read, or nothing."""
        ...

    def close(self) -> None:
        """Let go of the archive."""
        ...


class FolderFiles:
    """The regular files below a folder; links are not followed."""

    def __init__(self, place: Path, limits: ReadLimits) -> None:
        self._place, self._limits = place, limits

    def names(self) -> Iterator[str]:
        """Yield the names of the files."""
        for path in _walk(self._place):
            yield path.relative_to(self._place).as_posix()

    def parts(self) -> Iterator[SourceFile]:
        """Yield the files, sorted by name."""
        for number, path in enumerate(_walk(self._place)):
            if number >= self._limits.members:
                raise ReadError(f"{self._place}: holds more than {self._limits.members:,} files")
            yield self._read(path, path.relative_to(self._place).as_posix())

    def part(self, name: str) -> SourceFile | None:
        """Return one file by its name."""
        file = self._place / name
        return self._read(file, name) if file.is_file() and not file.is_symlink() else None

    def copy(self, name: str, place: Path) -> str:
        """Make `place` a link to the file: it is read where it lies."""
        place.symlink_to(Path(self._place, name).resolve())
        return ""

    def close(self) -> None:
        """Nothing is held open."""

    def _read(self, path: Path, name: str) -> SourceFile:
        most = self._limits.member_bytes
        try:
            if path.stat().st_size > most:
                return SourceFile(name, str(path), error=f"is more than {most:,} bytes")
            return SourceFile(name, str(path), path.read_bytes())
        except OSError as error:
            return SourceFile(name, str(path), error=f"cannot be read: {error.strerror or error}")


@dataclass(frozen=True, slots=True)
class _Member:
    """A file of an archive, as the archive lists it."""

    name: str
    info: zipfile.ZipInfo | tarfile.TarInfo
    packed: int
    size: int
    error: str = ""


class _Archive:
    """What zip and tar archives have in common: members are looked up by their names."""

    def __init__(self, path: str, limits: ReadLimits) -> None:
        self._path, self._limits = path, limits
        self._members: dict[str, _Member] | None = None

    def names(self) -> Iterator[str]:
        """Yield the names of the files."""
        yield from self._listed()

    def parts(self) -> Iterator[SourceFile]:
        """Yield the files, sorted by name."""
        found = self._listed()
        if len(found) > self._limits.members:
            raise ReadError(f"{self._path}: holds more than {self._limits.members:,} files")
        total = 0
        for name in sorted(found):
            part = self._read(found[name])
            total += len(part.data or b"")
            if total > self._limits.total_bytes:
                raise ReadError(f"{self._path}: expands to more than {self._limits.total_bytes:,}")
            yield part

    def part(self, name: str) -> SourceFile | None:
        """Return one file by its name."""
        member = self._listed().get(name)
        return self._read(member) if member is not None else None

    def copy(self, name: str, place: Path) -> str:
        """Write one file to `place`, in pieces."""
        member = self._listed()[name]
        if reason := self._refusal(member):
            return reason
        most = min(self._limits.total_bytes, _FREE + member.packed * self._limits.ratio)
        try:
            with self._open(member) as file, place.open("wb") as out:
                while data := file.read(1 << 20):
                    most -= len(data)
                    if most < 0:
                        return "expands out of all proportion"
                    out.write(data)
        except _DAMAGE as error:
            return f"cannot be unpacked: {error}"
        return ""

    def _read(self, member: _Member) -> SourceFile:
        name, label = member.name, f"{self._path}/{member.name}"
        if reason := self._refusal(member):
            return SourceFile(name, label, error=reason)
        most = min(self._limits.member_bytes, _FREE + member.packed * self._limits.ratio)
        try:
            with self._open(member) as file:
                data = file.read(most + 1)
        except _DAMAGE as error:
            return SourceFile(name, label, error=f"cannot be unpacked: {error}")
        if len(data) > most:
            return SourceFile(name, label, error=f"expands to more than {most:,} bytes")
        if len(data) < member.size:
            return SourceFile(name, label, error="cannot be unpacked: it is cut off")
        return SourceFile(name, label, data)

    def _refusal(self, member: _Member) -> str:
        return member.error or unsafe_path(member.name) or ""

    def _listed(self) -> dict[str, _Member]:
        if self._members is None:
            self._members = {one.name: one for one in self._list()}
        return self._members

    def _list(self) -> Iterator[_Member]:
        raise NotImplementedError

    def _open(self, member: _Member) -> IO[bytes]:
        raise NotImplementedError


class ZipArchive(_Archive):
    """A zip archive.

    Raises:
        ReadError: when it is not a whole zip archive.
    """

    def __init__(self, path: str, place: Path, limits: ReadLimits) -> None:
        super().__init__(path, limits)
        try:
            self._zip = zipfile.ZipFile(place)
        except (OSError, zipfile.BadZipFile) as error:
            raise ReadError(
                f"{path}: is not a whole zip archive: {error}", hint="download or copy it again"
            ) from error

    def close(self) -> None:
        """Close the archive."""
        self._zip.close()

    def _list(self) -> Iterator[_Member]:
        for info in self._zip.infolist():
            if not info.is_dir():
                error = "is encrypted" if info.flag_bits & 1 else ""
                yield _Member(info.filename, info, info.compress_size, 0, error)

    def _open(self, member: _Member) -> IO[bytes]:
        return self._zip.open(cast("zipfile.ZipInfo", member.info))


class TarArchive(_Archive):
    """A tar archive, unpacked if it was compressed; links and devices are not read.

    Raises:
        ReadError: when it is not a tar archive.
    """

    def __init__(self, path: str, place: Path, limits: ReadLimits) -> None:
        super().__init__(path, limits)
        try:
            self._tar = tarfile.open(place, "r:")  # noqa: SIM115 (open as long as the source is)
        except (OSError, tarfile.TarError) as error:
            raise ReadError(f"{path}: is not a tar archive: {error}") from error

    def close(self) -> None:
        """Close the archive."""
        self._tar.close()

    def _list(self) -> Iterator[_Member]:
        try:
            for info in self._tar:
                if not info.isdir():
                    error = "" if info.isfile() else "is not a file but a link or a device"
                    name = info.name.removeprefix("./")
                    yield _Member(name, info, info.size, info.size, error)
        except (tarfile.TarError, OSError, EOFError) as error:
            yield _Member("", tarfile.TarInfo(), 0, 0, f"the archive is damaged: {error}")

    def _open(self, member: _Member) -> IO[bytes]:
        file = self._tar.extractfile(cast("tarfile.TarInfo", member.info))
        if file is None:
            raise tarfile.TarError("is not a file")
        return file


def _walk(folder: Path) -> Iterator[Path]:
    """Yield the regular files below a folder, sorted; links are not followed."""
    for root, folders, names in os.walk(folder, followlinks=False):
        folders.sort()
        for name in sorted(names):
            path = Path(root, name)
            if path.is_file() and not path.is_symlink():
                yield path
