"""Lines in an order of their own: the lines wait on disk, only their keys in memory."""

from __future__ import annotations

import tempfile
from typing import TYPE_CHECKING

from newskit.config.export import Order
from newskit.export.ids import numbered_id, path_id
from newskit.export.lines import RecordLine

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["UniqueIds", "in_order"]


def in_order(lines: Iterable[RecordLine], order: Order) -> Iterator[bytes]:
    """Yield the lines in `order`; equal keys keep the order in which they came."""
    if order is Order.FOUND:
        for line in lines:
            yield line.line
        return
    keys: list[tuple[float | str, int, int, int]] = []
    with tempfile.TemporaryFile(prefix="newskit-") as spool:
        offset = 0
        for number, line in enumerate(lines):
            size = spool.write(line.line)
            keys.append((_key(line, order), number, offset, size))
            offset += size
        keys.sort()
        for _, _, start, size in keys:
            spool.seek(start)
            yield spool.read(size)


def _key(line: RecordLine, order: Order) -> float | str:
    if order is Order.PATH:
        return line.path
    return float("inf") if line.moment is None else line.moment


class UniqueIds:
    """Gives a post whose identifier is taken one of its own, made of its path.

    Args:
        taken: identifiers that are in use already.
    """

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = set(taken)

    def claim(self, line: RecordLine) -> RecordLine:
        """Return the line with an identifier that no line before had."""
        identifier, number = line.id, 1
        while identifier in self._taken:
            identifier = path_id(line.path) if number == 1 else numbered_id(line.id, number)
            number += 1
        self._taken.add(identifier)
        if identifier == line.id:
            return line
        # The identifier stands first in every profile, so only it is replaced.
        text = line.line.replace(line.id.encode(), identifier.encode(), 1)
        return RecordLine(text, identifier, line.path, line.moment)
