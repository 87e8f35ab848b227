"""Two files whose names differ in capitals only.

On Windows and macOS one of the two overwrites the other when the archive is copied.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

from newskit.problem import Severity
from newskit.validate.rule import Finder, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newskit.problem import Problem
    from newskit.validate.archive.store import Store

__all__ = ["RULE"]


def _compare(rule: Rule, store: Store, _: float) -> Iterator[Problem]:
    seen: dict[bytes, int] = {}
    for row in store.rows("SELECT id, path FROM post ORDER BY id"):
        post, path = int(str(row[0])), bytes(row[1]) if isinstance(row[1], bytes) else b""
        folded = blake2b(
            path.decode("utf-8", "replace").casefold().encode(), digest_size=8
        ).digest()
        first = seen.setdefault(folded, post)
        if first == post or store.path(first) == store.path(post):
            continue
        if store.applies(post, rule.code, rule.name, 1):
            message = f"the file's name differs from {store.path(first)} in capitals only"
            place = store.location(post, 1, 1, 0, 0)
            yield rule.found(place, message, related=(store.location(first, 1, 1, 0, 0),))


RULE = Rule("NK408", "file-name-case", Severity.WARNING, Finder.ARCHIVE, __doc__, compare=_compare)
