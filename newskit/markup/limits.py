"""What no HTML parser should meet, found by linear scans before one is called.

A parser looks through the elements that are open at many start tags, and through the attributes of
a tag at each of them: its time grows with the square of either. Part of an archive beyond the
limits here is kept as it is, and reported.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import NamedTuple

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


_BOX = lazy(r"<!--.*?-->|<(/?)(div|section|article|span|font)\s*+>", re.DOTALL | re.IGNORECASE)
_INLINE_BOXES = frozenset({"span", "font"})


class _Box(NamedTuple):
    """An element: its name, its start tag, and of each element in it the span and the tags."""

    name: str
    tag: tuple[int, int]
    inside: list[tuple[tuple[int, int], list[tuple[int, int]]]]


def without_doubled_boxes(html: str) -> str:
    """Return HTML, as long as it is, in which no bare box is all that another one holds.

    Elements of these names say nothing without attributes, however many stand around each other;
    their tags become spaces, which show nothing there.
    """
    opened = [_Box("", (0, 0), [])]
    spans: list[tuple[int, int]] = []
    for match in _BOX.finditer(html):
        if match[2] is None:
            continue
        name = match[2].lower()
        if not match[1]:
            opened.append(_Box(name, match.span(), []))
            continue
        box = opened.pop()
        if box.name != name:
            return html
        tags = [box.tag, match.span()]
        if len(box.inside) == 1:
            (start, end), inner = box.inside[0]
            if not (html[box.tag[1] : start] + html[end : match.start()]).strip():
                doubled, tags = (tags, inner) if name in _INLINE_BOXES else (inner, tags)
                spans += doubled
        opened[-1].inside.append(((box.tag[0], match.end()), tags))
    parts: list[str] = []
    place = 0
    for start, end in sorted(spans):
        parts += [html[place:start], " " * (end - start)]
        place = end
    return "".join([*parts, html[place:]])
