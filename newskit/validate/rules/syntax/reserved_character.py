"""A value without quotes that starts with a character YAML keeps for itself.

`*` and `&` are aliases and anchors, `@` and the backtick are reserved, `%`, `!`, `|`, `>`, `[`,
`{` and quotes have meanings of their own. The repair puts the value in quotes.

    twitter: @newsroom
    deck: **Breaking** news

Behind `&`, `!` and `#` YAML often finds no error: it takes the first word for an anchor or a tag,
or the whole value for a comment, and reads the rest.

    title: &Then there was light
    accent: #fff
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newskit.frozen import replace
from newskit.problem import Severity
from newskit.validate.rule import Finder, Repair, Rule
from newskit.validate.syntax.swallowed import lost_starts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newskit.problem import Problem
    from newskit.validate.subject import Subject

__all__ = ["RULE"]


def _check(rule: Rule, subject: Subject) -> Iterator[Problem]:
    if not subject.is_yaml:
        return
    for lost in lost_starts(subject):
        mark = subject.post.text[lost.span[0]]
        message = f"the value of `{lost.key}` starts with `{mark}`, so YAML reads {lost.becomes}"
        hint = "put the value in quotes"
        found = rule.at(
            subject, lost.span, message, hint=hint, pointer=f"/{lost.key}", fix=lost.fix
        )
        # A value may have been commented out on purpose.
        yield replace(found, severity=Severity.WARNING) if mark == "#" else found


RULE = Rule(
    "NK122",
    "reserved-character",
    Severity.ERROR,
    Finder.FRONT_MATTER,
    __doc__,
    _check,
    repair=Repair.SAFE,
)
