"""`newskit validate`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from newskit.cli import options as shared
from newskit.cli.guard import guarded
from newskit.cli.options import given, grouped
from newskit.config.validate import FailOn
from newskit.frozen import dataclass
from newskit.report.finding import OutputFormat

__all__ = ["CheckOptions", "validate"]


# Options of `newskit validate` alone.


@dataclass(frozen=True, slots=True)
class CheckOptions:
    """What is checked, and how findings are reported; the names are those of a `Request`."""

    schema: Annotated[
        str,
        typer.Option("--schema", metavar="FILE|builtin:NAME|none", help="The schema to use."),
    ] = ""
    fix: Annotated[bool, typer.Option("--fix", help="Repair what can be repaired safely.")] = False
    unsafe_fixes: Annotated[
        bool, typer.Option("--unsafe-fixes", help="Repair what may change the meaning, too.")
    ] = False
    diff: Annotated[
        bool, typer.Option("--diff", help="Write nothing; print what --fix would change.")
    ] = False
    select: Annotated[
        list[str] | None,
        typer.Option(
            "--select", metavar="CODE", help="Apply these rules only (or prefixes, names)."
        ),
    ] = None
    extend_select: Annotated[
        list[str] | None,
        typer.Option("--extend-select", metavar="CODE", help="Apply these rules besides."),
    ] = None
    ignore: Annotated[
        list[str] | None, typer.Option("--ignore", metavar="CODE", help="Leave these rules out.")
    ] = None
    output_format: Annotated[
        OutputFormat, typer.Option("--output-format", help="How findings are printed.")
    ] = OutputFormat.CONCISE
    output_file: Annotated[
        Path | None, typer.Option("--output-file", metavar="FILE", help="Write findings there.")
    ] = None
    statistics: Annotated[
        bool, typer.Option("--statistics", help="Print how often each rule found something.")
    ] = False
    baseline: Annotated[
        Path | None,
        typer.Option("--baseline", metavar="FILE", help="Hide known findings; made when missing."),
    ] = None
    fail_on: Annotated[
        FailOn | None, typer.Option("--fail-on", help="Least severity for exit code 1.")
    ] = None
    exit_zero: Annotated[
        bool, typer.Option("--exit-zero", help="Exit 0 whatever is found, if all could be read.")
    ] = False
    every: Annotated[
        bool,
        typer.Option("--all", help="List each finding of rules that fire on most posts, too."),
    ] = False
    no_body: Annotated[bool, typer.Option("--no-body", help="Leave bodies out.")] = False
    no_archive: Annotated[
        bool, typer.Option("--no-archive", help="Do not compare posts with each other.")
    ] = False
    no_cache: Annotated[
        bool, typer.Option("--no-cache", help="Check every file, changed or not.")
    ] = False


EPILOG = """\b
Examples:
  newskit validate                                 the site or archive in this folder
  newskit validate posts/                          with the schema the posts call for
  newskit validate posts/ --fix                    repair what can be repaired safely
  newskit validate posts/ --schema news.json       with your own JSON Schema
  newskit validate post.md --output-format full    with the line and a caret
  newskit validate posts/ --statistics             how often each rule finds something
  newskit export jsonl posts | newskit validate -  records too
  newskit rule NK121                               what a code means
"""


@guarded
@grouped
def validate(
    paths: shared.PathsOrHere = None,
    *,
    asked: CheckOptions,
    sharing: shared.ClusterOptions,
    common: shared.Common,
) -> int:
    """Check front matter against a JSON Schema, and posts for what real archives break.

    Every problem is one line on standard output, ``path:line:column: CODE message``.
    """
    from newskit.cli.checking import Request, carry_out

    options = {**given(asked), **given(sharing), **given(common)}
    return carry_out(Request(tuple(paths or ["."]), **options))
