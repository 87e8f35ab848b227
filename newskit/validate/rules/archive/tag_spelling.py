"""A tag that other posts write with other capitals.

`Linux` and `linux` give two pages with one address on most sites, and each lists half of the posts.
The finding stands at the first post with the rarer spelling.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newskit.problem import Severity
from newskit.validate.rule import Finder, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newskit.problem import Problem
    from newskit.validate.archive.store import Store

__all__ = ["RULE"]

_QUERY = """
SELECT kind, value, folded, COUNT(*), MIN(rowid) FROM fact
WHERE kind IN ('tags', 'categories') GROUP BY kind, value
HAVING kind || char(10) || folded IN (
  SELECT kind || char(10) || folded FROM fact WHERE kind IN ('tags', 'categories')
  GROUP BY kind, folded HAVING COUNT(DISTINCT value) > 1)
ORDER BY MIN(rowid)
"""


def _compare(rule: Rule, store: Store, _: float) -> Iterator[Problem]:
    spellings: dict[tuple[str, str], list[tuple[int, str, int]]] = {}
    for kind, value, folded, count, row in store.rows(_QUERY):
        entry = (int(str(count)), str(value), int(str(row)))
        spellings.setdefault((str(kind), str(folded)), []).append(entry)
    for found in spellings.values():
        common = max(found)
        for count, value, row in found:
            if value != common[1]:
                yield from _rare(rule, store, row, (value, count), (common[1], common[0]))


def _rare(
    rule: Rule, store: Store, row: int, rare: tuple[str, int], common: tuple[str, int]
) -> Iterator[Problem]:
    query = "SELECT post, line, col, start, stop FROM fact WHERE rowid = ?"
    for found in store.rows(query, row):
        post, line, column, start, end = (int(str(number)) for number in found)
        if store.applies(post, rule.code, rule.name, line):
            place = store.location(post, line, column, start, end)
            message = f"`{rare[0]}` ({rare[1]}×) is written `{common[0]}` elsewhere ({common[1]}×)"
            yield rule.found(place, message)


RULE = Rule("NK407", "tag-spelling", Severity.INFO, Finder.ARCHIVE, __doc__, compare=_compare)
