"""A large file embedded in the body as a `data:` address.

The post becomes slow to load and to edit, and feed readers cut it off. Save it as a file and link
it. Addresses of up to 4 KiB are left alone.
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

_DATA = lazy(
    r"data:[a-z]+/[a-z0-9.+-]+(?:;[a-z0-9=-]+)*;base64,(?P<code>[A-Za-z0-9+/=%]{4096,})",
    re.IGNORECASE,
)


def _check(rule: Rule, subject: Subject) -> Iterator[Problem]:
    if ";base64," not in subject.post.body:
        return
    for match in _DATA.finditer(subject.prose):
        size = len(match["code"]) * 3 // 4
        span = subject.in_body(match.start(), match.start("code"))
        yield rule.at(subject, span, f"a file of {size:,} bytes is embedded here")


RULE = Rule("NK368", "embedded-data", Severity.INFO, Finder.BODY, __doc__, _check)
