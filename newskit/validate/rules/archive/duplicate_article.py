"""Two posts with the same text.

An article that was published, or imported, twice. Markup, case and white space do not count; bodies
of less than 200 letters are left alone, and so are editions of one page, which differ in one folder
of their path: a version, a language, a year.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from newskit.problem import Severity
from newskit.validate.archive.facts import Between, Place
from newskit.validate.archive.same import are_editions
from newskit.validate.rule import Finder, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newskit.validate.archive.store import Store

__all__ = ["RULE"]

_QUERY = """
SELECT post.id, same.first, same.count FROM (
  SELECT article, MIN(id) AS first, COUNT(*) AS count FROM post WHERE article IS NOT NULL
  GROUP BY article HAVING COUNT(*) > 1) AS same
JOIN post ON post.article = same.article AND post.id > same.first ORDER BY post.id
"""


# What more posts share is a form that was not filled in: it is named once.
_TEMPLATE = 5


def _compare(rule: Rule, store: Store, _: float) -> Iterator[Between]:
    told: Counter[int] = Counter()
    counts: dict[int, int] = {}
    for row in store.rows(_QUERY):
        later, first = int(str(row[0])), int(str(row[1]))
        counts[first] = int(str(row[2]))
        if store.applies(later, rule.code, rule.name, 1):
            if are_editions(store.path(later), store.path(first)):
                continue
            count = counts[first]
            told[first] += 1
            if count > _TEMPLATE and told[first] > 1:
                continue
            many = f", and in {count - 2} more" if count > _TEMPLATE else ""
            message = f"the article is the same as in {store.path(first)}{many}"
            yield Between(Place(later), message, Place(first))


RULE = Rule(
    "NK404", "duplicate-article", Severity.WARNING, Finder.ARCHIVE, __doc__, compare=_compare
)
