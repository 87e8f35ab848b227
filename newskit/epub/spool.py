"""Pages on disk while a book is planned, so that memory holds only what a plan needs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from newskit.epub.article import PreparedArticle


__all__ = ["Spool", "SpoolEntry"]


@dataclass(frozen=True, slots=True)
class SpoolEntry:
    """An article without its page, and where the page is spooled."""

    article: PreparedArticle
    offset: int
    length: int


class Spool:
    """One file that pages are appended to and read back from; removed with its folder."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._size = 0

    def __enter__(self) -> Self:
        self._file = self._path.open("x+b")
        return self

    def __exit__(self, *error: object) -> None:
        self._file.close()
        self._path.unlink(missing_ok=True)

    def add(self, article: PreparedArticle) -> SpoolEntry:
        """Put the page of `article` away."""
        self._file.seek(self._size)
        self._file.write(article.page)
        entry = SpoolEntry(replace(article, page=b"", changes=()), self._size, len(article.page))
        self._size += entry.length
        return entry

    def page(self, entry: SpoolEntry) -> bytes:
        """Read the page of `entry` back."""
        self._file.seek(entry.offset)
        return self._file.read(entry.length)
