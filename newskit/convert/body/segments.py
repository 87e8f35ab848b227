"""A body cut into HTML and Markdown, line by line."""

from __future__ import annotations

import re
from itertools import islice

from newskit.config.convert import Dialect
from newskit.frozen import NamedTuple
from newskit.lazy import lazy
from newskit.markup.code import FENCE, closing_fence
from newskit.markup.elements import HTML
from newskit.markup.html_spans import balanced_at, html_end, stands_in
from newskit.markup.templates import SET_ASIDE

HAS_TAG = lazy(r"</?[a-zA-Z]")


class Segment(NamedTuple):
    """A part of a body.

    Attributes:
        kind: ``html`` (to convert), ``text`` (Markdown whose inline HTML may be converted),
            ``led`` (HTML behind template code on its line: stays, and is reported) or ``opaque``
            (stays as it is).
        start: offset of its start.
        end: offset of its end.
        breaks: where paragraphs or lines begin in it that no tag begins, from its start, and the
            tag that is meant.
    """

    kind: str
    start: int
    end: int
    breaks: tuple[tuple[int, str], ...] = ()


_PROSE = lazy(r"(?:[^\W\d_][^\n]*(?:\n|\Z))+")
"""Lines that begin with a letter: they begin nothing but text."""

_MARKERS = frozenset("-*+")
_LIST_ITEM = lazy(r" {0,3}(?:[-*+]|\d{1,9}[.)])(?:[ \t]|$)")
_MARKER = lazy(r"( *)(?:[-*+]|\d{1,9}[.)]) {1,4}(?=\S)")
_INDENTED = lazy(r"(?: {4}| {0,3}\t)")
_MARKED = lazy(r"<[a-zA-Z][^<>]*\smarkdown(?=[\s=>])")
_COLONS = lazy(r" {0,3}:::")
_COLONS_BELOW = lazy(r"^ {0,3}:::", re.MULTILINE)
CODED = lazy(
    r"<(?P<name>[a-zA-Z][\w.-]*)(?P<said>(?:\s(?:[^<>\"'{}]|\"[^\"]*\"|'[^']*'|\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\})*)?)/?>"
)
"""A tag as MDX and Vue read it: attributes may hold braces with anything in them."""

_BRACES = lazy(r"=\s*\{|\s\{\.\.\.|\s(?:className|htmlFor|srcSet|dangerouslySetInnerHTML)=")
_VUE = lazy(
    r"\s(?:v-[a-z]+(?:[:.][\w.:-]+)?(?==|\s|$)|:[a-z][\w.-]*=|@[a-z][\w.:-]*=|#[a-z][\w-]*=)"
)
_QUOTED = lazy(r"\"[^\"]*\"|'[^']*'")
_MATH = lazy(r" {0,3}\$\$")
_TAG_FIRST = lazy(r" *<")
_SET_ASIDE = SET_ASIDE[1]
"""The first of the characters that stand for template code."""
_LED = lazy(f" {{0,3}}{SET_ASIDE}(?:[ \\t]*{SET_ASIDE})*(?= {{0,3}}<[a-zA-Z])")


def segment(text: str, dialect: Dialect, *, liquid: bool = False) -> list[Segment]:
    r"""Cut a body into segments that cover all of it.

    Args:
        text: the body, line ends `\\n`, template code set aside.
        dialect: kramdown or commonmark.
        liquid: whether template code is gone before Markdown is read, so that a tag behind it
            begins its line.
    """
    cutter = _Cutter(text, dialect, liquid=liquid)
    position = 0
    while position < len(text):
        position = cutter.cut(position)
    return _settle(text, cutter.segments)


