"""A value in base64 (`!binary`).

Old versions of Ruby wrote text with foreign letters, and dates, this way when a blog was exported.
Nobody can read it, and safe YAML readers other than Ruby's refuse it. The repair writes the text.
"""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING

from newskit.lazy import lazy
from newskit.problem import Severity
from newskit.validate.repair.values import replace_value
from newskit.validate.rule import Finder, Repair, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newskit.problem import Problem
    from newskit.validate.subject import Subject

__all__ = ["RULE"]

_BINARY = lazy(r"!!?binary\b[ \t]*(?:\|[-+]?[ \t]*(?:\r\n?|\n)[ \t]*)?([A-Za-z0-9+/=\s]+)\Z")


def _check(rule: Rule, subject: Subject) -> Iterator[Problem]:
    if not subject.is_yaml or "binary" not in subject.post.text[: subject.post.body_start]:
        return
    for entry in subject.entries:
        if not isinstance(entry.value, str) or entry.span is None:
            continue
        match = _BINARY.match(subject.source(entry.span))
        if match is None:
            continue
        text = _decode(match[1])
        fix = None
        if text is not None:
            title = f"write {text}" if len(text) < 60 else "write the text"
            fix = replace_value(subject, entry.span, text, title, safe=True)
        message = f"`{entry.key}` is text in base64" + (f": {text}" if text else "")
        yield rule.at(subject, entry.span, message, pointer=entry.pointer, fix=fix)


def _decode(source: str) -> str | None:
    try:
        return base64.b64decode("".join(source.split()), validate=True).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError):
        return None


RULE = Rule(
    "NK321",
    "encoded-value",
    Severity.WARNING,
    Finder.FRONT_MATTER,
    __doc__,
    _check,
    repair=Repair.SAFE,
)
