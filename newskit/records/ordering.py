"""Lines in an order of their own, each with an identifier of its own; both wait on disk."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from newskit.config.export import Order
from newskit.records.ids import numbered_id, path_id
from newskit.records.lines import RecordLine
from newskit.run.scratch import Taken, scratch

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import IO

_LINES = "CREATE TABLE line (key, number INTEGER PRIMARY KEY, start INTEGER, size INTEGER);"


def in_order(lines: Iterable[RecordLine], order: Order) -> Iterator[bytes]:
    """Yield the lines in `order`; equal keys keep the order in which they came."""
    if order is Order.FOUND:
        for line in lines:
            yield line.line
        return
    import tempfile

    with (
        tempfile.TemporaryFile(prefix="newskit-") as spool,
        closing(scratch(_LINES)) as keys,
    ):
        rows = _spooled(lines, order, spool)
        keys.executemany("INSERT INTO line (key, start, size) VALUES (?, ?, ?)", rows)
        for start, size in keys.execute("SELECT start, size FROM line ORDER BY key, number"):
            spool.seek(start)
            yield spool.read(size)


def _spooled(
    lines: Iterable[RecordLine], order: Order, spool: IO[bytes]
) -> Iterator[tuple[float | bytes, int, int]]:
    """Write the lines to a file; gives what each is ordered by, where it is, and its size."""
    offset = 0
    for line in lines:
        size = spool.write(line.line)
        yield _key(line, order), offset, size
        offset += size


def _key(line: RecordLine, order: Order) -> float | bytes:
    if order is Order.PATH:
        return line.path.encode("utf-8", "surrogatepass")
    return float("inf") if line.moment is None else line.moment


class UniqueIds:
    """Gives a post whose identifier is taken one of its own, made of its path."""

    def __init__(self) -> None:
        self._taken = Taken()

    def claim(self, line: RecordLine) -> RecordLine:
        """Return the line with an identifier that no line before had."""
        identifier, number = line.id, 1
        while not self._taken.add(identifier):
            identifier = path_id(line.path) if number == 1 else numbered_id(line.id, number)
            number += 1
        if identifier == line.id:
            return line
        # The identifier stands first in every shape, so only it is replaced.
        text = line.line.replace(line.id.encode(), identifier.encode(), 1)
        return RecordLine(text, identifier, line.path, line.moment)
