"""`--cluster`: a command's work divided into shards, handed out, and added up again."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any

from newskit.cli.commands import Option
from newskit.cli.guard import EXIT_CLEAN, EXIT_COULD_NOT_RUN, EXIT_FINDINGS
from newskit.cli.rewriting import check_folder
from newskit.cli.settings import Inputs, parse_size
from newskit.cli.terminal import counted, print_note
from newskit.cluster.dask import Failed, run_on_cluster
from newskit.cluster.finish import Progress, finish, progress_of, record_failure
from newskit.cluster.plan import (
    Done,
    Manifest,
    ShardCommand,
    load_manifest,
    make_plan,
    plain_settings,
)
from newskit.cluster.run import load_checked, load_problems, manifest_path
from newskit.cluster.run import run_shard as run
from newskit.cluster.store import ObjectStore, open_store
from newskit.config.export import Compression, RecordShape
from newskit.config.model import Config
from newskit.errors import NewskitError, UsageError
from newskit.frozen import dataclass
from newskit.jobs.check import Checked
from newskit.read.files import iter_files
from newskit.read.remote import is_remote
from newskit.read.source import Source, is_container

# `newskit run-shard`.

EPILOG = """\b
Examples:
  newskit export jsonl posts/ -o parts/ --cluster plan          write the plan
  newskit run-shard --manifest parts/manifest.json --index 7    do one shard
  sbatch --array=0-99 --wrap 'newskit run-shard --manifest parts/manifest.json'
  newskit run-shard --manifest parts/manifest.json --status     how far it has come
"""


def run_shard(
    manifest: Annotated[
        str, Option("--manifest", metavar="FILE|URL", help="The plan, manifest.json.")
    ],
    index: Annotated[
        int,
        Option(
            "--index",
            metavar="N",
            envvar=["SLURM_ARRAY_TASK_ID", "JOB_COMPLETION_INDEX"],
            help="Which shard, from 0.",
        ),
    ] = -1,
    jobs: Annotated[
        int, Option("--jobs", "-j", min=1, metavar="N", help="Processes for this shard.")
    ] = 1,
    status: Annotated[
        bool, Option("--status", help="Say how many shards are done, and do nothing.")
    ] = False,
) -> int:
    """Run one shard of a plan made with --cluster plan.

    For job arrays of SLURM, Kubernetes and the like.
    """
    if status:
        return _status(manifest)
    if index < 0:
        raise UsageError("which shard?", hint="add --index N")
    try:
        done = run(manifest, index, jobs)
    except UsageError:
        raise
    except NewskitError as error:
        plan, store = load_manifest(manifest)
        record_failure(store, plan, index, error.message)
        raise
    print_note(f"shard {index}: {done.posts:,} posts, {done.findings:,} findings")
    command = load_manifest(manifest)[0].command
    # What a check finds is reported when all of it is done.
    failed = done.findings and command is not ShardCommand.VALIDATE
    return EXIT_FINDINGS if failed else EXIT_CLEAN


def _status(location: str) -> int:
    manifest, store = load_manifest(location)
    progress = progress_of(manifest, store)
    total, done = len(manifest.shards), len(progress.done)
    sys.stdout.write(f"{done:,} of {total:,} shards done, {len(progress.failed):,} failed\n")
    for index, reason in progress.failed.items():
        sys.stdout.write(f"{manifest.shards[index].name}: {reason}\n")
    if not progress.todo:
        sys.stdout.write("the command that made the plan ends the run: the same, with --resume\n")
    return EXIT_CLEAN if not progress.todo else EXIT_FINDINGS


# How a command's work is divided into shards and handed out, whatever the command.


PLAN_ONLY = "plan"


@dataclass(frozen=True, slots=True)
class Sharing:
    """How a run is shared out.

    Attributes:
        address: of a Dask scheduler, ``local:N``, or ``plan`` to write the plan alone.
        state: path or URL of the folder for plan and progress; empty takes the output.
        resume: whether a plan that is there is gone on with.
        shard_bytes: about how many bytes of input make a shard.
    """

    address: str
    state: str = ""
    resume: bool = False
    shard_bytes: int = 128 << 20


@dataclass(frozen=True, slots=True)
class Shared:
    """A plan that was worked on, or only made, which leaves every shard to do."""

    manifest: Manifest
    store: ObjectStore
    progress: Progress
    only_made: bool

    @property
    def ended(self) -> bool:
        """Whether no shard is left to do."""
        return not self.progress.todo


def sharing(address: str, state: str, shard_input: str, *, resume: bool) -> Sharing:
    """Return the options of `--cluster` as one.

    Raises:
        UsageError: when it is not a size.
    """
    return Sharing(address, state, resume, parse_size(shard_input))


def share_out(
    command: ShardCommand,
    named: Iterable[tuple[Source, str]],
    config: Config,
    options: dict[str, Any],
    output: str,
    sharing: Sharing,
) -> Shared:
    """Plan, run what is not done, and finish when everything is."""
    output = _absolute(output)
    state = _absolute(sharing.state or output)
    manifest = Manifest(command, plain_settings(config), options, output)
    manifest = make_plan(
        manifest, named, state, shard_bytes=sharing.shard_bytes, resume=sharing.resume
    )
    store = open_store(state)
    progress = progress_of(manifest, store)
    location = manifest_path(state)
    if sharing.address == PLAN_ONLY:
        if progress.todo:
            print_note(
                f"{counted(len(manifest.shards), 'shard')} planned; each runs with\n"
                f"  newskit run-shard --manifest {location} --index N"
            )
    elif progress.todo:
        _run(sharing.address, location, manifest, store, progress)
        progress = progress_of(manifest, store)
    if not progress.todo:
        finish(manifest, store)
    only_made = sharing.address == PLAN_ONLY and not sharing.resume
    return Shared(manifest, store, progress, only_made)


def _run(
    address: str, location: str, manifest: Manifest, store: ObjectStore, progress: Progress
) -> None:
    def take(index: int, result: Done | Failed) -> None:
        if isinstance(result, Failed):
            record_failure(store, manifest, index, result.reason)
            print_note(f"{manifest.shards[index].name}: failed: {result.reason}")

    run_on_cluster(address, location, progress.todo, take)


def _absolute(place: str) -> str:
    """Workers need not run where this process does; a `Path` has taken a URL's slashes together."""
    scheme, colon, rest = place.partition(":/")
    if colon and len(scheme) > 1 and scheme.isalnum() and not is_remote(place):
        return f"{scheme}:///{rest}" if scheme == "file" else f"{scheme}://{rest}"
    return place if is_remote(place) else str(Path(place).absolute())


