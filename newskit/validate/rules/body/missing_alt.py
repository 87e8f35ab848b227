"""An image without alternative text.

Screen readers then read the file name, and search engines know nothing about the image (WCAG 2.2,
success criterion 1.1.1). `alt=""` says that an image is decoration and is left alone.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from newskit.lazy import lazy
from newskit.problem import Severity
from newskit.validate.body import attribute
from newskit.validate.rule import Finder, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newskit.problem import Problem
    from newskit.validate.subject import Subject

__all__ = ["RULE"]

_MAX_SHOWN = 500

_MARKDOWN = lazy(r"(?<!\\)!\[\s*\]\([^()\s]+(?:[ \t]+(?:\"[^\"\n]*\"|'[^'\n]*'))?[ \t]*\)?")


def _check(rule: Rule, subject: Subject) -> Iterator[Problem]:
    yield from islice(_images(rule, subject), _MAX_SHOWN)


def _images(rule: Rule, subject: Subject) -> Iterator[Problem]:
    for tag in subject.tags.bare:
        if tag.name == "img":
            if attribute(tag, "role") == "presentation" or attribute(tag, "aria-label"):
                continue
            yield rule.at(
                subject, subject.in_body(tag.start, tag.end), "the image has no `alt` text"
            )
    if "![" in subject.prose:
        for match in _MARKDOWN.finditer(subject.prose):
            span = subject.in_body(*match.span())
            yield rule.at(subject, span, "the image has no alternative text", hint="`![text](…)`")


RULE = Rule("NK355", "missing-alt-text", Severity.INFO, Finder.BODY, __doc__, _check)
