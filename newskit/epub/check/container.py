"""The files of a book, unpacked or packed, read alike."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from newskit.epub.package.opf import MIMETYPE
from newskit.errors import ReadError

__all__ = ["Container", "archive_findings", "find_books", "open_container"]


@dataclass(frozen=True, slots=True)
class Container:
    """A book that is open for reading.

    Attributes:
        path: the folder or the ``.epub`` file.
        names: paths of the files, with ``/``.
        archive: the open ``.epub`` file; None for a folder.
    """

    path: Path
    names: frozenset[str]
    archive: zipfile.ZipFile | None = None

    def read(self, name: str) -> bytes:
        """Return the bytes of a file.

        Raises:
            ReadError: when it cannot be read.
        """
        try:
            if self.archive is None:
                return (self.path / name).read_bytes()
            return self.archive.read(name)
        except (OSError, KeyError, zipfile.BadZipFile, zlib.error, RuntimeError) as error:
            raise ReadError(f"{self.path}: {name} cannot be read: {error}") from error


def find_books(path: Path) -> list[Path]:
    """Return the books at `path`: itself, or those in a folder of volumes.

    Raises:
        ReadError: when there is no book.
    """
    if path.is_file() or (path / "mimetype").exists():
        return [path]
    if not path.is_dir():
        raise ReadError(f"{path}: no such file or folder")
    books = sorted(
        child
        for child in path.iterdir()
        if (child / "mimetype").exists() or (child.suffix == ".epub" and child.is_file())
    )
    if not books:
        raise ReadError(f"{path}: no book in it", hint="give an .epub file or an unpacked book")
    return books


@contextmanager
def open_container(path: Path) -> Generator[Container]:
    """Open a book.

    Raises:
        ReadError: when it cannot be read at all.
    """
    if path.is_dir():
        files = (file for file in path.rglob("*") if file.is_file())
        yield Container(path, frozenset(file.relative_to(path).as_posix() for file in files))
        return
    try:
        archive = zipfile.ZipFile(path)
    except (OSError, zipfile.BadZipFile) as error:
        raise ReadError(f"{path}: cannot be read: {error}") from error
    with archive:
        names = frozenset(name for name in archive.namelist() if not name.endswith("/"))
        yield Container(path, names, archive)


def archive_findings(container: Container) -> list[str]:
    """Check the ZIP container (EPUB 3.3, section 4.2.4)."""
    archive = container.archive
    if archive is None:
        return []
    entries = archive.infolist()
    if not entries or entries[0].filename != "mimetype":
        return ["mimetype is not the first entry"]
    findings: list[str] = []
    if entries[0].compress_type != zipfile.ZIP_STORED:
        findings.append("mimetype is compressed")
    if entries[0].extra:
        findings.append("mimetype has an extra field")
    if container.read("mimetype") != MIMETYPE:
        findings.append("mimetype does not say application/epub+zip")
    return findings
