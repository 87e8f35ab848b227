"""Which HTML elements of a body are opened and never closed, or closed and never opened."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from newskit.lazy import lazy
from newskit.validate.body import mask_code, mask_templates, tags

if TYPE_CHECKING:
    from newskit.validate.body import Tag
    from newskit.validate.subject import Subject

__all__ = ["MAX_SHOWN", "crossed", "is_bare_text", "unbalanced"]

_END = lazy(r"</html\s*>", re.IGNORECASE)
_HEADING = lazy(r"h[1-6]")
# An end tag with a remark that another file of the site opened it.
_ELSEWHERE = lazy(r"[ \t]*<!--(?:(?!-->).){0,200}?\w\.html?\b", re.DOTALL)
_MARKUP = lazy(r"</\w|<(?:p|br|hr|img|li|div|h[1-6]|td)\b", re.IGNORECASE)
_CHOICE = lazy(
    r"\{%-?\s*(?:if|unless|case|for|else|include|render|capture)\b"
    r"|\{\{-?\s*(?:if|with|range|else|template|partial)\b|<%"
)
MAX_SHOWN = 10
"""Most findings of one kind shown for a post: one lost tag can leave hundreds."""


def unbalanced(subject: Subject) -> tuple[list[Tag], list[Tag]]:
    """Return the opening tags without an end and the end tags without a start, in order."""
    if subject.is_no_post or is_bare_text(subject):
        # A piece of a page opens what another one closes.
        return [], []
    lost, strays = subject.tags.lost, subject.tags.strays
    if not lost and not strays:
        return [], []
    body = subject.post.body
    if "{" in body and _CHOICE.search(body):
        # Template code chooses which of the tags are there.
        return [], []
    strays = _up_to_the_end(body, strays)
    strays = tuple(tag for tag in strays if not _ELSEWHERE.match(body, tag.end))
    before, after = _in_elements_of_code(subject, {tag.start for tag in (*lost, *strays)})
    return (
        [tag for tag in lost if after.get(tag.start, 0) <= 0],
        [tag for tag in strays if before.get(tag.start, 0) <= 0],
    )


def crossed(opened: list[Tag], closing: list[Tag]) -> dict[int, Tag]:
    """Return the headings closed by the end of another (`<h2>…</h3>`), by where they are opened."""
    marks = sorted((tag for tag in (*opened, *closing) if _HEADING.fullmatch(tag.name)), key=_start)
    return {one.start: two for one, two in pairwise(marks) if not one.closing and two.closing}


def _start(tag: Tag) -> int:
    return tag.start


def is_bare_text(subject: Subject) -> bool:
    """Whether a file named as HTML has no markup: its ``<label>`` is a placeholder."""
    return subject.is_html_file and _MARKUP.search(subject.post.body) is None


def _up_to_the_end(body: str, strays: tuple[Tag, ...]) -> tuple[Tag, ...]:
    """Leave one end tag behind the end of a page: what follows there is one fault, not many."""
    end = _END.search(body) if strays and "</" in body[: strays[-1].start] else None
    if end is None:
        return strays
    behind = next((n for n, tag in enumerate(strays) if tag.start >= end.end()), len(strays))
    return strays[: behind + 1]


def _in_elements_of_code(
    subject: Subject, places: set[int]
) -> tuple[dict[int, int], dict[int, int]]:
    """For tags at some places how many more are opened before, and closed after them.

    Browsers read tags in `<pre>` and `<code>`, too, so a partner may stand there.
    """
    body = subject.post.body
    within = subject.is_python_markdown
    text = mask_code(body, indented=not subject.is_html, elements=False, within_html=within)
    total: Counter[str] = Counter()
    before: dict[int, int] = {}
    opening: dict[int, str] = {}
    for tag in tags(mask_templates(text)):
        if tag.void and not tag.closing:
            continue
        if tag.start in places:
            before[tag.start] = total[tag.name]
            if not tag.closing:
                opening[tag.start] = tag.name
        total[tag.name] += -1 if tag.closing else 1
    behind = {start: before[start] + 1 - total[name] for start, name in opening.items()}
    return before, behind
