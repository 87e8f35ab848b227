"""Emphasis and HTML in kramdown's spans: each is read up to the first end that fits.

CommonMark pairs marks from both sides; kramdown goes from left to right, reads what stands within,
and goes back where there is no end. A tag of a block within a line, and an end tag that closes
nothing, are words.

Source: kramdown 2.4, `parser/kramdown/{emphasis,html}.rb`, constants of `parser/html.rb`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import TYPE_CHECKING, Final

from markdown_it.rules_inline import autolink
from markdown_it.token import Token

from newskit.frozen import NamedTuple, dataclass, field
from newskit.lazy import lazy
from newskit.render.flavour import BLOCK_TAGS
from newskit.render.kramdown_blocks import (
    LinkTarget,
    definitions,
    link_target,
    loose_definitions,
    plain_words,
)

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline

_MARKS: Final = lazy(r"\*\*?|__?")
_WORD_BEFORE: Final = lazy(r"[^\W\d_]-?\Z")
_END_TAG: Final = lazy(r"</([^\W\d][\w.-]*(?::[^\W\d][\w.-]*)?)\s*>")
_TAG: Final = lazy(
    r"<([^\W\d][\w.-]*(?::[^\W\d][\w.-]*+)?)(?:\s++[A-Za-z_:][\w:.-]*+(?:\s*+=\s*+(?:\w++|\"[^\"]*\"|'[^']*'))?)*+\s*+(/?)>"
)
_STRUCK: Final = lazy(r"~~(?![\s~])(.*?[^\s~])~~", re.DOTALL)
_MARKER: Final = lazy(r"\[\^\w[\w:-]*\]")
_SIGN: Final = lazy(r"<")
_VOID: Final = frozenset(
    (
        *("area", "base", "br", "col", "command", "embed", "hr", "img", "input", "keygen"),
        *("link", "meta", "param", "source", "track", "wbr"),
    )
)
_READ: Final = frozenset(
    (
        *("a", "abbr", "acronym", "b", "bdo", "big", "button", "cite", "del", "details", "dfn"),
        *("em", "i", "ins", "label", "noscript", "object", "q", "rb", "rbc", "rp", "rt", "rtc"),
        *("ruby", "select", "small", "span", "strong", "sub", "sup", "tt"),
    )
)
"""Elements in a line whose words are Markdown; those of others are taken as they are."""

_BLANKS: Final = frozenset(" \t\n\r\f\v")
"""As Ruby's `\\s` has them: no-break spaces are words."""

_MOST: Final = 200
"""Steps for each code point of a paragraph, above which marks are words."""

_DEEPEST: Final = 40


class _Link(NamedTuple):
    """A link or a picture.

    Attributes:
        start: where its words start.
        end: where they end.
        target: where it leads, and where it ends.
    """

    start: int
    end: int
    target: LinkTarget


class _Emphasis(NamedTuple):
    """Emphasis that has an end.

    Attributes:
        marks: one or two.
        start: where its content starts.
        end: where it ends.
    """

    marks: str
    start: int
    end: int


