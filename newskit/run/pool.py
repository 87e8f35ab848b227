"""Worker processes that take chunks of work and are replaced when one of them dies."""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
import time
import weakref
from collections import deque
from collections.abc import Callable, Generator, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar

from newskit.kept import keep
from newskit.run import work
from newskit.run.work import Chunk, Lost, attempt

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import BaseContext
    from multiprocessing.process import BaseProcess

# The life of a worker process: how it starts, hears that it should end, and ends.


_GRACE = 2.0
"""Seconds in which a worker may end by itself."""
_PAUSE = 0.01
_LOOK = 5.0
"""Seconds between looks at whether the workers are there, where no result comes."""
_STOPPED = 143
_ENDING = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))


class Leash:
    """What ties worker processes to the process that started them; made by that process."""

    def __init__(self, context: BaseContext) -> None:
        self._heard, self._stop = context.Pipe(duplex=False)
        self._pids, self._told = context.Pipe(duplex=False)
        self._own: set[int] = set()
        self._inherited = context.get_start_method() == "fork"

    def for_worker(self) -> tuple[Any, ...]:
        """Return what `start_worker` takes first; to be handed over as a process starts."""
        # A forked worker has a copy of the parent's end, and must close it to hear of its closing.
        return self._heard, self._told, self._stop if self._inherited else None

    def pull(self) -> None:
        """Ask the workers to end now."""
        self._stop.close()

    def await_end(self) -> None:
        """Wait until the workers have ended; those that have not after a while are killed.

        No thread watches the time: where a run ends with its interpreter, none can be started.
        """
        deadline = time.monotonic() + _GRACE
        while self._alive() and time.monotonic() < deadline:
            time.sleep(_PAUSE)
        self.kill()

    def kill(self) -> None:
        """End the workers that are left, whatever they are at."""
        for child in self._alive():
            child.kill()

    def has_lost_one(self) -> bool:
        """Tell whether a worker has ended that was not asked to."""
        return len(self._alive()) < len(self._own)

    def drop(self) -> None:
        """Let go; the workers have ended."""
        for end in (self._heard, self._stop, self._pids, self._told):
            end.close()

    def _alive(self) -> list[BaseProcess]:
        import multiprocessing

        with suppress(OSError, EOFError):
            while self._pids.poll():
                self._own.add(int(self._pids.recv_bytes()))
        return [child for child in multiprocessing.active_children() if child.pid in self._own]


class _State:
    """What this process is doing, if it is a worker; signals and a thread look at it."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.busy = False
        self.ending = False


_state = _State()


def start_worker(
    ties: tuple[Any, ...], setup: Callable[[], object] | None, *, measure: bool
) -> None:
    """Make this process a worker."""
    heard, answers, stop = ties
    if stop is not None:
        stop.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for number in _ENDING:
        signal.signal(number, _asked_to_end)
    _release_signals()
    answers.send_bytes(str(os.getpid()).encode())
    answers.close()
    threading.Thread(target=_end_with_parent, args=(heard,), daemon=True).start()
    # What a forked process registers with `atexit` is never called.
    from multiprocessing.util import Finalize

    Finalize(None, keep, exitpriority=0)
    work.enable(on=measure)
    if setup is not None:
        setup()
        gc.collect()
        gc.freeze()


@contextmanager
def at_work() -> Generator[None]:
    """Work on an item, which is finished even when the process is asked to end meanwhile."""
    with _state.lock:
        if _state.ending:
            os._exit(_STOPPED)
        _state.busy = True
    try:
        yield
    finally:
        with _state.lock:
            _state.busy = False
            if _state.ending:
                os._exit(_STOPPED)


@contextmanager
def signals_held() -> Generator[None]:
    """Hold signals back while processes start: a new one has no handler of its own yet."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    held = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, *_ENDING})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, held)


def _release_signals() -> None:
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT, *_ENDING})


def _asked_to_end(*_: object) -> None:
    with _state.lock:
        _state.ending = True
        if not _state.busy:
            os._exit(_STOPPED)


def _end_with_parent(heard: Connection) -> None:
    import multiprocessing
    from multiprocessing.connection import wait

    parent = multiprocessing.parent_process()
    if parent is None:
        return
    if parent.sentinel in wait([parent.sentinel, heard]):
        _asked_to_end()
        time.sleep(_GRACE)
    else:
        # A result that is being sent now is taken still: half of one would keep the parent waiting.
        with _state.lock:
            _state.ending = True
        wait([parent.sentinel], _GRACE)
    os._exit(_STOPPED)


Item = TypeVar("Item")
Result = TypeVar("Result")
_Setup: TypeAlias = "Callable[[], object] | None"
_Answer: TypeAlias = "tuple[list[Result | Lost[Any]], Mapping[str, float] | None]"

_CHUNKS_AHEAD = 4  # a worker never waits, and at most this many chunks a worker are held in memory


