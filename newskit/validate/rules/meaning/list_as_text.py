"""A list inside quotes, which is read as text.

    tags: "[news, berlin]"

The repair removes the quotes; it is unsafe, because it changes the value's type.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newskit.post import FrontMatterFormat
from newskit.problem import Edit, Fix, Severity
from newskit.validate.rule import Finder, Repair, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newskit.problem import Problem
    from newskit.validate.subject import Subject

__all__ = ["RULE"]

# What Pelican splits at commas, brackets and all; it reads no other list.
_OF_PELICAN = ("tags", "keywords", "authors")
_KEYS = ("tags", "categories", "keywords", "authors", "aliases", "topics")


def _check(rule: Rule, subject: Subject) -> Iterator[Problem]:
    lines = subject.post.front_matter.format is FrontMatterFormat.META
    for name in _OF_PELICAN if lines else _KEYS:
        entry = subject.top(name)
        if entry is None or not isinstance(entry.value, str) or entry.span is None:
            continue
        text = entry.value.strip()
        if not (text.startswith("[") and text.endswith("]")):
            continue
        source = subject.source(entry.span)
        plain = "\\" not in source and source[:1] in {'"', "'"}
        fix = Fix("remove the quotes", (Edit(*entry.span, text),), safe=False) if plain else None
        message = f"`{entry.key}` is the text {text}, not a list"
        yield rule.at(subject, entry.span, message, pointer=entry.pointer, fix=fix)


RULE = Rule(
    "NK320",
    "list-as-text",
    Severity.WARNING,
    Finder.FRONT_MATTER,
    __doc__,
    _check,
    repair=Repair.UNSAFE,
)
