"""A wiki link without quotes, which YAML reads as a list in a list.

`related: [[Ferry]]` is a list that holds a list that holds "Ferry"; Obsidian and other note takers
write links so, in quotes. The repair puts it in quotes; it is unsafe, because the lists may be
meant.

    related: [[Ferry]]
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newskit.problem import Edit, Fix, Severity
from newskit.validate.rule import Finder, Repair, Rule
from newskit.validate.syntax.yaml_lines import double_quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newskit.problem import Problem
    from newskit.validate.subject import Subject

__all__ = ["RULE"]


def _check(rule: Rule, subject: Subject) -> Iterator[Problem]:
    if not subject.is_yaml:
        return
    for entry in subject.entries:
        source = subject.source(entry.span)
        inner = entry.value[0] if isinstance(entry.value, list) and len(entry.value) == 1 else None
        if not isinstance(inner, list) or source[:2] != "[[" or source[-2:] != "]]":
            continue
        if "\n" in source or not all(isinstance(one, (str, int, float)) for one in inner):
            continue
        if all(isinstance(one, (int, float)) for one in inner):
            continue
        message = f"`{source}` is a list in a list, not a wiki link"
        span = entry.span or subject.key_span(entry.pointer)
        fix = Fix("put it in quotes", (Edit(*span, double_quoted(source)),), safe=False)
        yield rule.at(
            subject, span, message, hint="put it in quotes", pointer=entry.pointer, fix=fix
        )


RULE = Rule(
    "NK328",
    "wiki-link-as-list",
    Severity.WARNING,
    Finder.FRONT_MATTER,
    __doc__,
    _check,
    repair=Repair.UNSAFE,
)
