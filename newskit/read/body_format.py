"""What a body is written in, from its tags and its Markdown constructs.

A body with block-level tags is HTML when Markdown makes up at most a tenth of its constructs, mixed
otherwise; one with inline tags only is mixed when they are frequent, and Markdown otherwise.
"""

from __future__ import annotations

import re
from itertools import islice

from newskit.lazy import lazy
from newskit.markup.embedded import without_data
from newskit.post import BodyFormat

__all__ = ["detect_body_format"]

# Every branch of these two starts with a literal, so that the search skips to the next one of them
# instead of trying each branch at each character; "\n" stands for the start of a line.
_CODE = lazy(
    r"\n(?P<fence>`{3,}+|~{3,}+)[^\n]*+\n.*?(?:\n[ ]{0,3}(?P=fence)|\Z)"
    r"|\{%-?\s*highlight\b.*?(?:endhighlight\s*-?%\}|\Z)"
    r"|<(?P<tag>pre|script|style|code)\b.*?(?:</(?P=tag)\s*>|\Z)"
    r"|`(?<!``)(?P<ticks>`*+)[^\n]{0,2000}?(?<!`)`(?P=ticks)(?!`)",
    re.DOTALL | re.IGNORECASE,
)
# Where a body holds none of the other kinds of code.
_CODE_ELEMENT = lazy(
    r"<(?P<tag>pre|script|style|code)\b.*?(?:</(?P=tag)\s*>|\Z)", re.DOTALL | re.IGNORECASE
)
# A block tag gives its name, an inline tag nothing.
_KNOWN_TAG = lazy(
    r"<(?:(address|article|aside|blockquote|br|center|dd|details|div|dl|dt|fieldset|figcaption"
    r"|figure|footer|form|h[1-6]|header|hr|li|main|nav|ol|p|section|summary|table|tbody|td|tfoot"
    r"|th|thead|tr|ul)"
    r"|a|abbr|acronym|b|big|cite|code|del|dfn|em|font|i|iframe|img|ins|kbd|mark|q|s|samp|small"
    r"|span|strike|strong|sub|sup|tt|u|var|video|audio)\b[^<>]*>",
    re.IGNORECASE,
)
_TAG = lazy(r"</?[a-zA-Z][^<>]*>")
_MARKDOWN = lazy(
    # The look-ahead spares most lines the kinds of construct.
    r"\n[ ]{0,3}(?=[\#*+>\[=\d-])(?:\#{1,6}[ \t]+\S|[-*+][ \t]+\S|\d{1,9}[.)][ \t]+\S|>[ \t]?\S"
    r"|\[[^\[\]\n]+\]:[ \t]*\S|(?:=+|-+)[ \t\r]*$)"
    # Bounds keep rows of brackets that are never closed in linear time.
    r"|!\[[^\[\]\n]{0,999}\](?:\([^)\n]{0,999}\)|\[[^\[\]\n]{0,99}\])"
    r"|\[[^\[\]\n]{0,999}\](?:\([^)\n]{0,999}\)|\[[^\[\]\n]{0,99}\])"
    r"|\*(?:\*\S|(?<![\w*]\*)[^\s*_][^*_\n]*[*_](?!\w))"
    r"|_(?<![\w*]_)[^\s*_][^*_\n]*[*_](?!\w)"
    r"|<(?:https?|ftp|mailto):[^\s<>]+>",
    re.MULTILINE,
)
_SAMPLE = 200_000


def detect_body_format(body: str) -> BodyFormat:
    """Tell what `body` is written in; of a very long one, by its first 200,000 code points."""
    if not body or body.isspace():
        return BodyFormat.EMPTY
    sample = "\n" + body[:_SAMPLE]
    short = without_data(sample)
    if short is not None:
        sample = short.text
    if "`" in sample or "~~~" in sample or "{%" in sample:
        sample = _CODE.sub(" ", sample)
    elif "<" in sample:
        sample = _CODE_ELEMENT.sub(" ", sample)
    tags: list[str] = _KNOWN_TAG.findall(sample) if "<" in sample else []
    inline = tags.count("")
    blocks = len(tags) - inline
    if blocks:
        most = len(tags) // 10
        within = _constructs(_TAG.sub("", sample), most + 1) <= most
        return BodyFormat.HTML if within else BodyFormat.MIXED
    if inline < 3:
        if _constructs(sample, 1):
            return BodyFormat.MARKDOWN
        return BodyFormat.HTML if inline else BodyFormat.PLAIN
    most = inline * 10 // 3
    markdown = _constructs(sample, most + 1)
    if not markdown:
        return BodyFormat.HTML
    return BodyFormat.MIXED if markdown <= most else BodyFormat.MARKDOWN


def _constructs(text: str, most: int) -> int:
    """Return how many Markdown constructs there are in a text; they are counted up to `most`."""
    return sum(1 for _ in islice(_MARKDOWN.finditer(text), most))
