"""Two files whose names differ in capitals only.

On Windows and macOS one of the two overwrites the other when the archive is copied.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newskit.problem import Severity
from newskit.validate.archive.facts import Between, Place
from newskit.validate.rule import Finder, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newskit.validate.archive.store import FactStore

__all__ = ["RULE"]


_QUERY = """
SELECT post.id, same.first FROM (
  SELECT folded, MIN(id) AS first FROM post GROUP BY folded HAVING COUNT(*) > 1) AS same
JOIN post ON post.folded = same.folded AND post.id > same.first ORDER BY post.id
"""


def _compare(rule: Rule, store: FactStore, _: float) -> Iterator[Between]:
    for row in store.rows(_QUERY):
        later, first = int(str(row[0])), int(str(row[1]))
        name = store.path(first)
        if name != store.path(later) and store.applies(later, rule.code, rule.name, 1):
            message = f"the file's name differs from {name} in capitals only"
            yield Between(Place(later), message, Place(first))


RULE = Rule("NK408", "file-name-case", Severity.WARNING, Finder.ARCHIVE, __doc__, compare=_compare)
