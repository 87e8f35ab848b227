"""An HTML entity that was escaped twice.

`&amp;nbsp;` shows as "&nbsp;" on the page. An export escaped text that was escaped already. The
repair takes one level away; it is unsafe, because a post may write about entities.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newskit.lazy import lazy
from newskit.problem import Edit, Fix, Severity
from newskit.validate.rule import Finder, Repair, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newskit.problem import Problem
    from newskit.validate.subject import Subject

__all__ = ["RULE"]

_ATTRIBUTE = lazy(r"<[^<>]*=\s*(?:\"[^\"]*|'[^']*)\Z")
_DOUBLE = lazy(
    r"&amp;(?:#\d{2,6}|#x[0-9A-Fa-f]{2,6}|nbsp|quot|apos|lt|gt|amp|[lr]dquo|[lr]squo|hellip|[mn]dash|copy|reg);"
)


def _check(rule: Rule, subject: Subject) -> Iterator[Problem]:
    prose = subject.prose
    if "&amp;" not in prose:
        return
    found = [
        match
        for match in _DOUBLE.finditer(prose)
        if not _in_address(prose, match.start()) and not _is_meant(prose, match)
    ]
    if not found:
        return
    edits = tuple(
        Edit(*subject.in_body(match.start(), match.end()), "&" + match[0][5:]) for match in found
    )
    fix = Fix("take one level of escaping away", edits, safe=False)
    many = f" ({len(found)} places)" if len(found) > 1 else ""
    message = f"`{found[0][0]}` was escaped twice and shows as `&{found[0][0][5:]}`{many}"
    yield rule.at(subject, subject.in_body(*found[0].span()), message, fix=fix)


def _is_meant(prose: str, match: re.Match[str]) -> bool:
    """Whether a place is in an attribute, which may hold markup, or shows how to escape."""
    line = prose[prose.rfind("\n", 0, match.start()) + 1 : match.start()]
    if _ATTRIBUTE.search(line):
        return True
    single = "&" + match[0][len("&amp;") :]
    return single in line.replace(match[0], "")


def _in_address(prose: str, at: int) -> bool:
    """Whether the place is inside a URL, where `&amp;lt` starts a parameter."""
    start = max(prose.rfind(mark, 0, at) for mark in (" ", "\n", '"', "'", "(", ">"))
    return "://" in prose[start + 1 : at] or "?" in prose[start + 1 : at]


RULE = Rule(
    "NK363", "double-escape", Severity.WARNING, Finder.BODY, __doc__, _check, repair=Repair.UNSAFE
)
