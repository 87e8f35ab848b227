"""A value or key that starts with a colon: a symbol to Ruby.

Psych makes a symbol of `:breaking`, which Jekyll refuses (4.3.1, measured): all of the post's front
matter is gone, and the post is published without it. Other readers take it as text. The repair puts
it in quotes, which all read alike.

    title: :breaking
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newskit.config.validate import Generator
from newskit.lazy import lazy
from newskit.problem import Edit, Fix, Severity
from newskit.validate.repair.values import quoted
from newskit.validate.rule import Finder, Repair, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newskit.problem import Problem
    from newskit.validate.subject import Subject

__all__ = ["RULE"]

_SYMBOL = lazy(r":[^\s:]")
_RUBY = frozenset((Generator.JEKYLL, Generator.OTHER))


def _check(rule: Rule, subject: Subject) -> Iterator[Problem]:
    if not subject.is_yaml or subject.generator not in _RUBY:
        return
    ends = "so Jekyll loses all of the front matter"
    for entry in subject.entries:
        if isinstance(entry.value, str) and _SYMBOL.match(subject.source(entry.span)):
            message = f"`{entry.key}` starts with a colon: Ruby reads a symbol, {ends}"
            span = entry.span or subject.key_span(entry.pointer)
            fix = quoted(subject, entry.span, safe=True)
            yield rule.at(subject, span, message, hint="put it in quotes", fix=fix)
        place = subject.post.front_matter.spans.get(entry.pointer)
        name = subject.source(place.key) if place and place.key else ""
        if place and place.key and _SYMBOL.match(name):
            message = f"the key `{name}` starts with a colon: Ruby reads a symbol, {ends}"
            fix = Fix("remove the colon", (Edit(place.key[0], place.key[0] + 1, ""),), safe=False)
            yield rule.at(subject, place.key, message, hint="remove the colon", fix=fix)


RULE = Rule(
    "NK326",
    "ruby-symbol",
    Severity.ERROR,
    Finder.FRONT_MATTER,
    __doc__,
    _check,
    repair=Repair.SAFE,
)
