"""Our own checks find what was broken on purpose, and nothing else."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from newskit.config.export import EpubConfig
from newskit.epub.book import build
from newskit.epub.check import check_book, find_books
from newskit.epub.prepare import prepare
from newskit.errors import ReadError


@pytest.fixture
def book(tmp_path: Path) -> Path:
    config = EpubConfig(split="none", pack=True)
    records = [{"title": f"t{n}", "content_html": f"<p>Post {n}</p>"} for n in range(2)]
    build((prepare(record, config) for record in records), tmp_path / "book", config)
    return tmp_path / "book"


def _replace(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_a_good_book_has_no_findings(book: Path) -> None:
    unpacked = check_book(book)
    packed = check_book(book.with_suffix(".epub"))
    assert unpacked.findings == packed.findings == ()
    assert unpacked.documents == 6
    assert unpacked.characters == packed.characters > 10


def _first_page(book: Path) -> Path:
    return min((book / "EPUB" / "text").glob("undated-*.xhtml"))


def _add_file(book: Path) -> None:
    (book / "EPUB" / "left-over.txt").write_text("x", "utf-8")


def _remove_style(book: Path) -> None:
    (book / "EPUB" / "css" / "news.css").unlink()


def _break_xml(book: Path) -> None:
    _replace(_first_page(book), "</article>", "")


def _repeat_id(book: Path) -> None:
    _replace(_first_page(book), "<header", '<p id="nk-top">x</p><header')


def _dead_link(book: Path) -> None:
    _replace(_first_page(book), "<header", '<p><a href="gone.xhtml">x</a></p><header')


def _dead_fragment(book: Path) -> None:
    _replace(_first_page(book), "<header", '<p><a href="#gone">x</a></p><header')


def _drop_from_contents(book: Path) -> None:
    nav = book / "EPUB" / "nav.xhtml"
    name = _first_page(book).name
    _replace(nav, f'href="text/{name}"', 'href="text/title.xhtml"')


BROKEN: dict[str, tuple[Callable[[Path], None], str]] = {
    "a file too many": (_add_file, "left-over.txt: is not in the manifest"),
    "a file too few": (_remove_style, "news.css: is in the manifest but not there"),
    "broken XML": (_break_xml, "is not well-formed"),
    "an id twice": (_repeat_id, "the id nk-top is there twice"),
    "a dead link": (_dead_link, "gone.xhtml leads nowhere"),
    "a dead fragment": (_dead_fragment, "#gone names no place"),
    "a post missing in the contents": (_drop_from_contents, "does not list EPUB/text/undated-"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_book_is_found_out(name: str, book: Path) -> None:
    damage, expected = BROKEN[name]
    damage(book)
    assert any(expected in finding for finding in check_book(book).findings)


def test_a_badly_packed_book_is_found_out(book: Path, tmp_path: Path) -> None:
    packed = tmp_path / "bad.epub"
    with zipfile.ZipFile(packed, "w") as archive:
        for path in sorted(book.rglob("*")):
            archive.write(path, path.relative_to(book).as_posix())
    assert "mimetype is not the first entry" in check_book(packed).findings


def test_books_are_found_in_a_folder_of_volumes(book: Path, tmp_path: Path) -> None:
    assert find_books(tmp_path) == [book, book.with_suffix(".epub")]
    with pytest.raises(ReadError, match="no book"):
        find_books(book / "EPUB")
    with pytest.raises(ReadError, match="no such"):
        find_books(tmp_path / "none")
