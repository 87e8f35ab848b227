"""One shard from its inputs to its part: the unit of work on every kind of cluster."""

from __future__ import annotations

import dataclasses
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, Protocol

from newskit.cluster.plan import (
    MANIFEST,
    Done,
    Input,
    Manifest,
    Shard,
    ShardCommand,
    load_inputs,
    load_manifest,
)
from newskit.cluster.store import ObjectStore, open_store
from newskit.config.export import Compression
from newskit.config.model import ReadConfig
from newskit.errors import ReadError, UsageError
from newskit.findings.finding import undescribed
from newskit.jobs.check import Checked, Job
from newskit.jobs.export import export_records
from newskit.jobs.remembered import dump_facts, dump_findings, load_facts, load_findings
from newskit.jobs.rewrite import Status, make_convert, rewrite_named
from newskit.jobs.sources import lost_problem, weight
from newskit.jobs.targets import Mode, Target
from newskit.jobs.validate import check_source
from newskit.messages import escape_surrogates, to_utf8
from newskit.parsing import load_json
from newskit.problem import Location, Problem, Severity
from newskit.read.containers import expand
from newskit.read.files import placed_source
from newskit.read.source import Source
from newskit.records.lines import RecordChoice, parse_condition
from newskit.records.outputs import compressed
from newskit.run.parallel import ordered_map
from newskit.run.work import Lost

# What every kind of shard writes: its part with a hash, and its findings.


class _Writer(Protocol):
    def write(self, data: bytes, /) -> object:
        """Take bytes."""


class PartStream:
    """A stream that knows how much went through it, and its hash."""

    def __init__(self, stream: _Writer) -> None:
        self._stream = stream
        self._hash = sha256()
        self.size = 0

    def write(self, line: bytes) -> None:
        """Write a line."""
        self._stream.write(line)
        self._hash.update(line)
        self.size += len(line)

    @property
    def sha256(self) -> str:
        """The hash so far, in hex."""
        return self._hash.hexdigest()


@contextmanager
def open_part(
    store: ObjectStore, name: str, compression: Compression = Compression.NONE
) -> Generator[PartStream]:
    """Open a part that appears whole when the block ends well."""
    with store.create(name) as file, compressed(file, compression) as stream:
        yield PartStream(stream)


def write_problems(store: ObjectStore, shard: str, problems: Iterable[Problem]) -> None:
    """Write the findings of a shard, a line of JSON each; without any there is no file."""
    import orjson

    name = f"{shard}.problems.jsonl"
    rows = [
        orjson.dumps(_problem_row(problem), option=orjson.OPT_APPEND_NEWLINE)
        for problem in problems
    ]
    if not rows:
        store.remove(name)
        return
    with store.create(name) as file:
        file.writelines(rows)


def load_problems(store: ObjectStore, shard: str) -> Iterator[Problem]:
    """Yield the findings of a shard."""
    import orjson

    for line in (store.read(f"{shard}.problems.jsonl") or b"").splitlines():
        code, rule, message, path, number, column, severity, hint = orjson.loads(line)
        place = Location(path, number, column)
        yield Problem(code, rule, message, place, Severity(severity), hint)


def _problem_row(problem: Problem) -> tuple[str | int, ...]:
    place = problem.location
    message, path, hint = map(escape_surrogates, (problem.message, place.path, problem.hint))
    rule = (problem.code, problem.name)
    return (*rule, message, path, place.line, place.column, problem.severity.value, hint)


@dataclass(frozen=True, slots=True)
class _Work:
    """A shard to do: of which plan, its posts with the names of their outputs, and how.

    Attributes:
        jobs: processes.
        isolate: whether no post may be done in this process.
    """

    manifest: Manifest
    store: ObjectStore
    shard: Shard
    sources: Iterable[tuple[Source, str]]
    jobs: int
    isolate: bool


# A shard of `convert`: its posts, each written whole under the name that the plan gave it.


