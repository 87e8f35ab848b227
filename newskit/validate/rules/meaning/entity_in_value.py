"""An HTML entity in a value that is text.

`&#8217;` in a title shows as it is in feeds, page titles and search results, wherever the template
escapes it. Usually left by an import from WordPress. The repair writes the character; it is unsafe
because a template that does not escape shows the entity right. Excerpts and summaries are left
alone: they are HTML in most themes, and so are values with tags, and names of tags (`&lt;img&gt;`).

    title: HIV.gov&#8217;s 6 Ways
"""

from __future__ import annotations

from html import unescape
from typing import TYPE_CHECKING

from newskit.lazy import lazy
from newskit.problem import Severity
from newskit.validate.repair.values import replace_value
from newskit.validate.rule import Finder, Repair, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newskit.problem import Problem
    from newskit.validate.subject import Subject

__all__ = ["RULE"]

_ENTITY = lazy(r"&(?:#[0-9]{2,6}|#[xX][0-9A-Fa-f]{2,6}|[A-Za-z]{2,8}[0-9]{0,2});")
_TAG = lazy(r"</?[A-Za-z][\w-]*[^<>]*>")
_KEYS = frozenset(("title", "linktitle", "subtitle", "description", "deck", "kicker")) | {
    "tags",
    "categories",
    "tag",
    "category",
    "author",
    "authors",
    "keywords",
    "headline",
}


def _check(rule: Rule, subject: Subject) -> Iterator[Problem]:
    for entry in subject.entries:
        value = entry.value
        if not isinstance(value, str) or "&" not in value or entry.key.lower() not in _KEYS:
            continue
        found = next((m for m in _ENTITY.finditer(value) if unescape(m[0]) != m[0]), None)
        if found is None or _TAG.search(unescape(value)):
            continue
        span = entry.span or subject.key_span(entry.pointer)
        at = subject.post.text.find(found[0], *span)
        span = (at, at + len(found[0])) if at >= 0 else span
        fix = replace_value(
            subject, entry.span, unescape(value), "write the characters", safe=False
        )
        if "\n" in value:
            fix = None
        message = f"`{entry.key}` holds the HTML entity {found[0]} instead of the character"
        yield rule.at(subject, span, message, pointer=entry.pointer, fix=fix)


RULE = Rule(
    "NK307",
    "entity-in-value",
    Severity.WARNING,
    Finder.FRONT_MATTER,
    __doc__,
    _check,
    repair=Repair.UNSAFE,
)
