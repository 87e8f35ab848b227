"""Two posts in one language with the same title.

Readers and search engines cannot tell them apart. Off by default, because columns and release notes
repeat their titles.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newskit.problem import Severity
from newskit.validate.archive.same import same_facts
from newskit.validate.rule import Finder, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newskit.validate.archive.facts import Between
    from newskit.validate.archive.store import FactStore

__all__ = ["RULE"]


def _compare(rule: Rule, store: FactStore, _: float) -> Iterator[Between]:
    yield from same_facts(rule, store, "title", "{other} has the same title")


RULE = Rule(
    "NK403",
    "duplicate-title",
    Severity.INFO,
    Finder.ARCHIVE,
    __doc__,
    default=False,
    compare=_compare,
)
