"""More than one kind of line ending in a file.

Left by editors of different systems. Some tools count lines differently then, and a fence that ends
in CR is not a fence for others. The repair writes the line ending that is used most. Whole HTML
pages are left alone: browsers take every kind for one (HTML Living Standard, section 13.2.3.5).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newskit.lazy import lazy
from newskit.problem import Edit, Fix, Severity
from newskit.validate.body import is_document
from newskit.validate.rule import Finder, Repair, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newskit.problem import Problem
    from newskit.validate.subject import Subject

__all__ = ["RULE"]

_NAMES = {"\n": "LF", "\r\n": "CRLF", "\r": "CR"}
_NEWLINE = lazy(r"\r\n?|\n")


def _check(rule: Rule, subject: Subject) -> Iterator[Problem]:
    facts = subject.post.encoding
    if not facts.mixed_newlines or (subject.is_html_file and is_document(subject.post.text)):
        return
    others = [m for m in _NEWLINE.finditer(subject.post.text) if m[0] != facts.newline]
    kinds = sorted({_NAMES[match[0]] for match in others})
    lines = "1 line ends" if len(others) == 1 else f"{len(others)} lines end"
    message = f"{lines} in {' and '.join(kinds)}, the others in {_NAMES[facts.newline]}"
    fix = Fix(
        f"end every line in {_NAMES[facts.newline]}",
        tuple(Edit(*match.span(), facts.newline) for match in others),
    )
    yield rule.at(subject, others[0].span(), message, fix=fix)


RULE = Rule(
    "NK108",
    "mixed-newlines",
    Severity.WARNING,
    Finder.FRONT_MATTER,
    __doc__,
    _check,
    repair=Repair.SAFE,
)