@dataclass(slots=True)
class _Spans:
    """What is known of the spans of one paragraph.

    Attributes:
        state: of the parser.
        within: kinds of emphasis around the place that is read.
        found: emphasis by place, what is around it, and the end of what is read.
        unclosed: places from which on nothing closes marks, by the marks, what is around their
            content, and the end of what is read.
        left: steps that may still be taken.
        links: by place, and whether it is within another one, and the end of what is read.
        depth: of what is read.
    """

    state: StateInline
    left: int
    within: frozenset[str] = frozenset()
    found: dict[tuple[int, frozenset[str], int], _Emphasis | None] = field(
        default_factory=dict[tuple[int, frozenset[str], int], "_Emphasis | None"]
    )
    unclosed: dict[tuple[str, frozenset[str], int], set[int]] = field(
        default_factory=dict[tuple[str, frozenset[str], int], set[int]]
    )
    links: dict[tuple[int, bool, int], _Link | None] = field(
        default_factory=dict[tuple[int, bool, int], "_Link | None"]
    )
    depth: int = 0

    def emphasis(self, place: int, within: frozenset[str]) -> _Emphasis | None:
        """Return the emphasis whose marks stand at a place; None where they are words."""
        key = (place, within, self.state.posMax)
        if key not in self.found:
            self.found[key] = self._emphasis(place, within)
        return self.found[key]

    def _emphasis(self, place: int, within: frozenset[str]) -> _Emphasis | None:
        source = self.state.src
        marks = marks_at(source, place, self.state.posMax)
        kind = "strong" if len(marks) == 2 else "em"
        after = place + len(marks)
        before = source[max(0, place - 2) : place]
        if marks[0] == "_" and _WORD_BEFORE.search(before):
            return None
        if source[after : after + 1] in _BLANKS or kind in within or after >= self.state.posMax:
            return None
        end = self._closing(marks, after, within | {kind})
        if end >= 0:
            return _Emphasis(marks, after, end)
        if kind == "strong" and "em" not in within:
            end = self._closing(marks[0], place + 1, within | {"em"})
            if end >= 0:
                return _Emphasis(marks[0], place + 1, end)
        return None

    def _closing(self, marks: str, start: int, within: frozenset[str]) -> int:
        source = self.state.src
        mark = marks[0]
        double = mark * 2

        def stops(place: int) -> bool:
            if place == start or not source.startswith(marks, place):
                return False
            if source[place - 1] in _BLANKS:
                return False
            if len(marks) == 1 and source.startswith(double, place):
                return source[place + 2 : place + 3] == mark
            after = source[place + len(marks) : place + len(marks) + 1]
            return mark == "*" or not (after.isalnum())

        unclosed = self.unclosed.setdefault((marks, within, self.state.posMax), set())
        return self.end_of(start, stops, within, unclosed)

    def end_of(
        self,
        start: int,
        stops: Callable[[int], bool],
        within: frozenset[str],
        unclosed: set[int] | None = None,
    ) -> int:
        """Return the first place where what is read stops; -1 where there is none.

        Args:
            start: where it is read from.
            stops: tells whether it stops at a place.
            within: kinds of emphasis around it.
            unclosed: places behind which it is known not to stop; more are added.
        """
        if self.depth > _DEEPEST:
            return -1
        place, passed = start, set[int]()
        self.depth += 1
        try:
            while place < self.state.posMax and not (unclosed and place in unclosed):
                self.left -= 1
                if self.left < 0:
                    return -1
                if stops(place):
                    return place
                if place > start:
                    passed.add(place)
                place = self._after(place, within)
        finally:
            self.depth -= 1
        if unclosed is not None:
            unclosed |= passed
        return -1

    def link(self, place: int, within: frozenset[str]) -> _Link | None:
        """Return the link or picture that starts at a place; None where the signs are words."""
        key = (place, "link" in within, self.state.posMax)
        if key not in self.links:
            self.links[key] = None
            self.links[key] = self._link(place, within)
        return self.links[key]

    def _link(self, place: int, within: frozenset[str]) -> _Link | None:
        source = self.state.src
        start = place + len(link_signs(source, place))
        if source.startswith("^", start) or (source[place] == "[" and "link" in within):
            return None
        end = self._bracket(start, within | {"link"})
        if end < 0:
            return None
        defined = definitions(self.state.env)  # type: ignore[arg-type]
        target = link_target(source, end + 1, self.state.posMax, source[start:end], defined)
        return _Link(start, end, target) if target else None

    def _bracket(self, start: int, within: frozenset[str]) -> int:
        """Return where the bracket is that closes the words of a link; -1 where there is none."""
        source, place, depth = self.state.src, start, 1
        if self.depth > _DEEPEST:
            return -1
        self.depth += 1
        try:
            while place < self.state.posMax:
                self.left -= 1
                if self.left < 0:
                    return -1
                after = place + 1
                if source[place] == "]":
                    depth -= 1
                    if not depth:
                        return place
                elif signs := link_signs(source, place):
                    after = self._after(place, within)
                    depth += not (signs == "![" and after > place + 2)
                else:
                    after = self._after(place, within)
                place = after
        finally:
            self.depth -= 1
        return -1

    def _after(self, place: int, within: frozenset[str]) -> int:
        """Return where the span that starts at a place ends."""
        state = self.state
        sign = state.src[place]
        if (signs := link_signs(state.src, place)) and not state.src.startswith("[^", place):
            link = self.link(place, within)
            return link.target.end if link else place + len(signs)
        if sign in "*_":
            emphasis = self.emphasis(place, within)
            if emphasis is None:
                return place + len(marks_at(state.src, place, state.posMax))
            return emphasis.end + len(emphasis.marks)
        before, self.within = self.within, within
        position, state.pos = state.pos, place
        try:
            state.md.inline.skipToken(state)
            return max(state.pos, place + 1)
        finally:
            state.pos = position
            self.within = before

    def element_end(self, tag: re.Match[str]) -> tuple[int, int]:
        """Return where the content of an element ends, and where its end tag."""
        state = self.state
        closing = re.compile(rf"</{re.escape(tag[1])}\s*>", re.IGNORECASE)
        if tag[1].lower() not in _READ:
            match = closing.search(state.src, tag.end(), state.posMax)
            return match.span() if match else (state.posMax, state.posMax)
        end = self.end_of(
            tag.end(),
            lambda place: state.src[place] == "<" and closing.match(state.src, place) is not None,
            self.within,
        )
        match = closing.match(state.src, end) if end >= 0 else None
        return match.span() if match else (state.posMax, state.posMax)


