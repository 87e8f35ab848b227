"""Where HTML stands in a Markdown body, by the rules of the site's own renderer.

CommonMark (4.6, HTML blocks) ends a block of HTML at a blank line; kramdown reads from an opening
tag to the matching closing tag, blank lines or not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from newskit.config.convert import Dialect
from newskit.lazy import lazy
from newskit.markup.elements import COMMONMARK_BLOCKS, HTML, VOID, names

SPAN_TAGS = names(
    "a abbr acronym b big bdo br button cite code del dfn em i img input ins kbd label mark "
    "option q rb rbc rp rt rtc ruby samp select small span strong sub sup tt u var font s "
    "strike nobr wbr"
)
"""kramdown's span elements, and the old ones nobody means as blocks."""

_TAG = lazy(
    r"<(/?)([a-zA-Z][a-zA-Z0-9:-]*)((?:[^>\"']|\"[^\"]*\"|'[^']*')*)>|<!--.*?-->", re.DOTALL
)
_START = lazy(r" {0,3}<(/?)([a-zA-Z][a-zA-Z0-9-]*)(?=[ \t\n/>])")
_SHOWN = lazy(r"\S")
_VERBATIM = lazy(r" {0,3}<(script|pre|style|textarea)(?=[ \t\n>])", re.IGNORECASE)
_OTHER = (
    (lazy(r" {0,3}<!--"), "-->"),
    (lazy(r" {0,3}<\?"), "?>"),
    (lazy(r" {0,3}<!\[CDATA\["), "]]>"),
    (lazy(r" {0,3}<![a-zA-Z]"), ">"),
)
_LONE_TAG = lazy(
    r" {0,3}</?[a-zA-Z][a-zA-Z0-9-]*"
    r"(?:[ \t\n]+[\w:.-]+(?:[ \t\n]*=[ \t\n]*(?:\"[^\"]*\"|'[^']*'|[^\s\"'=<>`]+))?)*"
    r"[ \t\n]*/?>[ \t]*$",
    re.MULTILINE,
)
_WRITTEN_TAG = lazy(
    r" {0,3}<[a-zA-Z][\w:.-]*+"
    r"(?:\s++[^\s\"'<>/={}]++(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s\"'=<>`{}]++))?)*+\s*+(?:/?>|[^<>]*?\{)"
)
"""A tag of an element that HTML does not know, as every renderer reads it; or with braces (MDX)."""

_TORN_TAG = lazy(
    r" {0,3}<[a-zA-Z][\w:.-]*+(?:[^<>\n\"']|\"[^\"]*+\"|'[^']*+'|\n(?![ \t]*\n))*+\n[ \t]*\n"
)
"""A tag with a blank line in it: one that nothing ends, and the words that follow."""

_PARSES = lazy(r"^ {0,3}\{::options\b[^}\n]*\bparse_block_html=[\"']true", re.MULTILINE)
_BLANK_LINE = lazy(r"\n[ \t]*(?=\n|\Z)")
_OPTIONAL_END = frozenset("p li dt dd tr td th thead tbody tfoot option colgroup".split())  # noqa: SIM905
_ENDS_NOTHING = VOID | SPAN_TAGS | {"p"}
"""Elements whose end tag by itself begins no block."""

_INLINE_SOUP = SPAN_TAGS | {"center", "nobr", "blink", "marquee"}


def html_end(text: str, start: int, dialect: Dialect, *, after_blank: bool) -> int:
    """Return where the HTML that begins on the line at `start` ends; -1 when it is not HTML.

    Args:
        text: the body.
        start: offset of the start of a line.
        dialect: kramdown or commonmark.
        after_blank: whether the line before is blank, or there is none.
    """
    verbatim = _VERBATIM.match(text, start)
    if verbatim:
        close = re.compile(rf"</{verbatim[1]}\s*>", re.IGNORECASE).search(text, start)
        return _line_end(text, close.end()) if close else len(text)
    for opening, closing in _OTHER:
        if opening.match(text, start):
            place = text.find(closing, start)
            if dialect is Dialect.KRAMDOWN and place >= 0:
                return _rest_end(text, place + len(closing))
            return _line_end(text, place + len(closing)) if place >= 0 else len(text)
    match = _START.match(text, start)
    if match is None:
        return -1
    name = match[2].lower()
    if dialect is Dialect.KRAMDOWN and not match[1]:
        torn = name not in HTML and not _WRITTEN_TAG.match(text, start)
        in_text = name in SPAN_TAGS or torn or bool(_TORN_TAG.match(text, start))
        return -1 if in_text else _matching_end(text, start)
    if dialect is Dialect.KRAMDOWN and name in _ENDS_NOTHING:
        # The end of an inline element goes on with the paragraph it stands in.
        stays = name in SPAN_TAGS and not after_blank
        return -1 if stays else _line_end(text, match.end())
    if name in COMMONMARK_BLOCKS or (after_blank and _LONE_TAG.match(text, start)):
        blank = _BLANK_LINE.search(text, start)
        return blank.start() + 1 if blank else len(text)
    return -1


