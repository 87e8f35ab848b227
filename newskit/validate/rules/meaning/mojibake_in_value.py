"""Mojibake in a value: UTF-8 that was read as windows-1252 and saved again.

`Editorâ€™s Note` was `Editor’s Note`. The repair turns it back; it is unsafe, because a post may
speak of mojibake.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newskit.problem import Edit, Fix, Severity
from newskit.validate.mojibake import find_mojibake
from newskit.validate.rule import Finder, Repair, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newskit.problem import Problem
    from newskit.validate.subject import Subject

__all__ = ["RULE"]


def _check(rule: Rule, subject: Subject) -> Iterator[Problem]:
    for entry in subject.entries:
        if not isinstance(entry.value, str) or entry.value.isascii():
            continue
        found = find_mojibake(entry.value)
        if found is None:
            continue
        span = entry.span or subject.key_span(entry.pointer)
        at = subject.post.text.find(found.text, *span)
        fix = None
        if at >= 0:
            span = (at, at + len(found.text))
            fix = Fix(
                "write the characters that were meant", (Edit(*span, found.meant),), safe=False
            )
        message = f"`{entry.key}` is mojibake: {found.text!r} was {found.meant!r}"
        yield rule.at(subject, span, message, pointer=entry.pointer, fix=fix)


RULE = Rule(
    "NK308",
    "mojibake-in-value",
    Severity.ERROR,
    Finder.FRONT_MATTER,
    __doc__,
    _check,
    repair=Repair.UNSAFE,
)