def kramdown_nesting(md: MarkdownIt) -> None:
    """Teach a parser to read emphasis and tags as kramdown does."""
    md.inline.ruler.at("emphasis", _emphasis_rule)
    md.inline.ruler.at("strikethrough", _struck_rule)
    md.inline.ruler2.disable(["balance_pairs", "strikethrough", "emphasis"])
    md.inline.ruler.at("html_inline", _html_rule)
    md.inline.ruler.at("link", _link_rule)
    md.inline.ruler.disable("image")
    md.inline.ruler.at("autolink", _autolink_rule)
    loose_definitions(md)
    md.inline.ruler.after("footnote_ref", "no_note", _marker_rule)


def marks_at(source: str, place: int, end: int) -> str:
    """Return the marks of emphasis that are read together at a place."""
    match = _MARKS.match(source, place, end)
    return match[0] if match else ""


def link_signs(source: str, place: int) -> str:
    """Return the signs that begin a link or a picture, where they stand at a place."""
    if source.startswith("[", place):
        return "["
    return "![" if source.startswith("![", place) and source[place + 2 : place + 3] != "^" else ""


def _spans(state: StateInline) -> _Spans:
    """Return what is known of a paragraph; kept with it as long as its document is parsed."""
    kept: dict[int, _Spans] = state.env.setdefault("kramdown_spans", {})
    if id(state) not in kept:
        kept[id(state)] = _Spans(state, 2000 + _MOST * len(state.src))
    return kept[id(state)]


