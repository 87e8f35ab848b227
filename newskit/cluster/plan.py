"""From inputs to shards, files in their order: the parts in order are one machine's output."""

from __future__ import annotations

import dataclasses
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from hashlib import sha256
from typing import Any

from newskit.cluster.store import ObjectStore, open_store
from newskit.config.model import Config
from newskit.config.values import SettingPlace, from_mapping
from newskit.errors import ConfigError, ReadError, UsageError
from newskit.parsing import load_json
from newskit.read.remote import file_system, is_remote
from newskit.read.source import Source
from newskit.version import __version__

# The plan of a run: which inputs make which shard, with what settings, and what has been done.
#
# In the state folder lie ``manifest.json``, the inputs of each shard (``part-00007.inputs.json``)
# and, one after another, ``part-00007.done.json`` or ``part-00007.failed.json``.

# The configuration as plain JSON values, so that a plan carries it to other machines.


def plain_settings(config: Config) -> dict[str, Any]:
    """Return what differs from the defaults.

    Raises:
        ConfigError: when a value cannot be carried over.
    """
    return _plain(config, Config())


def load_settings(values: dict[str, Any]) -> Config:
    """Return the configuration that `plain_settings` was given.

    Raises:
        ConfigError: when a value is wrong.
    """
    return from_mapping(Config, values, SettingPlace("plan"))


def _plain(section: Any, default: Any) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for one in dataclasses.fields(section):
        value, usual = getattr(section, one.name), getattr(default, one.name)
        if value == usual:
            continue
        if value is None:
            raise ConfigError(f"{one.name}: a plan cannot take a default back")
        values[one.name] = _plain_value(value, usual)
    return values


def _plain_value(value: Any, usual: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        kind: Any = type(value)
        return _plain(value, usual if isinstance(usual, kind) else kind())
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, tuple | list):
        return [_plain_value(item, None) for item in value]  # pyright: ignore[reportUnknownVariableType]
    if isinstance(value, dict):
        return {key: _plain_value(item, None) for key, item in value.items()}  # pyright: ignore[reportUnknownVariableType]
    return value


MANIFEST = "manifest.json"


class ShardCommand(StrEnum):
    """What is done with every post of a shard."""

    EXPORT = "export jsonl"
    CONVERT = "convert"
    VALIDATE = "validate"


@dataclass(frozen=True, slots=True)
class Shard:
    """A piece of the work.

    Attributes:
        index: its number, from 0.
        inputs: how many files it reads.
        bytes: their size together.
        sha256: of the list of their names, sizes and times of change.
    """

    index: int
    inputs: int
    bytes: int
    sha256: str

    @property
    def name(self) -> str:
        """What the names of its files start with."""
        return f"part-{self.index:05}"


@dataclass(frozen=True, slots=True)
class Done:
    """What a shard came to.

    Attributes:
        sha256: of its list of inputs (as `Shard.sha256`), so that a changed input is done again.
        settings: the manifest's `settings_sha256` under which it was done.
        posts: posts read.
        written: records or posts written.
        reported: posts that could not be done, with a finding each.
        findings: findings in all.
        errors: how many of them are errors.
        changed: posts that differ from what they were (convert).
        output_sha256: of the part that was written, before compression.
        output_bytes: its size, before compression.
        seconds: processor time.
    """

    sha256: str
    settings: str
    posts: int = 0
    written: int = 0
    reported: int = 0
    findings: int = 0
    errors: int = 0
    changed: int = 0
    output_sha256: str = ""
    output_bytes: int = 0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Manifest:
    """A plan.

    Attributes:
        command: what is done.
        settings: the configuration, where it differs from the defaults.
        options: options of the command beside the configuration.
        output: folder or URL of the results.
        shards: the pieces, in order.
        version: newskit's version; another one may not work on this plan.
    """

    command: ShardCommand
    settings: dict[str, Any]
    options: dict[str, Any]
    output: str
    shards: tuple[Shard, ...] = field(default=())
    version: str = __version__

    @property
    def config(self) -> Config:
        """The configuration."""
        return load_settings(self.settings)

    @property
    def settings_sha256(self) -> str:
        """A hash of everything but the inputs: results under another one are not kept."""
        facts = [self.command.value, self.version, self.settings, self.options, self.output]
        return sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()

    def dump(self) -> bytes:
        """Return the plan as JSON."""
        plain = {
            "newskit": self.version,
            "command": self.command.value,
            "settings_sha256": self.settings_sha256,
            "settings": self.settings,
            "options": self.options,
            "output": self.output,
            "shards": [dataclasses.asdict(shard) for shard in self.shards],
        }
        return json.dumps(plain, indent=1, ensure_ascii=True).encode() + b"\n"


def load_manifest(location: str) -> tuple[Manifest, ObjectStore]:
    """Read the plan at the path or URL of a ``manifest.json``; gives its state folder too.

    Raises:
        ReadError: when there is none, or it is not a plan.
        UsageError: when another version of newskit made it.
    """
    folder = location.removesuffix(MANIFEST).rstrip("/") or "."
    store = open_store(folder)
    data = store.read(MANIFEST)
    if data is None:
        raise ReadError(f"{location}: there is no plan")
    return parse_manifest(data, location), store


def parse_manifest(data: bytes, where: str) -> Manifest:
    """Return the plan in `data`.

    Raises:
        ReadError: when it is not a plan.
        UsageError: when another version of newskit made it.
    """
    try:
        plain = load_json(data)
        manifest = Manifest(
            ShardCommand(plain["command"]),
            plain["settings"],
            plain["options"],
            plain["output"],
            tuple(Shard(**shard) for shard in plain["shards"]),
            plain["newskit"],
        )
    except (ValueError, KeyError, TypeError) as error:
        raise ReadError(f"{where}: is not a plan of newskit: {error}") from error
    if manifest.version != __version__:
        raise UsageError(
            f"{where}: was made by newskit {manifest.version}, this is {__version__}",
            hint="use one version on all machines, or plan anew",
        )
    return manifest


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
        if not is_remote(source.path):
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
