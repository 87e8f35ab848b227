"""`newskit export jsonl`."""

from __future__ import annotations

import dataclasses
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from newskit.cli import options as shared
from newskit.cli.guard import EXIT_CLEAN, EXIT_COULD_NOT_RUN, guarded
from newskit.cli.messages import print_note
from newskit.cli.progress import shown
from newskit.cli.settings import Walk, processes, settings
from newskit.config.export import RecordBody

__all__ = ["export_jsonl"]

EPILOG = """\b
Examples:
  newskit export jsonl posts/ > posts.jsonl
  newskit export jsonl posts/ -o posts.jsonl
  newskit export jsonl posts/ --body source --no-strip -o archive.jsonl
  newskit export jsonl posts/ | jq -r .title
"""


@guarded
def export_jsonl(
    paths: shared.Paths,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE", help="Write here instead of stdout."),
    ] = None,
    body: Annotated[
        RecordBody | None, typer.Option("--body", help="Which body a record carries.")
    ] = None,
    no_strip: Annotated[
        bool, typer.Option("--no-strip", help="Keep trailing boilerplate.")
    ] = False,
    include: shared.Include = None,
    exclude: shared.Exclude = None,
    force_exclude: shared.ForceExclude = False,
    stdin_filename: shared.StdinFilename = "",
    jobs: shared.Jobs = 0,
    config_file: shared.ConfigFile = None,
    isolated: shared.Isolated = False,
    quiet: shared.Quiet = False,
    verbose: shared.Verbose = False,
) -> int:
    """Write a record of JSON a line for each post: stripped, converted, with its facts."""
    from newskit.pipeline.export import export_records

    config = settings(
        config_file,
        isolated=isolated,
        include=include,
        exclude=exclude,
        force_exclude=force_exclude,
    )
    if body is not None:
        config = dataclasses.replace(config, export=dataclasses.replace(config.export, body=body))
    walk = Walk(tuple(paths), stdin_filename)
    written = reported = 0
    with ExitStack() as stack:
        out: BinaryIO = sys.stdout.buffer
        if output is not None and str(output) != "-":
            from newskit.export.files import atomic_file

            out = stack.enter_context(atomic_file(output))
        records = export_records(
            walk.sources(config), config, strip=not no_strip, jobs=processes(jobs)
        )
        for exported in shown(records, "exporting", quiet=quiet):
            if exported.line:
                out.write(exported.line)
                written += 1
            else:
                reported += 1
            for problem in exported.problems:
                print_note(str(problem))
    if not quiet and (output is not None or reported):
        total = written + reported
        print_note(f"{total:,} posts: {written:,} records written, {reported:,} reported")
    return EXIT_COULD_NOT_RUN if reported else EXIT_CLEAN
