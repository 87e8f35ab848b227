"""The same tag or category twice in one post.

Also when the two differ in case only, which gives two pages with one address on most sites.

    tags: [Linux, news, linux]
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newskit.problem import Severity
from newskit.validate.rule import Finder, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newskit.problem import Problem
    from newskit.validate.subject import Subject

__all__ = ["RULE"]

_KEYS = ("tags", "categories", "keywords", "topics")


def _check(rule: Rule, subject: Subject) -> Iterator[Problem]:
    for name in _KEYS:
        entry = subject.top(name)
        if entry is None or not isinstance(entry.value, list):
            continue
        seen: dict[str, str] = {}
        for index, item in enumerate(entry.value):
            if not isinstance(item, str):
                continue
            folded = item.casefold().strip()
            first = seen.get(folded)
            if first is None:
                seen[folded] = item
                continue
            pointer = f"{entry.pointer}/{index}"
            other = "" if first == item else f" (as `{first}`)"
            message = f"`{entry.key}` names `{item}` twice{other}"
            yield rule.at(subject, subject.value_span(pointer), message, pointer=pointer)


RULE = Rule("NK315", "repeated-tag", Severity.WARNING, Finder.FRONT_MATTER, __doc__, _check)
