"""HTML tags or Markdown marks in a title.

Titles are text: feeds, page titles and search results show the tags or asterisks as they are.

    title: The <em>new</em> house
    title: "**Breaking**"
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

_TAG = lazy(
    r"</?(?:a|b|i|em|strong|br|span|font|u|sup|sub|code|small|p|h[1-6])\b[^<>]*>", re.IGNORECASE
)
_BOLD = lazy(r"(?<![*\w])\*\*(?=\S)[^*]+(?<=\S)\*\*(?![*\w])")


def _check(rule: Rule, subject: Subject) -> Iterator[Problem]:
    entry = subject.top("title")
    if entry is None or not isinstance(entry.value, str):
        return
    found = _TAG.search(entry.value) or _BOLD.search(entry.value)
    if found is None:
        return
    span = entry.span or subject.key_span(entry.pointer)
    at = subject.post.text.find(found[0], *span)
    span = (at, at + len(found[0])) if at >= 0 else span
    message = f"`{entry.key}` holds markup, {found[0]}, where text belongs"
    yield rule.at(subject, span, message, pointer=entry.pointer)


RULE = Rule("NK311", "markup-in-title", Severity.INFO, Finder.FRONT_MATTER, __doc__, _check)
