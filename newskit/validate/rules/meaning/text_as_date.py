"""A title or tag that some readers take for a date.

`title: 2015-10-11` is a date to Psych and js-yaml (measured): Hexo shows "Sun Oct 11 2015 …", and
Jekyll sorts it apart from other titles. The repair puts it in quotes, which all readers take alike.

    title: 2015-10-11
    tags: [2020-01-01, news]
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newskit.config.validate import Generator
from newskit.lazy import lazy
from newskit.problem import Severity
from newskit.validate.known_keys import TEXT_KEYS
from newskit.validate.repair.values import quoted
from newskit.validate.rule import Finder, Repair, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newskit.problem import Problem
    from newskit.validate.subject import Subject

__all__ = ["RULE"]

# YAML 1.1's timestamps (yaml.org/type/timestamp.html).
_TIMESTAMP = lazy(
    r"\d{4}-\d\d-\d\d\Z|\d{4}-\d\d?-\d\d?(?:[Tt]|[ \t]+)\d\d?:\d\d:\d\d(?:\.\d*)?"
    r"(?:[ \t]*(?:Z|[-+]\d\d?(?::\d\d)?))?\Z"
)
_NAMES = frozenset((*TEXT_KEYS, "tags", "categories", "category", "tag", "slug", "author"))
# Hugo writes the text again, as it stands.
_AS_TEXT = frozenset((Generator.HUGO, Generator.ZOLA, Generator.PELICAN))


def _check(rule: Rule, subject: Subject) -> Iterator[Problem]:
    if not subject.is_yaml or subject.generator in _AS_TEXT:
        return
    for entry in subject.entries:
        if entry.key.lower() not in _NAMES or not isinstance(entry.value, str):
            continue
        source = subject.source(entry.span)
        if not _TIMESTAMP.match(source):
            continue
        message = f"`{entry.key}: {source}` is a date to Jekyll, Hexo and others, not a text"
        span = entry.span or subject.key_span(entry.pointer)
        fix = quoted(subject, entry.span, safe=True)
        yield rule.at(
            subject, span, message, hint="put it in quotes", pointer=entry.pointer, fix=fix
        )


RULE = Rule(
    "NK327",
    "text-read-as-date",
    Severity.WARNING,
    Finder.FRONT_MATTER,
    __doc__,
    _check,
    repair=Repair.SAFE,
)
