"""Two posts with the same text.

An article that was published, or imported, twice. Markup, case and white space do not count; bodies
of less than 200 letters are left alone, and so are editions of one page, which differ in one folder
of their path: a version, a language, a year.
"""

from __future__ import annotations

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
SELECT post.id, same.first FROM (
  SELECT article, MIN(id) AS first FROM post WHERE article IS NOT NULL
  GROUP BY article HAVING COUNT(*) > 1) AS same
JOIN post ON post.article = same.article AND post.id > same.first ORDER BY post.id
"""


def _compare(rule: Rule, store: Store, _: float) -> Iterator[Between]:
    for row in store.rows(_QUERY):
        later, first = int(str(row[0])), int(str(row[1]))
        if store.applies(later, rule.code, rule.name, 1):
            if are_editions(store.path(later), store.path(first)):
                continue
            message = f"the article is the same as in {store.path(first)}"
            yield Between(Place(later), message, Place(first))


RULE = Rule(
    "NK404", "duplicate-article", Severity.WARNING, Finder.ARCHIVE, __doc__, compare=_compare
)
