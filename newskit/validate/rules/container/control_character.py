"""A control character in the text.

Invisible characters such as backspace, vertical tab or escape, left by terminals, PDF copies and
word processors. YAML forbids them in front matter, XML (feeds, EPUB) everywhere. The repair deletes
them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newskit.lazy import lazy
from newskit.problem import Edit, Fix, Severity
from newskit.validate.rule import Finder, Repair, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newskit.problem import Problem
    from newskit.validate.subject import Subject

__all__ = ["RULE"]

# XML 1.0, section 2.2; U+0085 and the other C1 controls are what cp1252 punctuation becomes.
_CONTROL = lazy("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ufffe\uffff]+")
_MAX_SHOWN = 20


def _check(rule: Rule, subject: Subject) -> Iterator[Problem]:
    text = subject.post.text
    if _CONTROL.search(text) is None:
        return
    for count, match in enumerate(_CONTROL.finditer(text)):
        if count >= _MAX_SHOWN:
            return
        name = f"U+{ord(match[0][0]):04X}"
        where = "front matter" if match.start() < subject.post.body_start else "body"
        fix = Fix("delete the control character", (Edit(*match.span(), ""),))
        yield rule.at(
            subject, match.span(), f"the {where} holds the control character {name}", fix=fix
        )


RULE = Rule(
    "NK111",
    "control-character",
    Severity.ERROR,
    Finder.FRONT_MATTER,
    __doc__,
    _check,
    repair=Repair.SAFE,
)
