"""`newskit strip`."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path

from newskit.cli import options as shared
from newskit.cli.groups import grouped
from newskit.cli.guard import guarded
from newskit.cli.progress import shown
from newskit.cli.rewriting import choose_target, deliver
from newskit.cli.settings import Walk, project_folder
from newskit.cli.strip_options import OptionalPaths, StripOptions
from newskit.config.model import Config
from newskit.config.strip import Keep
from newskit.errors import UsageError
from newskit.jobs.targets import Mode

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
    paths: OptionalPaths = None,
    *,
    asked: StripOptions,
    common: shared.Common,
) -> int:
    """Remove trailing boilerplate links, and keep their facts in the front matter.

    Navigation, sharing, source lines, subscription pleas, copyright and related lists go when
    they end a body; content never does. Source, URL, author and licence move up.
    """
    from newskit.cli import strip_rules, strip_runs

    asked.check_together()
    if asked.check_rules is not None:
        return strip_rules.check(asked.check_rules)
    if asked.interactive is not None:
        return strip_rules.review(asked.interactive)
    walk = common.walk(paths or [])
    if not walk.paths:
        raise UsageError("no posts named", hint="name files or folders, or - for standard input")
    config = common.config()
    config = dataclasses.replace(config, strip=asked.laid_over(config.strip))
    if asked.undo:
        sidecar = asked.undo_file or _sidecar(walk.paths)
        return strip_runs.undo(sidecar, walk, config, quiet=common.quiet)
    if asked.learn:
        return strip_rules.learn(walk, config, asked.output, quiet=common.quiet)
    if asked.explain:
        return strip_runs.explain(walk, config)
    return _strip(walk, config, asked, common)


def _strip(walk: Walk, config: Config, asked: StripOptions, common: shared.Common) -> int:
    from newskit.cli.strip_runs import Run

    target = choose_target(
        walk,
        asked.output,
        in_place=asked.in_place,
        check=asked.check or asked.dry_run,
        diff=asked.diff,
        markdown_names=False,
    )
    # Only a post that is written over needs a record: elsewhere the post itself is still there.
    default = _sidecar(walk.paths) if config.strip.keep is Keep.SIDECAR else None
    sidecar = (asked.undo_file or default) if asked.in_place else None
    memory = None
    if target.mode is Mode.CHECK and not asked.no_cache and not walk.is_one_file:
        from newskit.jobs.rewrite_memory import strip_memory

        memory = strip_memory(project_folder(config), config, suspects=asked.report is not None)
    walk = walk.without(asked.output)
    run = Run(walk, config, target, common.processes, sidecar, asked.report, memory)
    doing = "looking" if asked.dry_run else "stripping"
    outcomes = shown(run.outcomes(), doing, quiet=common.quiet)
    with run:
        if asked.dry_run:
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


def _sidecar(paths: Sequence[str]) -> Path:
    """The undo file of a run: in its folder, or here when it works on several."""
    from newskit.jobs.stripping import SIDECAR

    first = Path(paths[0])
    if len(paths) > 1 or paths[0] == "-":
        return Path(SIDECAR)
    return (first if first.is_dir() else first.parent) / SIDECAR
