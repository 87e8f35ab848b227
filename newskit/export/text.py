"""Plain text of a body: one line a block, a blank line between blocks, nothing else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    pass

__all__ = ["markdown_text", "plain_text"]

_BLOCK_TAGS: Final = (
    "address|article|aside|blockquote|center|dd|details|dialog|div|dl|dt|fieldset|figcaption"
    "|figure|footer|form|h[1-6]|header|hgroup|hr|legend|li|main|menu|nav|ol|p|pre|search|section"
    "|summary|table|ul"
)
_UNSEEN: Final = ["script", "style", "template", "noscript", "head", "iframe", "object", "svg"]
_UNSEEN_OPENINGS: Final = tuple(f"<{name}" for name in _UNSEEN)
# Control characters that no text needs carry the structure through the C code of the parser.
_BREAK, _LINE, _KEPT_LINE, _KEPT_SPACE = "\x1e", "\x1d", "\x1c", "\x1f"
_CONTROLS: Final = re.compile(r"[\x00\x1c-\x1f]")
_WIDE: Final = r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60\U00020000-\U0003ffff]"
# CSS Text 4, section 4.1.3: a line end between two East Asian characters is no space.
_WIDE_BREAK: Final = re.compile(rf"\n(?<={_WIDE}\n)(?={_WIDE})")
# The patterns start with a literal and the replacements are constant: both are what makes it quick.
_EDGE: Final = re.compile(
    rf"<(?=(?:{_BLOCK_TAGS})[\s/>]|/(?!table)(?:{_BLOCK_TAGS})\s*>)", re.IGNORECASE
)
_TABLE_END: Final = re.compile(r"(</table\s*>)", re.IGNORECASE)
# Text between the tags of a table would be moved out of it: its marks stand inside the cells.
_ROW: Final = re.compile(r"(<tr\b[^>]*>\s*<t[dh]\b[^>]*>|<caption\b[^>]*>)", re.IGNORECASE)
_NEXT_LINE: Final = re.compile(r"(<(?:br|t[dh])\b[^>]*>)", re.IGNORECASE)
_PRE: Final = re.compile(
    r"(<pre\b[^>]*>\n?)([^<]*(?:<(?!/pre\s*>)[^<]*)*)(?=</pre\s*>)", re.IGNORECASE
)
_IN_TEXT: Final = r"(?![^<>]*>)"
_SPACE: Final = re.compile(r"[\t\n\r\f][ \t\n\r\f]*|[ ][ \t\n\r\f]+")
_AROUND: Final = re.compile(r"[\x1d\x1e][ \x1d\x1e]+")
_KEPT_END: Final = re.compile(r"\x1c+(?=\x1e|\Z)")
_LINE_IN_TEXT: Final = re.compile(rf"\r\n?|\n{_IN_TEXT}")
_SPACE_IN_TEXT: Final = re.compile(rf" {_IN_TEXT}")
_TAG: Final = re.compile(r"<[^<>]*>")
_NESTING: Final = re.compile(r"<(/?)(?:div|blockquote|[ou]l|li|d[ldt]|section|article|center)\b")
_MAX_DEPTH: Final = 1000


def markdown_text(markdown: str) -> str:
    """Return the plain text of Markdown that may hold HTML (GitHub Flavored Markdown)."""
    from newskit.render import render_markdown

    return plain_text(render_markdown(markdown))


def plain_text(html: str) -> str:
    """Return the text a reader of `html` sees, without the alternative texts of images."""
    if "<" not in html and "&" not in html:
        return _tidy(_CONTROLS.sub(" ", html))
    if _depth(html) > _MAX_DEPTH:
        # The parser takes quadratic time on deeply nested blocks; no such text has a structure.
        return _tidy(_TAG.sub(_BREAK, _CONTROLS.sub(" ", html)))
    from selectolax.lexbor import LexborHTMLParser

    low = html.lower()
    tree = LexborHTMLParser(_mark(_CONTROLS.sub(" ", html), low))
    body = tree.body
    if body is None:
        return ""
    if any(opening in low for opening in _UNSEEN_OPENINGS):
        body.strip_tags(_UNSEEN)
    return _tidy(body.text())


def _mark(html: str, low: str) -> str:
    """Put marks where blocks and lines begin and end; inside an attribute they do no harm."""
    html = _EDGE.sub(f"{_BREAK}<", html)
    if "<t" in low or "<caption" in low:
        html = _TABLE_END.sub(rf"\1{_BREAK}", html)
        html = _ROW.sub(rf"\1{_BREAK}", html)
    if "<t" in low or "<br" in low:
        html = _NEXT_LINE.sub(rf"\1{_LINE}", html)
    return _PRE.sub(_keep_lines, html) if "<pre" in low else html


def _keep_lines(match: re.Match[str]) -> str:
    inside = match[2].rstrip()
    after = match[2][len(inside) :]
    if ">" not in inside and "<" not in inside:
        kept = inside.replace("\r\n", _KEPT_LINE).replace("\r", _KEPT_LINE)
        kept = kept.replace("\n", _KEPT_LINE).replace(" ", _KEPT_SPACE)
    else:
        kept = _LINE_IN_TEXT.sub(_KEPT_LINE, inside)
        kept = _SPACE_IN_TEXT.sub(_KEPT_SPACE, kept)
    return f"{match[1]}{kept}{after}"


def _tidy(text: str) -> str:
    text = _SPACE.sub(" ", _WIDE_BREAK.sub("", text))
    text = text.replace(f" {_BREAK}", _BREAK).replace(f" {_LINE}", _LINE)
    text = _AROUND.sub(_separator, text).strip(" \x1d\x1e")
    if _KEPT_LINE in text:
        text = _KEPT_END.sub("", text)
    return (
        text.replace(_BREAK, "\n\n")
        .replace(_LINE, "\n")
        .replace(_KEPT_LINE, "\n")
        .replace(_KEPT_SPACE, " ")
        .strip("\n")
    )


def _separator(match: re.Match[str]) -> str:
    return _BREAK if _BREAK in match[0] else _LINE


def _depth(html: str) -> int:
    depth = deepest = 0
    if html.count("<") <= _MAX_DEPTH:
        return 0
    for match in _NESTING.finditer(html):
        depth += -1 if match[1] else 1
        deepest = max(deepest, depth)
    return deepest
