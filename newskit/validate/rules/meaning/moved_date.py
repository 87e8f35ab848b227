"""A date that Hexo moves by the offset of the machine that builds the site.

`2024-05-01T09:41:00Z` and `2024-05-01 09:41:00 +08:00` without quotes are moments to YAML; Hexo
takes the UTC clock of such a moment for the local one, so the post is hours off, and its address
may hold another day (hexo 8.1.2; `docs/generators.md`). In quotes, or as `+0800`, it is read right;
midnight in UTC, as programs write a day, stays that day. The repair puts the date in quotes.

    date: 2024-05-01T09:41:00Z
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newskit.config.validate import Generator
from newskit.dates.readable import is_moved_by_hexo
from newskit.problem import Severity
from newskit.validate.repair.values import quoted
from newskit.validate.rule import Finder, Repair, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newskit.problem import Problem
    from newskit.validate.subject import Subject

__all__ = ["RULE"]


def _check(rule: Rule, subject: Subject) -> Iterator[Problem]:
    if subject.generator is not Generator.HEXO or not subject.is_yaml:
        return
    for entry, _ in subject.dates:
        source = subject.source(entry.span)
        if is_moved_by_hexo(source):
            fix = quoted(subject, entry.span, safe=True)
            message = f"Hexo moves `{entry.key}` by the offset of the machine that builds: {source}"
            hint = "put the date in quotes"
            span = entry.span or subject.key_span(entry.pointer)
            yield rule.at(subject, span, message, hint=hint, pointer=entry.pointer, fix=fix)


RULE = Rule(
    "NK330",
    "moved-date",
    Severity.WARNING,
    Finder.FRONT_MATTER,
    __doc__,
    _check,
    repair=Repair.SAFE,
)
