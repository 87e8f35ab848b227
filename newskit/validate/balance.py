"""Which HTML elements of a body are opened and never closed, or closed and never opened."""

from __future__ import annotations

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
    opened: list[Tag] = []
    strays: list[Tag] = []
    for tag in subject.tags:
        if tag.name not in _PAIRED or (tag.void and not tag.closing):
            continue
        if not tag.closing:
            opened.append(tag)
            continue
        index = next((i for i in range(len(opened) - 1, -1, -1) if opened[i].name == tag.name), -1)
        if index < 0:
            strays.append(tag)
        else:
            # Elements in between may be closed later still: wrong nesting is not a lost tag.
            del opened[index]
    return opened, strays
