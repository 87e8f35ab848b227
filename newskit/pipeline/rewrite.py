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

from newskit import timings
from newskit.config.model import Config
from newskit.errors import WriteError
from newskit.parallel import Lost, ordered_map
from newskit.pipeline.opening import lost_problem, open_source, weight
from newskit.pipeline.targets import Mode, Target, assign_names, in_place_path
from newskit.pipeline.transforms import MakeTransform, Transform, Transformed
from newskit.post import JsonValue, Post
from newskit.problem import Location, Problem, Severity
from newskit.read.files import Source

__all__ = ["Rewritten", "Status", "rewrite", "rewrite_named"]


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
    """

    path: str
    status: Status
    written: str = ""
    output: bytes = b""
    problems: tuple[Problem, ...] = ()
    report: tuple[dict[str, JsonValue], ...] = ()


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
    several_roots: bool = False,
) -> Iterator[Rewritten]:
    """Rewrite posts one by one, in order; results stream and memory stays flat.

    Args:
        sources: the posts.
        make: makes the transform from `config`, once in each process.
        config: the settings.
        target: what is done with the rewritten posts.
        jobs: processes.
        several_roots: whether sources come from more than one path, so that names may collide.
    """
    named = assign_names(sources, target, several_roots=several_roots)
    yield from rewrite_named(named, make, config, target, jobs=jobs)


def rewrite_named(
    named: Iterable[tuple[Source, str]],
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
            data, problems = _encode(post, source, result)
            written, output = _deliver(post, data, worker.target, source, name)
    except WriteError as error:
        problem = Problem(
            "NK902", "not-written", error.message, Location(source.label), hint=error.hint
        )
        return Rewritten(source.label, Status.FAILED, problems=(*result.problems, problem))
    return Rewritten(source.label, status, written, output, (*result.problems, *problems), rows)


def _encode(post: Post, source: Source, result: Transformed) -> tuple[bytes, tuple[Problem, ...]]:
    """Encode as the source was; what its codec cannot say makes the file UTF-8, and is reported."""
    if source.is_record and source.data is not None:
        from newskit.export.update import update_record

        return update_record(source.data, post, result.text, result.report), ()
    if result.text == post.text and source.data is not None:
        return source.data, ()
    try:
        return post.encode(result.text), ()
    except UnicodeEncodeError as error:
        character = result.text[error.start]
        problem = Problem(
            "NK903",
            "encoding-changed",
            f"{post.encoding.name} cannot say U+{ord(character):04X}; written as UTF-8",
            Location(source.label),
            Severity.WARNING,
        )
        return result.text.encode("utf-8", "surrogateescape"), (problem,)


def _deliver(
    post: Post, data: bytes, target: Target, source: Source, name: str
) -> tuple[str, bytes]:
    """Write or return the new bytes; gives the file written and what goes to standard output."""
    if target.mode is Mode.STDOUT:
        return "", data
    if target.mode is Mode.DIFF:
        return "", _diff(post, data, source)
    if target.mode is Mode.FOLDER and target.folder is not None:
        from newskit.export.files import write_atomic

        path = target.folder / name
        write_atomic(path, data)
        return str(path), b""
    if target.mode is Mode.IN_PLACE:
        return _write_in_place(post, data, target, Path(source.path)), b""
    return "", b""


def _write_in_place(post: Post, data: bytes, target: Target, path: Path) -> str:
    from newskit.export.files import write_atomic

    final = in_place_path(path, target)
    if final == path:
        if data == post.encode(post.text):
            return ""
        write_atomic(path, data)
        return str(path)
    if final.exists():
        raise WriteError(f"{path}: would become {final.name}, which exists", hint="rename one")
    write_atomic(final, data)
    path.unlink()
    return str(final)


def _diff(post: Post, data: bytes, source: Source) -> bytes:
    from difflib import unified_diff

    before = post.text.splitlines(keepends=True)
    after = data.decode("utf-8", "surrogateescape") if source.is_record else None
    new = after if after is not None else data.decode(post.encoding.name, "surrogateescape")
    new_lines = new.removeprefix("\ufeff").splitlines(keepends=True)
    label = source.label
    lines = unified_diff(before, new_lines, f"a/{label}", f"b/{label}")
    whole = (
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
    )
    return "".join(whole).encode("utf-8", "surrogateescape")
