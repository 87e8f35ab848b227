"""Plain text of a body: one line a block, a blank line between blocks, nothing else."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from html import escape, unescape
from typing import TYPE_CHECKING, Final

from newskit.lazy import lazy
from newskit.markup import cuts
from newskit.markup.cuts import crowded_tag, deep_tag, open_comments
from newskit.markup.elements import ANY_BLOCK, BOXES, SEMANTIC_INLINE, SOFT_MARKS
from newskit.markup.text import without_data
from newskit.render.cmark import Rendered, join_rendered, render_pieces

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode


_BLOCK_TAGS: Final = (
    "address article aside blockquote center dd details dialog div dl dt fieldset figcaption figure"
    " footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol p pre search"
    " section summary table ul"
)
_UNSEEN: Final = ["script", "style", "template", "noscript", "head", "iframe", "object", "svg"]
_UNSEEN_OPENING: Final = lazy(rf"<(?:{'|'.join(_UNSEEN)})")
_HIDING: Final = lazy(r"hidden(?<=\shidden)\b|display\s*:\s*none|doc-backlink|footnote-backref")
_NOT_SHOWN: Final = lazy(r"display\s*:\s*none", re.IGNORECASE)
_TEX_SCRIPT: Final = lazy(
    r"<script\b[^>]*\btype\s*=\s*[\"']?math/tex[^>]*>(.*?)</script\s*>", re.IGNORECASE | re.DOTALL
)
# Control characters that no text needs carry the structure through the C code of the parser.
_BREAK, _LINE, _KEPT_LINE, _KEPT_SPACE = "\x1e", "\x1d", "\x1c", "\x1f"
_CONTROLS: Final = "\x00\x1c\x1d\x1e\x1f"
_WIDE: Final = r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60\U00020000-\U0003ffff]"
# CSS Text 4, section 4.1.3: a line end between two East Asian characters is not a space.
_WIDE_BREAK: Final = lazy(rf"\n(?<={_WIDE}\n)(?={_WIDE})")


def _any_of(names: Collection[str]) -> str:
    """Return a pattern for names in any case, grouped by their first letters.

    Classes in the place of IGNORECASE and groups in the place of a long list take half the time.
    """
    firsts = sorted({name[0] for name in names if name})
    branches = [
        f"[{first.upper()}{first}]{_any_of([name[1:] for name in names if name[:1] == first])}"
        for first in firsts
    ]
    if not branches:
        return ""
    return f"(?:{'|'.join(branches)})" + ("?" if "" in names else "")


# The patterns start with a literal and the replacements are constant: both are what makes it quick.
_BLOCK: Final = _any_of(_BLOCK_TAGS.split())
# What most tags of rendered Markdown are comes before the names in any case.
_EDGE: Final = lazy(
    rf"<(?=(?:p|li|ul|h[1-6])>|/(?:p|li|ul|h[1-6])>|(?:{_BLOCK})[\s/>]|/(?![Tt])(?:{_BLOCK})\s*>)"
)
_LAST_EDGE: Final = lazy(rf"</{_BLOCK}\s*>\s*\Z")
_LONGEST_END: Final = 100
_TABLE_END: Final = lazy(r"(</table\s*>)", re.IGNORECASE)
# Text between the tags of a table would be moved out of it: its marks stand inside the cells.
_ROW: Final = lazy(r"(<tr\b[^>]*>\s*<t[dh]\b[^>]*>|<caption\b[^>]*>)", re.IGNORECASE)
# Controls side by side are words of their own.
_CONTROLS_MEET: Final = lazy(
    r"(</(?:button|option|select)\s*>)(?=<(?:button|option|select)\b)", re.IGNORECASE
)
_BREAK_TAG: Final = lazy(r"<(?=[Bb][Rr]\b[^>]*>)")
_CELL: Final = lazy(r"(<t[dh]\b[^>]*>)", re.IGNORECASE)
_PRE: Final = lazy(r"(<pre\b[^>]*>\n?)([^<]*(?:<(?!/pre\s*>)[^<]*)*)(?=</pre\s*>)", re.IGNORECASE)
_TAG: Final = lazy(r"(<[^<>]*>)")
_END_THEMSELVES: Final = frozenset(("p", "td", "th", "tr", "tbody", "thead", "tfoot", "rt", "rp"))
_SPACES: Final = lazy("  +")
_MAX_DEPTH: Final = 1000


def markdown_text(markdown: str) -> str:
    """Return the plain text of Markdown that may hold HTML (GitHub Flavored Markdown)."""
    if cuts.is_long(markdown):
        return long_markdown_text(markdown)
    from newskit.render.cmark import render_markdown

    return plain_text(render_markdown(markdown))


def plain_text(html: str) -> str:
    """Return the text a reader of `html` sees, without the alternative texts of images."""
    short = without_data(html)
    if short is not None:
        return short.undo(plain_text(short.text))
    if cuts.is_long(html):
        return long_plain_text(html)
    return visible_text(html).strip("\n")


def visible_text(html: str) -> str:
    """Return the text of HTML, with the line ends that preformatted text begins or ends with."""
    return _read(html, "")[0] or ""


def text_before(html: str, word: str) -> tuple[str | None, str]:
    """Return the text of HTML that goes on.

    Args:
        html: what comes before the rest of a document.
        word: put behind it as a paragraph, it must be the last thing in the document, with nothing
            open around it but boxes.

    Returns:
        The text, None where something else is open at the end; and the start tags of those boxes.
    """
    return _read(html, word)


def _read(html: str, word: str) -> tuple[str | None, str]:
    for control in _CONTROLS:
        if control in html:
            html = html.replace(control, " ")
    if "<" not in html and "&" not in html:
        return _tidy(html), ""
    if "math/tex" in html:
        # kramdown and MathJax write formulas so, and readers see them.
        html = _TEX_SCRIPT.sub(lambda match: escape(match[1], quote=False), html)
    deep = deep_tag(html, _MAX_DEPTH, _END_THEMSELVES) >= 0
    if deep or crowded_tag(html) >= 0 or open_comments(html) >= 0:
        # The parser takes quadratic time on such nesting; no text like it has a structure.
        return (None if word else _tidy(_TAG.sub(_BREAK, html))), ""
    from selectolax.lexbor import LexborHTMLParser

    low = html.lower()
    end = f"{_BREAK}<p>{word}</p>" if word else ""
    tree = LexborHTMLParser(f"{_mark(html, low)}{end}")
    body = tree.body
    if body is None:
        return None, ""
    boxes = _boxes_around(body, word) if word else ""
    if boxes is None or (word and not _are_closed(low)):
        return None, ""
    if _UNSEEN_OPENING.search(low):
        if "<object" in low:
            _unwrap_empty(body)
        body.strip_tags(_UNSEEN)
    if ("hidden" in low or "display" in low or "-back" in low) and _HIDING.search(low):
        _take_out_hidden(body)
    return _tidy(body.text().removesuffix(word)), boxes


def _unwrap_empty(body: LexborNode) -> None:
    """Keep what stands in an `object` that shows nothing else (HTML 4.8.7)."""
    for node in body.css("object:not([data])"):
        if node.css_first("param, embed, object[data]") is None:
            node.unwrap()


def _take_out_hidden(body: LexborNode) -> None:
    """Remove what readers do not see (HTML 6.1; CSS `display`), and the ways back from notes."""
    for node in body.css("[hidden], [style], [role=doc-backlink], .footnote-backref"):
        given = node.attributes
        if "hidden" in given:
            goes = (given["hidden"] or "").lower() != "until-found"
        else:
            goes = "style" not in given or bool(_NOT_SHOWN.search(given["style"] or ""))
        if goes:
            node.decompose()


def _boxes_around(body: LexborNode, word: str) -> str | None:
    """Return the start tags of the boxes around a paragraph of one word that ends a document."""
    boxes = ""
    last = body.last_child
    while last is not None and last.tag in BOXES:
        boxes += f"<{last.tag}>"
        last = last.last_child
    return boxes if last is not None and last.html == f"<p>{word}</p>" else None


def _are_closed(low: str) -> bool:
    """Tell whether what a paragraph would end, or tags alone decide about, is closed at the end."""
    for name in ("svg", "math", "pre"):
        starts, ends = low.count(f"<{name}"), low.count(f"</{name}")
        if starts != ends or low.rfind(f"<{name}") > low.rfind(f"</{name}"):
            return False
    return True


def _mark(html: str, low: str) -> str:
    """Put marks where blocks and lines begin and end; inside an attribute they do no harm."""
    html = _EDGE.sub(f"{_BREAK}<", html)
    if "<t" in low or "<caption" in low:
        html = _TABLE_END.sub(rf"\1{_BREAK}", html)
        html = _ROW.sub(rf"\1{_BREAK}", html)
        html = _CELL.sub(rf"\1{_LINE}", html)
    if "<button" in low or "<option" in low:
        html = _CONTROLS_MEET.sub(r"\1 ", html)
    if "<br" in low:
        html = _BREAK_TAG.sub(f"{_LINE}<", html)
    return _PRE.sub(_keep_lines, html) if "<pre" in low else html


def _keep_lines(match: re.Match[str]) -> str:
    inside = match[2].rstrip()
    after = match[2][len(inside) :]
    parts = _TAG.split(inside)  # text and tags in turn
    parts[::2] = map(_kept, parts[::2])
    return f"{match[1]}{''.join(parts)}{after}"


def _kept(text: str) -> str:
    text = text.replace("\r\n", _KEPT_LINE).replace("\r", _KEPT_LINE)
    return text.replace("\n", _KEPT_LINE).replace(" ", _KEPT_SPACE)


def _tidy(text: str) -> str:
    if "\n" in text:
        text = (text if text.isascii() else _WIDE_BREAK.sub("", text)).replace("\n", " ")
    for space in "\t\r\f":
        if space in text:
            text = text.replace(space, " ")
    if "  " in text:
        text = _SPACES.sub(" ", text)
    has_lines, keeps_lines = _LINE in text, _KEPT_LINE in text
    blocks = [block for part in text.split(_BREAK) if (block := part.strip(" "))]
    if has_lines:
        blocks = [_lines(block) for block in blocks]
    if keeps_lines:
        blocks = [block.rstrip(_KEPT_LINE).replace(_KEPT_LINE, "\n") for block in blocks]
    if has_lines or keeps_lines:
        blocks = [block for block in blocks if block]
    return "\n\n".join(blocks).replace(_KEPT_SPACE, " ")


def begins_block(html: str) -> bool:
    """Tell whether HTML begins with the tag of a block."""
    return _EDGE.match(html.lstrip()) is not None


def ends_block(html: str) -> bool:
    """Tell whether HTML ends with the end tag of a block."""
    return _LAST_EDGE.search(html, max(0, len(html) - _LONGEST_END)) is not None


def parts_words(before: str, after: str) -> bool:
    """Tell whether a line end between two texts is a space."""
    return not _WIDE_BREAK.search(f"{before[-1:]}\n{after[:1]}")


def _lines(block: str) -> str:
    return "\n".join([line for part in block.split(_LINE) if (line := part.strip(" "))])


# The plain text of a long body, a piece at a time: a parser's tree takes many times its text.


def long_markdown_text(markdown: str) -> str:
    """Return what `markdown_text` does."""
    return _text(render_pieces(markdown), cuts.probe_for([markdown]))


def long_plain_text(html: str) -> str:
    """Return what `plain_text` does."""
    return _text(_pieces(html), cuts.probe_for([html]))


def _pieces(html: str) -> Iterator[Rendered]:
    start = 0
    for cut in cuts.find_cuts(html, BOXES):
        yield Rendered(html[start : cut.offset], goes_on=False)
        start = cut.offset
    yield Rendered(html[start:], goes_on=False)


def _text(pieces: Iterable[Rendered], word: str) -> str:
    """Return the text of pieces; those whose elements reach into others are read together."""
    texts: list[str] = []
    start = ""
    waiting: list[Rendered] = []
    length = least = 0
    follows = False
    for piece in pieces:
        if waiting and length >= least and (waiting[-1].goes_on or _apart(waiting[-1], piece)):
            text, boxes = text_before(f"{start}{join_rendered(waiting)}", word)
            if text is not None:
                _add(texts, text, follows=follows)
                follows = waiting[-1].goes_on
                # What would be the head of a document is not one in its middle.
                start = f"<body>{boxes}"
                waiting = []
                length = least = 0
            else:
                # Twice as far: all attempts together take no more than the whole does.
                least = 2 * length
        waiting.append(piece)
        length += len(piece.html)
    _add(texts, visible_text(f"{start}{join_rendered(waiting)}"), follows=follows)
    return "".join(texts).strip("\n")


def _apart(before: Rendered, after: Rendered) -> bool:
    """Tell whether a block ends or begins between two pieces."""
    return begins_block(after.html) or ends_block(before.html)


def _add(texts: list[str], text: str, *, follows: bool) -> None:
    """Add a text that follows in the paragraph of the one before it, or stands apart."""
    if not text:
        return
    if texts:
        texts.append((" " if parts_words(texts[-1], text) else "") if follows else "\n\n")
    texts.append(text)


# Titles, terms and excerpts that a program keeps as HTML.

_ANY_TAG: Final = lazy(r"</?([a-zA-Z][a-zA-Z0-9]*)(?=[\s/>])[^<>]*>")
_OF_HTML: Final = (
    ANY_BLOCK
    | SEMANTIC_INLINE
    | frozenset(SOFT_MARKS)
    | frozenset(("a", "br", "code", "font", "img", "span", "tt", "wbr"))
)


def line_text(html: str) -> str:
    """Return a line of HTML as the text that readers see: `Q &amp; A` is "Q & A".

    What only looks like a tag (`Vec<String>`) stays as it is.
    """
    if "<" not in html:
        return unescape(html) if "&" in html else html
    found = _ANY_TAG.findall(html)
    if len(found) < html.count("<") or any(name.lower() not in _OF_HTML for name in found):
        return unescape(html)
    return " ".join(visible_text(html).split())