@dataclass(frozen=True, slots=True)
class Records:
    """What an export is asked for beside the configuration; the names are those of the options."""

    output: Path | None
    strip: bool
    where: tuple[str, ...]
    select: str
    compress: Compression


def export_shared(inputs: Inputs, config: Config, asked: Records, sharing: Sharing) -> int:
    """Export posts in parts, one a shard; return the exit code.

    Raises:
        NewskitError: when the run cannot go on.
    """
    from newskit.records.lines import parse_condition, parse_fields

    if asked.output is None or config.export.shape is RecordShape.JSONFEED:
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
    named = ((source, "") for source in iter_files(inputs.paths, config.read))
    shared = share_out(ShardCommand.EXPORT, named, config, options, str(asked.output), sharing)
    code = _tell_problems(shared)
    progress = shared.progress
    left_out = progress.total("posts") - progress.total("written") - progress.total("reported")
    words = [
        f"{progress.total('posts'):,} posts: {progress.total('written'):,} records written",
        f"{progress.total('reported'):,} reported",
    ]
    if left_out:
        words.append(f"{left_out:,} left out")
    return _end(shared, ", ".join(words), code)


def convert_shared(inputs: Inputs, config: Config, output: Path | None, sharing: Sharing) -> int:
    """Convert posts into a folder, shard by shard; return the exit code.

    Raises:
        NewskitError: when the run cannot go on.
    """
    from newskit.jobs.targets import Mode, Target, assign_names

    if output is None:
        raise UsageError("--cluster writes into a folder", hint="add -o DIR")
    check_folder(output, inputs)
    target = Target(Mode.FOLDER, output, markdown_names=True)
    named = assign_names(_single(inputs.paths, config), target)
    shared = share_out(ShardCommand.CONVERT, named, config, {}, str(output), sharing)
    code = _tell_problems(shared)
    progress = shared.progress
    same = progress.total("written") - progress.total("changed")
    words = (
        f"{progress.total('posts'):,} posts: {progress.total('changed'):,} converted, "
        f"{same:,} unchanged, {progress.total('reported'):,} failed"
    )
    return _end(shared, words, code)


def validate_shared(inputs: Inputs, config: Config, sharing: Sharing) -> Iterator[Checked] | int:
    """Return what was found, in the order of the posts, or an exit code while shards are to do.

    Raises:
        NewskitError: when the run cannot go on, or a shard failed.
    """
    from newskit.jobs.validate import with_archive

    if not sharing.state:
        raise UsageError("validate --cluster needs a folder for its plan", hint="add --state DIR")
    named = ((source, "") for source in iter_files(inputs.paths, config.read))
    shared = share_out(ShardCommand.VALIDATE, named, config, {}, sharing.state, sharing)
    if not shared.ended:
        if sharing.address == PLAN_ONLY:
            return EXIT_CLEAN if shared.only_made else EXIT_FINDINGS
        missing = len(shared.progress.todo)
        raise NewskitError(f"{missing:,} shards failed", hint="--resume tries them again")
    results = (
        checked
        for shard in shared.manifest.shards
        for checked in load_checked(shared.store, shard.name)
    )
    return with_archive(results, config) if config.validate.archive else results


def _single(paths: tuple[str, ...], config: Config) -> Iterator[Source]:
    for source in iter_files(paths, config.read):
        if is_container(source.path):
            raise UsageError(
                f"{source.path}: convert --cluster takes files of one post each",
                hint="unpack it, or use export jsonl",
            )
        yield source


def _tell_problems(shared: Shared) -> int:
    """Print what was found, and return the exit code that it stands for."""
    from newskit.jobs.sources import COULD_NOT_RUN

    code = EXIT_CLEAN
    for index, done in sorted(shared.progress.done.items()):
        if done.findings:
            for problem in load_problems(shared.store, shared.manifest.shards[index].name):
                print_note(str(problem))
                found = EXIT_COULD_NOT_RUN if problem.code in COULD_NOT_RUN else EXIT_FINDINGS
                code = max(code, found)
    return code


def _end(shared: Shared, words: str, code: int) -> int:
    progress = shared.progress
    total, missing = len(shared.manifest.shards), len(progress.todo)
    print_note(f"{words}; {total - missing:,} of {total:,} shards done")
    if progress.failed:
        print_note(f"{len(progress.failed):,} shards failed; --resume tries them again")
    return EXIT_FINDINGS if not code and missing and not shared.only_made else code
