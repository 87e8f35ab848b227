"""Which HTML elements of a body are opened and never closed, or closed and never opened."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newskit.validate.body import Tag
    from newskit.validate.subject import Subject

__all__ = ["MAX_SHOWN", "unbalanced"]

MAX_SHOWN = 10
"""Most findings of one kind shown for a post: one lost tag can leave hundreds."""

# Elements that need both tags (HTML Living Standard, section 13.1.2.4, lists those that do not).
_PAIRED = frozenset(
    (
        *("a", "abbr", "article", "aside", "audio", "b", "big", "blockquote", "button", "center"),
        *("cite", "del", "details", "div", "dl", "em", "figcaption", "figure", "font", "footer"),
        *("form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "i", "iframe", "ins", "label"),
        *("main", "nav", "noscript", "object", "ol", "q", "s", "section", "select", "small"),
        *("span", "strike", "strong", "sub", "summary", "sup", "table", "u", "ul", "video"),
    )
)


def unbalanced(subject: Subject) -> tuple[list[Tag], list[Tag]]:
    """Return the opening tags without an end and the end tags without a start, in order."""
    opened: dict[str, list[Tag]] = defaultdict(list)
    strays: list[Tag] = []
    if subject.is_no_post:
        # A piece of a page opens what another one closes.
        return [], []
    for tag in subject.tags:
        if tag.name not in _PAIRED or (tag.void and not tag.closing):
            continue
        # Names by themselves: wrong nesting is not a lost tag.
        if not tag.closing:
            opened[tag.name].append(tag)
        elif opened[tag.name]:
            opened[tag.name].pop()
        else:
            strays.append(tag)
    lost = [tag for tags in opened.values() for tag in tags]
    return sorted(lost, key=lambda tag: tag.start), strays
