"""How far a plan has come, added up over its shards."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newskit.cluster.run import state_of

if TYPE_CHECKING:
    from newskit.cluster.manifest import Done, Manifest
    from newskit.cluster.store import Store

__all__ = ["Progress", "progress_of", "record_failure"]


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


def progress_of(manifest: Manifest, store: Store) -> Progress:
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
            failed[shard.index] = str(json.loads(data)["reason"]) if data else ""
    return Progress(done, failed, tuple(todo))


def record_failure(store: Store, manifest: Manifest, index: int, reason: str) -> None:
    """Remember why a shard failed; its success forgets it."""
    with store.create(f"{manifest.shards[index].name}.failed.json") as file:
        file.write(json.dumps({"reason": reason}).encode() + b"\n")
