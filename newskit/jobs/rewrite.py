"""Rewriting posts: the joint part of convert and strip.

Each post is read, transformed and written by one worker; what comes back is small. The count of
posts in equals those written or unchanged plus those reported.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from newskit.config.model import MARKDOWN_ENDINGS, Config, ReadConfig
from newskit.errors import WriteError
from newskit.frozen import dataclass
from newskit.jobs.sources import lost_problem, open_source, reading_problems, weight
from newskit.jobs.targets import Mode, Target, assign_names, encode_text, output_path, own_path
from newskit.post import BodyFormat, JsonValue, Kind, Post
from newskit.problem import Location, Problem
from newskit.read.source import Source
from newskit.run import work
from newskit.run.parallel import ordered_map
from newskit.run.work import Lost, Ready
from newskit.splice import unified

if TYPE_CHECKING:
    from newskit.convert.result import Conversion
    from newskit.jobs.memory import Memory

# What a rewriting command does to one post; made once a process from the configuration.


@dataclass(frozen=True, slots=True)
class Transformed:
    """A post's new text, what was done, and what could not be done.

    Attributes:
        text: the new text.
        report: what was done, as JSON-ready rows.
        problems: what could not be done.
        is_html: whether the body of an HTML file is HTML still; its name says so, then.
        record: keeps what takes the post back, given where it goes; called before it is written.
    """

    text: str
    report: tuple[Mapping[str, JsonValue], ...] = ()
    problems: tuple[Problem, ...] = ()
    is_html: bool = False
    record: Callable[[Path], None] | None = None


_WITH_TAGS = frozenset({BodyFormat.HTML, BodyFormat.MIXED})

Transform: TypeAlias = Callable[[Post], Transformed]
MakeTransform: TypeAlias = Callable[[Config], Transform]


def make_convert(config: Config) -> Transform:
    """Return the transform of `newskit convert`."""
    from newskit.config.convert import OnDifference
    from newskit.convert.result import Action
    from newskit.jobs.stages import convert_stage, difference_rows, new_head

    strict = config.convert.on_difference is OnDifference.FAIL

    def convert(post: Post) -> Transformed:
        conversion = convert_stage(post, config.convert)
        changed = conversion.markdown != post.body
        head = new_head(post) if changed else post.text[: post.body_start]
        text = head + conversion.markdown
        problems = unproved(post, conversion) if strict else ()
        kept = any(one.action is Action.KEPT_HTML for one in conversion.differences)
        is_html = text == post.text and (kept or post.body_format in _WITH_TAGS)
        return Transformed(text, difference_rows(post, conversion), problems, is_html=is_html)

    return convert


def unproved(post: Post, conversion: Conversion) -> tuple[Problem, ...]:
    """Return errors for a conversion that would show something else, or lose values."""
    if conversion.proved:
        return ()
    structure = [one for one in conversion.differences if one.kind.value == "structure"]
    lost = [one for one in conversion.differences if one.action.value == "lost"]
    found: list[Problem] = []
    if structure or not lost:
        place = post.locate(post.body_start + (structure[0].offset if structure else 0))
        hint = "--on-difference keep-html keeps the blocks that differ as HTML"
        message = "the Markdown would not render to the same document; the body stays as it was"
        found.append(Problem("NK601", "not-proved", message, place, hint=hint))
    for one in lost:
        shown = one.text if len(one.text) <= _MOST_SHOWN else f"{one.text[:_MOST_SHOWN]}…"
        message = (
            f"the Markdown would lose this {one.kind.value}: {shown}; the body stays as it was"
        )
        place = post.locate(post.body_start + one.offset)
        hint = "--keep TAG keeps the element that holds it as HTML"
        found.append(Problem("NK601", "not-proved", message, place, hint=hint))
    return tuple(found)


_MOST_SHOWN = 200


# A rewritten post to bytes, and to its place: a folder, its own file, standard output.


def encode_result(
    post: Post, source: Source, result: Transformed, config: ReadConfig
) -> tuple[bytes, tuple[Problem, ...]]:
    """Return the new bytes of a post or record, and what is to be reported of their encoding.

    Raises:
        WriteError: when bytes that did not change cannot be kept.
    """
    if source.is_record and source.data is not None:
        from newskit.records.record import update_record

        return update_record(source.data, post, result.text, result.report), ()
    if result.text == post.text and source.data is not None:
        return source.data, ()
    return encode_text(post, source, result.text, config)


def deliver(
    post: Post, source: Source, name: str, result: Transformed, data: bytes, target: Target
) -> tuple[str, bytes]:
    """Write or return the new bytes of a post; see `Target`.

    Returns:
        The file written, and what goes to standard output; empty where there is none.

    Raises:
        WriteError: when a file cannot be written.
    """
    if target.mode is Mode.STDOUT:
        return "", data
    if target.mode is Mode.DIFF:
        after = data.decode("utf-8") if source.is_record else result.text
        before = (source.data or b"").decode("utf-8") if source.is_record else post.text
        return "", unified(before, after, source.label)
    if target.mode is Mode.FOLDER and target.folder is not None:
        from newskit.files import write_atomic

        path = output_path(name, Path(source.path), target, is_html=result.is_html)
        if os.path.lexists(path):
            target.spare_inputs(path, source)
        if result.record is not None:
            result.record(path)
        write_atomic(path, data, within=target.folder)
        return str(path), b""
    if target.mode is Mode.IN_PLACE:
        final = output_path(name, Path(source.path), target, is_html=result.is_html)
        return _write_in_place(source, data, final, changed=result.text != post.text), b""
    return "", b""


def _write_in_place(source: Source, data: bytes, final: Path, *, changed: bool) -> str:
    """Write a post where it is; an old file under another name goes once the new one is there."""
    from newskit.files import write_atomic

    if source.data is not None:
        raise WriteError(
            f"{source.label}: one of several in a file cannot be rewritten in place",
            hint="write the records to standard output or another file",
        )
    if final == Path(source.path) and not changed:
        return ""
    path = own_path(source)
    if final == path:
        write_atomic(path, data)
        return str(path)
    # The same bytes are what a run that was stopped here has left: it is finished now.
    if os.path.lexists(final) and (final.is_symlink() or final.read_bytes() != data):
        raise WriteError(f"{path}: would become {final.name}, which exists", hint="rename one")
    for other in (final.with_suffix(ending) for ending in MARKDOWN_ENDINGS):
        # Two files of Markdown of one name are one page, and which of them is built may change.
        if other not in {final, path} and os.path.lexists(other):
            raise WriteError(
                f"{path}: would become {final.name}, the same page as {other.name}",
                hint="delete or rename one",
            )
    write_atomic(final, data, like=path, within=final.parent)
    return str(final)


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
    sources: Iterable[Source], make: MakeTransform, config: Config, target: Target, *, jobs: int = 1
) -> Iterator[Rewritten]:
    """Rewrite posts one by one, in order; results stream and memory stays flat."""
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
    """Tell what would become of posts, and remember it; see `rewrite`."""
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


def _keeps_its_name(source: Source, target: Target) -> bool:
    """Whether a page would be renamed where it is.

    Other pages, menus and the generator's own settings name a page by its file; posts are listed.
    """
    if not target.markdown_names or target.mode not in {Mode.IN_PLACE, Mode.CHECK, Mode.DIFF}:
        return False
    # Pelican's Markdown has other front matter than its HTML; Nikola finds the translations of a
    # post by its name and ending, and takes the endings that its settings list.
    kept = source.kind in {Kind.PAGE, Kind.INDEX} or source.generator in {"pelican", "nikola"}
    return kept and not source.path.lower().endswith((".md", ".markdown", ".mdx"))


def _rewrite_one(item: tuple[Source, str]) -> Rewritten:
    source, name = item
    worker = _workers["current"]
    post = open_source(source, worker.config.read)
    if isinstance(post, Problem):
        return Rewritten(source.label, Status.FAILED, problems=(post,))
    if _keeps_its_name(source, worker.target):
        return Rewritten(source.label, Status.UNCHANGED)
    result = worker.transform(post)
    status = Status.UNCHANGED if result.text == post.text else Status.CHANGED
    rows = tuple({"path": source.label, **row} for row in result.report)
    try:
        with work.timed("write"):
            data, problems = encode_result(post, source, result, worker.config.read)
            written, output = deliver(post, source, name, result, data, worker.target)
    except WriteError as error:
        problem = Problem(
            "NK902", "not-written", error.message, Location(source.label), hint=error.hint
        )
        found = (*reading_problems(post), *result.problems, problem)
        return Rewritten(source.label, Status.FAILED, problems=found)
    renamed = written and worker.target.mode is Mode.IN_PLACE and Path(written) != Path(source.path)
    return Rewritten(
        source.label,
        status,
        written,
        output,
        (*reading_problems(post), *result.problems, *problems),
        rows,
        source.path if renamed else "",
    )
