"""What rules need to know of the HTML tags of a body, gathered in one pass.

A long body has millions of tags: kept as they are, they would take more than the body itself.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import NamedTuple

from newskit.validate.body import Tag, attribute, tags

__all__ = ["TagFacts", "tag_facts"]

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


class TagFacts(NamedTuple):
    """What is known of the HTML tags of a body; offsets are those of the body.

    Attributes:
        opening: how many opening tags there are of each name.
        bare: images without an alternative text, and links that may have no target.
        lost: opening tags without an end.
        strays: end tags without a start.
    """

    opening: Counter[str]
    bare: tuple[Tag, ...]
    lost: tuple[Tag, ...]
    strays: tuple[Tag, ...]


def tag_facts(text: str) -> TagFacts:
    """Return what is known of the tags of a text.

    Args:
        text: a body, its code and template code blanked out.
    """
    opening: Counter[str] = Counter()
    slashed: Counter[str] = Counter()
    opened: dict[str, list[Tag]] = defaultdict(list)
    bare: list[Tag] = []
    strays: list[Tag] = []
    for tag in tags(text):
        name = tag.name
        if not tag.closing:
            opening[name] += 1
            if (name == "a" and _may_lack_target(tag)) or (name == "img" and _lacks_text(tag)):
                bare.append(tag)
        if name not in _PAIRED:
            continue
        if tag.void and not tag.closing:
            # HTML knows no `<div/>`: browsers open an element, which an end tag may close.
            slashed[name] += 1
            continue
        # Names by themselves: wrong nesting is not a lost tag.
        if not tag.closing:
            opened[name].append(tag)
        elif opened[name]:
            opened[name].pop()
        elif slashed[name]:
            slashed[name] -= 1
        else:
            strays.append(tag)
    lost = sorted((tag for left in opened.values() for tag in left), key=lambda tag: tag.start)
    return TagFacts(opening, tuple(bare), tuple(lost), tuple(strays))


def _may_lack_target(tag: Tag) -> bool:
    """Tell whether the target of a link is missing or empty; a quick look rules most out."""
    attributes = tag.attributes
    if '""' in attributes or "''" in attributes:
        return True
    small = attributes.lower()
    return small.count("href") != small.count("href=")


def _lacks_text(tag: Tag) -> bool:
    return attribute(tag, "alt") is None
