"""`newskit validate`."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Annotated

import typer

from newskit.cli import options as shared
from newskit.cli.guard import guarded
from newskit.cli.settings import Walk, processes, settings
from newskit.config.validate import FailOn
from newskit.errors import UsageError
from newskit.report.format import OutputFormat

__all__ = ["validate"]

EPILOG = """\b
Examples:
  newskit validate posts/                          with the schema the posts call for
  newskit validate posts/ --fix                    repair what can be repaired safely
  newskit validate posts/ --schema news.json       with your own JSON Schema
  newskit validate post.md --output-format full    with the line and a caret
  newskit validate posts/ --statistics             how often each rule finds something
  newskit export jsonl posts | newskit validate -  records too
  newskit rule NK121                               what a code means
"""

Codes = Annotated[
    list[str] | None,
    typer.Option("--select", metavar="CODE", help="Apply these rules only (or prefixes, names)."),
]
MoreCodes = Annotated[
    list[str] | None,
    typer.Option("--extend-select", metavar="CODE", help="Apply these rules besides."),
]
LessCodes = Annotated[
    list[str] | None, typer.Option("--ignore", metavar="CODE", help="Leave these rules out.")
]


@guarded
def validate(
    paths: shared.Paths,
    schema: Annotated[
        str,
        typer.Option("--schema", metavar="FILE|builtin:NAME|none", help="The schema to use."),
    ] = "",
    fix: Annotated[bool, typer.Option("--fix", help="Repair what can be repaired safely.")] = False,
    unsafe_fixes: Annotated[
        bool, typer.Option("--unsafe-fixes", help="Repair what may change the meaning, too.")
    ] = False,
    diff: Annotated[
        bool, typer.Option("--diff", help="Write nothing; print what --fix would change.")
    ] = False,
    select: Codes = None,
    extend_select: MoreCodes = None,
    ignore: LessCodes = None,
    output_format: Annotated[
        OutputFormat, typer.Option("--output-format", help="How findings are printed.")
    ] = OutputFormat.CONCISE,
    output_file: Annotated[
        Path | None, typer.Option("--output-file", metavar="FILE", help="Write findings there.")
    ] = None,
    statistics: Annotated[
        bool, typer.Option("--statistics", help="Print how often each rule found something.")
    ] = False,
    baseline: Annotated[
        Path | None,
        typer.Option("--baseline", metavar="FILE", help="Hide known findings; made when missing."),
    ] = None,
    fail_on: Annotated[
        FailOn | None, typer.Option("--fail-on", help="Least severity for exit code 1.")
    ] = None,
    exit_zero: Annotated[
        bool, typer.Option("--exit-zero", help="Exit 0 whatever is found.")
    ] = False,
    no_body: Annotated[bool, typer.Option("--no-body", help="Leave bodies out.")] = False,
    no_archive: Annotated[
        bool, typer.Option("--no-archive", help="Do not compare posts with each other.")
    ] = False,
    no_cache: Annotated[
        bool, typer.Option("--no-cache", help="Check every file, changed or not.")
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
    """Check front matter against a JSON Schema, and posts for what real archives break.

    Every problem is one line on standard output, ``path:line:column: CODE message``.
    """
    from newskit.cli.checking import Output, run

    if diff and fix:
        raise UsageError("--diff and --fix exclude each other")
    if fix and "-" in paths:
        raise UsageError("standard input cannot be repaired in place", hint="use --diff")
    config = settings(
        config_file,
        isolated=isolated,
        include=include,
        exclude=exclude,
        force_exclude=force_exclude,
        verbose=verbose,
    )
    checks = config.validate
    checks = dataclasses.replace(
        checks,
        schema=schema or checks.schema,
        select=split(select) or checks.select,
        extend_select=(*checks.extend_select, *split(extend_select)),
        ignore=(*checks.ignore, *split(ignore)),
        fail_on=fail_on or checks.fail_on,
        body=checks.body and not no_body,
        archive=checks.archive and not no_archive,
        cache=checks.cache and not no_cache,
    )
    output = Output(
        output_format,
        output_file,
        statistics=statistics,
        baseline=baseline,
        exit_zero=exit_zero,
        quiet=quiet,
    )
    return run(
        Walk(tuple(paths), stdin_filename),
        dataclasses.replace(config, validate=checks),
        output,
        jobs=processes(jobs),
        fix=fix or diff,
        unsafe=unsafe_fixes,
        diff=diff,
    )


def split(values: list[str] | None) -> tuple[str, ...]:
    """Return the codes of an option that may be repeated and may hold commas."""
    return tuple(
        code.strip() for value in values or () for code in value.split(",") if code.strip()
    )
