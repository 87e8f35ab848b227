"""A link whose address is misspelt.

`http//example.com`, `htp://…`, `http:/example.com`, `http://http://…`: the browser opens something
else, or nothing.
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

_TARGET = lazy(
    r"(?:\]\(|(?:href|src)\s*=\s*[\"']|^\[[^\]\n]+\]:[ \t]*)<?"
    r"(?P<target>(?:https?:/(?!/)|https?//|https?;//|htt?ps?//|htps?://|htttps?://|ttps?://"
    r"|hhttps?://|https?:/*https?:(?=//)|www\.[^\s/]+\.[a-z]{2,}/?)[^\s)\"'<>]*)",
    re.IGNORECASE | re.MULTILINE,
)

# One of these stands in every misspelt address but `http:/example.com`.
_SLIPS = (
    *("http//", "https//", "http;//", "https;//", "htp://", "htps://", "htttp", "hhttp", "://http"),
    *("(ttp", '"ttp', "'ttp", "(<ttp", ": ttp", "(www.", '"www.', "'www.", "(<www.", ": www."),
    *(":http", "htpp"),
)


def _check(rule: Rule, subject: Subject) -> Iterator[Problem]:
    prose = subject.prose
    if not any(mark in prose for mark in _SLIPS) and prose.count(":/") == prose.count("://"):
        return
    for match in _TARGET.finditer(prose):
        target = match["target"]
        shown = target if len(target) <= 60 else f"{target[:59]}…"
        span = subject.in_body(*match.span("target"))
        if target[:4].lower() == "www.":
            message = f"the address {shown} lacks `https://`, so it leads to a page of this site"
        else:
            message = f"the address {shown} is misspelt"
        yield rule.at(subject, span, message)


RULE = Rule("NK364", "broken-link", Severity.WARNING, Finder.BODY, __doc__, _check)
