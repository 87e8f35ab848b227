"""The commands by name, and the application made of them.

Typer builds every parameter of every command before it looks at the arguments, so a run that names
a command gets an application with that command alone: start-up is a feature of a pre-commit hook.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Annotated

import typer

__all__ = ["COMMANDS", "GROUPS", "build"]

SUMMARY = "Convert, validate, strip and export news archives. Nothing is lost, and it proves it."

COMMANDS = {
    "validate": "newskit.cli.validate:validate",
    "convert": "newskit.cli.convert:convert",
    "strip": "newskit.cli.strip:strip",
    "compare": "newskit.cli.compare:compare",
    "export jsonl": "newskit.cli.export_jsonl:export_jsonl",
    "export parquet": "newskit.cli.export_parquet:export_parquet",
    "export epub": "newskit.cli.export_epub:export_epub",
    "import jsonl": "newskit.cli.import_jsonl:import_jsonl",
    "import parquet": "newskit.cli.import_jsonl:import_parquet",
    "import auto": "newskit.cli.import_source:auto",
    "import wxr": "newskit.cli.import_source:wxr",
    "import ghost": "newskit.cli.import_source:ghost",
    "import blogger": "newskit.cli.import_source:blogger",
    "import medium": "newskit.cli.import_source:medium",
    "import substack": "newskit.cli.import_source:substack",
    "import movable-type": "newskit.cli.import_source:movable_type",
    "import tumblr": "newskit.cli.import_source:tumblr",
    "import livejournal": "newskit.cli.import_source:livejournal",
    "import drupal": "newskit.cli.import_source:drupal",
    "import feed": "newskit.cli.import_source:feed",
    "import html": "newskit.cli.import_source:html",
    "import warc": "newskit.cli.import_source:warc",
    "report": "newskit.cli.report:report",
    "review": "newskit.cli.review:review",
    "site": "newskit.cli.site:site",
    "init": "newskit.cli.init:init",
    "check-epub": "newskit.cli.check_epub:check_epub",
    "schema list": "newskit.cli.schema:list_schemas",
    "schema show": "newskit.cli.schema:show",
    "schema infer": "newskit.cli.schema:infer",
    "run-shard": "newskit.cli.run_shard:run_shard",
    "rule": "newskit.cli.rule:rule",
    "cache clean": "newskit.cli.cache:clean",
}
"""Command line words to ``module:function``; the module's ``EPILOG`` (or ``EPILOGS[function]``)
holds the examples of its help."""

GROUPS = {
    "export": "Write a collection as JSON Lines, Parquet or EPUB folders.",
    "import": "Write posts from what other formats hold.",
    "schema": "The JSON Schemas that come with newskit, and schemas of your own archive.",
    "cache": "What newskit remembers between runs.",
}


def build(arguments: Sequence[str]) -> typer.Typer:
    """Return the application, with only the commands that `arguments` can mean."""
    first = arguments[0] if arguments else ""
    named = {words: target for words, target in COMMANDS.items() if words.split()[0] == first}
    app = typer.Typer(
        name="newskit",
        help=SUMMARY,
        no_args_is_help=True,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_version_option)
    groups: dict[str, typer.Typer] = {}
    for words, target in (named or COMMANDS).items():
        group, _, name = words.rpartition(" ")
        if group and group not in groups:
            groups[group] = typer.Typer(
                help=GROUPS[group], no_args_is_help=True, rich_markup_mode=None
            )
            app.add_typer(groups[group], name=group)
        _add(groups[group] if group else app, name, target)
    return app


def _add(app: typer.Typer, name: str, target: str) -> None:
    module_name, _, function = target.partition(":")
    module = import_module(module_name)
    epilog = getattr(module, "EPILOGS", {}).get(function) or getattr(module, "EPILOG", None)
    app.command(name, epilog=epilog)(getattr(module, function))


def _version_option(
    version: Annotated[
        bool, typer.Option("--version", "-V", help="Print the version and exit.", is_eager=True)
    ] = False,
) -> None:
    if version:
        from newskit.version import __version__

        typer.echo(f"newskit {__version__}")
        raise typer.Exit
