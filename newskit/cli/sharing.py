"""How a command's work is divided into shards and handed out, whatever the command."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newskit.cli.messages import counted, print_note
from newskit.cli.sizes import parse_size
from newskit.cluster.manifest import Command, Manifest
from newskit.cluster.plan import make_plan
from newskit.cluster.progress import Progress, progress_of, record_failure
from newskit.cluster.run import manifest_path
from newskit.cluster.settings import plain_settings
from newskit.cluster.store import open_store
from newskit.read.remote import is_url

if TYPE_CHECKING:
    from newskit.cluster.cluster import Failed
    from newskit.cluster.manifest import Done
    from newskit.cluster.store import Store
    from newskit.config.model import Config
    from newskit.read.source import Source

__all__ = ["PLAN_ONLY", "Shared", "Sharing", "share_out", "sharing"]

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
    store: Store
    progress: Progress
    only_made: bool

    @property
    def ended(self) -> bool:
        """Whether no shard is left to do."""
        return not self.progress.todo


def sharing(address: str, state: str, shard_input: str, *, resume: bool) -> Sharing:
    """Return the options of `--cluster` as one.

    Raises:
        UsageError: when the size is none.
    """
    return Sharing(address, state, resume, parse_size(shard_input))


def share_out(
    command: Command,
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
        from newskit.cluster.finish import finish

        finish(manifest, store)
    only_made = sharing.address == PLAN_ONLY and not sharing.resume
    return Shared(manifest, store, progress, only_made)


def _run(address: str, location: str, manifest: Manifest, store: Store, progress: Progress) -> None:
    from newskit.cluster.cluster import Failed, run_on_cluster

    def take(index: int, result: Done | Failed) -> None:
        if isinstance(result, Failed):
            record_failure(store, manifest, index, result.reason)
            print_note(f"{manifest.shards[index].name}: failed: {result.reason}")

    run_on_cluster(address, location, progress.todo, take)


def _absolute(place: str) -> str:
    """Workers need not run where this process does; a `Path` has taken a URL's slashes together."""
    scheme, colon, rest = place.partition(":/")
    if colon and len(scheme) > 1 and scheme.isalnum() and not is_url(place):
        return f"{scheme}:///{rest}" if scheme == "file" else f"{scheme}://{rest}"
    return place if is_url(place) else str(Path(place).absolute())
