r"""A heading that loses the `#` at its end.

`## Learning C#` is "Learning C#" by CommonMark, where signs that close a heading need a space in
front. Python-Markdown (Pelican, MkDocs) and tools that tidy Markdown take the sign off. The repair
writes `C\#`, which every one of them shows as it was meant.
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

_HEADING = lazy(r"^[ ]{0,3}#{1,6}[ \t][^\r\n]*[A-Z](?P<sign>#)[ \t]*$", re.MULTILINE)
_TAKE_OFF = frozenset((Generator.PELICAN, Generator.MKDOCS, Generator.NIKOLA, Generator.OTHER))


def _check(rule: Rule, subject: Subject) -> Iterator[Problem]:
    if subject.is_html or subject.generator not in _TAKE_OFF:
        return
    for match in _HEADING.finditer(subject.prose):
        start, end = subject.in_body(*match.span("sign"))
        message = "the `#` at the end of the heading is taken for its end by Python-Markdown"
        fix = Fix(r"write `\#`", (Edit(start, end, r"\#"),))
        yield rule.at(subject, (start, end), message, hint=r"write `\#`", fix=fix)


RULE = Rule(
    "NK371",
    "heading-loses-sign",
    Severity.INFO,
    Finder.BODY,
    __doc__,
    _check,
    repair=Repair.SAFE,
)