def convert_shard(work: _Work) -> Done:
    """Convert the posts of a shard; gives what it came to."""
    target = Target(Mode.FOLDER, Path(work.manifest.output), markdown_names=True)
    counts = dict.fromkeys(Status, 0)
    problems: list[Problem] = []
    outcomes = rewrite_named(
        work.sources,
        make_convert,
        work.manifest.config,
        target,
        jobs=work.jobs,
        isolate=work.isolate,
    )
    for outcome in outcomes:
        counts[outcome.status] += 1
        problems += outcome.problems
    write_problems(work.store, work.shard.name, problems)
    posts, failed = sum(counts.values()), counts[Status.FAILED]
    return Done(
        work.shard.sha256,
        work.manifest.settings_sha256,
        posts,
        posts - failed,
        failed,
        len(problems),
        changed=counts[Status.CHANGED],
    )


# A shard of `export jsonl`: a part of records, and their identifiers.


def export_shard(work: _Work) -> Done:
    """Write the records of a shard; gives what it came to.

    Raises:
        WriteError: when the part cannot be written.
    """
    options = work.manifest.options
    choice = RecordChoice(tuple(map(parse_condition, options["where"])), tuple(options["select"]))
    outcomes = export_records(
        (source for source, _ in work.sources),
        work.manifest.config,
        strip=options["strip"],
        jobs=work.jobs,
        choice=choice,
        isolate=work.isolate,
    )
    problems: list[Problem] = []
    posts = written = reported = 0
    with (
        open_part(
            open_store(work.manifest.output),
            part_name(work.manifest, work.shard),
            _compression(work.manifest),
        ) as part,
        open_part(work.store, f"{work.shard.name}.ids") as identifiers,
    ):
        for outcome in outcomes:
            posts += 1
            problems += outcome.problems
            if outcome.record is None:
                reported += bool(outcome.problems)
                continue
            written += 1
            part.write(outcome.record.line)
            path = to_utf8(outcome.record.path).replace(b"\n", b"\\n")
            identifiers.write(b"%s\t%s\n" % (outcome.record.id.encode(), path))
    write_problems(work.store, work.shard.name, problems)
    done = Done(
        work.shard.sha256, work.manifest.settings_sha256, posts, written, reported, len(problems)
    )
    return replace(done, output_sha256=part.sha256, output_bytes=part.size)


def part_name(manifest: Manifest, shard: Shard) -> str:
    """Return the name of the part that a shard writes."""
    return f"{shard.name}.jsonl{_compression(manifest).suffix}"


def _compression(manifest: Manifest) -> Compression:
    return Compression(manifest.options["compression"])


# A shard of `validate`: the findings about its posts, and the facts that archive rules compare.


def validate_shard(work: _Work) -> Done:
    """Write the findings of a shard; gives what it came to.

    Raises:
        WriteError: when the findings cannot be written.
    """
    import orjson

    job = Job(work.manifest.config)
    posts = (source for source, _ in work.sources)
    done = Done(work.shard.sha256, work.manifest.settings_sha256)
    results = ordered_map(
        partial(check_source, job=job), posts, work.jobs, weigh=weight, isolate=work.isolate
    )
    with open_part(work.store, f"{work.shard.name}.findings.jsonl") as part:
        for outcome in results:
            if isinstance(outcome, Lost):
                problem = lost_problem(outcome.item, outcome.reason)
                checked = Checked(outcome.item.label, (undescribed(problem),))
            else:
                checked = outcome
            errors = sum(problem.severity is Severity.ERROR for problem in checked.problems)
            done = replace(
                done,
                posts=done.posts + 1,
                findings=done.findings + len(checked.findings),
                errors=done.errors + errors,
            )
            part.write(orjson.dumps(_row(checked), option=orjson.OPT_APPEND_NEWLINE))
    return replace(done, output_sha256=part.sha256, output_bytes=part.size)


def load_checked(store: ObjectStore, shard: str) -> Iterator[Checked]:
    """Yield the results of a shard, in the order of its posts."""
    import orjson

    with store.open(f"{shard}.findings.jsonl") as file:
        for line in file:
            path, findings, facts = orjson.loads(line)
            yield Checked(
                _name(path),
                load_findings(findings.encode()),
                facts=load_facts(facts.encode()) if facts else None,
            )


def _row(checked: Checked) -> list[Any]:
    facts = dump_facts(checked.facts).decode() if checked.facts is not None else None
    # Names may hold what UTF-8 cannot say; as the findings, they travel as escapes.
    name = checked.path.encode("unicode_escape").decode("ascii")
    return [name, dump_findings(checked.findings).decode(), facts]


