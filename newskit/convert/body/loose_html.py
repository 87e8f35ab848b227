"""A body that is HTML from beginning to end, cut where its paragraphs part.

Old blog software made paragraphs of what blank lines part when it showed a post; what it stored,
and exports, has none. Blocks (a quotation, a list, a heading) stand between them as they are.
"""

from __future__ import annotations

import re
from collections import Counter

from newskit.config.convert import ConvertConfig, Semantics
from newskit.convert.body.segments import Segment
from newskit.convert.html import convert_fragment
from newskit.convert.proof.verify import proves
from newskit.convert.result import Difference
from newskit.convert.tree import body_html
from newskit.frozen import replace
from newskit.lazy import lazy
from newskit.markup.elements import VOID, names
from newskit.markup.html_spans import SPAN_TAGS, balanced, element_end
from newskit.markup.templates import SET_ASIDE
from newskit.render.cmark import render_markdown

# List items of Markdown whose only content is one block of HTML.


_ITEM = lazy(
    r"^(?P<lead>[ \t]*(?:[-*+]|\d{1,9}[.)]) {1,4})"
    r"(?P<html><(?P<name>p|div|h[1-6])\b(?:(?!</?(?P=name)\b|\n[ \t]*\n).)*</(?P=name)>)[ \t]*"
    r"(?=\n[ \t]*(?:\n|\Z|(?:[-*+]|\d{1,9}[.)])[ \t])|\Z)",
    re.DOTALL | re.MULTILINE | re.IGNORECASE,
)
_HAS_ITEM = lazy(r"\n[ \t]*(?:[-*+]|\d{1,9}[.)]) {1,4}</?[a-zA-Z]")


def has_item(text: str) -> bool:
    """Tell whether a stretch of Markdown may hold an item that is one block of HTML."""
    return " <" in text and _HAS_ITEM.search(f"\n{text}") is not None


def convert_items(
    text: str, config: ConvertConfig, *, references: bool
) -> tuple[str, list[Difference]]:
    """Convert the items that become one line of Markdown; each is proved on its own.

    Args:
        text: a stretch of Markdown.
        config: the choices.
        references: whether the body defines link references.

    Returns:
        The new text, and what was left out, with offsets in `text`.
    """
    found: list[Difference] = []
    choices = replace(config, verify=False)
    semantics = config.semantics is Semantics.KEEP

    def item(match: re.Match[str]) -> str:
        fragment = convert_fragment(match["html"], choices, references=references)
        markdown = fragment.conversion.markdown.rstrip("\n")
        if len(fragment.kinds) != 1 or fragment.kinds[0] in {"html", "media"} or "\n" in markdown:
            return match[0]
        if fragment.labels:
            return match[0]
        source = body_html(render_markdown(match[0].lstrip()))
        if not proves(match["lead"].lstrip() + markdown, source, semantics=semantics):
            return match[0]
        base = match.start("html")
        found.extend(
            [replace(one, offset=base + one.offset) for one in fragment.conversion.differences]
        )
        return match["lead"] + markdown

    return _ITEM.sub(item, text), found


_BLOCKS = names(
    "address article aside blockquote center details div dl fieldset figure footer form h1 h2 h3 "
    "h4 h5 h6 header hr li nav ol pre script section style table ul"
)
_BLOCK = lazy(rf"<!--.*?-->|<({'|'.join(sorted(_BLOCKS))})\b", re.DOTALL | re.IGNORECASE)
_PARAGRAPH = lazy(r"<(?:p|br|html|body)\b", re.IGNORECASE)
_TAG = lazy(r"<[a-zA-Z][^<>]*+>")
_BLANK_LINES = lazy(r"\n(?:[ \t]*\n)+|\A(?:[ \t]*\n)+")
_INLINE = "|".join(sorted(SPAN_TAGS - VOID))
_INLINE_START = lazy(rf"<({_INLINE})\b", re.IGNORECASE)
_INLINE_END = lazy(rf"</({_INLINE})\b", re.IGNORECASE)
_LEADING_LINES = lazy(r"(?:[ \t]*\n)+")
_WORD = lazy(r"\w")
_QUOTE = lazy(r"<blockquote\b[^<>]*>", re.IGNORECASE)
_MADE = "<p>"


