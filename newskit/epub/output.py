"""Where books go: built aside, compared with what is there, put in place whole."""

from __future__ import annotations

import json
import os
import re
import shutil
import zipfile
import zlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from types import MappingProxyType
from typing import Final
from urllib.parse import unquote

from newskit.epub.package import MIMETYPE, ArchiveWriter
from newskit.epub.plan import Plan
from newskit.errors import WriteError
from newskit.files import open_file, replace_folder, write_atomic
from newskit.frozen import NamedTuple
from newskit.parsing import load_json

# Which folders and files are books that newskit made: only those are replaced or removed.
#
# A list of volumes, a file ``mimetype`` or a name ending in ``.epub`` may stand in any archive:
# none of them is proof. A book is known by all it holds: nothing but what its own package lists.

_PACKAGE: Final = "EPUB/package.opf"
_FRAME: Final = frozenset({"mimetype", "META-INF/container.xml", _PACKAGE})
_IDENTIFIER: Final = re.compile(r'<dc:identifier id="id">([^<]+)</dc:identifier>')
_ITEM: Final = re.compile(r'<item id="[^"]*" href="([^"]+)"')
_MOST_BYTES: Final = 64 << 20
"""Largest package document that is read; one of 100,000 articles has 20 MB."""


def is_book(path: Path) -> bool:
    """Tell whether there is a book of ours at a path and nothing else, a folder or packed."""
    return path.exists() and foreign_part(path) is None


def foreign_part(path: Path) -> str | None:
    """Return what keeps a folder or file from being a book of ours; None for one that is."""
    if path.is_symlink():
        return "a link"
    book = _book_at(path)
    if book is None or _IDENTIFIER.search(book.package) is None:
        return "what is not an EPUB of newskit"
    listed = _FRAME | {f"EPUB/{unquote(unescape(name))}" for name in _ITEM.findall(book.package)}
    return next((name for name in sorted(book.names) if name not in listed), None)


def identifier_of(path: Path) -> str:
    """Return the identifier of a book, a folder or a packed one; empty when it has none."""
    book = _book_at(path)
    match = _IDENTIFIER.search(book.package) if book else None
    return unescape(match[1]) if match else ""


class _Book(NamedTuple):
    """An EPUB: the names of its files, links among them, and its package document."""

    names: frozenset[str]
    package: str


def _book_at(path: Path) -> _Book | None:
    try:
        return _folder(path) if path.is_dir() else _packed(path)
    except (OSError, ValueError, KeyError, RuntimeError, zipfile.BadZipFile):
        return None


def _folder(path: Path) -> _Book | None:
    with open_file(path / "mimetype") as file:
        if file.read(len(MIMETYPE) + 1) != MIMETYPE:
            return None
    names: set[str] = set()
    for root, folders, files in os.walk(path):
        links = [name for name in folders if Path(root, name).is_symlink()]
        names.update(Path(root, name).relative_to(path).as_posix() for name in [*links, *files])
    with open_file(path / _PACKAGE) as file:
        return _Book(frozenset(names), file.read(_MOST_BYTES).decode("utf-8"))


def _packed(path: Path) -> _Book | None:
    with zipfile.ZipFile(path) as archive:
        if archive.read("mimetype") != MIMETYPE:
            return None
        with archive.open(_PACKAGE) as file:
            package = file.read(_MOST_BYTES).decode("utf-8")
        return _Book(frozenset(archive.namelist()), package)


# What a build did.


@dataclass(frozen=True, slots=True)
class VolumeReport:
    """One book that was written or found to be up to date.

    Attributes:
        folder: the unpacked book.
        packed: the ``.epub`` file; None without ``pack``.
        title: its title.
        identifier: its unique identifier.
        articles: posts in it.
        changed: False when every byte was there already.
    """

    folder: Path
    packed: Path | None
    title: str
    identifier: str
    articles: int
    changed: bool


@dataclass(frozen=True, slots=True)
class EpubReport:
    """What a build did.

    Attributes:
        volumes: the books, oldest first.
        articles: posts in all of them.
        removed: folders of an earlier run that hold no posts any more, and were removed.
        changes: how often something could not be kept, by kind (``script``, ``iframe`` …).
        images: how many images became part of a book.
        missing: images that could not be found or fetched, with the reason.
    """

    volumes: tuple[VolumeReport, ...]
    articles: int
    removed: tuple[Path, ...] = ()
    changes: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    images: int = 0
    missing: tuple[tuple[str, str], ...] = ()

    def summary(self) -> str:
        """Say in one line what was done."""
        written = sum(volume.changed for volume in self.volumes)
        parts = [f"{self.articles} posts in {len(self.volumes)} books: {written} written"]
        if written < len(self.volumes):
            parts.append(f"{len(self.volumes) - written} unchanged")
        if self.removed:
            parts.append(f"{len(self.removed)} removed")
        if self.images:
            parts.append(f"{self.images} images")
        if self.missing:
            parts.append(f"{len(self.missing)} images missing")
        return ", ".join(parts)


LIST_NAME = "volumes.json"
Files = Callable[[], Iterator[tuple[str, bytes]]]


