"""An ordered, bounded, streaming map over processes.

Items go out in chunks, a few chunks ahead of the reader; results come back in the items' order, so
output does not depend on the number of processes. A worker that dies (killed, out of memory, a
crash in a C library) costs only the item it died on: the chunk is tried again item by item in
a process of its own, and the culprit comes back as a `Lost`. No worker outlives the run: not an
interrupt, not a reader that stops early, not the death of the parent process.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from newskit.run.work import Chunk, Lost, Ready, attempt

if TYPE_CHECKING:
    from newskit.run.pool import Pool

Item = TypeVar("Item")
Result = TypeVar("Result")
_Setup: TypeAlias = "Callable[[], object] | None"

_CHUNK = 32
_CHUNK_BYTES = 1 << 20
_MOST_ENTRIES = 4096


def cpu_count() -> int:
    """Return the number of processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def ordered_map(  # noqa: PLR0913 - two of seven concern all callers
    function: Callable[[Item], Result],
    items: Iterable[Item | Ready[Result]],
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
        items: consumed as results are taken; it may be endless. The result of a `Ready` among them
            comes in its place.
        jobs: processes; 1 (or fewer items than a chunk) runs everything in this process.
        setup: called before the first item, in each worker too that does not inherit it; picklable.
        weigh: the size of an item in bytes; a chunk ends at 1 MiB, however few its items.
        method: how processes start, ``fork`` or ``spawn``; None takes the quicker safe one.
        isolate: run no item in this process, however few there are, so that none can end it.

    Raises:
        NewskitError: when `function` raises one: such a run cannot go on. Any other exception is
            a bug that costs only its item, which comes back as a `Lost`.
        Exception: what `setup` raises.
    """
    here = _here(function, setup)
    if jobs <= 1 and not isolate:
        yield from here(items)
        return
    chunks = _chunks(items, weigh)
    chunk = next(chunks, None)
    while chunk is not None:
        following = next(chunks, None)
        if (chunk.full and following is not None) or (isolate and chunk.items):
            from newskit.run.pool import Pool

            if setup is not None:
                setup()
            left = chain((one for one in (chunk, following) if one is not None), chunks)
            yield from _pooled(Pool(function, jobs, setup, method), left)
            return
        yield from here(chunk.entries)
        chunk = following


def _here(
    function: Callable[[Item], Result], setup: _Setup
) -> Callable[[Iterable[Item | Ready[Result]]], Iterator[Result | Lost[Item]]]:
    """Return what does the work in this process, which it makes ready when there is some."""
    made = setup is None

    def work(items: Iterable[Item | Ready[Result]]) -> Iterator[Result | Lost[Item]]:
        nonlocal made
        for item in items:
            if isinstance(item, Ready):
                yield item.result
                continue
            if not made and setup is not None:
                setup()
                made = True
            yield attempt(function, item)

    return work


def _chunks(
    items: Iterable[Item | Ready[Result]], weigh: Callable[[Item], int] | None
) -> Iterator[Chunk[Item, Result]]:
    entries: list[Item | Ready[Result]] = []
    work: list[Item] = []
    size = 0
    for item in items:
        entries.append(item)
        if not isinstance(item, Ready):
            work.append(item)
            size += weigh(item) if weigh is not None else 0
        full = len(work) >= _CHUNK or size >= _CHUNK_BYTES
        if full or len(entries) >= _MOST_ENTRIES:
            yield Chunk(entries, work, full)
            entries, work, size = [], [], 0
    if entries:
        yield Chunk(entries, work, full=False)


def _pooled(
    pool: Pool[Item, Result], chunks: Iterator[Chunk[Item, Result]]
) -> Iterator[Result | Lost[Item]]:
    ended = False
    try:
        yield from pool.run(chunks)
        ended = True
    finally:
        pool.stop(at_once=not ended)
