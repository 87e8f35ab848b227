"""Places where long HTML can be cut, so that each piece reads alone as it does in the whole.

A parser's tree takes many times the memory of its text. Long HTML is read in pieces instead, cut
before a block where no element is open but boxes that say nothing. A scan of the tags proposes the
places, and the parser itself is the judge of each (`probe_for`), because tags may be badly nested.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cache
from typing import TypeAlias

from newskit.frozen import NamedTuple
from newskit.lazy import lazy
from newskit.markup.code import code_places
from newskit.markup.elements import OPTIONAL_END, VOID

# What no HTML parser should meet, found by linear scans before one is called.
#
# A parser looks through the elements that are open at many start tags, and through the attributes
# of a tag at each of them: its time grows with the square of either. Part of an archive beyond the
# limits here is kept as it is, and reported.

MAX_ATTRIBUTES = 1_000
"""Most attributes of one tag that a parser is given."""

MAX_OPEN_COMMENTS = 1_000
"""Most comments that begin and that nothing ends, in a text that is read."""

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


def open_comments(html: str) -> int:
    """Return where the first of more comments than the limit begins that have no end; else -1.

    What looks for the end of a comment reads to the end of the text for each of them.
    """
    if len(html) <= MAX_OPEN_COMMENTS * len("<!--"):
        return -1
    last = html.rfind("-->") + 1
    return html.find("<!--", last) if html.count("<!--", last) > MAX_OPEN_COMMENTS else -1


_COMMON_TAGS = ("br", "td", "tr", "li", "p", "dd", "dt", "th")


_CODE = lazy(r"<(/)?(pre|code)(?=[\s>])[^<>]*+>", re.IGNORECASE)
_PROGRAM = lazy(r"<(?:\?|!doctype\b)", re.IGNORECASE)


def programs_in_code(html: str, *, markdown: bool = False) -> list[tuple[int, int]]:
    """Return where `<pre>` and `<code>` stand that hold a program as it is, unescaped.

    Plugins of blogs took it so (`<pre lang="php"><?php … ?>`). A parser makes a comment of it that
    ends with the next `>` (HTML, 13.2.5.6), and tags of the rest. In Markdown, a start tag in
    backticks or a fence begins no element.
    """
    found: list[tuple[int, int]] = []
    if not _PROGRAM.search(html):
        return found
    written = code_places(html if markdown else "")
    name, start = "", -1
    for tag in _CODE.finditer(html):
        if start < 0 and tag[1] is None:
            if not written.holds(tag.start()):
                name, start = tag[2].lower(), tag.start()
        elif start >= 0 and tag[1] and tag[2].lower() == name:
            if _PROGRAM.search(html, start, tag.start()):
                found.append((start, tag.end()))
            start = -1
    if start >= 0 and _PROGRAM.search(html, start):
        found.append((start, len(html)))
    return found


@cache
def _starts_of(names: frozenset[str]) -> re.Pattern[str]:
    """Return what finds start tags of some elements, in any case, and of longer names."""
    either = ("".join(f"[{sign}{sign.upper()}]" for sign in name) for name in sorted(names))
    return re.compile(f"<(?:{'|'.join(either)})")


def deep_tag(
    html: str,
    limit: int,
    ignored: Collection[str] = frozenset({"p"}),
    only: frozenset[str] = frozenset(),
) -> int:
    """Return where elements nest deeper than a limit; -1 where they do not.

    Args:
        html: the source.
        limit: how many elements may be open at once.
        ignored: elements that end where the next one of their kind starts.
        only: the elements that count; empty for all.
    """
    starts = len(_starts_of(only).findall(html)) if only else html.count("<")
    if starts <= limit:  # as in most texts
        return -1
    starts -= 0 if only else html.count("</")
    # Most tags of a dense text are of few names, and counting those is quicker than reading tags.
    for name in _COMMON_TAGS:
        if starts > limit and not only and (name in VOID or name in ignored):
            starts -= html.count(f"<{name}>")
    if starts <= limit:
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


_BOX = lazy(
    r"<!--.*?(?:-->|\Z)|<(/?)(div|section|article|span|font)\s*+>", re.DOTALL | re.IGNORECASE
)
_Span: TypeAlias = tuple[int, int]
_Tags: TypeAlias = tuple[_Span, _Span]
_INLINE_BOXES = frozenset({"span", "font"})


class _Box(NamedTuple):
    """An element: its name, its start tag, and of each element in it its span, name and tags."""

    name: str
    tag: _Span
    inside: list[tuple[_Span, str, _Tags]]


def without_doubled_boxes(html: str) -> str:
    """Return HTML, as long as it is, in which no bare box is all that another one holds.

    Elements of these names say nothing without attributes, however many stand around each other.
    Tags side by side become one, filled up with spaces: between words a space would show. Others
    stand beside white space or a block, and become spaces.
    """
    opened = [_Box("", (0, 0), [])]
    edits: list[tuple[_Span, str]] = []
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
        tags = box.tag, match.span()
        if len(box.inside) == 1:
            (start, end), own, inner = box.inside[0]
            if not (html[box.tag[1] : start] + html[end : match.start()]).strip():
                if name in _INLINE_BOXES and own not in _INLINE_BOXES:
                    edits += [(one, "") for one in tags]
                    name, tags = own, inner
                else:
                    tags = _joined(name, tags, inner, edits)
        opened[-1].inside.append(((box.tag[0], match.end()), name, tags))
    return _edited(html, edits)


def _joined(
    name: str,
    outer: _Tags,
    inner: _Tags,
    edits: list[tuple[_Span, str]],
) -> _Tags:
    """Add what leaves the outer tags of two boxes; return where these are."""
    (start, end), (first, last) = outer, inner
    if start[1] == first[0]:
        start = start[0], first[1]
        edits.append((start, f"<{name}"))
    else:
        edits.append((first, ""))
    if last[1] == end[0]:
        end = last[0], end[1]
        edits.append((end, f"</{name}"))
    else:
        edits.append((last, ""))
    return start, end


def _edited(html: str, edits: list[tuple[_Span, str]]) -> str:
    """Return HTML with each span as the start of a tag, or blank; the last and widest count."""
    parts: list[str] = []
    place = 0
    order = sorted(enumerate(edits), key=lambda one: (one[1][0][0], -one[1][0][1], -one[0]))
    for _, ((start, end), tag) in order:
        if start >= place:
            blanks = " " * (end - start - len(tag) - bool(tag))
            parts += [html[place:start], tag, blanks, ">" if tag else ""]
            place = end
    return "".join([*parts, html[place:]])


PIECE = 200_000
"""Length of the pieces that long HTML is read in, in code points."""


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_SPACE = r"[ \t\n\f\r]"
_ATTRIBUTES = (
    rf"(?:[ \t\n\f\r/]+[^ \t\n\f\r\"'<>/=]+(?:{_SPACE}*={_SPACE}*"
    r"(?:\"[^\"]*\"|'[^']*'|[^ \t\n\f\r\"'=<>`]+))?)*+[ \t\n\f\r/]*"
)
_RAW = "script|style|xmp|iframe|noembed|noframes|textarea|title|plaintext"
# A tag that is written oddly is not a token: the parser, asked afterwards, sees what came of it.
# Nor is what stands within lists and tables, which are open then.
_TOKEN = lazy(
    rf"<(?:(?!/?(?:br|li|t[dhr])>|(?:{_RAW})\b)(/?[a-z][^ \t\n\f\r/>]{{0,99}}+)({_ATTRIBUTES})>"
    rf"|({_RAW})\b{_ATTRIBUTES}>(?:.*?</\3(?=[ \t\n\f\r/>])|(?P<endless>))"
    r"|!--(?:-?>|.*?--!?>|(?P<open>))"
    r"|[!?](?:[^>]*>|(?P<bogus>)))",
    re.DOTALL | re.IGNORECASE,
)
_STARTS = _names("p h1 h2 h3 h4 h5 h6 blockquote pre hr ul ol div dl")
"""Blocks that end a paragraph, and whatever is wrongly open in a picture or formula.

