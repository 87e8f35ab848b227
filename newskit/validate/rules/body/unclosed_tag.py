"""An HTML element that is opened and never closed.

The browser closes it somewhere else: a bold word makes the rest of the page bold, a `<div>`
swallows the footer. Elements whose end tag may be left out (p, li, td …) are not meant.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newskit.problem import Severity
from newskit.validate.balance import MAX_SHOWN, crossed, is_bare_text, unbalanced
from newskit.validate.body import unclosed_raw
from newskit.validate.rule import Finder, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newskit.problem import Problem
    from newskit.validate.subject import Subject

__all__ = ["RULE"]


def _check(rule: Rule, subject: Subject) -> Iterator[Problem]:
    passed_over = subject.is_no_post or is_bare_text(subject)
    swallowing = None if passed_over else unclosed_raw(subject.post.body)
    if swallowing is not None:
        name = subject.post.body[slice(*swallowing)]
        message = f"`{name}` is opened here and never closed: nothing behind it is shown"
        yield rule.at(subject, subject.in_body(*swallowing), message)
    opened, closing = unbalanced(subject)
    others = crossed(opened, closing)
    for tag in opened[:MAX_SHOWN]:
        span = subject.in_body(tag.start, tag.end)
        other = others.get(tag.start)
        message = f"`<{tag.name}>` is opened here and never closed"
        if other is not None:
            message = f"`<{tag.name}>` is opened here and closed by `</{other.name}>`"
        yield rule.at(subject, span, message)


RULE = Rule("NK353", "unclosed-tag", Severity.WARNING, Finder.BODY, __doc__, _check)
