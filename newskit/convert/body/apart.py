"""Bodies whose parts are proved one by one, but not together: as many of them as can be."""

from __future__ import annotations

from collections.abc import Callable

from newskit.convert.body.segments import Segment
from newskit.convert.result import Conversion

__all__ = ["convert_apart"]

_MOST_ATTEMPTS = 40


def convert_apart(
    segments: list[Segment], write: Callable[[list[Segment]], Conversion]
) -> Conversion:
    """Convert the parts that leave the rest as it was; the others stay.

    Halves of what cannot be converted together are tried by themselves.

    Args:
        segments: the parts of the body.
        write: converts and proves a body cut into parts.
    """
    kept = {place for place, part in enumerate(segments) if part.kind in {"html", "text"}}
    best = write(_without(segments, kept))
    pending = [sorted(kept)]
    for _ in range(_MOST_ATTEMPTS):
        if not pending:
            break
        group = pending.pop(0)
        tried = write(_without(segments, kept.difference(group)))
        if tried.proved:
            kept.difference_update(group)
            best = tried
        elif len(group) > 1:
            middle = len(group) // 2
            pending += [group[:middle], group[middle:]]
    return best


def _without(segments: list[Segment], kept: set[int]) -> list[Segment]:
    return [
        part._replace(kind="opaque") if place in kept else part
        for place, part in enumerate(segments)
    ]
