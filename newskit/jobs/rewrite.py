"""Rewriting posts: the joint part of convert and strip.

Each post is read, transformed and written by one worker; what comes back is small. The count of
posts in equals those written or unchanged plus those reported.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from newskit.config.model import Config
from newskit.errors import WriteError
from newskit.jobs.delivery import deliver, encode_result
from newskit.jobs.opening import lost_problem, open_source, weight
from newskit.jobs.targets import Mode, Target, assign_names
from newskit.jobs.transforms import MakeTransform, Transform
from newskit.post import JsonValue
from newskit.problem import Location, Problem
from newskit.read.files import Source
from newskit.run import timings
from newskit.run.parallel import Lost, ordered_map
from newskit.run.work import Ready

if TYPE_CHECKING:
    from newskit.jobs.memory import Memory

__all__ = ["Rewritten", "Status", "check", "rewrite", "rewrite_named"]


class Status(StrEnum):
    """What became of a post."""

    UNCHANGED = "unchanged"
    CHANGED = "changed"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Rewritten:
    """The outcome for one post.

    Attributes:
        path: the post, as the user named it.
        status: what became of it.
        written: the file written, if any.
        output: bytes for standard output (the post, a diff), if asked for.
        problems: what is wrong; a failed post has at least one.
        report: what was done, as JSON-ready rows.
        replaced: the file whose place the written one takes under another name, if any; it is
            removed when the outcome is handed on.
    """

    path: str
    status: Status
    written: str = ""
    output: bytes = b""
    problems: tuple[Problem, ...] = ()
    report: tuple[dict[str, JsonValue], ...] = ()
    replaced: str = ""


@dataclass(slots=True)
class _Worker:
    """What a process needs to rewrite posts; made once in each."""

    transform: Transform
    config: Config
    target: Target


_workers: dict[str, _Worker] = {}


def rewrite(
    sources: Iterable[Source],
    make: MakeTransform,
    config: Config,
    target: Target,
    *,
    jobs: int = 1,
) -> Iterator[Rewritten]:
    """Rewrite posts one by one, in order; results stream and memory stays flat.

    Args:
        sources: the posts.
        make: makes the transform from `config`, once in each process.
        config: the settings.
        target: what is done with the rewritten posts.
        jobs: processes.
    """
    work = partial(rewrite_named, make=make, config=config, target=target, jobs=jobs)
    if target.mode is Mode.FOLDER:
        yield from work(assign_names(sources, target))
    else:
        yield from work((source, "") for source in sources)


def check(
    sources: Iterable[Source],
    make: MakeTransform,
    config: Config,
    memory: Memory[Rewritten],
    *,
    jobs: int = 1,
) -> Iterator[Rewritten]:
    """Tell what would become of posts, and remember it; see `rewrite`.

    Args:
        sources: the posts.
        make: makes the transform from `config`, once in each process.
        config: the settings.
        memory: outcomes of earlier runs.
        jobs: processes.
    """
    work = partial(rewrite_named, make=make, config=config, target=Target(Mode.CHECK), jobs=jobs)
    if memory.works:
        yield from memory.through(sources, lambda looked_up: work(map(_unnamed, looked_up)))
    else:
        yield from work(map(_unnamed, sources))


def _unnamed(source: Source | Ready[Rewritten]) -> tuple[Source, str] | Ready[Rewritten]:
    return source if isinstance(source, Ready) else (source, "")


def rewrite_named(
    named: Iterable[tuple[Source, str] | Ready[Rewritten]],
    make: MakeTransform,
    config: Config,
    target: Target,
    *,
    jobs: int = 1,
    isolate: bool = False,
) -> Iterator[Rewritten]:
    """Rewrite posts whose outputs have their names already; see `rewrite`.

    With `isolate`, no post is worked on in this process, so that none can end it.
    """
    setup = partial(_install, make, config, target)
    for outcome in ordered_map(
        _rewrite_one, named, jobs, setup=setup, weigh=_weight, isolate=isolate
    ):
        if isinstance(outcome, Lost):
            source = outcome.item[0]
            problem = lost_problem(source, outcome.reason)
            yield Rewritten(source.label, Status.FAILED, problems=(problem,))
        else:
            if outcome.replaced:
                # Last of all, and here: a worker that dies may have its posts done again.
                Path(outcome.replaced).unlink(missing_ok=True)
            yield outcome


def _weight(item: tuple[Source, str]) -> int:
    return weight(item[0])


def _install(make: MakeTransform, config: Config, target: Target) -> None:
    _workers["current"] = _Worker(make(config), config, target)


def _rewrite_one(item: tuple[Source, str]) -> Rewritten:
    source, name = item
    worker = _workers["current"]
    post = open_source(source, worker.config.read)
    if isinstance(post, Problem):
        return Rewritten(source.label, Status.FAILED, problems=(post,))
    result = worker.transform(post)
    status = Status.UNCHANGED if result.text == post.text else Status.CHANGED
    rows = tuple({"path": source.label, **row} for row in result.report)
    try:
        with timings.timed("write"):
            data, problems = encode_result(post, source, result, worker.config.read)
            written, output = deliver(post, source, name, result, data, worker.target)
    except WriteError as error:
        problem = Problem(
            "NK902", "not-written", error.message, Location(source.label), hint=error.hint
        )
        return Rewritten(source.label, Status.FAILED, problems=(*result.problems, problem))
    renamed = written and worker.target.mode is Mode.IN_PLACE and Path(written) != Path(source.path)
    return Rewritten(
        source.label,
        status,
        written,
        output,
        (*result.problems, *problems),
        rows,
        source.path if renamed else "",
    )
