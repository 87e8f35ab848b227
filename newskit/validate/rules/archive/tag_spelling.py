"""A tag that other posts write with other capitals.

`Linux` and `linux` give two pages with one address on most sites, and each lists half of the posts.
The finding stands at the first post with the rarer spelling.
"""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from newskit.problem import Severity
from newskit.validate.archive.facts import Between, Place
from newskit.validate.rule import Finder, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newskit.validate.archive.store import FactStore

__all__ = ["RULE"]

_QUERY = """
WITH spelling AS (
  SELECT kind, folded, value, COUNT(*) AS number, MIN(rowid) AS row FROM fact
  WHERE folded IS NOT NULL GROUP BY kind, folded, value)
SELECT kind, folded, number, value, row FROM (
  SELECT *, COUNT(*) OVER tag AS ways, MIN(row) OVER tag AS first FROM spelling
  WINDOW tag AS (PARTITION BY kind, folded))
WHERE ways > 1 ORDER BY first, row
"""
_PLACE = "SELECT post, line, col, start, stop FROM fact WHERE rowid = ?"


def _compare(rule: Rule, store: FactStore, _: float) -> Iterator[Between]:
    for _tag, spellings in groupby(store.rows(_QUERY), key=itemgetter(0, 1)):
        found = [(int(str(row[2])), str(row[3]), int(str(row[4]))) for row in spellings]
        common, usual, _row = max(found)
        for count, value, row in found:
            if value == usual:
                continue
            for numbers in store.rows(_PLACE, row):
                place = Place(*(int(str(number)) for number in numbers))
                if store.applies(place.post, rule.code, rule.name, place.line):
                    message = f"`{value}` ({count}×) is written `{usual}` elsewhere ({common}×)"
                    yield Between(place, message)


RULE = Rule("NK407", "tag-spelling", Severity.INFO, Finder.ARCHIVE, __doc__, compare=_compare)
