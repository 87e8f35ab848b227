"""A shard of `convert`: its posts, each written whole under the name that the plan gave it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from newskit.cluster.manifest import Done, Manifest, Shard
from newskit.cluster.outputs import write_problems
from newskit.jobs.rewrite import Status, rewrite_named
from newskit.jobs.targets import Mode, Target
from newskit.jobs.transforms import make_convert

if TYPE_CHECKING:
    from newskit.cluster.store import Store
    from newskit.problem import Problem
    from newskit.read.source import Source

__all__ = ["convert_shard"]


def convert_shard(
    manifest: Manifest,
    store: Store,
    shard: Shard,
    sources: Iterable[tuple[Source, str]],
    *,
    jobs: int,
    isolate: bool,
) -> Done:
    """Convert the posts of a shard; gives what it came to."""
    target = Target(Mode.FOLDER, Path(manifest.output), markdown_names=True)
    counts = dict.fromkeys(Status, 0)
    problems: list[Problem] = []
    outcomes = rewrite_named(
        sources, make_convert, manifest.config, target, jobs=jobs, isolate=isolate
    )
    for outcome in outcomes:
        counts[outcome.status] += 1
        problems += outcome.problems
    write_problems(store, shard.name, problems)
    posts, failed = sum(counts.values()), counts[Status.FAILED]
    return Done(
        shard.sha256,
        manifest.settings_sha256,
        posts,
        posts - failed,
        failed,
        len(problems),
        changed=counts[Status.CHANGED],
    )