def _name(escaped: str) -> str:
    return escaped.encode("ascii").decode("unicode_escape")


_DO: Final[Mapping[ShardCommand, Callable[[_Work], Done]]] = MappingProxyType(
    {
        ShardCommand.EXPORT: export_shard,
        ShardCommand.CONVERT: convert_shard,
        ShardCommand.VALIDATE: validate_shard,
    }
)


def run_shard(location: str, index: int, jobs: int = 1) -> Done:
    """Do one shard of a plan, unless it is done already.

    Args:
        location: path or URL of the plan.
        index: the shard's number, from 0.
        jobs: processes.

    Raises:
        UsageError: when there is no such shard.
        ReadError: when the plan or an input cannot be read.
        WriteError: when the part cannot be written.
    """
    manifest, store = load_manifest(location)
    if not 0 <= index < len(manifest.shards):
        raise UsageError(f"{location}: has shards 0 to {len(manifest.shards) - 1}, not {index}")
    shard = manifest.shards[index]
    former = state_of(store, manifest, shard)
    if former is not None:
        return former
    # A mark left by an attempt that never ended: a post may have ended its process.
    suspect = store.read(f"{shard.name}.started") is not None
    with store.create(f"{shard.name}.started") as file:
        file.write(f"{os.getpid()}\n".encode())
    try:
        done = _do(manifest, store, shard, jobs=jobs, isolate=suspect)
    finally:
        store.remove(f"{shard.name}.started")
    store.remove(f"{shard.name}.failed.json")
    return done


def _do(manifest: Manifest, store: ObjectStore, shard: Shard, *, jobs: int, isolate: bool) -> Done:
    started = time.process_time()
    sources = _sources(load_inputs(store, shard), manifest.config.read)
    done = _DO[manifest.command](_Work(manifest, store, shard, sources, jobs, isolate))
    done = dataclasses.replace(done, seconds=round(time.process_time() - started, 3))
    with store.create(f"{shard.name}.done.json") as file:
        file.write(json.dumps(dataclasses.asdict(done)).encode() + b"\n")
    return done


def run_shard_apart(location: str, index: int) -> Done:
    """Do one shard as a worker of a cluster does; one that has ended a worker runs apart from it.

    Raises:
        ReadError: when the plan cannot be read, or the process that ran apart failed.
        UsageError: when there is no such shard.
        WriteError: when the part cannot be written.
    """
    manifest, store = load_manifest(location)
    shard = manifest.shards[index]
    if store.read(f"{shard.name}.started") is None:
        return run_shard(location, index)
    # Workers may not have children of their own kind, but they may run programs.
    return run_shard_alone(location, index)


def run_shard_alone(location: str, index: int) -> Done:
    """Do one shard in a process of its own.

    Raises:
        ReadError: when the plan cannot be read, or the process failed.
    """
    manifest, store = load_manifest(location)
    shard = manifest.shards[index]
    command = [sys.executable, "-m", "newskit", "run-shard", "--manifest", location]
    command += ["--index", str(index)]
    ran = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603 (ourselves)
    done = state_of(store, manifest, shard)
    if done is None:
        words = ran.stderr.strip().splitlines() or [f"exit code {ran.returncode}"]
        raise ReadError(words[-1].removeprefix("error: "))
    return done


def state_of(store: ObjectStore, manifest: Manifest, shard: Shard) -> Done | None:
    """Return what a shard came to, or None when it is not done with these inputs and settings."""
    data = store.read(f"{shard.name}.done.json")
    if data is None:
        return None
    try:
        done = Done(**load_json(data))
    except (ValueError, TypeError):
        return None
    same = done.sha256 == shard.sha256 and done.settings == manifest.settings_sha256
    return done if same else None


def _sources(inputs: Iterable[Input], config: ReadConfig) -> Iterator[tuple[Source, str]]:
    for path, relative, _, _, name in inputs:
        file = placed_source(path, relative) if config.site else Source(path, relative)
        for source in expand(file, config):
            yield source, name


def manifest_path(state: str) -> str:
    """Return the path or URL of the plan in a state folder."""
    return f"{state.rstrip('/')}/{MANIFEST}"
