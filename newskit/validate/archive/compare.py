"""Archive-wide findings, from the facts of every post."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Self

from newskit.frozen import NamedTuple
from newskit.problem import Problem
from newskit.validate.archive.facts import Asked, Facts, Top
from newskit.validate.archive.store import FactStore
from newskit.validate.registry import all_rules, rule_of
from newskit.validate.rule import Finder


class Found(NamedTuple):
    """A finding between posts, and how the file it stands in starts, where that is known."""

    problem: Problem
    top: Top | None


class Archive:
    """Collects the facts of posts, then tells what is wrong between them.

    Args:
        near_duplicates: share of common text from which two articles are near-duplicates.
    """

    def __init__(self, near_duplicates: float = 0.9) -> None:
        self.near_duplicates = near_duplicates
        self._store: FactStore | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        if self._store is not None:
            self._store.close()

    def add(self, facts: Facts) -> None:
        """Remember a post."""
        if self._store is None:
            self._store = FactStore()
        self._store.add(facts)

    @property
    def asked(self) -> tuple[Asked, ...]:
        """What the findings so far depend on beside the posts: files that were looked for."""
        return tuple(self._store.asked) if self._store is not None else ()

    def found(self) -> Iterator[Found]:
        """Yield the findings by path and place, each at the later of the posts it is about.

        They are kept on disk until the last is found, so memory does not grow with their number.
        """
        store = self._store
        if store is None:
            return
        store.ready()
        for rule in all_rules():
            if rule.finder is Finder.ARCHIVE and rule.compare is not None:
                store.note(rule.code, rule.compare(rule, store, self.near_duplicates))
        for code, place, message, other, top in store.noted():
            related = () if other is None else (other,)
            yield Found(rule_of(code).found(place, message, related=related), top)
