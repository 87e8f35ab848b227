"""From inputs to shards, files in their order: the parts in order are one machine's output."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from hashlib import sha256
from typing import Any

from newskit.cluster.manifest import MANIFEST, Manifest, Shard, parse_manifest
from newskit.cluster.store import ObjectStore, open_store
from newskit.errors import UsageError
from newskit.parsing import load_json
from newskit.read.remote import file_system, is_url
from newskit.read.source import Source

# A file, its path in the collection, its size, its time of change, the name its output gets.
Input = tuple[str, str, int, str, str]
_MAX_INPUTS = 20_000


def make_plan(
    manifest: Manifest,
    named: Iterable[tuple[Source, str]],
    state: str,
    *,
    shard_bytes: int,
    resume: bool,
) -> Manifest:
    """Divide the inputs into shards and write the plan into the folder `state`.

    Args:
        manifest: the plan without its shards.
        named: files, each with the name its output gets (empty where the command gives none).
        state: path or URL of the state folder.
        shard_bytes: about how many bytes of input make a shard; a file is never divided.
        resume: whether a plan that is there already is gone on with, its done shards kept.

    Raises:
        UsageError: when there is a plan already, or it is one of another run.
        WriteError: when the plan cannot be written.
    """
    store = open_store(state)
    former = store.read(MANIFEST)
    if former is not None:
        if not resume:
            raise UsageError(
                f"{state}: holds a plan already",
                hint="--resume goes on with it; another folder starts anew",
            )
        if parse_manifest(former, state).settings_sha256 != manifest.settings_sha256:
            raise UsageError(
                f"{state}: the plan there has other settings",
                hint="use the same options as before, or another folder",
            )
    shards = tuple(_write_shards(store, _measured(named), shard_bytes))
    manifest = replace(manifest, shards=shards)
    with store.create(MANIFEST) as file:
        file.write(manifest.dump())
    return manifest


def load_inputs(store: ObjectStore, shard: Shard) -> list[Input]:
    """Return the inputs of a shard.

    Raises:
        UsageError: when they are not those of the plan.
    """
    data = store.read(f"{shard.name}.inputs.json")
    if data is None or sha256(data).hexdigest() != shard.sha256:
        raise UsageError(f"{shard.name}: its list of inputs is missing or not that of the plan")
    return [tuple(row) for row in load_json(data)]


def _measured(named: Iterable[tuple[Source, str]]) -> Iterator[Input]:
    for source, name in named:
        if source.data is not None:
            raise UsageError("standard input cannot be shared out", hint="name files or folders")
        size, changed = _facts(source)
        yield source.path, source.relative, size, changed, name


def _facts(source: Source) -> tuple[int, str]:
    """Return size and time of change; a file that is gone is found to be so by its shard."""
    try:
        if not is_url(source.path):
            found = os.stat(source.path)  # noqa: PTH116 (a Path for every post costs more)
            return found.st_size, str(found.st_mtime_ns)
        system, path = file_system(source.path)
        facts: dict[str, Any] = system.info(path)
    except OSError:
        return 0, ""
    changed = facts.get("ETag") or facts.get("mtime") or facts.get("LastModified") or ""
    return int(facts.get("size") or 0), str(changed)


def _write_shards(store: ObjectStore, inputs: Iterable[Input], shard_bytes: int) -> Iterator[Shard]:
    batch: list[Input] = []
    size = index = 0
    for one in inputs:
        full = size + one[2] > shard_bytes or len(batch) >= _MAX_INPUTS
        if batch and full:
            yield _write_shard(store, index, batch, size)
            batch, size, index = [], 0, index + 1
        batch.append(one)
        size += one[2]
    if batch:
        yield _write_shard(store, index, batch, size)


def _write_shard(store: ObjectStore, index: int, batch: list[Input], size: int) -> Shard:
    # ASCII, so that damaged file names survive as the escapes they are.
    data = json.dumps(batch, separators=(",", ":")).encode("ascii")
    shard = Shard(index, len(batch), size, sha256(data).hexdigest())
    if store.read(f"{shard.name}.inputs.json") != data:
        with store.create(f"{shard.name}.inputs.json") as file:
            file.write(data)
    return shard
