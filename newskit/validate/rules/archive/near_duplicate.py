"""Two posts with nearly the same text.

An article that was corrected and published again, or imported from two sources. Two texts are
near-duplicates when they share `near-duplicates` (90 %) of their runs of four words, or of eight
letters in Chinese, Japanese and Korean; the share is estimated by MinHash (Broder 1997).
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from newskit.problem import Severity
from newskit.validate.rule import Finder, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newskit.problem import Problem
    from newskit.validate.archive.store import Store

__all__ = ["RULE"]

_QUERY = """
SELECT DISTINCT one.post, other.post FROM band AS one JOIN band AS other
ON one.hash = other.hash AND other.post < one.post ORDER BY one.post, other.post
"""
_SAME_BUCKET = 50


def _compare(rule: Rule, store: Store, threshold: float) -> Iterator[Problem]:
    _drop_crowded(store)
    done = 0
    for row in store.rows(_QUERY):
        later, first = int(str(row[0])), int(str(row[1]))
        if later == done or not store.applies(later, rule.code, rule.name, 1):
            continue
        share = _shared(store, later, first)
        if share < threshold:
            continue
        done = later
        # Equal texts are told by another rule: these two differ.
        message = (
            f"about {min(share, 0.99):.0%} of the article is the same as in {store.path(first)}"
        )
        place = store.location(later, 1, 1, 0, 0)
        yield rule.found(place, message, related=(store.location(first, 1, 1, 0, 0),))


def _drop_crowded(store: Store) -> None:
    """Leave out what very many posts share: a template, not an article."""
    store.database.execute(
        "DELETE FROM band WHERE hash IN (SELECT hash FROM band GROUP BY hash HAVING COUNT(*) > ?)",
        (_SAME_BUCKET,),
    )


def _shared(store: Store, later: int, first: int) -> float:
    """The share of equal signature values; 0 when the texts are wholly equal (NK404)."""
    query = "SELECT signature, article FROM post WHERE id IN (?, ?)"
    (one, text), (other, other_text) = store.rows(query, later, first)
    if text == other_text or not isinstance(one, bytes) or not isinstance(other, bytes):
        return 0.0
    values = zip(struct.iter_unpack("<I", one), struct.iter_unpack("<I", other), strict=True)
    return sum(a == b for a, b in values) * 4 / len(one)


RULE = Rule(
    "NK405", "near-duplicate-article", Severity.INFO, Finder.ARCHIVE, __doc__, compare=_compare
)
