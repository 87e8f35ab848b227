"""Items of work, what may stand in the place of one or of its result, and where the time goes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Generic, TypeVar

from newskit.errors import NewskitError
from newskit.frozen import dataclass

# Where the time of a run goes, by stage; nothing is measured unless it is asked for.
#
# Times are seconds on the clock, summed over the processes. A stage within a stage counts for
# itself alone. Worker processes hand theirs over with their results.


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


Item = TypeVar("Item")
Result = TypeVar("Result")
Result_co = TypeVar("Result_co", covariant=True)


class Ready(Generic[Result_co]):
    """Stands among items of work for one that needs none.

    Args:
        result: what working on it would give.
    """

    __slots__ = ("result",)

    def __init__(self, result: Result_co) -> None:
        self.result = result


@dataclass(frozen=True, slots=True)
class Lost(Generic[Item]):
    """An item that has no result.

    Attributes:
        item: the item.
        reason: the exception that working on it raised; empty where its process died.
    """

    item: Item
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Chunk(Generic[Item, Result]):
    """Items that go out together, and the results known already that stand among them."""

    entries: list[Item | Ready[Result]]
    items: list[Item]
    full: bool

    def joined(self, results: Iterable[Result | Lost[Item]]) -> Iterator[Result | Lost[Item]]:
        """Yield the results of the items and those known already, in order."""
        if len(self.items) == len(self.entries):
            yield from results
            return
        coming = iter(results)
        for entry in self.entries:
            yield entry.result if isinstance(entry, Ready) else next(coming)


def attempt(function: Callable[[Item], Result], item: Item) -> Result | Lost[Item]:
    """Work on one item; one post in 100,000 that shows a bug must not cost the others."""
    try:
        return function(item)
    except NewskitError:
        raise
    except Exception as error:
        if isinstance(error.__cause__, KeyboardInterrupt):
            raise error.__cause__ from error  # so Python wraps one that comes as a class is made
        import traceback

        place = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{Path(place.filename).name}:{place.lineno}"
        return Lost(item, f"{type(error).__name__}: {error} ({where})")
