"""A slug or permalink with characters that addresses cannot hold.

Spaces, quotes, `?`, `#`, `%` and backslashes are escaped or cut off by browsers and servers, so the
address that is shared is not the one that works.

    slug: what's new?
    permalink: /2024/open day/
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newskit.config.validate import Generator
from newskit.lazy import lazy
from newskit.problem import Severity
from newskit.validate.rule import Finder, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newskit.problem import Problem
    from newskit.validate.subject import Subject

__all__ = ["RULE"]

_UNSAFE = lazy(r"[\s\"'<>?#\\^`{|}]")


_MARKS = lazy(r"[\"'<>?#\\^`{|}]")


def _check(rule: Rule, subject: Subject) -> Iterator[Problem]:
    for name in ("slug", "permalink", "url"):
        entry = subject.top(name)
        if entry is None or not isinstance(entry.value, str) or "{{" in entry.value:
            continue
        if name == "url" and (subject.generator is not Generator.HUGO or "://" in entry.value):
            continue
        # Hugo writes an address with its spaces and letters escaped.
        unsafe = _MARKS if subject.generator is Generator.HUGO else _UNSAFE
        found = unsafe.search(entry.value.strip())
        if found is None or "://" in entry.value:
            continue
        shown = "a space" if found[0].isspace() else f"`{found[0]}`"
        span = entry.span or subject.key_span(entry.pointer)
        message = f"`{entry.key}` holds {shown}, which an address cannot hold"
        yield rule.at(subject, span, message, pointer=entry.pointer)


RULE = Rule("NK323", "unsafe-address", Severity.WARNING, Finder.FRONT_MATTER, __doc__, _check)
