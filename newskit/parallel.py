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
from newskit.worker import Leash, at_work, signals_held, start_worker

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
    ended = False
    try:
        yield from pool.run(chunks)
        ended = True
    finally:
        pool.stop(at_once=not ended)


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
        self._work = partial(_run_chunk, function)
        self._jobs = jobs
        self._setup = setup
        self._method = method or _method()
        # What is there by now lives to the end: the collector need not look at it in any process,
        # and forked workers go on sharing its memory.
        gc.collect()
        gc.freeze()
        self._leash, self._pool = self._start(jobs)

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
                yield from self._one_by_one(chunk)
                pending = deque((again, self._again(again, old)) for again, old in pending)
            else:
                timings.absorb(measured)
                yield from results

    def stop(self, *, at_once: bool) -> None:
        """End the workers; chunks that have not started are dropped.

        Args:
            at_once: no result is wanted any more: workers end after the item they are at.
        """
        if at_once:
            self._leash.pull()
        self._end()
        gc.unfreeze()

    def _end(self) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._leash.drop()

    def _start(self, jobs: int) -> tuple[Leash, ProcessPoolExecutor]:
        import multiprocessing

        context = multiprocessing.get_context(self._method)
        setup = None if self._method == "fork" else self._setup  # what is forked inherits it
        leash = Leash(context)
        start = partial(start_worker, setup=setup, measure=timings.enabled())
        return leash, ProcessPoolExecutor(
            jobs, mp_context=context, initializer=start, initargs=(leash.for_worker(),)
        )

    def _submit(self, chunk: list[Item]) -> Future[_Answer[Result]]:
        try:
            with signals_held():
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
        self._start_anew(1)
        for item in chunk:
            try:
                results, measured = self._submit([item]).result()
            except BrokenProcessPool:
                yield Lost(item)
                self._start_anew(1)
            else:
                timings.absorb(measured)
                yield from results
        self._start_anew(self._jobs)

    def _start_anew(self, jobs: int) -> None:
        # One pool at a time: processes are not forked while the threads of another run.
        self._end()
        self._leash, self._pool = self._start(jobs)


def _method() -> str:
    import threading

    # Forking is by far the quickest start, and safe only without threads; Linux alone does it well.
    return "fork" if sys.platform == "linux" and threading.active_count() == 1 else "spawn"


def _attempt(function: Callable[[Item], Result], item: Item) -> Result | Lost[Item]:
    """Work on one item; one post in 100,000 that shows a bug must not cost the others."""
    try:
        return function(item)
    except NewskitError:
        raise
    except Exception as error:
        if isinstance(error.__cause__, KeyboardInterrupt):
            raise error.__cause__ from error  # so Python wraps one that comes as a class is made
        place = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{Path(place.filename).name}:{place.lineno}"
        return Lost(item, f"{type(error).__name__}: {error} ({where})")


def _run_chunk(function: Callable[[Item], Result], chunk: list[Item]) -> _Answer[Result]:
    results: list[Result | Lost[Item]] = []
    for item in chunk:
        with at_work():
            results.append(_attempt(function, item))
    return results, timings.take()