def html_segments(text: str, *, by_blank_lines: bool, controls: bool = False) -> list[Segment]:
    """Cut a body that is HTML from beginning to end.

    Args:
        text: the body.
        by_blank_lines: whether blank lines part paragraphs where no tag does.
        controls: whether it holds template code that repeats or chooses: blocks stay together.
    """
    whole = [Segment("html", 0, len(text))]
    if not by_blank_lines or _PARAGRAPH.search(text) or _parts_tags(text) or _opens_comment(text):
        return whole
    blocks = _blocks(text)
    if not blocks:
        return _with_lines(text, _paragraphs(text, 0, len(text)))
    gaps: list[Segment] = []
    segments: list[Segment] = []
    position = 0
    for start, end in [*blocks, (len(text), len(text))]:
        found = _paragraphs(text, position, start)
        gaps += found
        segments += found
        if end > start:
            segments.append(Segment("html", start, end))
        position = end
    parted = any(
        _is_prose(text, before) and _is_prose(text, after)
        for before, blank, after in zip(gaps, gaps[1:], gaps[2:], strict=False)
        if blank.kind == "blank" and before.end == blank.start and blank.end == after.start
    )
    if not parted or controls:
        return whole
    if not all(_is_closed(text[one.start : one.end]) for one in segments):
        return whole
    quoted = [one._replace(breaks=_breaks(text[one.start : one.end])) for one in segments]
    return _with_lines(text, quoted)


_LINE_END = lazy(r"(?:(?<![ \t\n])|(?<=\n[ \t]))[ \t]*+\n(?=[ \t]*\S)")
_BESIDE_BREAK = lazy(r"(?:<br\s*/?>|-->|<blockquote[^<>]*>|\n)\s*\Z", re.IGNORECASE)
_CODE_LINE = lazy(f"[ \\t]*{SET_ASIDE}[ \\t]*\\Z")
_LEAST_WRAPPED = 50
"""Length of the shortest line, in code points, that an editor may have broken."""


def _with_lines(text: str, segments: list[Segment]) -> list[Segment]:
    """Let single line ends be breaks, as the software shows them that makes such paragraphs.

    Not where an editor broke the lines at a column: there no next word would have fitted.
    """
    found: list[tuple[int, list[int]]] = []
    before: list[str] = []
    words: list[int] = []
    for place, one in enumerate(segments):
        part = text[one.start : one.end]
        quote = _QUOTE.match(part)
        if one.kind != "html" or "\n" not in part.strip():
            continue
        if _BLOCK.search(part, quote.end() if quote else 0):
            continue
        ends = [match for match in _LINE_END.finditer(part) if _ends_line(part, match)]
        found.append((place, [match.start() for match in ends]))
        for match in ends:
            before.append(part[part.rfind("\n", 0, match.start()) + 1 : match.start()])
            words.append(len(part[match.end() :].split(None, 1)[0]))
    longest = max(map(len, before), default=0)
    full = [
        len(line) >= _LEAST_WRAPPED and len(line) + 1 + word > longest
        for line, word in zip(before, words, strict=True)
    ]
    if longest <= _MOST_COLUMNS and sum(full) * 5 >= len(full) * 4:
        return segments
    for place, ends_of in found:
        made = [*segments[place].breaks, *[(end, "<br>") for end in ends_of]]
        segments[place] = segments[place]._replace(breaks=tuple(sorted(made)))
    return segments


_MOST_COLUMNS = 120
"""Length of the longest line, in code points, that an editor breaks lines at."""


