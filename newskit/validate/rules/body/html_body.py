"""A body in HTML inside a Markdown file.

It renders, but nobody writes it by hand, and tools that expect Markdown lose parts of it.
`newskit convert` writes it as Markdown.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newskit.config.read import MARKDOWN_ENDINGS
from newskit.lazy import lazy
from newskit.markup.elements import TABLE
from newskit.post import BodyFormat
from newskit.problem import Severity
from newskit.validate.rule import Finder, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newskit.problem import Problem
    from newskit.validate.subject import Subject

__all__ = ["RULE"]

_FEW = 3
_INLINE = frozenset(
    (
        *(
            "a",
            "abbr",
            "b",
            "cite",
            "code",
            "del",
            "em",
            "font",
            "i",
            "iframe",
            "img",
            "ins",
            "kbd",
        ),
        *("mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "tt", "u"),
    )
)
_NO_MARKDOWN = frozenset(
    (
        *("div", "section", "article", "figure", "figcaption", "picture", "source", "iframe"),
        *("video", "audio", "script", "style", "form", "input", "button", "label", "select"),
        *("option", "textarea", "svg", "path", "canvas", "object", "embed", "param", "center"),
        *("details", "summary", "font", "span", "colgroup", "col", "nav", "header", "footer"),
    )
)
_SPANS = lazy(r"\b(?:row|col)span\s*=", re.IGNORECASE)
_TEMPLATE = lazy(r"\{[{%]")


def _check(rule: Rule, subject: Subject) -> Iterator[Problem]:
    post = subject.post
    if (
        post.body_format is not BodyFormat.HTML
        or subject.file_name.suffix.lower() not in MARKDOWN_ENDINGS
    ):
        return
    opening = subject.tags.opening
    if opening.total() < _FEW and _INLINE.issuperset(opening):
        # A tag or two in lines of text, or in code: Markdown has them, too.
        return
    if _TEMPLATE.search(post.body) or not _becomes_markdown(subject, frozenset(opening)):
        # Convert leaves it as it is.
        return
    start = post.body_start + len(post.body) - len(post.body.lstrip())
    hint = "`newskit convert` writes it as Markdown"
    yield rule.at(
        subject, (start, start), "the body's markup is HTML, in a Markdown file", hint=hint
    )


def _becomes_markdown(subject: Subject, names: frozenset[str]) -> bool:
    """Whether some element of the body has a form in Markdown."""
    left = names - _NO_MARKDOWN
    if "table" in names and _SPANS.search(subject.post.body):
        left -= TABLE
    return bool(left)


RULE = Rule("NK352", "html-body", Severity.INFO, Finder.BODY, __doc__, _check)
