"""A code block that is opened and never closed.

Everything behind the fence is shown as code, to the end of the post.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newskit.lazy import lazy
from newskit.problem import Severity
from newskit.validate.rule import Finder, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newskit.problem import Problem
    from newskit.validate.subject import Subject

__all__ = ["RULE"]

_FENCE = lazy(r"^(?P<indent>[ \t>]{0,12})(?P<fence>`{3,}|~{3,})(?P<info>[^\n`]*)$", re.MULTILINE)


def _check(rule: Rule, subject: Subject) -> Iterator[Problem]:
    body = subject.post.body
    if "```" not in body and "~~~" not in body:
        return
    opened: re.Match[str] | None = None
    for match in _FENCE.finditer(body):
        if opened is None:
            opened = match
        elif (
            match["fence"][0] == opened["fence"][0]
            and len(match["fence"]) >= len(opened["fence"])
            and not match["info"].strip()
        ):
            opened = None
    if opened is not None and len(opened["indent"].strip()) == 0:
        span = subject.in_body(*opened.span("fence"))
        yield rule.at(subject, span, "the code block that starts here is never closed")


RULE = Rule("NK358", "unclosed-code-fence", Severity.WARNING, Finder.BODY, __doc__, _check)
