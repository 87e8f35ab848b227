"""Which folders and files are books that newskit made: only those are replaced or removed.

A list of volumes, a file ``mimetype`` or a name ending in ``.epub`` may stand in any archive:
none of them is proof. A book is known by all it holds: nothing but what its own package lists.
"""

from __future__ import annotations

import os
import re
import zipfile
from html import unescape
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import unquote

from newskit.epub.package.opf import MIMETYPE
from newskit.files import open_file

__all__ = ["foreign_part", "identifier_of", "is_book"]

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
    """Return what keeps a folder or file from being a book of ours; None for one that is.

    Args:
        path: the folder, or the packed book.
    """
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
