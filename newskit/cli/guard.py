"""The one place where the ways a command can end, signals among them, become exit codes."""

from __future__ import annotations

import gc
import os
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from types import FrameType
from typing import Final

from newskit.cli.terminal import leave_pipe, print_error, print_note, tell_output_failed
from newskit.errors import NewskitError
from newskit.run import work

# Ctrl-C and its kin: asked to stop, a run unwinds at once, leaves no half file and says which.
#
# SIGINT, SIGTERM and SIGHUP all raise a `KeyboardInterrupt` in the main thread, so that files under
# way are removed and worker processes end; the exit code is 128 and the number of the signal, as
# shells have it. What comes before newskit's first line is the interpreter's.

_NUMBERS: Final = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)
_ALARM: Final = (signal.SIGALRM,) if hasattr(signal, "setitimer") else ()
_SAME: Final = 1.0
"""Seconds in which a second signal is taken for the first one: files are being removed then."""
_RETRY: Final = 0.02
_PATIENCE: Final = 2
"""Signals that are taken as a wish to end in order; the next one ends the run as it stands."""


class _Interrupt(KeyboardInterrupt):
    """An interrupt that Python does not take for its own.

    Where a plain one passes through code that was given as a string (every dataclass is made by
    such code), Python notes it, and ends by SIGINT later although the interrupt was caught.
    """


class _Received:
    """The first signal that came, and when the last one was acted on."""

    number: int = 0
    acted: float = 0.0
    times: int = 0


def listen() -> None:
    """From now on, signals that end a run end it in order; those set to be ignored stay so."""
    for number in _NUMBERS:
        if signal.getsignal(number) in {signal.SIG_DFL, signal.default_int_handler}:
            signal.signal(number, _stop)
    for number in _ALARM:
        signal.signal(number, lambda _, frame: _stop(_Received.number or signal.SIGINT, frame))
    sys.unraisablehook = _unraisable


def finish(code: int) -> None:
    """From now on a signal ends the run at once: its files are written, its exit code is known."""

    def end(_number: int, _frame: FrameType | None) -> None:
        os._exit(code)

    for number in (*_NUMBERS, *_ALARM):
        signal.signal(number, end)
    # Looking for garbage in what ends with the process took 4 to 8% of a command.
    gc.freeze()


def stop_code() -> int:
    """Return the exit code of a run that was asked to stop; 0 when it was not."""
    return 128 + _Received.number if _Received.number else 0


def expected() -> None:
    """Take the signal that came for the usual end of the command, which is not a failure."""
    _Received.number = 0


def _stop(number: int, _frame: FrameType | None) -> None:
    now = time.monotonic()
    if _Received.number and now - _Received.acted < _SAME:
        return
    _Received.times += 1
    if _Received.times > _PATIENCE:
        os._exit(stop_code())  # whatever keeps the run from ending; its files are old or new
    _Received.number = _Received.number or number
    _Received.acted = now
    raise _Interrupt


def _unraisable(unraisable: sys.UnraisableHookArgs) -> None:
    """Raise an interrupt again that came where Python drops exceptions, as in a finaliser."""
    if not issubclass(unraisable.exc_type, KeyboardInterrupt):
        sys.__unraisablehook__(unraisable)
        return
    _Received.acted = 0.0
    _Received.times -= 1
    if _ALARM:  # a thread could not be started any more where the interpreter is ending
        signal.setitimer(signal.ITIMER_REAL, _RETRY)
        return
    import threading

    again = threading.Timer(_RETRY, signal.raise_signal, [_Received.number or signal.SIGINT])
    again.daemon = True
    with suppress(RuntimeError):
        again.start()


EXIT_CLEAN = 0
EXIT_FINDINGS = 1
EXIT_COULD_NOT_RUN = 2
EXIT_INTERRUPTED = 130
EXIT_CLOSED_PIPE = 141


def ended(*, could_not_run: object, found: object) -> int:
    """Return the exit code of a run: 2 where a post could not be done, 1 for findings, else 0."""
    return EXIT_COULD_NOT_RUN if could_not_run else EXIT_FINDINGS if found else EXIT_CLEAN


def exit_code(command: Callable[[], int]) -> int:
    """Run a command and return its exit code; errors become words on stderr and a code."""
    try:
        return _exit_code(command)
    finally:
        _end_workers()


def _end_workers() -> None:
    """End what a command that failed has left running, here and now.

    Left to the collector, that would happen as the interpreter ends, or in any thread.
    """
    pool = sys.modules.get("newskit.run.pool")
    if pool is not None:
        pool.end_pools()


def _exit_code(command: Callable[[], int]) -> int:
    try:
        code = command()
        sys.stdout.flush()
        if work.enabled():
            print_timings()
    except NewskitError as error:
        print_error(error.message, error.hint)
        return EXIT_COULD_NOT_RUN
    except BrokenPipeError:
        leave_pipe()
        return EXIT_CLOSED_PIPE
    except KeyboardInterrupt:
        return _interrupted()
    except Exception as error:  # noqa: BLE001 (the last line: a bug is shown whole, and is not a finding)
        if stop_code():
            return _interrupted()  # Python wraps an interrupt that comes while a class is made
        if tell_output_failed(error):
            return EXIT_COULD_NOT_RUN
        if isinstance(error, OSError) and error.filename is not None:
            print_error(f"{os.fsdecode(error.filename)}: {error.strerror or error}")
            return EXIT_COULD_NOT_RUN
        import traceback

        traceback.print_exc()
        print_error("newskit has met a bug of its own", "please report it with the lines above")
        return EXIT_COULD_NOT_RUN
    return code


def _interrupted() -> int:
    print_error("interrupted; every file is old or new, none is half written")
    return stop_code() or EXIT_INTERRUPTED


def print_timings() -> None:
    """Print the seconds of each stage, summed over the processes, and those of the whole run."""
    stages = sorted(work.totals().items(), key=lambda item: -item[1])
    total = sum(seconds for _, seconds in stages)
    for stage, seconds in stages:
        print_note(f"{seconds:10.2f} s  {seconds / total:4.0%}  {stage}")
    spent = os.times()
    cpu = spent.user + spent.system + spent.children_user + spent.children_system
    print_note(f"{total:10.2f} s  100%  all stages, summed over the processes")
    print_note(f"{cpu:10.2f} s        processor time of the run, with start-up")
