"""A heading without a space behind its `##`.

CommonMark wants the space (section 4.2), so Hugo, Zola, Docusaurus and GitHub show the marks as
text. kramdown, Jekyll's Markdown, does without; posts for Jekyll are left alone. A single `#` may
be a hashtag and is left alone, too.

    ##What happened
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newskit.config.validate import Generator
from newskit.lazy import lazy
from newskit.problem import Edit, Fix, Severity
from newskit.validate.rule import Finder, Repair, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newskit.problem import Problem
    from newskit.validate.subject import Subject

__all__ = ["RULE"]

_HEADING = lazy(r"^[ ]{0,3}(?P<marks>#{2,6})(?=[^\W_]|[*`“\"'(])", re.MULTILINE)


def _check(rule: Rule, subject: Subject) -> Iterator[Problem]:
    if subject.generator is Generator.JEKYLL or subject.file_name.suffix.lower() == ".html":
        return
    for match in _HEADING.finditer(subject.prose):
        span = subject.in_body(*match.span("marks"))
        fix = Fix("add a space", (Edit(span[1], span[1], " "),), safe=False)
        message = f"no space stands behind `{match['marks']}`, so this is no heading"
        yield rule.at(subject, span, message, hint="add a space", fix=fix)


RULE = Rule(
    "NK370", "tight-heading", Severity.WARNING, Finder.BODY, __doc__, _check, repair=Repair.UNSAFE
)
