"""Two posts with the same text.

An article that was published, or imported, twice. Markup, case and white space do not count; bodies
of less than 200 letters are left alone, and so are editions of one page, which differ in one folder
of their path: a version, a language, a year. So are events on two days (in a folder `events`, or
with such a layout), which are announced in the same words each time. Posts of different sites are
not compared. Of two folders that hold many the same files, the first is named with the number of
the others.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from typing import TYPE_CHECKING

from newskit.problem import Severity
from newskit.validate.archive.facts import Between, Place
from newskit.validate.archive.same import are_editions, trees_of
from newskit.validate.rule import Finder, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newskit.validate.archive.store import FactStore

__all__ = ["RULE"]

_QUERY = """
SELECT post.id, same.first, same.count FROM (
  SELECT article, MIN(id) AS first, COUNT(*) AS count FROM post WHERE article IS NOT NULL
  GROUP BY article HAVING COUNT(*) > 1) AS same
JOIN post ON post.article = same.article AND post.id > same.first ORDER BY post.id
"""


# What more posts share is a form that was not filled in: it is named once.
_TEMPLATE = 5
# So are folders that hold as many the same files: a copy of the whole, kept on purpose or not.
_COPIED = 5


def _compare(rule: Rule, store: FactStore, _: float) -> Iterator[Between]:
    reported: Counter[int] = Counter()
    named: set[tuple[str, str]] = set()
    trees = _trees(store)
    for row in store.rows(_QUERY):
        later, first, count = (int(str(number)) for number in row[:3])
        if not store.applies(later, rule.code, rule.name, 1):
            continue
        path, other = store.path(later), store.path(first)
        if are_editions(path, other):
            continue
        reported[first] += 1
        tree = trees_of(path, other)
        copied = trees[tree] if tree else 0
        if tree in named or (count > _TEMPLATE and reported[first] > 1):
            continue
        message = f"the article is the same as in {other}"
        if tree and copied > _COPIED:
            named.add(tree)
            message += f", and so are {copied - 1} more of the two folders"
        elif count > _TEMPLATE:
            message += f", and in {count - 2} more"
        elif unicodedata.normalize("NFC", path) == unicodedata.normalize("NFC", other):
            message += ": the names differ only in how letters with accents are stored"
        yield Between(Place(later), message, Place(first))


def _trees(store: FactStore) -> Counter[tuple[str, str]]:
    """How many articles any two folders share, file by file."""
    found: Counter[tuple[str, str]] = Counter()
    for row in store.rows(_QUERY):
        tree = trees_of(store.path(int(str(row[0]))), store.path(int(str(row[1]))))
        if tree is not None:
            found[tree] += 1
    return found


RULE = Rule(
    "NK404", "duplicate-article", Severity.WARNING, Finder.ARCHIVE, __doc__, compare=_compare
)
