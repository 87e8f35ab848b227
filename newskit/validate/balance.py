"""Which HTML elements of a body are opened and never closed, or closed and never opened."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from newskit.validate.body import mask_code, mask_templates, tags

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
    lost = sorted((tag for left in opened.values() for tag in left), key=lambda tag: tag.start)
    if not lost and not strays:
        return [], []
    before, after = _in_elements_of_code(subject)
    return (
        [tag for tag in lost if after.get(tag.start, 0) <= 0],
        [tag for tag in strays if before.get(tag.start, 0) <= 0],
    )


def _in_elements_of_code(subject: Subject) -> tuple[dict[int, int], dict[int, int]]:
    """For each tag how many more are opened than closed before it, and closed than opened behind.

    Browsers read tags in `<pre>` and `<code>`, too, so a partner may stand there.
    """
    body = subject.post.body
    text = mask_code(body, indented=not subject.is_html, elements=False) if "<" in body else ""
    found = [tag for tag in tags(mask_templates(text)) if tag.closing or not tag.void]
    total: Counter[str] = Counter()
    before: dict[int, int] = {}
    for tag in found:
        before[tag.start] = total[tag.name]
        total[tag.name] += -1 if tag.closing else 1
    behind = {
        tag.start: before[tag.start] + 1 - total[tag.name] for tag in found if not tag.closing
    }
    return before, behind
