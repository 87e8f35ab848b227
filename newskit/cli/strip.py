"""`newskit strip`."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated, TypeAlias

from newskit.cli import options as shared
from newskit.cli import strip_runs
from newskit.cli.commands import Argument, Option
from newskit.cli.guard import ended
from newskit.cli.rewriting import choose_target, deliver
from newskit.cli.settings import Inputs, project_folder
from newskit.cli.terminal import counted, print_note
from newskit.config.model import Config
from newskit.config.strip import Ends, Keep, StripConfig
from newskit.errors import UsageError
from newskit.frozen import dataclass, replace
from newskit.jobs.rewrite import Rewritten
from newskit.jobs.sources import COULD_NOT_RUN
from newskit.jobs.targets import Mode
from newskit.messages import escape_controls, on_one_line, to_utf8

# Options of `newskit strip`, and how they lie over the configuration.


OptionalPaths: TypeAlias = Annotated[
    list[str] | None,
    Argument(help="Files, folders, globs, or - for standard input.", show_default=False),
]


@dataclass(frozen=True, slots=True)
class StripOptions:
    """What is done with the boilerplate of the posts, or with rules for it."""

    output: Annotated[
        Path | None,
        Option(
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
        bool, Option("--dry-run", help="Write nothing; list what would go, and why.")
    ] = False
    no_cache: shared.NoCache = False
    explain: Annotated[
        bool,
        Option("--explain", help="Write nothing; list each block at the end, and why it stays."),
    ] = False
    rules: Annotated[
        list[Path] | None,
        Option("--rules", metavar="FILE", help="Apply the rules of this file too; repeatable."),
    ] = None
    builtin: Annotated[
        bool, Option("--builtin/--no-builtin", help="Apply the built-in rules of all languages.")
    ] = True
    max_share: Annotated[
        float | None,
        Option(
            "--max-share",
            metavar="SHARE",
            min=0.0,
            max=1.0,
            help="Largest share of a post that built-in rules may remove, 0 to 1.",
            show_default=False,
        ),
    ] = None
    where: Annotated[
        Ends | None,
        Option(
            "--where",
            help="Which end: tail, head (lines that name source, author, translator) or both.",
            show_default="tail",
        ),
    ] = None
    learn: Annotated[
        bool, Option("--learn", help="Learn the archive's rules from its posts; write with -o.")
    ] = False
    check_rules: Annotated[
        Path | None,
        Option("--check-rules", metavar="FILE", help="Report what is wrong in a rule file."),
    ] = None
    interactive: Annotated[
        Path | None,
        Option(
            "--interactive",
            metavar="FILE",
            help="Decide on the proposed rules of a file, one by one.",
        ),
    ] = None
    undo: Annotated[
        bool, Option("--undo", help="Put back what --in-place removed, byte for byte.")
    ] = False
    undo_file: Annotated[
        Path | None,
        Option(
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
        from newskit.jobs.stages import with_rule_files

        files = (*config.rules_files, *map(str, self.rules or ()))
        share = config.max_share if self.max_share is None else self.max_share
        builtin = config.builtin and self.builtin
        where = self.where or config.where
        return with_rule_files(
            replace(config, rules_files=files, builtin=builtin, max_share=share, where=where)
        )


# What `newskit strip --dry-run` prints.


_SHOWN = 100


def listed(outcomes: Iterable[Rewritten], *, quiet: bool) -> int:
    """Print each removal as ``path:line: kind (rule): text``; a dry run finds, it does not fail."""
    posts = changed = removed = 0
    failed = partly = False
    for outcome in outcomes:
        posts += 1
        changed += bool(outcome.report)
        failed |= any(problem.code in COULD_NOT_RUN for problem in outcome.problems)
        partly |= any(problem.code == "NK143" for problem in outcome.problems)
        for problem in outcome.problems:
            print_note(str(problem))
        for row in outcome.report:
            removed += 1
            text = " ".join(str(row.get("text", "")).split())
            text = text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
            place = f"{on_one_line(outcome.path)}:{row.get('line', 1)}"
            line = f"{place}: {row.get('kind')} ({row.get('rule')}): {escape_controls(text)}\n"
            sys.stdout.buffer.write(to_utf8(line))
    if not quiet:
        print_note(
            f"{counted(posts, 'post')}: {counted(removed, 'block')} would go from "
            f"{counted(changed, 'post')}"
        )
    return ended(could_not_run=failed, found=partly)


EPILOG = """\b
Examples:
  newskit strip posts/ --dry-run                what would go, and why
  newskit strip posts/ -o stripped/             write the posts without it
  newskit strip posts/ --in-place               rewrite the files; --undo takes it back
  newskit strip post.md --explain               each block at the end of a post
  newskit strip posts/ --learn -o rules.toml    learn what this archive ends its posts with
  newskit strip --interactive rules.toml        decide on the rules that were proposed
  newskit strip posts/ --rules rules.toml -o stripped/
  newskit strip --check-rules rules.toml        what is wrong in a rule file
  newskit strip posts/ --undo                   put back what --in-place removed
  newskit export jsonl posts | newskit strip -  records in, records out
