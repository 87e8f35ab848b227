"""An ordered, bounded, streaming map over processes.

Items go out in chunks, a few chunks ahead of the reader; results come back in the items' order, so
output does not depend on the number of processes. A worker that dies (killed, out of memory, a
crash in a C library) costs only the item it died on: the chunk is tried again item by item in
a process of its own, and the culprit comes back as a `Lost`. No worker outlives the run: not an
interrupt, not a reader that stops early, not the death of the parent process.
"""

from __future__ import annotations

import gc
import os
import sys
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import Any, Generic, TypeAlias, TypeVar

from newskit import timings
from newskit.errors import NewskitError

__all__ = ["Lost", "cpu_count", "ordered_map"]

Item = TypeVar("Item")
Result = TypeVar("Result")
_Setup: TypeAlias = "Callable[[], object] | None"
_Answer: TypeAlias = "tuple[list[Result | Lost[Any]], Mapping[str, float] | None]"

_CHUNK = 32
_CHUNK_BYTES = 1 << 20
_CHUNKS_AHEAD = 4  # a worker never waits, and at most this many chunks a worker are held in memory


@dataclass(frozen=True, slots=True)
class Lost(Generic[Item]):
    """An item that has no result.

    Attributes:
        item: the item.
        reason: the exception that working on it raised; empty where its process died.
    """

    item: Item
    reason: str = ""


