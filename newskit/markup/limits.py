"""What no HTML parser should meet, found by linear scans before one is called.

A parser looks through the elements that are open at many start tags, and through the attributes of
a tag at each of them: its time grows with the square of either. Part of an archive beyond the
limits here is kept as it is, and reported.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from newskit.lazy import lazy
from newskit.markup.elements import OPTIONAL_END, VOID

MAX_ATTRIBUTES = 1_000
"""Most attributes of one tag that a parser is given."""

CLOSES_ITSELF = OPTIONAL_END | {"html", "head", "body"}
"""Elements that end where the next one of their kind starts."""

_LONG_TAG = lazy(r"<[a-zA-Z][^<>]{2000}")
"""A tag that is long enough to have so many."""
_TAG = lazy(r"<(/?[a-zA-Z][a-zA-Z0-9]*)")
_TAG_END = lazy(r"[<>]")
_QUOTED = lazy(r"\"[^\"]*\"|'[^']*'")


_OPENED_TAG = lazy(r"</?[a-zA-Z]")
_OPENED_VALUE = lazy(r"=\s*[\"']")
_CLOSED_VALUE = lazy(r"=\s*(?:\"[^\"<>]*\"|'[^'<>]*')")
_MARKUP = lazy(
    r"<(?:!--.*?(?:-->|\Z)|(?i:(script|style|textarea|title))\b[^>]*>.*?(?:</(?i:\1)\b|\Z)"
    r"|/?[a-zA-Z](?:[^>=]++|=\s*+(?:\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z))?+)*+(?P<end>>|\Z))",
    re.DOTALL,
)


def unfinished_tag(html: str) -> int:
    """Return where a tag starts that the end of the text cuts off; -1 where there is none.

    Parsers leave such a tag out (HTML, 13.2.5), with all that stands behind a quotation mark that
    nothing closes.
    """
    is_closed = not _OPENED_TAG.search(html, html.rfind(">") + 1)
    if is_closed and len(_OPENED_VALUE.findall(html)) == len(_CLOSED_VALUE.findall(html)):
        return -1
    for match in _MARKUP.finditer(html):
        if match["end"] == "":
            return match.start()
    return -1


def crowded_tag(html: str) -> int:
    """Return where a tag of more attributes than the limit starts; -1 where there is none."""
    for match in _LONG_TAG.finditer(html):
        end = _TAG_END.search(html, match.end())
        tag = html[match.start() : end.start() if end else len(html)]
        if len(_QUOTED.sub('""', tag).split()) > MAX_ATTRIBUTES:
            return match.start()
    return -1


def deep_tag(
    html: str,
    limit: int,
    ignored: Collection[str] = frozenset({"p"}),
    only: Collection[str] = frozenset(),
) -> int:
    """Return where elements nest deeper than a limit; -1 where they do not.

    Args:
        html: the source.
        limit: how many elements may be open at once.
        ignored: elements that end where the next one of their kind starts.
        only: the elements that count; empty for all.
    """
    tags = html.count("<")
    if tags <= limit or tags - html.count("</") <= limit:
        return -1
    depth = 0
    steps: dict[str, int] = {}  # by what stands in a tag, so that few names are looked at
    for match in _TAG.finditer(html):
        step = steps.get(match[1])
        if step is None:
            name = match[1].removeprefix("/").lower()
            counts = name not in VOID and name not in ignored and (not only or name in only)
            step = steps[match[1]] = counts and (-1 if match[1][0] == "/" else 1)
        if step > 0:
            depth += 1
            if depth > limit:
                return match.start()
        elif step and depth:
            depth -= 1
    return -1
