"""The life of a worker process: how it starts, hears that it should end, and ends.

A worker that is asked to end finishes the item it is at, so that no file is left half made, and
goes. Ctrl-C is the parent's business. A worker also ends when its parent is gone, and one that
does not hear, deep in a C library, is killed.
"""

from __future__ import annotations

import gc
import os
import signal
import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from newskit.run import timings

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import BaseContext

__all__ = ["Leash", "at_work", "signals_held", "start_worker"]

_GRACE = 2.0
"""Seconds in which a worker may end by itself."""
_STOPPED = 143
_ENDING = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))


class Leash:
    """What ties worker processes to the process that started them; made by that process."""

    def __init__(self, context: BaseContext) -> None:
        self._heard, self._stop = context.Pipe(duplex=False)
        self._pids, self._told = context.Pipe(duplex=False)
        self._timer: threading.Timer | None = None
        self._inherited = context.get_start_method() == "fork"

    def for_worker(self) -> tuple[Any, ...]:
        """Return what `start_worker` takes first; to be handed over as a process starts."""
        # A forked worker has a copy of the parent's end, and must close it to hear of its closing.
        return self._heard, self._told, self._stop if self._inherited else None

    def pull(self) -> None:
        """Ask the workers to end now; those that have not after a while are killed."""
        self._stop.close()
        self._timer = threading.Timer(_GRACE, self._kill)
        self._timer.daemon = True
        self._timer.start()

    def drop(self) -> None:
        """Let go; the workers have ended."""
        if self._timer is not None:
            self._timer.cancel()
        for end in (self._heard, self._stop, self._pids, self._told):
            end.close()

    def _kill(self) -> None:
        import multiprocessing

        own: set[int] = set()
        with suppress(OSError):  # closed: they have ended this moment
            while self._pids.poll():
                own.add(int(self._pids.recv_bytes()))
        for child in multiprocessing.active_children():
            if child.pid in own:
                child.kill()


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
    heard, told, stop = ties
    if stop is not None:
        stop.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for number in _ENDING:
        signal.signal(number, _asked_to_end)
    _release_signals()
    told.send_bytes(str(os.getpid()).encode())
    told.close()
    threading.Thread(target=_end_with_parent, args=(heard,), daemon=True).start()
    timings.enable(on=measure)
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
    wait([parent.sentinel, heard])
    _asked_to_end()
    time.sleep(_GRACE)
    os._exit(_STOPPED)
