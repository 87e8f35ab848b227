"""Findings about two posts that give one thing the same value."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newskit.problem import Problem
    from newskit.validate.archive.store import Store
    from newskit.validate.rule import Rule

__all__ = ["same_facts"]

_QUERY = """
SELECT value, post, line, col, start, stop FROM fact WHERE kind = ?1 AND value IN (
  SELECT value FROM fact WHERE kind = ?1 GROUP BY value HAVING COUNT(DISTINCT post) > 1)
ORDER BY value, post
"""


def same_facts(rule: Rule, store: Store, kind: str, words: str) -> Iterator[Problem]:
    """Yield a finding for every post but the first that has a value.

    Args:
        rule: the rule.
        store: every post's facts.
        kind: kind of the facts compared.
        words: the message; ``{value}`` and ``{other}`` are filled in.
    """
    value = ""
    first = (0, 0, 0, 0, 0)
    for row in store.rows(_QUERY, kind):
        post, line, column, start, end = (int(str(number)) for number in row[1:6])
        if str(row[0]) != value:
            value = str(row[0])
            first = (post, line, column, start, end)
            continue
        if not store.applies(post, rule.code, rule.name, line):
            continue
        related = store.location(*first)
        message = words.format(value=value.partition("\n")[0], other=related)
        place = store.location(post, line, column, start, end)
        yield rule.found(place, message, related=(related,))