class _Cutter:
    """Cuts a body line by line, and remembers what the lines before left open."""

    def __init__(self, text: str, dialect: Dialect, *, liquid: bool) -> None:
        self.segments: list[Segment] = []
        self._text = text
        self._dialect = dialect
        self._liquid = liquid
        self._after_blank = True
        self._in_list = False
        self._columns: list[int] = []  # where the text of open list items begins
        self._marked_to = 0  # where the last element ends that Markdown was found in

    def cut(self, position: int) -> int:
        """Add what begins on the line at a place, and return its end."""
        prose = _PROSE.match(self._text, position)
        if prose:
            if self._after_blank:
                self._leave_lists()
            return self._add("text", position, prose.end(), after_blank=False)
        end = self._text.find("\n", position) + 1 or len(self._text)
        line = self._text[position:end]
        if not line.strip():
            return self._add("blank", position, end, after_blank=True)
        bare = line.lstrip(" \t")
        item = bare[0] in _MARKERS or bare[0].isdecimal()
        if item and _LIST_ITEM.match(line):
            self._in_list = True
        elif len(bare) == len(line) and self._after_blank:
            self._leave_lists()
        nested = item and _nests(line, self._columns)
        kind, end = self._kind(position, end, line, nested=nested)
        parts = kind in {"html", "led"} or (bare[0] == ":" and _COLONS.match(line) is not None)
        return self._add(kind, position, end, after_blank=parts)

    def _kind(self, position: int, end: int, line: str, *, nested: bool) -> tuple[str, int]:
        """Return the kind and the end of what a line that is not blank begins."""
        bare = line.lstrip(" \t")
        indent, first = len(line) - len(bare), bare[0]
        begins = first in ":$" or "```" in line or "~~~" in line
        if begins and (opaque := _opaque_end(self._text, position, end)):
            return "opaque", opaque
        if self._after_blank and indent and not nested and _INDENTED.match(line):
            return "opaque", end
        if (first == "<" or (self._liquid and first >= _SET_ASIDE)) and not (
            self._in_list and indent
        ):
            dialect = Dialect.COMMONMARK if position < self._marked_to else self._dialect
            html = _html_at(
                self._text, position, dialect, after_blank=self._after_blank, liquid=self._liquid
            )
            if html:
                self._marked_to = max(self._marked_to, html[2])
                return html[:2]
        goes_on = self.segments and self.segments[-1].kind == "opaque" and not self._after_blank
        return "opaque" if goes_on and indent > 3 else "text", end

    def _leave_lists(self) -> None:
        self._in_list = False
        self._columns.clear()

    def _add(self, kind: str, start: int, end: int, *, after_blank: bool) -> int:
        """Append a segment, joining it to one of the same kind that may grow."""
        last = self.segments[-1] if self.segments else None
        if last is not None and last[0] == kind and kind != "html":
            start = last[1]
            self.segments.pop()
        self.segments.append(Segment(kind, start, end))
        self._after_blank = after_blank
        return end


# What Markdown is known by in an element: what kramdown would show as it stands.
_MARKDOWN_BELOW = lazy(
    r"^ {0,3}(?:#{1,6}[ \t]+\S|[-*+][ \t]+\S|\d{1,9}[.)][ \t]+\S|>[ \t]?\S|\*\*[^*\s]|\|.*\|[ \t]*$"
    r"|`{3,}[^`\n]*$|~{3,})"
    r"|\[[^\[\]\n]*\]\((?:https?:|mailto:|[/.#])[^()\s]*\)",
    re.MULTILINE,
)
_BLANK = lazy(r"\n[ \t]*\r?\n")
_PARAGRAPH = lazy(r" *<p\b", re.IGNORECASE)
_WHOLE_TAG = lazy(r" {0,3}<[a-zA-Z][\w:-]*+(?:[^<>\"']|\"[^\"]*\"|'[^']*')*+>")
_RAW = ("pre", "script", "style", "textarea", "code")
_MOST_SIGNS = 5
"""Signs of Markdown that are looked at: the first that stands in no code tells."""


def _opaque_end(text: str, start: int, end: int) -> int:
    """Return the end of the fence, the `:::` line or the formula that a line begins; 0 for none."""
    line = text[start:end]
    fence = FENCE.match(line) if "```" in line or "~~~" in line else None
    if fence:
        match = closing_fence(fence["fence"]).search(text, end)
        return (text.find("\n", match.end()) + 1 or len(text)) if match else len(text)
    if _COLONS.match(line):
        return end
    if _MATH.match(line) and "$$" not in line.strip()[2:]:
        close = text.find("$$", start + line.index("$$") + 2)
        return (text.find("\n", close) + 1 or len(text)) if close >= 0 else end
    return 0


def _html_at(
    text: str, position: int, dialect: Dialect, *, after_blank: bool, liquid: bool
) -> tuple[str, int, int] | None:
    """Return the kind and the end of the HTML that begins on a line; None when there is none.

    Behind them stands the end of the element, where it holds Markdown.
    """
    if _TAG_FIRST.match(text, position):
        end = html_end(text, position, dialect, after_blank=after_blank)
        # kramdown reads Markdown in what carries the attribute.
        if end <= position:
            return None
        if dialect is Dialect.KRAMDOWN and _holds_markdown(text, position, end):
            near = html_end(text, position, Dialect.COMMONMARK, after_blank=after_blank)
            # A paragraph without its end tag ends where the next block begins (HTML, 4.4.1).
            ends = _PARAGRAPH.match(text, position) is None or "</" in text[end - 5 : end]
            return ("html", near, end if ends else near) if near > position else None
        if dialect is not Dialect.KRAMDOWN and (below := _COLONS_BELOW.search(text, position, end)):
            end = below.start()
        marked = _MARKED.search(text, position, end) or is_coded(text[position:end])
        return "opaque" if marked else "html", end, 0
    if liquid and (led := _LED.match(text, position)):
        end = html_end(text, led.end(), dialect, after_blank=False)
        return ("led", _line_end(text, end), 0) if end > position else None
    return None