def cpu_count() -> int:
    """Return the number of processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def ordered_map(  # noqa: PLR0913 - two of seven concern all callers
    function: Callable[[Item], Result],
    items: Iterable[Item],
    jobs: int,
    *,
    setup: _Setup = None,
    weigh: Callable[[Item], int] | None = None,
    method: str | None = None,
    isolate: bool = False,
) -> Iterator[Result | Lost[Item]]:
    """Yield ``function(item)`` for each item, in order, over `jobs` processes.

    Args:
        function: picklable; a module-level function or a `functools.partial` of one.
        items: consumed as results are taken; it may be endless.
        jobs: processes; 1 (or fewer items than a chunk) runs everything in this process.
        setup: called in this process before the first item, and in each worker that does not
            inherit what it did; picklable.
        weigh: the size of an item in bytes; a chunk ends at 1 MiB, however few its items.
        method: how processes start, ``fork`` or ``spawn``; None takes the quicker safe one.
        isolate: run no item in this process, however few there are, so that none can end it.

    Raises:
        NewskitError: when `function` raises one: such a run cannot go on. Any other exception is
            a bug that costs only its item, which comes back as a `Lost`.
        Exception: what `setup` raises.
    """
    if jobs > 1 or isolate:
        chunks = _chunks(iter(items), weigh)
        head = list(islice(chunks, 2))
        if len(head) == 2 or (isolate and head):
            if setup is not None:
                setup()
            yield from _pooled(_Pool(function, jobs, setup, method), chain(head, chunks))
            return
        items = chain.from_iterable(head)
    ready = setup is None
    for item in items:
        if not ready and setup is not None:
            setup()
            ready = True
        yield _attempt(function, item)


def _pooled(
    pool: _Pool[Item, Result], chunks: Iterator[list[Item]]
) -> Iterator[Result | Lost[Item]]:
    try:
        yield from pool.run(chunks)
    finally:
        pool.stop()


def _chunks(items: Iterator[Item], weigh: Callable[[Item], int] | None) -> Iterator[list[Item]]:
    chunk: list[Item] = []
    size = 0
    for item in items:
        chunk.append(item)
        size += weigh(item) if weigh is not None else 0
        if len(chunk) >= _CHUNK or size >= _CHUNK_BYTES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


class _Pool(Generic[Item, Result]):
    """Worker processes that are replaced when one of them dies."""

    def __init__(
        self, function: Callable[[Item], Result], jobs: int, setup: _Setup, method: str | None
    ) -> None:
        self._function = function
        self._work = partial(_run_chunk, function)
        self._jobs = jobs
        self._setup = setup
        self._method = method or _method()
        # What is there by now lives to the end: the collector need not look at it in any process,
        # and forked workers go on sharing its memory.
        gc.collect()
        gc.freeze()
        self._pool = self._start(jobs)

    def run(self, chunks: Iterator[list[Item]]) -> Iterator[Result | Lost[Item]]:
        """Yield the results of the chunks in order."""
        pending: deque[tuple[list[Item], Future[_Answer[Result]]]] = deque()
        while True:
            while len(pending) < self._jobs * _CHUNKS_AHEAD and (chunk := next(chunks, None)):
                pending.append((chunk, self._submit(chunk)))
            if not pending:
                return
            chunk, future = pending.popleft()
            try:
                results, measured = future.result()
            except BrokenProcessPool:
                # One pool at a time: processes are not forked while the threads of another run.
                self._pool.shutdown(cancel_futures=True)
                yield from self._one_by_one(chunk)
                self._pool = self._start(self._jobs)
                pending = deque((again, self._again(again, old)) for again, old in pending)
            else:
                timings.absorb(measured)
                yield from results

    def stop(self) -> None:
        """End the workers; chunks that have not started are dropped."""
        self._pool.shutdown(wait=True, cancel_futures=True)
        gc.unfreeze()

    def _start(self, jobs: int) -> ProcessPoolExecutor:
        import multiprocessing

        context = multiprocessing.get_context(self._method)
        inherits = self._method == "fork"
        return ProcessPoolExecutor(
            jobs,
            mp_context=context,
            initializer=_start_worker,
            initargs=(None if inherits else self._setup, timings.enabled()),
        )

    def _submit(self, chunk: list[Item]) -> Future[_Answer[Result]]:
        try:
            return self._pool.submit(self._work, chunk)
        except BrokenProcessPool as error:
            # A worker died since the last result was taken: the chunk's turn will find it so.
            failed: Future[_Answer[Result]] = Future()
            failed.set_exception(error)
            return failed

    def _again(self, chunk: list[Item], future: Future[_Answer[Result]]) -> Future[_Answer[Result]]:
        """Keep the results that had come before the pool broke; send out the rest again."""
        if future.done() and not future.cancelled() and future.exception() is None:
            return future
        return self._submit(chunk)

    def _one_by_one(self, chunk: list[Item]) -> Iterator[Result | Lost[Item]]:
        """Run each item of a chunk that may have killed a worker, in single processes."""
        single = self._start(1)
        try:
            for item in chunk:
                try:
                    results, measured = single.submit(self._work, [item]).result()
                except BrokenProcessPool:
                    yield Lost(item)
                    single.shutdown(cancel_futures=True)
                    single = self._start(1)
                else:
                    timings.absorb(measured)
                    yield from results
        finally:
            single.shutdown(wait=True, cancel_futures=True)


def _method() -> str:
    import threading

    # Forking is by far the quickest start, and safe only without threads; Linux alone does it well.
    return "fork" if sys.platform == "linux" and threading.active_count() == 1 else "spawn"


def _start_worker(setup: _Setup, measure: bool) -> None:  # noqa: FBT001 - initargs have no names
    """Leave Ctrl-C to the parent process, which stops its workers, and end when it is gone."""
    import signal
    import threading

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    timings.enable(on=measure)
    if setup is not None:
        setup()
        gc.collect()
        gc.freeze()


def _end_with_parent() -> None:
    import multiprocessing

    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _attempt(function: Callable[[Item], Result], item: Item) -> Result | Lost[Item]:
    """Work on one item; one post in 100,000 that shows a bug must not cost the others."""
    try:
        return function(item)
    except NewskitError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever it is, it is reported with its post
        place = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{Path(place.filename).name}:{place.lineno}"
        return Lost(item, f"{type(error).__name__}: {error} ({where})")


def _run_chunk(function: Callable[[Item], Result], chunk: list[Item]) -> _Answer[Result]:
    return [_attempt(function, item) for item in chunk], timings.take()
