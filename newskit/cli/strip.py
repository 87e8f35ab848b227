"""`newskit strip`."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path

from newskit.cli import options as shared
from newskit.cli import strip_options as own
from newskit.cli.groups import grouped
from newskit.cli.guard import guarded
from newskit.cli.progress import shown
from newskit.cli.rewriting import choose_target, deliver
from newskit.cli.settings import project_folder
from newskit.config.model import Config
from newskit.config.strip import Keep
from newskit.errors import UsageError
from newskit.pipeline.targets import Mode

__all__ = ["strip"]

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


@guarded
@grouped
def strip(
    paths: own.OptionalPaths = None,
    *,
    output: own.Output = None,
    in_place: shared.InPlace = False,
    check: shared.Check = False,
    diff: shared.Diff = False,
    dry_run: own.DryRun = False,
    no_cache: shared.NoCache = False,
    explain: own.Explain = False,
    rules: own.RuleFiles = None,
    builtin: own.Builtin = True,
    max_share: own.MaxShare = None,
    learn: own.Learn = False,
    check_rules: own.CheckRules = None,
    interactive: own.Interactive = None,
    undo: own.Undo = False,
    undo_file: own.Sidecar = None,
    report: shared.ReportFile = None,
    common: shared.Common,
) -> int:
    """Remove trailing boilerplate links, and keep their facts in the front matter.

    Navigation, sharing, source lines, subscription pleas, copyright and related lists go when
    they end a body; content never does. Source, URL, author and licence move up.
    """
    from newskit.cli import strip_rules, strip_runs

    if check_rules is not None:
        return strip_rules.check(check_rules)
    if interactive is not None:
        return strip_rules.review(interactive)
    walk = common.walk(paths or [])
    if not walk.paths:
        raise UsageError("no posts named", hint="name files or folders, or - for standard input")
    config = common.config()
    config = _with_rules(config, rules, builtin=builtin, max_share=max_share)
    if undo:
        return strip_runs.undo(undo_file or _sidecar(walk.paths), walk, config, quiet=common.quiet)
    if learn:
        return strip_rules.learn(walk, config, output, quiet=common.quiet)
    if explain:
        return strip_runs.explain(walk, config)
    target = choose_target(
        walk, output, in_place=in_place, check=check or dry_run, diff=diff, markdown_names=False
    )
    # Only a post that is written over needs a record: elsewhere the post itself is still there.
    default = _sidecar(walk.paths) if config.strip.keep is Keep.SIDECAR else None
    sidecar = (undo_file or default) if in_place else None
    memory = None
    if target.mode is Mode.CHECK and not no_cache and not walk.is_one_file:
        from newskit.pipeline.rewrite_memory import strip_memory

        memory = strip_memory(project_folder(config), config, suspects=report is not None)
    run = strip_runs.Run(
        walk.without(output), config, target, common.processes, sidecar, report, memory
    )
    outcomes = shown(run.outcomes(), "looking" if dry_run else "stripping", quiet=common.quiet)
    with run:
        if dry_run:
            from newskit.cli.removals import listed

            return listed(outcomes, quiet=common.quiet)
        return deliver(
            outcomes,
            target,
            report=None,
            verb="stripped",
            quiet=common.quiet,
            verbose=common.verbose,
        )


def _with_rules(
    config: Config, files: Sequence[Path] | None, *, builtin: bool, max_share: float | None
) -> Config:
    """Lay the options over the configuration, and read its rule files."""
    from newskit.pipeline.rulefiles import with_rule_files

    chosen = config.strip
    if files:
        chosen = dataclasses.replace(
            chosen, rules_files=(*chosen.rules_files, *(str(file) for file in files))
        )
    if not builtin:
        chosen = dataclasses.replace(chosen, builtin=False)
    if max_share is not None:
        chosen = dataclasses.replace(chosen, max_share=max_share)
    return dataclasses.replace(config, strip=with_rule_files(chosen))


def _sidecar(paths: Sequence[str]) -> Path:
    """The undo file of a run: in its folder, or here when it works on several."""
    from newskit.pipeline.stripping import SIDECAR

    first = Path(paths[0])
    if len(paths) > 1 or paths[0] == "-":
        return Path(SIDECAR)
    return (first if first.is_dir() else first.parent) / SIDECAR
