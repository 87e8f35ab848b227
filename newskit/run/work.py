"""Items of work, and what may stand in the place of one or of its result."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Generic, TypeVar

from newskit.errors import NewskitError
from newskit.frozen import dataclass

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
