"""`newskit export epub`."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from newskit.cli import options as shared
from newskit.cli.epub_options import EpubOptions, rooted
from newskit.cli.epub_report import report_writer
from newskit.cli.groups import grouped
from newskit.cli.guard import EXIT_CLEAN, EXIT_COULD_NOT_RUN, guarded
from newskit.cli.messages import counted, print_note
from newskit.cli.progress import shown
from newskit.problem import Problem

if TYPE_CHECKING:
    from newskit.epub.report import EpubReport

__all__ = ["export_epub"]

EPILOG = """\b
Examples:
  newskit export epub posts/ -o book/
  newskit export epub posts/ -o book/ --title "My archive" --split none --pack
  newskit export epub posts/ -o volumes/ --group-by day --split size:10M
  newskit export jsonl posts | newskit export epub - -o book/
"""


@guarded
@grouped
def export_epub(
    paths: shared.Paths,
    *,
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="DIR", help="Folder of the book.")
    ],
    book: EpubOptions,
    report: shared.ReportFile = None,
    no_strip: Annotated[
        bool, typer.Option("--no-strip", help="Keep trailing boilerplate.")
    ] = False,
    common: shared.Common,
) -> int:
    """Write the posts as EPUB 3.3 folders, a volume each month, ready to be packed."""
    from newskit.jobs.books import export_epub as run

    config = common.config()
    settings = book.laid_over(rooted(config.epub, config.folder))
    config = dataclasses.replace(config, epub=settings)
    left_out: list[Problem] = []

    def on_problem(problem: Problem) -> None:
        left_out.append(problem)
        print_note(str(problem))

    with report_writer(report, verbose=common.verbose) as on_article:
        done = run(
            shown(common.walk(paths).sources(config), "exporting", quiet=common.quiet),
            output,
            config,
            strip=not no_strip,
            jobs=common.processes,
            on_problem=on_problem,
            on_article=on_article,
        )
    if not common.quiet:
        _summarise(done, len(left_out), verbose=common.verbose)
    return EXIT_COULD_NOT_RUN if left_out else EXIT_CLEAN


def _summarise(done: EpubReport, left_out: int, *, verbose: bool) -> None:
    volumes = len(done.volumes)
    written = sum(volume.changed for volume in done.volumes)
    print_note(
        f"{counted(done.articles + left_out, 'post')}: {done.articles:,} in {volumes:,} "
        f"volume{'s' * (volumes != 1)} ({written:,} written), {left_out:,} reported"
    )
    if done.changes:
        kinds = ", ".join(f"{count:,} {kind}" for kind, count in done.changes.items())
        print_note(f"kept as text or links, or dropped: {kinds}")
    if done.images or done.missing:
        print_note(f"images: {done.images:,} in the books, {len(done.missing):,} missing")
    if verbose:
        for source, reason in done.missing:
            print_note(f"missing image: {source}: {reason}")
