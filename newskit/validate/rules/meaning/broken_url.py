"""A value that is meant as a URL and is not one.

`http//example.com`, `htp://…`, `https:/example.com` or a space inside: nothing opens it. Looked for
in keys such as link, source_url, canonical_url, image and from.
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

_SLIP = lazy(
    r"(?:https?[:;]?/(?!/)|https?：|https?//|https?;//|htt?ps?//|htp[s]?:|htttps?:|ttps?://|hhttps?:|https?:///)",
    re.IGNORECASE,
)
_HOST = lazy(r"\w+[:;：/]*[^/\s]*\.[^/\s]")
_SPACE = lazy(r"https?://[^\s]*[ \t]+[^\s]*\Z", re.IGNORECASE)
_TWICE = lazy(r"https?:/*https?://", re.IGNORECASE)


def _check(rule: Rule, subject: Subject) -> Iterator[Problem]:
    for entry in subject.entries:
        value = entry.value
        if not isinstance(value, str) or len(value) < 5 or value[:1] not in "hHtT":
            continue
        if entry.key == "url" and entry.depth == 1 and not _HOST.match(value):
            # The address of the post within its site.
            continue
        text = value.strip()
        found = _TWICE.match(text) or (_SLIP.match(text) if _is_url_key(entry.key) else None)
        if found is None and not (_SPACE.match(text) and _is_url_key(entry.key)):
            continue
        shown = text if len(text) <= 60 else f"{text[:59]}…"
        span = entry.span or subject.key_span(entry.pointer)
        if found is None:
            message = f"the URL of `{entry.key}` holds a space: {_around_space(text)}"
            hint = "write %20 for a space that belongs to it"
        else:
            message, hint = f"`{entry.key}` is not a URL: {shown}", ""
        yield rule.at(subject, span, message, hint=hint, pointer=entry.pointer)


def _around_space(text: str) -> str:
    """The part of a URL that holds its first space."""
    at = next(index for index, letter in enumerate(text) if letter in " \t")
    start, end = max(0, at - 40), at + 20
    return f"{'…' * (start > 0)}{text[start:end]}{'…' * (end < len(text))}"


def _is_url_key(key: str) -> bool:
    return key.lower().endswith(("url", "link", "image", "from", "href", "canonical"))


RULE = Rule("NK319", "broken-url", Severity.WARNING, Finder.FRONT_MATTER, __doc__, _check)
