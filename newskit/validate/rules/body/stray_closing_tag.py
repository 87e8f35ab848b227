"""An HTML end tag with nothing to close.

Browsers drop it, or close an element of the page around the post. Often the opening tag was lost in
an import.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newskit.problem import Severity
from newskit.validate.balance import MAX_SHOWN, crossed, unbalanced
from newskit.validate.rule import Finder, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newskit.problem import Problem
    from newskit.validate.subject import Subject

__all__ = ["RULE"]


_NEAR = 400
# A tag whose last value has a quote at its start and none at its end.
_TORN = r"<NAME\b[^<>]*=[\"'][^\"'<>]*>[^<>]*\Z"


def _check(rule: Rule, subject: Subject) -> Iterator[Problem]:
    opened, closing = unbalanced(subject)
    # Of a heading closed by the end of another, its opening tag says so.
    others = {tag.start for tag in crossed(opened, closing).values()}
    strays = [tag for tag in closing if tag.start not in others]
    for tag in strays[:MAX_SHOWN]:
        span = subject.in_body(tag.start, tag.end)
        message = f"`</{tag.name}>` closes nothing"
        before = subject.prose[max(0, tag.start - _NEAR) : tag.start]
        torn = re.search(_TORN.replace("NAME", tag.name), before, re.IGNORECASE)
        if torn:
            message += f", because a quote in the `<{tag.name}>` in front of it is never closed"
        yield rule.at(subject, span, message)


RULE = Rule("NK354", "stray-closing-tag", Severity.WARNING, Finder.BODY, __doc__, _check)
