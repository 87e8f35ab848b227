"""`newskit validate`."""

from __future__ import annotations

import dataclasses
import sys
from typing import Annotated

import typer

from newskit.cli import options as shared
from newskit.cli.guard import EXIT_CLEAN, EXIT_COULD_NOT_RUN, EXIT_FINDINGS, guarded
from newskit.cli.messages import print_note
from newskit.cli.progress import shown
from newskit.cli.rewriting import COULD_NOT_RUN
from newskit.cli.settings import Walk, processes, settings
from newskit.problem import Severity

__all__ = ["validate"]

EPILOG = """\b
Examples:
  newskit validate posts/                          with the schema the posts call for
  newskit validate posts/ --schema news.json       with your own JSON Schema
  newskit validate post.md --schema builtin:jekyll-post
  newskit export jsonl posts | newskit validate -  records too
"""


@guarded
def validate(
    paths: shared.Paths,
    schema: Annotated[
        str, typer.Option("--schema", metavar="FILE|builtin:NAME", help="The schema to use.")
    ] = "",
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
    """Check front matter against a JSON Schema, and posts for what real archives break.

    Every problem is one line on standard output, ``path:line:column: CODE message``.
    """
    from newskit.pipeline.validate import validate as run

    config = settings(
        config_file,
        isolated=isolated,
        include=include,
        exclude=exclude,
        force_exclude=force_exclude,
        verbose=verbose,
    )
    if schema:
        config = dataclasses.replace(
            config, validate=dataclasses.replace(config.validate, schema=schema)
        )
    walk = Walk(tuple(paths), stdin_filename)
    posts = found = errors = 0
    failed = False
    for checked in shown(
        run(walk.sources(config), config, jobs=processes(jobs)), "checking", quiet=quiet
    ):
        posts += 1
        for problem in checked.problems:
            found += 1
            errors += problem.severity is Severity.ERROR
            failed |= problem.code in COULD_NOT_RUN
            line = f"{problem}\n".encode("utf-8", "backslashreplace")
            sys.stdout.buffer.write(line)
    if not quiet:
        print_note(f"{posts:,} posts: {found:,} findings, {errors:,} of them errors")
    if failed:
        return EXIT_COULD_NOT_RUN
    return EXIT_FINDINGS if errors else EXIT_CLEAN
