"""Two posts with the same address.

One of the two overwrites the other when the site is built, without a word. Posts whose `lang` keys
differ are not compared: a site in several languages has an address for each.

    permalink: /2024/open-day/
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
    yield from same_facts(rule, store, "permalink", "the address {value} is taken by {other}")


RULE = Rule(
    "NK401", "duplicate-permalink", Severity.ERROR, Finder.ARCHIVE, __doc__, compare=_compare
)
