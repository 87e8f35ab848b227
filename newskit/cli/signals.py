"""Ctrl-C and its kin: asked to stop, a run unwinds at once, leaves no half file and says which.

SIGINT, SIGTERM and SIGHUP all raise a `KeyboardInterrupt` in the main thread, so that files under
way are removed and worker processes end; the exit code is 128 and the number of the signal, as
shells have it. What comes before newskit's first line is the interpreter's.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from contextlib import suppress
from types import FrameType
from typing import Final

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
