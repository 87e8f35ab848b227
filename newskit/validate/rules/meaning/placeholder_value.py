"""A title that was never filled in.

`Untitled`, `TODO`, `Lorem ipsum`, or a template's own placeholder such as `{{ title }}`. `TODO` is
the title that is meant where the file is called so.
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

_PLACEHOLDER = lazy(
    r"(?:untitled|todo|tbd|fixme|title here|your title|new post|lorem ipsum.*|xxx+"
    r"|\{\{.*\}\}|<title>|\[title\]|无标题|未命名|無標題)\Z",
    re.IGNORECASE,
)


def _check(rule: Rule, subject: Subject) -> Iterator[Problem]:
    entry = subject.top("title")
    if entry is None or not isinstance(entry.value, str):
        return
    title = entry.value.strip()
    if _PLACEHOLDER.match(title) and not _is_a_list(subject, title):
        span = entry.span or subject.key_span(entry.pointer)
        message = f"`{entry.key}` is a placeholder: {title}"
        yield rule.at(subject, span, message, pointer=entry.pointer)


def _is_a_list(subject: Subject, title: str) -> bool:
    """Whether the page is a list of what is to be done, and is called so."""
    return title.lower() == "todo" == subject.file_name.stem.lower()


RULE = Rule("NK318", "placeholder-title", Severity.WARNING, Finder.FRONT_MATTER, __doc__, _check)
