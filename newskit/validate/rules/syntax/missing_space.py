"""A colon with no space after it.

YAML reads `title:Open day` as text, not as an entry. The repair adds the space.

In braces YAML finds no error: `{title:Hello}` is one key of that name without a value (YAML 1.2,
section 7.4). There the repair is unsafe.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newskit.frozen import replace
from newskit.lazy import lazy
from newskit.problem import Edit, Fix, Severity
from newskit.validate.rule import Finder, Repair, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newskit.problem import Problem
    from newskit.validate.subject import Subject

__all__ = ["RULE"]

_TIGHT = lazy(r"[A-Za-z_][\w-]*:(?!//)\S")


def _check(rule: Rule, subject: Subject) -> Iterator[Problem]:
    if not subject.is_yaml:
        return
    for pointer, place in subject.post.front_matter.spans.items():
        key = place.key
        if key is None or subject.source(place.value).strip():
            continue
        source = subject.source(key)
        if not _TIGHT.match(source):
            continue
        at = key[0] + source.index(":") + 1
        message = f"no space stands behind the colon, so `{source}` is a key without a value"
        fix = Fix("add a space", (Edit(at, at, " "),), safe=False)
        found = rule.at(subject, key, message, hint="add a space", pointer=pointer, fix=fix)
        yield replace(found, severity=Severity.WARNING)


RULE = Rule(
    "NK131",
    "missing-space-after-colon",
    Severity.ERROR,
    Finder.FRONT_MATTER,
    __doc__,
    _check,
    repair=Repair.SAFE,
)
