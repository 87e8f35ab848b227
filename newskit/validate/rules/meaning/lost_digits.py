"""A number that loses its last digits.

`version: 1.10` is the number 1.1 to every reader of YAML and TOML (measured in ten tools), so that
the version, edition or tag 1.10 shows as 1.1. The repair puts it in quotes; it is unsafe, because
the number may be meant.

    version: 1.10
    tags: [1.10, 1.9]
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newskit.lazy import lazy
from newskit.problem import Severity
from newskit.validate.repair.values import quoted
from newskit.validate.rule import Finder, Repair, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newskit.problem import Problem
    from newskit.validate.subject import Subject

__all__ = ["RULE"]

_LOSES = lazy(r"[-+]?\d+\.(?:\d*[1-9])?0+\Z")
_WHOLE = lazy(r"[-+]?\d+\.0\Z")
# What is measured, not named: a zero at the end says nothing there.
_MEASURES = lazy(
    r"lat|lng|lon|long|latitude|longitude|x|y|z|zoom|weight|score|ratio|scale|priority|order|opacity"
    r"|width|height|duration|size|length|rating|ratings|altitude|elevation|distance|speed|position"
)
_NAMES = lazy(r"version|versions|release|releases|edition|editions|tag|tags|title|number")


def _check(rule: Rule, subject: Subject) -> Iterator[Problem]:
    for entry in subject.entries:
        if not isinstance(entry.value, float):
            continue
        source = subject.source(entry.span)
        words = entry.key.lower().replace("-", "_").split("_")
        if not _LOSES.match(source) or any(map(_MEASURES.fullmatch, words)):
            continue
        if _WHOLE.match(source) and not any(map(_NAMES.fullmatch, words)):
            continue
        shown = f"{entry.value:g}"
        message = f"`{entry.key}: {source}` is the number {shown} and loses its last digits"
        span = entry.span or subject.key_span(entry.pointer)
        fix = quoted(subject, entry.span, safe=False)
        hint = "put it in quotes if it is a name, not a number"
        yield rule.at(subject, span, message, hint=hint, pointer=entry.pointer, fix=fix)


RULE = Rule(
    "NK325",
    "number-loses-digits",
    Severity.WARNING,
    Finder.FRONT_MATTER,
    __doc__,
    _check,
    repair=Repair.UNSAFE,
)
