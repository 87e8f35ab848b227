"""Two posts with nearly the same text.

An article that was corrected and published again, or imported from two sources. Two texts are
near-duplicates when they share `near-duplicates` (90 %) of their runs of four words, or of eight
letters in Chinese, Japanese and Korean; the share is estimated by MinHash (Broder 1997).
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from newskit.problem import Severity
from newskit.validate.archive.facts import Between, Place
from newskit.validate.archive.same import are_apart, are_editions
from newskit.validate.rule import Finder, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newskit.validate.archive.store import FactStore

__all__ = ["RULE"]

# What very many posts share is a template, not an article. Of posts with one text, the first
# stands for all: the others share as much with any other.
_PREPARE = """
CREATE TABLE shared AS SELECT hash FROM band
  GROUP BY hash HAVING COUNT(*) <= 50 AND MIN(text) < MAX(text);
CREATE INDEX shared_hash ON shared (hash);
CREATE TABLE near AS SELECT hash, text, post FROM band
  WHERE hash IN (SELECT hash FROM shared);
CREATE INDEX near_hash ON near (hash, text, post);
"""
_QUERY = """
SELECT one.post, MIN(other.post) AS first FROM near AS one JOIN near AS other
ON one.hash = other.hash AND other.text != one.text AND other.post < one.post
GROUP BY one.post, other.text ORDER BY one.post, first
"""


def _compare(rule: Rule, store: FactStore, threshold: float) -> Iterator[Between]:
    store.database.executescript(_PREPARE)
    done = 0
    for row in store.rows(_QUERY):
        later, first = int(str(row[0])), int(str(row[1]))
        if later == done or not store.applies(later, rule.code, rule.name, 1):
            continue
        share = _shared(store, later, first)
        paths = store.path(later), store.path(first)
        if share < threshold or are_editions(*paths) or are_apart(*paths):
            continue
        done = later
        # Equal texts are reported by another rule: these two differ.
        percent = f"{min(share, 0.99):.0%}"
        message = f"about {percent} of the article is the same as in {store.path(first)}"
        yield Between(Place(later), message, Place(first))


def _shared(store: FactStore, later: int, first: int) -> float:
    """The share of signature values that are equal."""
    query = "SELECT signature FROM post WHERE id IN (?, ?)"
    one, other = (row[0] for row in store.rows(query, later, first))
    if not isinstance(one, bytes) or not isinstance(other, bytes):
        return 0.0
    values = zip(struct.iter_unpack("<I", one), struct.iter_unpack("<I", other), strict=True)
    return sum(a == b for a, b in values) * 4 / len(one)


RULE = Rule(
    "NK405", "near-duplicate-article", Severity.INFO, Finder.ARCHIVE, __doc__, compare=_compare
)