def _emphasis_rule(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's interface
    if silent or state.src[state.pos] not in "*_":
        return False
    spans = _spans(state)
    emphasis = spans.emphasis(state.pos, spans.within)
    if emphasis is None:
        marks = marks_at(state.src, state.pos, state.posMax)
        state.pending += marks
        state.pos += len(marks)
        return True
    name = "strong" if len(emphasis.marks) == 2 else "em"
    state.push(f"{name}_open", name, 1).markup = emphasis.marks
    before = spans.within
    spans.within = before | {name}
    _inside(state, emphasis.start, emphasis.end)
    spans.within = before
    state.push(f"{name}_close", name, -1).markup = emphasis.marks
    state.pos = emphasis.end + len(emphasis.marks)
    return True


def _link_rule(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's interface
    signs = link_signs(state.src, state.pos)
    if not signs or state.src.startswith(("[^", "![^"), state.pos):
        return False
    spans = _spans(state)
    link = spans.link(state.pos, spans.within)
    if link is None:
        if not silent:
            state.pending += signs
        state.pos += len(signs)
        return True
    if not silent:
        address, title, _ = link.target
        address = state.md.normalizeLink(unescape(address))
        if signs == "[":
            state.push("link_open", "a", 1).attrs = _of_link("href", address, title)
            before = spans.within
            spans.within = before | {"link"}
            _inside(state, link.start, link.end)
            spans.within = before
            state.push("link_close", "a", -1)
        else:
            image = state.push("image", "img", 0)
            image.attrs = {"src": address, "alt": "", **_of_link("src", address, title)}
            image.content = plain_words(state.src[link.start : link.end])
            image.children = [Token("text", "", 0, content=image.content)]
    state.pos = link.target.end
    return True


def _of_link(name: str, address: str, title: str) -> dict[str, str | int | float]:
    return {name: address, "title": title} if title else {name: address}


def _autolink_rule(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's interface
    """Read an automatic link, which shows no ``mailto:``."""
    before = len(state.tokens)
    if not autolink(state, silent):
        return False
    for token in state.tokens[before:]:
        token.content = token.content.removeprefix("mailto:")
    return True


def _struck_rule(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's interface
    match = _STRUCK.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        state.push("s_open", "s", 1).markup = "~~"
        _inside(state, *match.span(1))
        state.push("s_close", "s", -1).markup = "~~"
    state.pos = match.end()
    return True


def _html_rule(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's interface
    source, start = state.src, state.pos
    if source[start] != "<":
        return False
    if source.startswith("<!--", start):
        end = source.find("-->", start, state.posMax)
        return end >= 0 and _write(state, end + 3, silent=silent)
    if closing := _END_TAG.match(source, start, state.posMax):
        return _write(state, closing.end(), silent=silent, words=True)
    tag = _TAG.match(source, start, state.posMax)
    if tag is None:
        return False
    name = tag[1].lower()
    if name in BLOCK_TAGS:
        return _write(state, tag.end(), silent=silent, words=True)
    if tag[2] or name in _VOID:
        return _write(state, tag.end(), silent=silent)
    end, after = _spans(state).element_end(tag)
    if not silent:
        state.push("html_inline", "", 0).content = tag[0]
        if name not in _READ:
            state.push("html_inline", "", 0).content = _raw(source[tag.end() : end])
        else:
            _inside(state, tag.end(), end)
        state.push("html_inline", "", 0).content = source[end:after] or f"</{tag[1]}>"
    state.pos = after
    return True


def _raw(text: str) -> str:
    """Return what stands in an element that is not read, with what is not a tag of it as words."""
    opened: list[str] = []

    def kept(sign: re.Match[str]) -> str:
        place = sign.start()
        if closing := _END_TAG.match(text, place):
            if closing[1].lower() not in opened:
                return "&lt;"
            opened.remove(closing[1].lower())
            return "<"
        tag = _TAG.match(text, place)
        if tag is None:
            return "<" if text.startswith("<!--", place) else "&lt;"
        if tag[1].lower() in BLOCK_TAGS:
            return "&lt;"
        opened.append(tag[1].lower())
        return "<"

    return _SIGN.sub(kept, text)


def _marker_rule(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's interface
    """Take what only looks like the mark of a note as words in one piece."""
    match = _MARKER.match(state.src, state.pos, state.posMax)
    return match is not None and _write(state, match.end(), silent=silent, words=True)


def _write(state: StateInline, end: int, *, silent: bool, words: bool = False) -> bool:
    if not silent:
        text = state.src[state.pos : end]
        if words:
            state.pending += text
        else:
            state.push("html_inline", "", 0).content = text
    state.pos = end
    return True


def _inside(state: StateInline, start: int, end: int) -> None:
    """Read the spans of a part of the paragraph."""
    last = state.posMax
    state.pos, state.posMax = start, end
    state.md.inline.tokenize(state)
    state.posMax = last
