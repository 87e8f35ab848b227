"""A link to a post of the archive that does not exist.

`{% post_url name %}` and `{{< ref "name.md" >}}` stop the build; a relative link to a `.md` file
that is not there leads to a missing page. The file is looked for on disk before it is reported.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newskit.problem import Severity
from newskit.validate.archive.facts import Between, Place
from newskit.validate.archive.targets import Targets
from newskit.validate.rule import Finder, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newskit.validate.archive.store import FactStore

__all__ = ["RULE"]

_QUERY = """
SELECT kind, value, post, line, col, start, stop FROM fact
WHERE kind IN ('post_url', 'ref', 'relative') AND folded IS NULL ORDER BY post, start
"""


def _compare(rule: Rule, store: FactStore, _: float) -> Iterator[Between]:
    targets = Targets(store)
    for row in store.rows(_QUERY):
        kind, value = str(row[0]), str(row[1])
        place = Place(*(int(str(number)) for number in row[2:]))
        if store.applies(place.post, rule.code, rule.name, place.line) and not targets.has(
            kind, value, store.path(place.post)
        ):
            yield Between(place, f"there is no post {value}")


RULE = Rule(
    "NK406", "broken-internal-link", Severity.WARNING, Finder.ARCHIVE, __doc__, compare=_compare
)
