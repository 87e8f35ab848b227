"""Markup that a word processor left in the body.

`<o:p>`, `class="MsoNormal"` and `mso-` styles say nothing to a browser and make the text hard to
read and to convert.
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

_MARK = lazy(
    r"</?o:p\b|class=[\"']?Mso[A-Z]\w+|[\"';\s]mso-[a-z-]+:|<!--\[if (?:gte )?mso", re.IGNORECASE
)


def _check(rule: Rule, subject: Subject) -> Iterator[Problem]:
    body = subject.prose
    if not any(mark in body for mark in ("mso", "Mso", "MSO", "o:p")):
        return
    match = _MARK.search(body)
    if match:
        message = "a word processor left its markup in the body"
        yield rule.at(subject, subject.in_body(*match.span()), message)


RULE = Rule("NK367", "word-processor-markup", Severity.INFO, Finder.BODY, __doc__, _check)