A table does too, but text in it may have to be put before it, next to what is there.
"""

_PAGE = frozenset({"html", "head", "body"})
_FOREIGN = frozenset({"svg", "math"})
_DEEPEST = 200

_DOCTYPE = lazy(r"\s*(?:<\?xml[^>]*>\s*)?<!doctype\b([^>]*)>", re.IGNORECASE)
_MODERN = lazy(r"\s*html\s*(?:$|system\b|public\s+[\"']-//w3c//dtd xhtml 1\.)", re.IGNORECASE)


class CutPlace(NamedTuple):
    """A place where HTML may be cut.

    Attributes:
        offset: where the next piece starts.
        boxes: the names of the elements that are open there, without those of the page.
    """

    offset: int
    boxes: tuple[str, ...]


def is_long(text: str) -> bool:
    """Tell whether a text is worked on in pieces."""
    return len(text) > PIECE


def find_cuts(html: str, boxes: frozenset[str]) -> Iterator[CutPlace]:
    """Yield places to cut HTML at, each the first that is at least a piece after the one before.

    Args:
        html: a fragment or a whole page.
        boxes: names of elements that may be open where it is cut.
    """
    doctype = _DOCTYPE.match(html)
    if doctype and not _MODERN.match(doctype[1]):
        return  # in quirks mode, a table does not end a paragraph
    stack: list[str] = []
    target = PIECE
    for match in _TOKEN.finditer(html):
        name = match[1]
        if name is None:
            if match.lastgroup:
                return  # a comment or raw text without an end is all that follows
            continue
        name = name.lower()
        if name[0] == "/":
            if name in {"/body", "/html"}:
                return
            _close(stack, name[1:])
            continue
        if name in _STARTS or name == "table":
            if stack and stack[-1] == "p":
                stack.pop()
            if name != "table" and match.start() >= target and _only(stack, boxes):
                yield CutPlace(match.start(), tuple([box for box in stack if box not in _PAGE]))
                target = match.start() + PIECE
        _open(stack, name, match[2])
        if len(stack) > _DEEPEST:
            return


def _only(stack: list[str], boxes: frozenset[str]) -> bool:
    return all(name in boxes or name in {"html", "body"} for name in stack)


def _open(stack: list[str], name: str, attributes: str) -> None:
    """Note an element that begins."""
    if name in VOID:
        return
    if name in _PAGE:
        if name == "body" and stack[-1:] == ["head"]:
            stack.pop()
        if not _PAGE.issuperset(stack):
            return
    if attributes.endswith("/") and not _FOREIGN.isdisjoint(stack):
        return
    if stack and name == stack[-1] and name in OPTIONAL_END:
        return
    stack.append(name)


def _close(stack: list[str], name: str) -> None:
    """Note the end of an element; an end tag of nothing that is open says nothing."""
    if stack and stack[-1] == name:
        stack.pop()
        return
    for place in range(len(stack) - 1, -1, -1):
        if stack[place] == name:
            if OPTIONAL_END.issuperset(stack[place + 1 :]):
                del stack[place:]
            else:
                del stack[place]
            return


def probe_for(texts: Sequence[str | Callable[[], str]]) -> str:
    """Return a word that none of the texts holds.

    A piece reads alone as it does in the whole when a paragraph of this word, put after it, is the
    last thing that is read there: then nothing was open that could reach into what follows.
    """
    word = "cut"
    while any(word in (text if isinstance(text, str) else text()) for text in texts):
        word += "cut"
    return word