class Pool(Generic[Item, Result]):
    """Worker processes that are replaced when one of them dies."""

    def __init__(
        self, function: Callable[[Item], Result], jobs: int, setup: _Setup, method: str | None
    ) -> None:
        self._work = partial(_run_chunk, function)
        self._jobs = jobs
        self._setup = setup
        self._method = method or _method()
        self._thread = threading.get_ident()
        self._stopped = False
        # What is there by now lives to the end: the collector need not look at it in any process,
        # and forked workers go on sharing its memory.
        gc.collect()
        gc.freeze()
        self._leash, self._pool = self._start(jobs)
        _live.add(self)

    def run(self, chunks: Iterator[Chunk[Item, Result]]) -> Iterator[Result | Lost[Item]]:
        """Yield the results of the chunks in order."""
        pending: deque[tuple[Chunk[Item, Result], Future[_Answer[Result]] | None]] = deque()
        while True:
            while len(pending) < self._jobs * _CHUNKS_AHEAD and (chunk := next(chunks, None)):
                pending.append((chunk, self._submit(chunk.items) if chunk.items else None))
            if not pending:
                return
            chunk, future = pending.popleft()
            try:
                results, measured = self._result_of(future) if future is not None else ([], None)
            except BrokenProcessPool:
                yield from chunk.joined(self._one_by_one(chunk.items))
                pending = deque((again, self._again(again.items, old)) for again, old in pending)
            else:
                work.absorb(measured)
                yield from chunk.joined(results)

    def stop(self, *, at_once: bool) -> None:
        """End the workers; chunks that have not started are dropped.

        Args:
            at_once: no result is wanted any more: workers end after the item they are at.
        """
        if self._stopped:
            return
        self._stopped = True
        if threading.get_ident() != self._thread:
            # Collected as garbage, which any thread may do, that of the executor too: waiting for
            # it there would never end. The workers hear, and end by themselves.
            self._leash.pull()
            self._pool.shutdown(wait=False, cancel_futures=True)
            return
        if at_once:
            ends = self._ends()
            manager = getattr(self._pool, "_executor_manager_thread", None)
            self._leash.pull()
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._leash.await_end()
            _close(ends)
            if manager is not None:
                manager.join(_GRACE)
            self._leash.drop()
        else:
            self._end()
        gc.unfreeze()

    def _result_of(self, future: Future[_Answer[Result]]) -> _Answer[Result]:
        """Wait for a result.

        A worker that was killed while it sent one leaves the executor waiting for the rest, for
        ever: it still holds an end of that pipe itself.

        Raises:
            BrokenProcessPool: when a worker has died.
        """
        while True:
            try:
                return future.result(timeout=_LOOK)
            except TimeoutError:
                if future.done() or not self._leash.has_lost_one():
                    continue
            with suppress(TimeoutError):
                return future.result(timeout=_LOOK)  # it may know by itself
            ends = self._ends()
            self._leash.kill()
            _close(ends)

    def _ends(self) -> tuple[Any, ...]:
        """Return the ends of the executor's pipes that are meant for the workers.

        The executor has no name for them; where it has others in a later Python, nothing is closed.
        """
        results = getattr(self._pool, "_result_queue", None)
        calls = getattr(self._pool, "_call_queue", None)
        return (getattr(results, "_writer", None), getattr(calls, "_reader", None))

    def _end(self) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._leash.drop()

    def _start(self, jobs: int) -> tuple[Leash, ProcessPoolExecutor]:
        import multiprocessing

        context = multiprocessing.get_context(self._method)
        setup = None if self._method == "fork" else self._setup  # what is forked inherits it
        leash = Leash(context)
        start = partial(start_worker, setup=setup, measure=work.enabled())
        return leash, ProcessPoolExecutor(
            jobs, mp_context=context, initializer=start, initargs=(leash.for_worker(),)
        )

    def _submit(self, items: list[Item]) -> Future[_Answer[Result]]:
        try:
            with signals_held():
                return self._pool.submit(self._work, items)
        except BrokenProcessPool as error:
            # A worker died since the last result was taken: the chunk's turn will find it so.
            failed: Future[_Answer[Result]] = Future()
            failed.set_exception(error)
            return failed

    def _again(
        self, items: list[Item], future: Future[_Answer[Result]] | None
    ) -> Future[_Answer[Result]] | None:
        """Keep the results that had come before the pool broke; send out the rest again."""
        if future is None or (
            future.done() and not future.cancelled() and future.exception() is None
        ):
            return future
        return self._submit(items)

    def _one_by_one(self, items: list[Item]) -> Iterator[Result | Lost[Item]]:
        """Run each item of a chunk that may have killed a worker, in single processes."""
        self._start_anew(1)
        for item in items:
            try:
                results, measured = self._result_of(self._submit([item]))
            except BrokenProcessPool:
                yield Lost(item)
                self._start_anew(1)
            else:
                work.absorb(measured)
                yield from results
        self._start_anew(self._jobs)

    def _start_anew(self, jobs: int) -> None:
        # One pool at a time: processes are not forked while the threads of another run.
        self._end()
        self._leash, self._pool = self._start(jobs)


def _close(ends: tuple[Any, ...]) -> None:
    """Close ends of pipes that nobody uses any more: who waits there reads the end."""
    for end in ends:
        with suppress(OSError, AttributeError):
            end.close()


_live: weakref.WeakSet[Pool[Any, Any]] = weakref.WeakSet()


def end_pools() -> None:
    """End the workers of all pools of this process: its run is over, however it ended."""
    for pool in list(_live):
        pool.stop(at_once=True)


def _method() -> str:
    # Forking is by far the quickest start, and safe only without threads; Linux alone does it well.
    return "fork" if sys.platform == "linux" and threading.active_count() == 1 else "spawn"


def _run_chunk(function: Callable[[Item], Result], chunk: list[Item]) -> _Answer[Result]:
    results: list[Result | Lost[Item]] = []
    for item in chunk:
        with at_work():
            results.append(attempt(function, item))
    return results, work.take()
