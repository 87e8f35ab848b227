"""`newskit strip`."""

from __future__ import annotations

from typing import Annotated

import typer

from newskit.cli import options as shared
from newskit.cli.guard import guarded
from newskit.cli.progress import shown
from newskit.cli.rewriting import choose_target, deliver
from newskit.cli.settings import Walk, processes, settings

__all__ = ["strip"]

EPILOG = """\b
Examples:
  newskit strip posts/ --dry-run                what would go, and why
  newskit strip posts/ -o stripped/             write the posts without it
  newskit strip posts/ --in-place               rewrite the files themselves
  newskit strip post.md                         one post to standard output
  newskit export jsonl posts | newskit strip -  records in, records out
"""


@guarded
def strip(
    paths: shared.Paths,
    output: shared.OutputFolder = None,
    in_place: shared.InPlace = False,
    check: shared.Check = False,
    diff: shared.Diff = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Write nothing; list what would go, and why.")
    ] = False,
    report: shared.ReportFile = None,
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
    """Remove trailing boilerplate links, and keep their facts in the front matter.

    Navigation, sharing, source lines, subscription pleas, copyright and related lists go when
    they end a body; content never does. Source, URL, author and licence move up.
    """
    from newskit.pipeline.rewrite import rewrite
    from newskit.pipeline.transforms import make_strip

    config = settings(
        config_file,
        isolated=isolated,
        include=include,
        exclude=exclude,
        force_exclude=force_exclude,
        verbose=verbose,
    )
    walk = Walk(tuple(paths), stdin_filename)
    target = choose_target(
        walk,
        output,
        in_place=in_place,
        check=check or dry_run,
        diff=diff,
        markdown_names=False,
    )
    outcomes = rewrite(
        walk.sources(config),
        make_strip,
        config,
        target,
        jobs=processes(jobs),
        several_roots=walk.several,
    )
    if dry_run:
        from newskit.cli.removals import listed

        return listed(shown(outcomes, "looking", quiet=quiet), quiet=quiet)
    return deliver(
        shown(outcomes, "stripping", quiet=quiet),
        target,
        report=report,
        verb="stripped",
        quiet=quiet,
        verbose=verbose,
    )
