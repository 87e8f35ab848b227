"""The commands by name: where each is, its command line, and the examples of its help."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any

from newskit.frozen import dataclass
from newskit.importers.port import FORMATS

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
    **{f"import {name}": f"newskit.cli.import_source:{name}" for name in ("auto", *FORMATS)},
    "report": "newskit.cli.report:report",
    "review": "newskit.cli.review:review",
    "site": "newskit.cli.site:site",
    "init": "newskit.cli.init:init",
    "check-epub": "newskit.cli.check_epub:check_epub",
    "schema list": "newskit.cli.schema:list_schemas",
    "schema show": "newskit.cli.schema:show",
    "schema infer": "newskit.cli.schema:infer",
    "run-shard": "newskit.cli.clusters:run_shard",
    "rule": "newskit.cli.rule:rule",
    "cache clean": "newskit.cli.cache:clean",
}
"""Command line words to ``module:function``; the module's ``EPILOG`` (or ``EPILOGS[function]``)
holds the examples of its help."""

GROUPS = {
    "export": "Write a collection as JSON Lines, Parquet or EPUB folders.",
    "import": "Make posts from other programs' exports, feeds and crawls.",
    "schema": "List built-in JSON Schemas, or infer one from an archive.",
    "cache": "Manage what newskit remembers between runs.",
}


@dataclass(frozen=True, slots=True)
class Command:
    """A command: the function that is run, and the examples of its help."""

    run: Callable[..., int]
    epilog: str | None


def load(target: str) -> Command:
    """Return the command that an entry of `COMMANDS` names."""
    module_name, _, function = target.partition(":")
    module: Any = import_module(module_name)
    epilog = getattr(module, "EPILOGS", {}).get(function) or getattr(module, "EPILOG", None)
    return Command(getattr(module, function), epilog)


def command_of(arguments: Sequence[str]) -> tuple[Command, Sequence[str]] | None:
    """Return the command that a command line begins with, and the rest of it; None for none."""
    for words in (1, 2):
        target = COMMANDS.get(" ".join(arguments[:words]))
        if target is not None:
            return load(target), arguments[words:]
    return None