def _ends_line(part: str, match: re.Match[str]) -> bool:
    """Tell whether a line end is one of text: not in a tag, not beside a break or template code."""
    before, after = part[: match.start()], part[match.end() :]
    if before.rfind("<") > before.rfind(">") or not before.strip():
        return False
    if _BESIDE_BREAK.search(before) or re.match(
        r"\s*(?:<br\b|<!--|</blockquote)", after, re.IGNORECASE
    ):
        return False
    line = before[before.rfind("\n") + 1 :]
    return not _CODE_LINE.match(line) and not _CODE_LINE.match(after.split("\n", 1)[0])


def with_paragraphs(text: str, breaks: tuple[tuple[int, str], ...]) -> str:
    """Return a part with the tags its paragraphs have no need of where it is shown."""
    parts: list[str] = []
    position = 0
    for place, tag in breaks:
        parts += [text[position:place], tag]
        position = place
    return "".join([*parts, text[position:]])


def place_without(offset: int, breaks: tuple[tuple[int, str], ...]) -> int:
    """Return where in a part something stands that was found in it with those tags."""
    made = 0
    for place, tag in breaks:
        if offset < place + made:
            break
        made += len(tag)
        if offset < place + made:
            return place
    return offset - made


def _breaks(html: str) -> tuple[tuple[int, str], ...]:
    """Return where paragraphs begin in a quotation that holds nothing but text."""
    quote = _QUOTE.match(html)
    if quote is None or _BLOCK.search(html, quote.end()):
        return ()
    end = html.rfind("</")
    starts = [quote.end(), *[match.end() for match in _BLANK_LINES.finditer(html, quote.end())]]
    ends = [*starts[1:], end]
    found = [
        start
        for start, stop in zip(starts, ends, strict=True)
        if _WORD.search(_TAG.sub("", html[start:stop]))
    ]
    return tuple((place, _MADE) for place in found) if len(found) > 1 else ()


def _is_prose(text: str, part: Segment) -> bool:
    return _WORD.search(_TAG.sub("", text[part.start : part.end])) is not None


def _is_closed(html: str) -> bool:
    """Tell whether what a part opens ends in it, comments and inline elements too."""
    if _opens_comment(html) or not balanced(html):
        return False
    starts = Counter(name.lower() for name in _INLINE_START.findall(html))
    return starts == Counter(name.lower() for name in _INLINE_END.findall(html))


def _opens_comment(html: str) -> bool:
    return html.rfind("<!--") > html.rfind("-->")


def _blocks(text: str) -> list[tuple[int, int]]:
    """Return where the outermost blocks stand, each to the end of its line when it ends there."""
    found: list[tuple[int, int]] = []
    position = 0
    while match := _BLOCK.search(text, position):
        position = match.end() if not match[1] else element_end(text, match.start())
        if match[1]:
            rest = text.find("\n", position) + 1 or len(text)
            position = position if text[position:rest].strip() else rest
            found.append((match.start(), position))
    return found


def _paragraphs(text: str, start: int, end: int) -> list[Segment]:
    """Cut a stretch without blocks at its blank lines."""
    segments: list[Segment] = []
    position = start
    if leading := _LEADING_LINES.match(text, start, end):
        position = leading.end()
        segments.append(Segment("blank", start, position))
    for match in _BLANK_LINES.finditer(text, position, end):
        # The first line end belongs to the paragraph.
        border = match.start() + (match.start() > position)
        if border > position:
            segments.append(Segment("html", position, border))
        segments.append(Segment("blank", border, match.end()))
        position = match.end()
    if position < end:
        blank = not text[position:end].strip()
        segments.append(Segment("blank" if blank else "html", position, end))
    return segments


def _parts_tags(text: str) -> bool:
    """Tell whether a blank line stands within a tag."""
    return _BLANK_LINES.search(text) is not None and any(
        "\n" in tag and _BLANK_LINES.search(tag) for tag in _TAG.findall(text)
    )
