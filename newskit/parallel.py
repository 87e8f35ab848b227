"""An ordered, bounded, streaming map over processes.

Items go out in chunks, a few chunks ahead of the reader; results come back in the items' order, so
output does not depend on the number of processes. A worker that dies (killed, out of memory, a
crash in a C library) costs only the item it died on: the chunk is tried again item by item in
a process of its own, and the culprit comes back as a `Lost`.
"""

from __future__ import annotations

import os
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Generic, TypeVar

__all__ = ["Lost", "cpu_count", "ordered_map"]

Item = TypeVar("Item")
Result = TypeVar("Result")

_CHUNK = 16
_CHUNKS_AHEAD = 4  # a worker never waits, and at most this many chunks a worker are held in memory


@dataclass(frozen=True, slots=True)
class Lost(Generic[Item]):
    """The item on which a worker process died."""

    item: Item


def cpu_count() -> int:
    """Return the number of processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def ordered_map(
    function: Callable[[Item], Result],
    items: Iterable[Item],
    jobs: int,
    *,
    setup: Callable[[], object] | None = None,
) -> Iterator[Result | Lost[Item]]:
    """Yield ``function(item)`` for each item, in order, over `jobs` processes.

    Args:
        function: picklable; a module-level function or a `functools.partial` of one.
        items: consumed as results are taken; it may be endless.
        jobs: processes; 1 (or fewer items than a chunk) runs everything in this process.
        setup: called once in each worker process before its first item.
    """
    iterator = iter(items)
    if jobs > 1:
        head = list(islice(iterator, _CHUNK))
        if len(head) == _CHUNK:
            yield from _pooled(function, _chain(head, iterator), jobs, setup)
            return
        iterator = iter(head)
    if setup is not None:
        setup()
    for item in iterator:
        yield function(item)


def _chain(head: list[Item], rest: Iterator[Item]) -> Iterator[Item]:
    yield from head
    yield from rest


def _pooled(
    function: Callable[[Item], Result],
    items: Iterator[Item],
    jobs: int,
    setup: Callable[[], object] | None,
) -> Iterator[Result | Lost[Item]]:
    work = partial(_run_chunk, function)
    pending: deque[tuple[list[Item], Future[list[Result]]]] = deque()
    pool = _start(jobs, setup)
    try:
        while True:
            while len(pending) < jobs * _CHUNKS_AHEAD and (chunk := list(islice(items, _CHUNK))):
                pending.append((chunk, pool.submit(work, chunk)))
            if not pending:
                return
            chunk, future = pending.popleft()
            try:
                results = future.result()
            except BrokenProcessPool:
                pool.shutdown(cancel_futures=True)
                pool = _start(jobs, setup)
                yield from _one_by_one(function, chunk, setup)
                waiting = [waiting_chunk for waiting_chunk, _ in pending]
                pending = deque((again, pool.submit(work, again)) for again in waiting)
            else:
                yield from results
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _start(jobs: int, setup: Callable[[], object] | None) -> ProcessPoolExecutor:
    import multiprocessing
    import threading

    # Forking is by far the quickest start, and safe only without threads; Linux alone does it well.
    forks = sys.platform == "linux" and threading.active_count() == 1
    context = multiprocessing.get_context("fork" if forks else "spawn")
    return ProcessPoolExecutor(
        jobs, mp_context=context, initializer=_start_worker, initargs=(setup,)
    )


def _start_worker(setup: Callable[[], object] | None) -> None:
    """Leave Ctrl-C to the parent process, which stops its workers."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if setup is not None:
        setup()


def _run_chunk(function: Callable[[Item], Result], chunk: list[Item]) -> list[Result]:
    return [function(item) for item in chunk]


def _one_by_one(
    function: Callable[[Item], Result], chunk: list[Item], setup: Callable[[], object] | None
) -> Iterator[Result | Lost[Item]]:
    """Run each item of a chunk that killed a worker, in single processes."""
    pool = _start(1, setup)
    try:
        for item in chunk:
            try:
                yield pool.submit(function, item).result()
            except BrokenProcessPool:
                yield Lost(item)
                pool.shutdown(cancel_futures=True)
                pool = _start(1, setup)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
