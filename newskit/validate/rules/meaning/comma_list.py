"""A list written as one text with commas.

Jekyll splits `tags` and `categories` at spaces, so `tags: open day, news` gives the tags "open",
"day," and "news"; Hugo makes one tag of it. The repair writes a list; it is unsafe, because it
gives other tags than the site has now.

    tags: open day, news
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newskit.config.validate import Generator
from newskit.lazy import lazy
from newskit.post import FrontMatterFormat
from newskit.problem import Edit, Fix, Severity
from newskit.validate.repair.values import spell
from newskit.validate.rule import Finder, Repair, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newskit.problem import Problem
    from newskit.validate.subject import Subject

__all__ = ["RULE"]

_KEYS = ("tags", "categories", "keywords")
_TAKE_WHOLE = frozenset(
    (
        *(Generator.JEKYLL, Generator.HUGO, Generator.HEXO, Generator.ELEVENTY, Generator.ZOLA),
        *(Generator.ASTRO, Generator.DOCUSAURUS, Generator.VITEPRESS),
    )
)
_COMMA = lazy(r"\s*[,，、]\s*")


def _check(rule: Rule, subject: Subject) -> Iterator[Problem]:
    if subject.post.front_matter.format is FrontMatterFormat.META:
        return  # there, commas are how lists are written
    if subject.generator not in _TAKE_WHOLE:
        # Pelican and Middleman split at commas; of others nobody knows.
        return
    for name in _KEYS if subject.generator is not Generator.HUGO else _KEYS[:2]:
        entry = subject.top(name)
        if entry is None or not isinstance(entry.value, str) or not _COMMA.search(entry.value):
            continue
        if entry.value.strip()[:1] == "[" and entry.value.strip()[-1:] == "]":
            continue  # a list in quotes, which has a rule of its own
        if name == "keywords" and subject.generator is not Generator.HUGO:
            continue
        parts = [part for part in _COMMA.split(entry.value.strip()) if part]
        items = ", ".join(spell(subject, part) for part in parts)
        fix = None
        if entry.span and "\n" not in subject.source(entry.span):
            fix = Fix("write it as a list", (Edit(*entry.span, f"[{items}]"),), safe=False)
        message = f"`{entry.key}` is one text with commas, not a list"
        span = entry.span or subject.key_span(entry.pointer)
        yield rule.at(subject, span, message, pointer=entry.pointer, fix=fix)


RULE = Rule(
    "NK314",
    "comma-separated-list",
    Severity.WARNING,
    Finder.FRONT_MATTER,
    __doc__,
    _check,
    repair=Repair.UNSAFE,
)
