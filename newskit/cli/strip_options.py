"""Options of `newskit strip`, and how they lie over the configuration."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from newskit.cli import options as shared
from newskit.config.strip import StripConfig
from newskit.errors import UsageError

__all__ = ["OptionalPaths", "StripOptions"]

OptionalPaths: TypeAlias = Annotated[
    list[str] | None,
    typer.Argument(help="Files, folders, globs, or - for standard input.", show_default=False),
]


@dataclass(frozen=True, slots=True)
class StripOptions:
    """What is done with the boilerplate of the posts, or with rules for it."""

    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="DIR",
            help="Write the posts into this folder; with --learn, the rules into this file.",
        ),
    ] = None
    in_place: shared.InPlace = False
    check: shared.Check = False
    diff: shared.Diff = False
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Write nothing; list what would go, and why.")
    ] = False
    no_cache: shared.NoCache = False
    explain: Annotated[
        bool,
        typer.Option(
            "--explain", help="Write nothing; tell each block at the end, and why it stays."
        ),
    ] = False
    rules: Annotated[
        list[Path] | None,
        typer.Option(
            "--rules", metavar="FILE", help="Apply the rules of this file too; repeatable."
        ),
    ] = None
    builtin: Annotated[
        bool,
        typer.Option("--builtin/--no-builtin", help="Apply the built-in rules of all languages."),
    ] = True
    max_share: Annotated[
        float | None,
        typer.Option(
            "--max-share",
            metavar="SHARE",
            min=0.0,
            max=1.0,
            help="Largest share of a post that built-in rules may remove, 0 to 1.",
            show_default=False,
        ),
    ] = None
    learn: Annotated[
        bool,
        typer.Option("--learn", help="Learn the archive's rules from its posts; write with -o."),
    ] = False
    check_rules: Annotated[
        Path | None,
        typer.Option("--check-rules", metavar="FILE", help="Tell what is wrong in a rule file."),
    ] = None
    interactive: Annotated[
        Path | None,
        typer.Option(
            "--interactive",
            metavar="FILE",
            help="Decide on the proposed rules of a file, one by one.",
        ),
    ] = None
    undo: Annotated[
        bool, typer.Option("--undo", help="Put back what --in-place removed, byte for byte.")
    ] = False
    undo_file: Annotated[
        Path | None,
        typer.Option(
            "--undo-file",
            metavar="FILE",
            help="Where removed text is kept for --undo.",
            show_default="FOLDER/.newskit-undo.jsonl",
        ),
    ] = None
    report: shared.ReportFile = None

    def check_together(self) -> None:
        """Check that no option is passed over in silence.

        Raises:
            UsageError: when two of them exclude each other.
        """
        writes = {"-o": self.output is not None, "--in-place": self.in_place}
        tells = {"--check": self.check, "--diff": self.diff, "--dry-run": self.dry_run}
        for name, asked, others in (
            ("--learn", self.learn, {"--in-place": self.in_place, **tells, "--undo": self.undo}),
            ("--explain", self.explain, {**writes, **tells, "--learn": self.learn}),
            ("--undo", self.undo, {"-o": self.output is not None, **tells}),
        ):
            for other, given in others.items():
                if asked and given:
                    raise UsageError(f"{name} and {other} exclude each other")

    def laid_over(self, config: StripConfig) -> StripConfig:
        """Return the settings with these options laid over them, the rule files read.

        Raises:
            ConfigError: when a rule file is wrong.
        """
        from newskit.jobs.rulefiles import with_rule_files

        files = (*config.rules_files, *map(str, self.rules or ()))
        share = config.max_share if self.max_share is None else self.max_share
        builtin = config.builtin and self.builtin
        return with_rule_files(
            dataclasses.replace(config, rules_files=files, builtin=builtin, max_share=share)
        )
