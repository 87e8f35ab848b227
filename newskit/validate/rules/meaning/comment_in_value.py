"""A text that YAML cuts off at a `#`, because a comment starts there.

A `#` behind a space starts a comment in a value without quotes. Where a word or number follows it
at once, it was most likely part of the text. The repair puts the whole value in quotes; it is
unsafe, because it may have been a comment.

    title: Weekend report #2
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newskit.lazy import lazy
from newskit.problem import Edit, Fix, Severity
from newskit.validate.known_keys import TEXT_KEYS
from newskit.validate.rule import Finder, Repair, Rule
from newskit.validate.syntax.yaml_lines import double_quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newskit.problem import Problem
    from newskit.validate.subject import Subject

__all__ = ["RULE"]

_KEYS = TEXT_KEYS | {"author", "authors", "tags", "categories", "keywords", "topics"}
_REST = lazy(r"[ \t]+#(?:[^\W_]|[^\x00-\x7f])[^\r\n]*")
_MARKED = lazy(r"(?:TODO|FIXME|XXX|newskit\b)")


def _check(rule: Rule, subject: Subject) -> Iterator[Problem]:
    if not subject.is_yaml:
        return
    for entry in subject.entries:
        if entry.span is None or not isinstance(entry.value, str):
            continue
        start, end = entry.span
        text = subject.post.text
        if start == end or entry.key.lower() not in _KEYS or text[start] in "\"'|>[{!&*":
            continue
        rest = _REST.match(text, end)
        if rest is None or _MARKED.match(rest[0].lstrip(" \t#")):
            continue
        at = end + len(rest[0]) - len(rest[0].lstrip())
        whole = text[start : rest.end()].rstrip()
        edit = Edit(start, start + len(whole), double_quoted(whole))
        fix = Fix("put the value in quotes", (edit,), safe=False)
        message = f"YAML reads a comment here, so `{entry.key}` ends before it"
        hint = "put the value in quotes"
        span = (at, start + len(whole))
        yield rule.at(subject, span, message, hint=hint, pointer=entry.pointer, fix=fix)


RULE = Rule(
    "NK324",
    "comment-in-value",
    Severity.WARNING,
    Finder.FRONT_MATTER,
    __doc__,
    _check,
    repair=Repair.UNSAFE,
)
