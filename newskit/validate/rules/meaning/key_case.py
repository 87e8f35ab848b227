"""A key in capitals where the generator wants small letters, or two keys that differ in case alone.

Jekyll reads `title`, not `Title`: the post has no title. Hugo and Pelican read keys without case:
of `title` and `Title` it takes the second, whatever their order (Hugo 0.168). The repair writes
small letters; it is unsafe, because a template may ask for the key as it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newskit.config.validate import Generator
from newskit.problem import Edit, Fix, Severity
from newskit.validate.rule import Finder, Repair, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newskit.problem import Problem
    from newskit.validate.subject import Subject

__all__ = ["RULE"]

_KEYS = frozenset(
    ("title", "date", "layout", "tags", "categories", "permalink", "published", "category", "draft")
)


def _check(rule: Rule, subject: Subject) -> Iterator[Problem]:
    if subject.generator not in {Generator.JEKYLL, Generator.HUGO}:
        return
    values = subject.post.front_matter.values
    for key in values:
        folded = key.lower()
        if key == folded:
            continue
        if folded in values and (folded in _KEYS or subject.generator is Generator.HUGO):
            message = f"`{key}` and `{folded}` differ in case alone, and only one of them counts"
            yield rule.at(subject, subject.key_span(f"/{key}"), message, pointer=f"/{key}")
        if subject.generator is Generator.HUGO or folded not in _KEYS or folded in values:
            continue
        span = subject.key_span(f"/{key}")
        fix = Fix(f"write `{folded}`", (Edit(*span, folded),), safe=False)
        message = f"Jekyll does not read `{key}`; it reads `{folded}`"
        yield rule.at(subject, span, message, pointer=f"/{key}", fix=fix)


RULE = Rule(
    "NK317",
    "key-case",
    Severity.WARNING,
    Finder.FRONT_MATTER,
    __doc__,
    _check,
    repair=Repair.UNSAFE,
)