def _rest_end(text: str, place: int) -> int:
    """Return where kramdown goes on reading after a comment: on its line, if something follows."""
    end = _line_end(text, place)
    return place if text[place:end].strip() else end


def _line_end(text: str, place: int) -> int:
    end = text.find("\n", place)
    return end + 1 if end >= 0 else len(text)


def _matching_end(text: str, start: int) -> int:
    """Return the end of the element at `start`, and of those that follow on its last line."""
    position = start
    rest_end = 0
    while True:
        position = element_end(text, position)
        if position >= rest_end:
            rest_end = _line_end(text, position)
        rest = _SHOWN.search(text, position, rest_end)
        if not rest:
            return rest_end
        # Behind white space a tag starts anywhere; four spaces are not code within a line.
        follows = _START.match(text, rest.start())
        if not follows or follows[1] or follows[2].lower() in SPAN_TAGS:
            # What follows on the line is text of its own: the renderer starts a new block there.
            return position
        position = rest.start()


def parses_block_html(text: str) -> bool:
    """Tell whether a body asks kramdown to read Markdown in its blocks of HTML."""
    return "parse_block_html" in text and _PARSES.search(text) is not None


def stands_in(text: str, name: str, start: int, place: int) -> bool:
    """Tell whether an element that begins from `start` on is open at a place, in either case."""
    for written in (name, name.upper()):
        opened = text.rfind(f"<{written}", start, place)
        if opened >= 0 and text.find(f"</{written}", opened, place) < 0:
            return True
    return False


def _plain_end(text: str, start: int) -> int:
    """Return the end of a block element that holds none of its name; -1 where more must be read.

    Without quotation marks and comments, what looks like a tag is one.
    """
    opened = _TAG.match(text, start)
    name = opened[2].lower() if opened is not None and opened[2] and not opened[1] else ""
    if opened is None or name not in COMMONMARK_BLOCKS or name in VOID or opened[3].endswith("/"):
        return -1
    close = _end_tag(name).search(text, opened.end())
    if close is None or close[1] != ">":
        return -1
    inside = text[opened.end() : close.start()]
    if any(sign in inside for sign in ('"', "'", "<!--")) or f"<{name}" in inside.lower():
        return -1
    return close.end()


@cache
def _end_tag(name: str) -> re.Pattern[str]:
    return re.compile(rf"</{name}(?![a-z0-9:-])(>?)", re.IGNORECASE)


def element_end(text: str, start: int) -> int:
    """Return the end of the element that begins at `start`, or of the text if it has none."""
    if (plain := _plain_end(text, start)) >= 0:
        return plain
    depth = 0
    name = ""
    for match in _TAG.finditer(text, start):
        if not match[2]:
            continue
        tag = match[2].lower()
        if not name:
            name = tag
            if tag in VOID or match[3].endswith("/"):
                return match.end()
        if tag != name:
            continue
        depth += -1 if match[1] else 1
        if not depth:
            return match.end()
    return len(text)


def balanced(html: str) -> bool:
    """Tell whether HTML stands on its own: nothing opened outside or left open.

    Tags HTML lets an author leave out may be missing, and so may those of inline elements.
    """
    return balanced_at(html, 0, [len(html)]) == 0


def balanced_at(text: str, start: int, ends: Sequence[int]) -> int:
    """Return which is the first of some ends that HTML from `start` is balanced at; -1 for none.

    Args:
        text: the text that holds the HTML.
        start: where the HTML begins.
        ends: where it may end, in order.
    """
    stack: list[str] = []
    number = 0
    for match in _TAG.finditer(text, start, ends[-1]):
        while match.end() > ends[number]:
            if all(name == "p" for name in stack):
                return number
            number += 1
        if match[2] and not _note_tag(stack, match):
            return -1
    while number < len(ends):
        if all(name == "p" for name in stack):
            return number
        number += 1
    return -1


def _note_tag(stack: list[str], match: re.Match[str]) -> bool:
    """Note a tag among those that are open; tell whether it may stand there."""
    name = match[2].lower()
    if name in VOID or name in _INLINE_SOUP or match[3].endswith("/"):
        return True
    if not match[1]:
        if name in {"li", "td", "tr", "dd", "dt"} and not stack:
            return False
        stack.append(name)
        return True
    if name in stack:
        while stack and stack[-1] != name and stack[-1] in _OPTIONAL_END:
            stack.pop()
        return stack.pop() == name
    return name == "p"