class Output:
    """The folder books are written to; nothing in it changes before `finish`.

    Args:
        target: the folder the user named.
        work: a folder beside it, on the same file system, for books in the making.
        pack: whether each book is also written as an ``.epub`` file beside its folder.
        divided: whether `target` holds one folder for each volume, or is the only book itself.

    Raises:
        WriteError: when `target` is something else than books of ours.
    """

    def __init__(self, target: Path, work: Path, *, pack: bool, divided: bool) -> None:
        self._target = target
        self._pack = pack
        self._divided = divided
        self._built = work / "books"
        self._built.mkdir()
        self._reports: list[VolumeReport] = []
        if divided and (target / "mimetype").exists():
            raise WriteError(f"{target}: is a book itself", hint="choose another folder")
        if not divided:
            _refuse_strange(Path(os.path.realpath(target)))  # a link that the user has named

    def add(self, key: str, plan: Plan, files: Files) -> None:
        """Build a book aside, unless every byte of it is in place already."""
        folder = self._target / key if self._divided else Path(os.path.realpath(self._target))
        packed = folder.with_name(f"{folder.name}.epub") if self._pack else None
        _refuse_strange(folder)
        if packed is not None:
            _refuse_strange(packed)
        try:
            same = _is_same_folder(folder, files())
            same_packed = packed is None or _is_same_archive(packed, files)
            written = files()
            if packed is not None and not same_packed:
                written = _through_archive(self._built / packed.name, written)
            if not same:
                _write_folder(self._built / folder.name, written)
            elif not same_packed:
                deque(written, maxlen=0)
        except OSError as error:
            raise WriteError(f"{folder}: cannot be written: {error.strerror or error}") from error
        self._reports.append(
            VolumeReport(
                folder=folder,
                packed=packed,
                title=plan.title,
                identifier=plan.identifier,
                articles=sum(1 for _ in plan.pages()),
                changed=not (same and same_packed),
            )
        )

    def finish(self) -> tuple[tuple[VolumeReport, ...], tuple[Path, ...]]:
        """Put the new books in place; return all of them, and the folders that were removed.

        Raises:
            WriteError: when a book cannot be put in place; each is old, new or absent.
        """
        listed = self._listed()
        if self._divided and not self._target.exists():
            (self._built / LIST_NAME).write_bytes(listed)
            replace_folder(self._built, self._target)
            return tuple(self._reports), ()
        stale = self._stale() if self._divided else ()
        for report in self._reports:
            self._place(report.folder)
            if report.packed is not None:
                self._place(report.packed)
        for path in stale:
            _remove(path)
        if self._divided and _read(self._target / LIST_NAME) != listed:
            write_atomic(self._target / LIST_NAME, listed, within=self._target)
        return tuple(self._reports), stale

    def _place(self, path: Path) -> None:
        built = self._built / path.name
        try:
            if built.is_dir():
                replace_folder(built, path)
            elif built.exists():
                built.replace(path)
        except OSError as error:
            raise WriteError(f"{path}: cannot be replaced: {error.strerror or error}") from error

    def _listed(self) -> bytes:
        volumes = [
            {
                "folder": report.folder.name,
                "packed": report.packed.name if report.packed else None,
                "title": report.title,
                "identifier": report.identifier,
                "articles": report.articles,
            }
            for report in self._reports
        ]
        return (json.dumps({"volumes": volumes}, ensure_ascii=False, indent=1) + "\n").encode()

    def _stale(self) -> tuple[Path, ...]:
        """The books an earlier run listed that this one has no posts for."""
        try:
            known = load_json(_read(self._target / LIST_NAME) or b"{}").get("volumes", [])
            named = {
                str(entry[key]): str(entry["identifier"])
                for entry in known
                for key in ("folder", "packed")
                if entry[key]
            }
        except (ValueError, KeyError, TypeError, AttributeError):
            return ()
        current = {report.folder.name for report in self._reports}
        current |= {f"{report.folder.name}.epub" for report in self._reports}
        # The list lies among the books for anybody to write: it names, and the books must agree.
        return tuple(
            path
            for name, identifier in named.items()
            if name not in current
            and _is_name(name)
            and is_book(path := self._target / name)
            and identifier_of(path) == identifier
        )


def _is_name(name: str) -> bool:
    """Tell whether a text names something in a folder, and nothing above or below it."""
    return name not in {"", ".", ".."} and not any(sign in name for sign in "/\\:\0")


def _refuse_strange(path: Path) -> None:
    """Never replace what is not a book of ours, or holds more: it may be someone's work."""
    if not os.path.lexists(path):
        return
    if path.is_dir() and not path.is_symlink() and not any(path.iterdir()):
        return
    if (foreign := foreign_part(path)) is not None:
        raise WriteError(
            f"{path}: is there already and holds {foreign}, which is not part of a book of newskit",
            hint="choose a new folder, or move what is there",
        )


def _read(path: Path) -> bytes | None:
    try:
        with open_file(path) as file:
            return file.read()
    except OSError:
        return None


def _is_same_folder(folder: Path, files: Iterable[tuple[str, bytes]]) -> bool:
    if not folder.is_dir():
        return False
    expected: set[str] = set()
    for name, data in files:
        if _read(folder / name) != data:
            return False
        expected.add(name)
    there = {
        (Path(root) / name).relative_to(folder).as_posix()
        for root, _, names in os.walk(folder)
        for name in names
    }
    return there == expected


def _is_same_archive(path: Path, files: Files) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            there = [(info.filename, info.file_size, info.CRC) for info in archive.infolist()]
    except (OSError, zipfile.BadZipFile):
        return False
    return there == [(name, len(data), zlib.crc32(data)) for name, data in files()]


def _write_folder(folder: Path, files: Iterable[tuple[str, bytes]]) -> None:
    made: set[str] = set()
    for name, data in files:
        path = f"{folder}/{name}"
        parent = path.rpartition("/")[0]
        if parent not in made:
            Path(parent).mkdir(parents=True, exist_ok=True)
            made.add(parent)
        with open(path, "xb", buffering=0) as file:  # noqa: PTH123 (a Path for each costs more)
            file.write(data)


def _through_archive(path: Path, files: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    """Pass the files on, and write them into an archive on the way."""
    with path.open("xb") as file:
        archive = ArchiveWriter(file)
        for name, data in files:
            archive.add(name, data)
            yield name, data
        archive.close()


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
