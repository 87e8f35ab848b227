"""A quoted value that starts or ends with a space.

The space becomes part of the tag, author or address: `"news "` and `"news"` are two tags. In a
title, a description or other text to be read it is not seen, and worth a note only. The repair
removes it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newskit.frozen import replace
from newskit.problem import Edit, Fix, Severity
from newskit.validate.rule import Finder, Repair, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newskit.post import Span
    from newskit.problem import Problem
    from newskit.validate.subject import Subject

__all__ = ["RULE"]


def _check(rule: Rule, subject: Subject) -> Iterator[Problem]:
    for entry in subject.entries:
        value = entry.value
        if (
            not isinstance(value, str)
            or not value
            or value == value.strip(_SPACES)
            or not value.strip()
        ):
            continue
        source = subject.source(entry.span)
        if entry.span is None or source[:1] not in {'"', "'"} or "\n" in source:
            continue
        sides = (("starts", value[0]), ("ends", value[-1]))
        words = " and ".join(word for word, edge in sides if edge in _SPACES)
        edits = _edits(source, entry.span)
        fix = Fix("remove the spaces", edits, entry.key.lower() in _LABELS) if edits else None
        message = f"`{entry.key}` {words} with a space"
        found = rule.at(subject, entry.span, message, pointer=entry.pointer, fix=fix)
        named = entry.key.lower() in _NAMES
        yield found if named else replace(found, severity=Severity.INFO)


def _edits(source: str, span: Span) -> tuple[Edit, ...]:
    """Delete the spaces behind the opening quote and before the closing one."""
    inner = source[1:-1]
    left = len(inner) - len(inner.lstrip(_SPACES))
    right = len(inner) - len(inner.rstrip(_SPACES))
    start, end = span[0] + 1, span[1] - 1
    found = ((start, start + left), (end - right, end))
    return tuple(Edit(*one, "") for one in found if one[0] < one[1])


_SPACES = " \u00a0\u3000"
_NAMES = frozenset(
    (
        *("tags", "tag", "categories", "category", "keywords", "topics", "series", "layout"),
        *("author", "authors", "slug", "permalink", "url", "link", "aliases", "redirect_from"),
        *("image", "lang", "language", "locale", "type", "date"),
    )
)
"""Keys whose values name or lead to something: another text is another thing."""

_LABELS = frozenset(("title", "tags", "tag", "categories", "category", "slug", "layout", "author"))


RULE = Rule(
    "NK313",
    "untrimmed-value",
    Severity.WARNING,
    Finder.FRONT_MATTER,
    __doc__,
    _check,
    repair=Repair.SAFE,
)
