"""Two posts in one folder with the same slug.

Hugo makes one address of both unless it holds the date.

    slug: open-day
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
    yield from same_facts(rule, store, "slug", "{other} in the same folder has the slug too")


RULE = Rule("NK402", "duplicate-slug", Severity.WARNING, Finder.ARCHIVE, __doc__, compare=_compare)
