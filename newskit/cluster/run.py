"""One shard from its inputs to its part: the unit of work on every kind of cluster."""

from __future__ import annotations

import dataclasses
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Final, Protocol

from newskit.cluster.converting import convert_shard
from newskit.cluster.exporting import export_shard
from newskit.cluster.manifest import MANIFEST, Command, Done, Manifest, Shard, load_manifest
from newskit.cluster.plan import Input, load_inputs
from newskit.cluster.store import Store
from newskit.cluster.validating import validate_shard
from newskit.config.read import ReadConfig
from newskit.errors import ReadError, UsageError
from newskit.read.containers import expand
from newskit.read.source import Source

__all__ = ["manifest_path", "run_shard", "run_shard_apart", "state_of"]


class _Work(Protocol):
    def __call__(
        self,
        manifest: Manifest,
        store: Store,
        shard: Shard,
        sources: Iterable[tuple[Source, str]],
        *,
        jobs: int,
        isolate: bool,
    ) -> Done: ...


_WORK: Final[Mapping[Command, _Work]] = MappingProxyType(
    {
        Command.EXPORT: export_shard,
        Command.CONVERT: convert_shard,
        Command.VALIDATE: validate_shard,
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


def _do(manifest: Manifest, store: Store, shard: Shard, *, jobs: int, isolate: bool) -> Done:
    started = time.process_time()
    sources = _sources(load_inputs(store, shard), manifest.config.read)
    work = _WORK[manifest.command]
    done = work(manifest, store, shard, sources, jobs=jobs, isolate=isolate)
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
    command = [sys.executable, "-m", "newskit", "run-shard", "--manifest", location]
    command += ["--index", str(index)]
    ran = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603 (ourselves)
    done = state_of(store, manifest, shard)
    if done is None:
        words = ran.stderr.strip().splitlines() or [f"exit code {ran.returncode}"]
        raise ReadError(words[-1].removeprefix("error: "))
    return done


def state_of(store: Store, manifest: Manifest, shard: Shard) -> Done | None:
    """Return what a shard came to, or None when it is not done with these inputs and settings."""
    data = store.read(f"{shard.name}.done.json")
    if data is None:
        return None
    try:
        done = Done(**json.loads(data))
    except (ValueError, TypeError):
        return None
    same = done.sha256 == shard.sha256 and done.settings == manifest.settings_sha256
    return done if same else None


def _sources(inputs: Iterable[Input], config: ReadConfig) -> Iterator[tuple[Source, str]]:
    for path, relative, _, _, name in inputs:
        for source in expand(Source(path, relative), config):
            yield source, name


def manifest_path(state: str) -> str:
    """Return the path or URL of the plan in a state folder."""
    return f"{state.rstrip('/')}/{MANIFEST}"
