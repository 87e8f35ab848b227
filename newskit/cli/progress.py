"""Progress on stderr, on a terminal only, once the work proves long: totals, rate, time left."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

from newskit.cli.messages import counted

Outcome = TypeVar("Outcome")
_PATIENCE = 1.0  # seconds before progress appears
_REFRESH = 0.2  # seconds between redraws; no thread draws, so that worker processes may fork
_COUNTING = 0.02  # seconds of each redraw in which posts are counted, as long as that takes
_SOON = 5  # seconds before a rate says anything


def shown(
    outcomes: Iterable[Outcome], doing: str, *, quiet: bool, ahead: Iterable[object] | None = None
) -> Iterator[Outcome]:
    """Pass `outcomes` through; on a terminal, show how many have passed and how long it will take.

    Args:
        outcomes: one a post.
        doing: what is done with them, as in ``checking``.
        quiet: whether nothing is shown.
        ahead: what yields once for each post that there will be, and None where their number
            is unknown; counted on the way, and only where progress is shown.
    """
    if quiet or not sys.stderr.isatty():
        yield from outcomes
        return
    yield from _with_bar(outcomes, doing, _Total(ahead))


class _Total:
    """How many posts there will be: counted a little at a time, known when all are."""

    def __init__(self, ahead: Iterable[object] | None) -> None:
        self._ahead = None if ahead is None else iter(ahead)
        self._seen = 0
        self.known: int | None = None

    def count(self) -> None:
        """Go on counting, for a moment."""
        if self._ahead is None:
            return
        end = time.monotonic() + _COUNTING
        for one in self._ahead:
            if one is None:  # a file of many posts
                self._ahead = None
                return
            self._seen += 1
            if time.monotonic() > end:
                return
        self._ahead, self.known = None, self._seen


def _with_bar(outcomes: Iterable[Outcome], doing: str, total: _Total) -> Iterator[Outcome]:
    started = time.monotonic()
    iterator = iter(outcomes)
    count = 0
    for outcome in iterator:
        yield outcome
        count += 1
        if time.monotonic() - started > _PATIENCE:
            break
    else:
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, auto_refresh=False, transient=True) as progress:
        task = progress.add_task(f"{doing} {counted(count, 'post')}")
        drawn = time.monotonic()
        for outcome in iterator:
            yield outcome
            count += 1
            if time.monotonic() - drawn > _REFRESH:
                total.count()
                drawn = time.monotonic()
                said = _said(doing, count, total.known, drawn - started)
                progress.update(task, description=said)
                progress.refresh()
        # Leaving draws once more: with those that came since.
        said = _said(doing, count, total.known, time.monotonic() - started)
        progress.update(task, description=said)


def _said(doing: str, count: int, total: int | None, seconds: float) -> str:
    """Say how far it is: ``checking 1,200 of 15,000 posts, 350/s, 40 s left``."""
    of = f"{count:,} of {counted(total, 'post')}" if total and total >= count else None
    parts = [f"{doing} {of or counted(count, 'post')}"]
    rate = count / seconds if seconds else 0.0
    if seconds >= _SOON and rate:
        parts.append(f"{rate:,.0f}/s" if rate >= 10 else f"{rate:.1f}/s")
        if of and total and total > count:
            parts.append(f"{_time((total - count) / rate)} left")
    return ", ".join(parts)


def _time(seconds: float) -> str:
    whole = int(seconds) + 1
    if whole < 60:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    if minutes < 60:
        return f"{minutes} min {rest:02} s"
    return f"{minutes // 60} h {minutes % 60:02} min"