"""


def strip(paths: OptionalPaths = None, *, asked: StripOptions, common: shared.Common) -> int:
    """Remove trailing boilerplate links, and keep their facts.

    Navigation, sharing, source lines, subscription pleas, copyright and related lists go when
    they end a body; content never does. Source, URL, author and licence move into the front
    matter.
    """
    asked.check_together()
    if asked.check_rules is not None:
        return strip_runs.check_strip_rules(asked.check_rules)
    if asked.interactive is not None:
        return strip_runs.review(asked.interactive)
    inputs = common.inputs(paths or [])
    if not inputs.paths:
        raise UsageError("no posts named", hint="name files or folders, or - for standard input")
    config = common.config()
    config = replace(config, strip=asked.laid_over(config.strip))
    if asked.undo:
        sidecar = asked.undo_file or _sidecar(inputs.paths)
        return strip_runs.undo(sidecar, inputs, config, quiet=common.quiet)
    inputs.spare(asked.report, files=(asked.undo_file, asked.output if asked.learn else None))
    if asked.learn:
        return strip_runs.learn(inputs, config, asked.output, quiet=common.quiet)
    if asked.explain:
        return strip_runs.explain(inputs, config)
    return _strip(inputs, config, asked, common)


def _strip(inputs: Inputs, config: Config, asked: StripOptions, common: shared.Common) -> int:
    from newskit.cli.strip_runs import Run

    target = choose_target(
        inputs,
        asked.output,
        in_place=asked.in_place,
        check=asked.check or asked.dry_run,
        diff=asked.diff,
        markdown_names=False,
    )
    sidecar = None
    if target.mode in {Mode.IN_PLACE, Mode.FOLDER}:
        default = (
            _sidecar(inputs.paths, asked.output) if config.strip.keep is Keep.SIDECAR else None
        )
        sidecar = asked.undo_file or default
    memory = None
    if target.mode is Mode.CHECK and not asked.no_cache and not inputs.is_one_file:
        from newskit.jobs.remembered import strip_memory

        memory = strip_memory(project_folder(config), config, suspects=asked.report is not None)
    inputs = inputs.without(asked.output)
    run = Run(inputs, config, target, common.processes, sidecar, asked.report, memory)
    doing = "looking" if asked.dry_run else "stripping"
    outcomes = inputs.shown(run.outcomes(), doing, config)
    with run:
        if asked.dry_run:
            return listed(outcomes, quiet=common.quiet)
        talk = {"quiet": common.quiet, "verbose": common.verbose}
        return deliver(outcomes, target, report=None, verb="stripped", **talk)


def _sidecar(paths: Sequence[str], output: Path | None = None) -> Path:
    """The undo file of a run: in the folder it writes, or here when it works on several."""
    from newskit.jobs.strip import SIDECAR

    if output is not None:
        return output / SIDECAR
    first = Path(paths[0])
    if len(paths) > 1 or paths[0] == "-":
        return Path(SIDECAR)
    return (first if first.is_dir() else first.parent) / SIDECAR
