"""The shards of a plan on a Dask cluster, which hands them out and knows who is alive.

What has been done is known from the state folder alone. So a worker that dies, a scheduler that is
started anew or a driver that is stopped costs the shards in hand and nothing else.
"""

from __future__ import annotations

import logging
import re
import time
import uuid
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final

from newskit.cluster.plan import Done
from newskit.cluster.run import run_shard_alone, run_shard_apart
from newskit.errors import NewskitError, UsageError

ATTEMPTS: Final = 3
"""How often a shard is tried again before it counts as failed."""
_LOCAL: Final = re.compile(r"local:(\d+)")
_PATIENCE: Final = 300.0  # seconds without a scheduler before the run gives up
_PAUSE: Final = 2.0


@dataclass(frozen=True, slots=True)
class Failed:
    """A shard that could not be done, and why."""

    index: int
    reason: str


def run_on_cluster(
    address: str,
    location: str,
    indexes: Iterable[int],
    on_result: Callable[[int, Done | Failed], None],
) -> None:
    """Run shards on a cluster; each is reported once, done or failed.

    Args:
        address: of a Dask scheduler (``tcp://host:8786``), or ``local:N`` for N processes here.
        location: path or URL of the plan, as the workers see it.
        indexes: the shards to do.
        on_result: called in this process with what came of each shard, as it comes.

    Raises:
        UsageError: when Dask is not installed, or the address is not one.
        NewskitError: when there is no scheduler for five minutes.
    """
    todo = set(indexes)
    if _LOCAL.fullmatch(address) and len(todo) == 1 and find_spec("distributed") is not None:
        # A scheduler and its worker would take longer to start than most shards take.
        on_result(min(todo), _alone(location, min(todo)))
        return
    distributed = _distributed()
    deadline = time.monotonic() + _PATIENCE
    while todo:
        try:
            with _client(distributed, address, len(todo)) as client:
                for index, result in _round(distributed, client, location, sorted(todo)):
                    todo.discard(index)
                    on_result(index, result)
                    deadline = time.monotonic() + _PATIENCE
        except (OSError, TimeoutError) as error:  # Dask's own errors of connections among them
            if time.monotonic() > deadline:
                raise NewskitError(
                    f"{address}: no scheduler for {_PATIENCE / 60:.0f} minutes: {error}",
                    hint="start one and go on with --resume; what is done stays done",
                ) from error
        if todo:
            time.sleep(_PAUSE)


def _alone(location: str, index: int) -> Done | Failed:
    """Do a shard on this machine; it is tried as often as on a cluster."""
    reason = ""
    for _ in range(1 + ATTEMPTS):
        try:
            return run_shard_alone(location, index)
        except NewskitError as error:
            reason = error.message
    return Failed(index, reason)


def _distributed() -> Any:
    try:
        return import_module("distributed")
    except ImportError as error:
        raise UsageError(
            "--cluster needs Dask's distributed", hint="pip install 'newskit[cluster]'"
        ) from error


@contextmanager
def _client(distributed: Any, address: str, shards: int) -> Generator[Any]:
    local = _LOCAL.fullmatch(address)
    if local is None:
        if "://" not in address:
            raise UsageError(
                f"{address!r} is not the address of a scheduler",
                hint="write tcp://HOST:8786, local:N, or plan",
            )
        with distributed.Client(address, timeout="30s") as client:
            yield client
        return
    # A process takes a second to start: no more of them than there is work for.
    number = min(int(local[1]), shards)
    with _processes(distributed, number) as cluster, distributed.Client(cluster) as client:
        yield client


def _processes(distributed: Any, number: int) -> Any:
    """Start a cluster on this machine.

    Raises:
        ConnectionError: when a process of it ends while it starts.
    """
    try:
        # No limit of memory: newskit's is flat, and Dask would stop workers over others' caches.
        return distributed.LocalCluster(
            n_workers=max(1, number),
            threads_per_worker=1,
            processes=True,
            memory_limit=0,
            dashboard_address="127.0.0.1:0",  # else it warns where another run has its port
            silence_logs=logging.CRITICAL,
        )
    except RuntimeError as error:
        raise ConnectionError(f"its processes did not start: {error}") from error


def _round(
    distributed: Any, client: Any, location: str, indexes: list[int]
) -> Iterator[tuple[int, Done | Failed]]:
    """Hand the shards out and yield what comes of them; those that get lost are not reported."""
    # Names of their own, so that results which an earlier scheduler remembers are not taken.
    run = uuid.uuid4().hex[:8]
    futures = {
        client.submit(
            run_shard_apart,
            location,
            index,
            key=f"newskit-{run}-{index}",
            retries=ATTEMPTS,
            pure=False,
        ): index
        for index in indexes
    }
    for future in distributed.as_completed(list(futures)):
        index = futures[future]
        if future.status == "finished":
            yield index, future.result()
        elif future.status == "error":
            yield index, Failed(index, _words(future.exception()))
        future.release()


def _words(error: BaseException) -> str:
    if isinstance(error, NewskitError):
        return error.message
    return f"{type(error).__name__}: {error}".splitlines()[0]
