"""Two posts with the same text.

An article that was published, or imported, twice. Markup, case and white space do not count; bodies
of less than 200 letters are left alone.
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
SELECT later.id, MIN(first.id) FROM post AS later JOIN post AS first
ON later.article = first.article AND first.id < later.id
WHERE length(later.article) > 0 GROUP BY later.id ORDER BY later.id
"""


def _compare(rule: Rule, store: Store, _: float) -> Iterator[Problem]:
    for row in store.rows(_QUERY):
        later, first = int(str(row[0])), int(str(row[1]))
        if not store.applies(later, rule.code, rule.name, 1):
            continue
        message = f"the article is the same as in {store.path(first)}"
        place = store.location(later, 1, 1, 0, 0)
        yield rule.found(place, message, related=(store.location(first, 1, 1, 0, 0),))


RULE = Rule(
    "NK404", "duplicate-article", Severity.WARNING, Finder.ARCHIVE, __doc__, compare=_compare
)