def _holds_markdown(text: str, start: int, end: int) -> bool:
    """Whether Markdown stands in an element, behind a blank line.

    kramdown would show its signs as text: the author's site reads Markdown there, as CommonMark
    does, or the author does not mind. Either way it stays as it is.
    """
    tag = _WHOLE_TAG.match(text, start, end)
    blank = _BLANK.search(text, tag.end(), end) if tag else None
    if blank is None:
        return False
    for found in islice(_MARKDOWN_BELOW.finditer(text, blank.end(), end), _MOST_SIGNS):
        place = found.start()
        if not any(stands_in(text, name, start, place) for name in _RAW):
            comment = text.rfind("<!--", start, place)
            return comment < 0 or text.find("-->", comment, place) >= 0
    return False


def is_coded(text: str) -> bool:
    """Tell whether tags in a text are a compiler's: components, JSX (MDX), Vue.

    HTML knows no braces around values, and its names are written in one case.
    """
    for match in CODED.finditer(text):
        name, said = match["name"], match["said"]
        lower = name.lower()
        if (
            lower not in HTML
            and lower.partition(".")[0] not in HTML
            and match.start() == _first(text)
        ):
            return True
        if name[:1].isupper() and not name.isupper() and lower not in HTML:
            return True
        if "." in name or (said and (_BRACES.search(said) or _VUE.search(_QUOTED.sub('""', said)))):
            return True
    return False


def _first(text: str) -> int:
    return len(text) - len(text.lstrip())


def join_copied(text: str, segments: list[Segment]) -> list[Segment]:
    """Join the segments between HTML in which nothing is converted, but for blank lines around."""
    joined: list[Segment] = []
    first = -1
    for part in segments:
        kind, start, end, _ = part
        if kind in {"html", "led"} or (kind == "text" and HAS_TAG.search(text, start, end)):
            first = -1
        elif kind != "blank":
            if first >= 0:
                del joined[first + 1 :]
                joined[first] = Segment("opaque", joined[first].start, end)
                continue
            first = len(joined)
        joined.append(part)
    return joined


def _nests(line: str, columns: list[int]) -> bool:
    """Note the list item that begins on a line; tell whether it stands in another (5.2)."""
    match = _MARKER.match(line)
    if match is None:
        return False
    indent = len(match[1])
    while columns and columns[-1] > indent:
        columns.pop()
    if indent - (columns[-1] if columns else 0) > 3:
        return False
    columns.append(match.end())
    return len(columns) > 1


def _line_end(text: str, place: int) -> int:
    """Return the end of the line that the character before a place stands on."""
    return text.find("\n", place - 1) + 1 or len(text)


_LONGEST_RUN = 200
"""Segments that a run of HTML across blank lines may have."""
_MOST_LOOKED_AT = 20_000
"""Segments looked at for such runs in a body, besides a few for each: what is left stays HTML."""


def _settle(text: str, segments: list[Segment]) -> list[Segment]:
    """Join HTML across blank lines; what opens in one part and closes in another is opaque."""
    markdown = [part for part in segments if part.kind in {"text", "led", "opaque"}]
    if not markdown and segments:
        return [Segment("html", segments[0].start, segments[-1].end)]
    settled: list[Segment] = []
    left = _MOST_LOOKED_AT + 4 * len(segments)
    index = 0
    while index < len(segments):
        part = segments[index]
        if part.kind != "html":
            settled.append(part)
            index += 1
            continue
        last, looked = _balanced_run(text, segments, index, min(_LONGEST_RUN, left))
        left -= looked
        if last < 0:
            settled.append(Segment("opaque", part.start, part.end))
            index += 1
            continue
        whole = Segment("html", part.start, segments[last].end)
        before = settled[-2:]
        if len(before) == 2 and before[0].kind == "html" and before[1].kind == "blank":
            settled[-2:] = [Segment("html", before[0].start, whole.end)]
        elif before and before[-1].kind == "html":
            settled[-1] = Segment("html", before[-1].start, whole.end)
        else:
            settled.append(whole)
        index = last + 1
    return settled


def _balanced_run(text: str, segments: list[Segment], first: int, most: int) -> tuple[int, int]:
    """Return the last segment of the shortest balanced run of HTML, and how many were looked at.

    The last is -1 where there is none, among at most `most` segments.
    """
    numbers: list[int] = []
    for last in range(first, min(len(segments), first + most)):
        if segments[last].kind not in {"html", "blank"}:
            break
        if segments[last].kind == "html":
            numbers.append(last)
    if not numbers:
        return -1, 1
    found = balanced_at(text, segments[first].start, [segments[one].end for one in numbers])
    return (numbers[found] if found >= 0 else -1), len(numbers)
