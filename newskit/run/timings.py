"""Where the time of a run goes, by stage; nothing is measured unless it is asked for.

Times are seconds on the clock, summed over the processes. A stage within a stage counts for itself
alone. Worker processes hand theirs over with their results.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext


class _Clock:
    """Totals of this process, and the stages that are open: [name, seconds of those within]."""

    def __init__(self) -> None:
        self.enabled = False
        self.totals: dict[str, float] = {}
        self.open: list[float] = []


class _Stage:
    """One stage at work."""

    __slots__ = ("_name", "_started")

    def __init__(self, name: str) -> None:
        self._name = name
        self._started = 0.0

    def __enter__(self) -> None:
        _clock.open.append(0.0)
        self._started = time.perf_counter()

    def __exit__(self, *error: object) -> None:
        spent = time.perf_counter() - self._started
        within = _clock.open.pop()
        if _clock.open:
            _clock.open[-1] += spent
        _clock.totals[self._name] = _clock.totals.get(self._name, 0.0) + spent - within


_clock = _Clock()
_NOTHING: AbstractContextManager[None] = nullcontext()


def enable(*, on: bool = True) -> None:
    """Start measuring in this process and in those it starts; what was measured is forgotten."""
    _clock.enabled = on
    _clock.totals = {}


def enabled() -> bool:
    """Tell whether this process measures."""
    return _clock.enabled


def timed(stage: str) -> AbstractContextManager[None]:
    """Count the time of a ``with`` block for `stage`."""
    return _Stage(stage) if _clock.enabled else _NOTHING


def take() -> Mapping[str, float] | None:
    """Return what was measured since the last call, and start anew; None when nothing was."""
    if not _clock.totals:
        return None
    taken, _clock.totals = _clock.totals, {}
    return taken


def absorb(measured: Mapping[str, float] | None) -> None:
    """Add what another process measured."""
    for stage, seconds in (measured or {}).items():
        _clock.totals[stage] = _clock.totals.get(stage, 0.0) + seconds


def totals() -> Mapping[str, float]:
    """Return the seconds of each stage so far."""
    return dict(_clock.totals)
