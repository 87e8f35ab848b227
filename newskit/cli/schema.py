"""`newskit schema`."""

from __future__ import annotations

import itertools
import sys
from pathlib import Path
from typing import Annotated, Any

from newskit.cli import options as shared
from newskit.cli.commands import Argument, Option
from newskit.cli.guard import EXIT_CLEAN, EXIT_COULD_NOT_RUN
from newskit.cli.settings import Inputs, settings
from newskit.cli.terminal import counted, output_file, print_note
from newskit.config.model import Config
from newskit.frozen import replace
from newskit.messages import to_utf8
from newskit.problem import Problem

EPILOGS = {
    "infer": """\b
Examples:
  newskit schema infer posts/ > schema.json
  newskit schema infer posts/ --required-at 0.9 -o schema.json
  newskit validate posts/ --schema schema.json
""",
    "list_schemas": """\b
Examples:
  newskit schema list
""",
    "show": """\b
Examples:
  newskit schema show jekyll-post
  newskit schema show news-article > record.schema.json
""",
}


def list_schemas() -> int:
    """List the built-in schemas, a name and what it is for on each line."""
    import json

    from newskit.validate.schema.load import builtin_names, builtin_path

    names = builtin_names()
    width = max(map(len, names))
    for name in names:
        title = json.loads(builtin_path(name).read_bytes()).get("title", "")
        sys.stdout.write(f"{name:{width}}  {title}\n")
    return EXIT_CLEAN


def show(name: Annotated[str, Argument(help="Name of a built-in schema.")]) -> int:
    """Print a built-in schema."""
    from newskit.validate.schema.load import builtin_path

    sys.stdout.buffer.write(builtin_path(name.removeprefix("builtin:")).read_bytes())
    return EXIT_CLEAN


def infer(
    paths: shared.Paths,
    required_at: Annotated[
        float,
        Option("--required-at", min=0.0, max=1.0, help="Share of posts that makes a key required."),
    ] = 0.98,
    output: Annotated[
        Path | None, Option("-o", "--output", metavar="FILE", help="Write the schema there.")
    ] = None,
    include: shared.Include = None,
    exclude: shared.Exclude = None,
    config_file: shared.ConfigFile = None,
    isolated: shared.Isolated = False,
    quiet: shared.Quiet = False,
) -> int:
    """Make a schema of what the posts of an archive have in common.

    The schema goes to standard output; posts that differ from the others are listed on standard
    error.
    """
    import json

    from newskit.jobs.survey import infer as run

    config = settings(config_file, isolated=isolated, include=include, exclude=exclude)
    inputs = Inputs(tuple(paths), quiet=quiet)
    inputs.spare(output)
    inputs = inputs.twice()
    failed: list[Problem] = []
    schema = run(inputs.sources(config), config, required_at=required_at, on_problem=failed.append)
    data = to_utf8(json.dumps(schema, ensure_ascii=False, indent=2) + "\n")
    with output_file(output or Path("-")) as file:
        file.write(data)
    for problem in failed:
        print_note(str(problem))
    if not quiet:
        _print_outliers(inputs, config, schema)
    return EXIT_COULD_NOT_RUN if failed else EXIT_CLEAN


def _print_outliers(inputs: Inputs, config: Config, schema: dict[str, Any]) -> None:
    from newskit.jobs.survey import outliers

    again = replace(inputs, quiet=True)
    looked = itertools.count()
    sources = (source for source, _ in zip(again.sources(config), looked, strict=False))
    count = 0
    for _, findings in outliers(sources, config, schema):
        count += 1
        for finding in findings:
            print_note(str(finding.problem))
    differ = "differs" if count == 1 else "differ"
    print_note(f"{counted(count, 'post')} of {next(looked):,} {differ} from the others")
