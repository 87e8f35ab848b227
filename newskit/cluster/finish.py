"""When all shards are done: identifiers made unique over the parts, leftovers cleared."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import asdict, dataclass, replace
from typing import Final

from newskit.cluster.plan import Done, Manifest, Shard, ShardCommand
from newskit.cluster.run import open_part, part_name, state_of
from newskit.cluster.store import ObjectStore, open_store
from newskit.config.export import Compression
from newskit.config.model import ReadConfig
from newskit.errors import ReadError
from newskit.parsing import load_json
from newskit.read.decompress import expanded
from newskit.records.lines import RecordLine, UniqueIds

# How far a plan has come, added up over its shards.


@dataclass(frozen=True, slots=True)
class Progress:
    """The state of a plan.

    Attributes:
        done: shards that are done, by index.
        failed: why shards failed, by index.
        todo: indexes of the shards that are not done; failed ones are among them.
    """

    done: dict[int, Done]
    failed: dict[int, str]
    todo: tuple[int, ...]

    def total(self, count: str) -> int:
        """Return a count of `Done` added up over the shards."""
        return sum(int(getattr(done, count)) for done in self.done.values())


def progress_of(manifest: Manifest, store: ObjectStore) -> Progress:
    """Read the state of a plan from its folder."""
    done: dict[int, Done] = {}
    failed: dict[int, str] = {}
    todo: list[int] = []
    names = set(store.names())
    for shard in manifest.shards:
        found = None
        if f"{shard.name}.done.json" in names:
            found = state_of(store, manifest, shard)
        if found is not None:
            done[shard.index] = found
            continue
        todo.append(shard.index)
        if f"{shard.name}.failed.json" in names:
            data = store.read(f"{shard.name}.failed.json")
            failed[shard.index] = str(load_json(data)["reason"]) if data else ""
    return Progress(done, failed, tuple(todo))


def record_failure(store: ObjectStore, manifest: Manifest, index: int, reason: str) -> None:
    """Remember why a shard failed; its success forgets it."""
    with store.create(f"{manifest.shards[index].name}.failed.json") as file:
        file.write(json.dumps({"reason": reason}).encode() + b"\n")


_PART: Final = re.compile(
    r"part-(\d{5,})\.(?:jsonl|ids|started|(?:inputs|done|failed)\.json|(?:problems|findings)\.jsonl)"
)


_INPUTS: Final = ".inputs.json"


def finish(manifest: Manifest, store: ObjectStore) -> int:
    """Make the parts of a finished plan what one machine would have written; may be repeated.

    Returns:
        How many identifiers were taken by a post of an earlier part, and got one of their own.

    Raises:
        ReadError: when a part is damaged.
        WriteError: when a part cannot be replaced.
    """
    renamed = 0
    if manifest.command is ShardCommand.EXPORT:
        ids = UniqueIds()
        for shard in manifest.shards:
            changed = _claimed(store, shard, ids)
            if changed:
                _rename(manifest, store, shard, changed)
                renamed += len(changed)
    _remove_surplus(manifest, store)
    return renamed


def _remove_surplus(manifest: Manifest, store: ObjectStore) -> None:
    """Remove the marks of attempts, and the files of shards that only an earlier plan had.

    A list of inputs says which shards there have been, and goes last: a part without one was never
    written by a plan, and stays.
    """
    former: set[int] = set()
    for name in store.names():
        if name.endswith(".started") and _PART.match(name):
            store.remove(name)
        elif name.endswith(_INPUTS) and (match := _PART.match(name)):
            former.add(int(match[1]))
    surplus = {index for index in former if index >= len(manifest.shards)}
    output = open_store(manifest.output)
    for place, last in ((output, False), (store, False), (store, True)):
        for name in place.names() if surplus else ():
            match = _PART.match(name)
            if match and int(match[1]) in surplus and name.endswith(_INPUTS) <= last:
                place.remove(name)
    for place in (store, output):
        place.clear()


def _claimed(store: ObjectStore, shard: Shard, ids: UniqueIds) -> Mapping[int, tuple[str, str]]:
    """Return the records of a shard that need another identifier: line, old and new one."""
    changed: dict[int, tuple[str, str]] = {}
    with store.open(f"{shard.name}.ids") as file:
        for number, row in enumerate(file):
            identifier, _, path = row.rstrip(b"\n").partition(b"\t")
            old = identifier.decode()
            name = path.replace(b"\\n", b"\n").decode()
            new = ids.claim(RecordLine(b"", old, name, None)).id
            if new != old:
                changed[number] = (old, new)
    return changed


def _rename(
    manifest: Manifest, store: ObjectStore, shard: Shard, changed: Mapping[int, tuple[str, str]]
) -> None:
    output = open_store(manifest.output)
    name = part_name(manifest, shard)
    with ExitStack() as stack:
        file = stack.enter_context(output.open(name))
        # Our own output: it may expand as far as it does.
        stream = expanded(file, name, ReadConfig(max_expansion=0))
        old = file if stream is None else io.BufferedReader(stream, 1 << 17)
        kind = Compression(manifest.options["compression"])
        part = stack.enter_context(open_part(output, name, kind))
        for number, line in enumerate(old):
            if number in changed:
                before, after = changed[number]
                # Only where it stands first, as in every profile: a second finish finds it done.
                head, rest = line[:80], line[80:]
                part.write(head.replace(before.encode(), after.encode(), 1) + rest)
            else:
                part.write(line)
        if stream is not None and stream.fault:
            raise ReadError(
                f"{name}: {stream.fault}", hint=f"remove {shard.name}.done.json, then --resume"
            )
    done = state_of(store, manifest, shard)
    if done is not None:
        done = replace(done, output_sha256=part.sha256, output_bytes=part.size)
        with store.create(f"{shard.name}.done.json") as file:
            file.write(json.dumps(asdict(done)).encode() + b"\n")
