"""`--cluster`: a command's work divided into shards, handed out, and added up again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newskit.cli.guard import EXIT_CLEAN, EXIT_FINDINGS
from newskit.cli.messages import print_note
from newskit.cli.settings import Walk
from newskit.cli.sharing import PLAN_ONLY, Shared, Sharing, share_out
from newskit.cluster.manifest import Command
from newskit.config.export import Compression, RecordProfile
from newskit.errors import NewskitError, UsageError
from newskit.read.files import iter_files
from newskit.read.source import is_container

if TYPE_CHECKING:
    from newskit.config.model import Config
    from newskit.jobs.validate import Checked
    from newskit.read.source import Source

__all__ = [
    "Records",
    "convert_shared",
    "export_shared",
    "validate_shared",
]


@dataclass(frozen=True, slots=True)
class Records:
    """What an export is asked for beside the configuration; the names are those of the options."""

    output: Path | None
    strip: bool
    where: tuple[str, ...]
    select: str
    compress: Compression


def export_shared(walk: Walk, config: Config, asked: Records, sharing: Sharing) -> int:
    """Export posts in parts, one a shard; return the exit code.

    Raises:
        NewskitError: when the run cannot go on.
    """
    from newskit.records.lines import parse_fields
    from newskit.records.where import parse_condition

    if asked.output is None or config.export.profile is RecordProfile.JSONFEED:
        raise UsageError("--cluster writes a folder of JSON Lines", hint="add -o DIR")
    fields = parse_fields(asked.select)
    for condition in asked.where:
        parse_condition(condition)
    kind = Compression.NONE if asked.compress is Compression.AUTO else asked.compress
    options: dict[str, Any] = {
        "strip": asked.strip,
        "where": list(asked.where),
        "select": list(fields),
        "compression": kind.value,
    }
    named = ((source, "") for source in iter_files(walk.paths, config.read))
    shared = share_out(Command.EXPORT, named, config, options, str(asked.output), sharing)
    _tell_problems(shared)
    progress = shared.progress
    left_out = progress.total("posts") - progress.total("written") - progress.total("reported")
    words = [
        f"{progress.total('posts'):,} posts: {progress.total('written'):,} records written",
        f"{progress.total('reported'):,} reported",
    ]
    if left_out:
        words.append(f"{left_out:,} left out")
    return _end(shared, ", ".join(words), found=progress.total("reported") > 0)


def convert_shared(walk: Walk, config: Config, output: Path | None, sharing: Sharing) -> int:
    """Convert posts into a folder, shard by shard; return the exit code.

    Raises:
        NewskitError: when the run cannot go on.
    """
    from newskit.jobs.targets import Mode, Target, assign_names

    if output is None:
        raise UsageError("--cluster writes into a folder", hint="add -o DIR")
    target = Target(Mode.FOLDER, output, markdown_names=True)
    named = assign_names(_single(walk.paths, config), target)
    shared = share_out(Command.CONVERT, named, config, {}, str(output), sharing)
    _tell_problems(shared)
    progress = shared.progress
    same = progress.total("written") - progress.total("changed")
    words = (
        f"{progress.total('posts'):,} posts: {progress.total('changed'):,} converted, "
        f"{same:,} unchanged, {progress.total('reported'):,} failed"
    )
    return _end(shared, words, found=progress.total("reported") > 0)


def validate_shared(walk: Walk, config: Config, sharing: Sharing) -> Iterator[Checked]:
    """Yield what was found, in the order of the posts, when every shard is done.

    Raises:
        NewskitError: when the run cannot go on, or a shard failed.
    """
    from newskit.cluster.validating import load_checked
    from newskit.jobs.validate import with_archive

    if not sharing.state:
        raise UsageError("validate --cluster needs a folder for its plan", hint="add --state DIR")
    named = ((source, "") for source in iter_files(walk.paths, config.read))
    shared = share_out(Command.VALIDATE, named, config, {}, sharing.state, sharing)
    if not shared.ended:
        if sharing.address == PLAN_ONLY:
            return
        missing = len(shared.progress.todo)
        raise NewskitError(f"{missing:,} shards failed", hint="--resume tries them again")
    results = (
        checked
        for shard in shared.manifest.shards
        for checked in load_checked(shared.store, shard.name)
    )
    yield from with_archive(results, config) if config.validate.archive else results


def _single(paths: tuple[str, ...], config: Config) -> Iterator[Source]:
    for source in iter_files(paths, config.read):
        if is_container(source.path):
            raise UsageError(
                f"{source.path}: convert --cluster takes files of one post each",
                hint="unpack it, or use export jsonl",
            )
        yield source


def _tell_problems(shared: Shared) -> None:
    from newskit.cluster.outputs import load_problems

    for index, done in sorted(shared.progress.done.items()):
        if done.findings:
            for problem in load_problems(shared.store, shared.manifest.shards[index].name):
                print_note(str(problem))


def _end(shared: Shared, words: str, *, found: bool) -> int:
    progress = shared.progress
    total, missing = len(shared.manifest.shards), len(progress.todo)
    print_note(f"{words}; {total - missing:,} of {total:,} shards done")
    if progress.failed:
        print_note(f"{len(progress.failed):,} shards failed; --resume tries them again")
    return EXIT_FINDINGS if found or (missing and not shared.only_made) else EXIT_CLEAN
