"""Findings about two posts that give one thing the same value."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from newskit.lazy import lazy
from newskit.site.find import find_site
from newskit.validate.archive.facts import Between, Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newskit.validate.archive.store import FactStore
    from newskit.validate.rule import Rule

__all__ = ["are_apart", "are_editions", "same_facts", "trees_of"]

_QUERY = """
SELECT value, post, line, col, start, stop FROM fact
WHERE kind = ?1 AND folded IS NULL AND value IN (
  SELECT value FROM fact WHERE kind = ?1 AND folded IS NULL
  GROUP BY value HAVING MIN(post) < MAX(post))
ORDER BY value, post
"""


# Folders of editions: versions, languages (BCP 47), years.
_EDITION = lazy(
    r"(?:version[-_])?v?\d+(?:[._-]\w+)*|latest|stable|next|edge|current|master|main|docs|dev|nightly"
    r"|version-stable|[a-z]{2,3}(?:[-_][A-Za-z]{2,4})?"
)
_VERSIONS = lazy(r"[\w-]*versioned[\w-]*|versions?|archives?|_?i18n|locales?|translations?")


def are_editions(one: str, other: str) -> bool:
    """Tell whether two paths differ in one folder only, which names an edition in both.

    A path below a folder of versions or translations (Docusaurus's ``versioned_docs/version-2/``,
    ``i18n/fr/``) is an edition of any other that ends alike.
    """
    first, second = one.replace("\\", "/").split("/"), other.replace("\\", "/").split("/")
    if first[-1] == second[-1] and any(map(_VERSIONS.fullmatch, (*first[:-1], *second[:-1]))):
        return True
    if len(first) != len(second) or first[-1] != second[-1]:
        return False
    differ = [(a, b) for a, b in zip(first, second, strict=True) if a != b]
    return len(differ) == 1 and all(_EDITION.fullmatch(name) for name in differ[0])


def are_apart(one: str, other: str) -> bool:
    """Tell whether two posts belong to two sites, or one to a site and the other to none.

    A repository that holds a site and, beside it, the texts it was made from keeps both on purpose.
    """
    first, second = (find_site(Path(path).absolute().parent) for path in (one, other))
    return (first and first.root) != (second and second.root)


def trees_of(one: str, other: str) -> tuple[str, str] | None:
    """Return the two folders below which two paths are alike; None where their names differ.

    ``docs/fine/api/a.md`` and ``docs/hammer/api/a.md`` lie alike in ``docs/fine`` and
    ``docs/hammer``.
    """
    first, second = one.replace("\\", "/").split("/"), other.replace("\\", "/").split("/")
    if first[-1] != second[-1]:
        return None
    while len(first) > 1 and len(second) > 1 and first[-1] == second[-1]:
        first.pop()
        second.pop()
    return "/".join(first), "/".join(second)


def same_facts(rule: Rule, store: FactStore, kind: str, words: str) -> Iterator[Between]:
    """Yield a finding for every post but the first that has a value.

    Args:
        rule: the rule.
        store: every post's facts.
        kind: kind of the facts compared.
        words: the message; ``{value}`` and ``{other}`` are filled in.
    """
    value = ""
    first = Place(0)
    for row in store.rows(_QUERY, kind):
        place = Place(*(int(str(number)) for number in row[1:6]))
        if str(row[0]) != value:
            value = str(row[0])
            first = place
        elif store.applies(place.post, rule.code, rule.name, place.line):
            other = store.location(first)
            message = words.format(value=value.partition("\n")[0], other=other)
            yield Between(place, message, first)
