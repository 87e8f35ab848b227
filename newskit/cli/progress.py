"""A progress bar on stderr, on a terminal only, once the work proves long."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

from newskit.cli.messages import counted

__all__ = ["shown"]

Outcome = TypeVar("Outcome")
_PATIENCE = 1.0  # seconds before a bar appears
_REFRESH = 0.2  # seconds between redraws; no thread draws, so that worker processes may fork


def shown(outcomes: Iterable[Outcome], doing: str, *, quiet: bool) -> Iterator[Outcome]:
    """Pass `outcomes` through; on a terminal, show how many have passed."""
    if quiet or not sys.stderr.isatty():
        yield from outcomes
        return
    yield from _with_bar(outcomes, doing)


def _with_bar(outcomes: Iterable[Outcome], doing: str) -> Iterator[Outcome]:
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
        task = progress.add_task(_said(doing, count))
        drawn = time.monotonic()
        for outcome in iterator:
            yield outcome
            count += 1
            if time.monotonic() - drawn > _REFRESH:
                drawn = time.monotonic()
                progress.update(task, description=_said(doing, count))
                progress.refresh()
        # Leaving draws once more: with those that came since.
        progress.update(task, description=_said(doing, count))


def _said(doing: str, count: int) -> str:
    return f"{doing} {counted(count, 'post')}"
