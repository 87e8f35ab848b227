"""The parts of the quick form that many documents do not need."""

from __future__ import annotations

import re

from newskit.convert.proof.meanings import BORDER, BOXES, FEED, LESS, LINE, MORE, SPACE, TAB
from newskit.convert.proof.text import address, attributes_of, names

__all__ = ["fold_elements", "fold_empty"]

_COMMENT = re.compile(r"(<pre\b[^>]*>)?<(!--.*?)-->", re.DOTALL)
_RAW = re.compile(r"<(script|style|noembed|noframes)\b[^>]*>.*?</\1>", re.DOTALL)
_SVG = re.compile(r"<svg\b[^>]*>.*?</svg>", re.DOTALL)
_HAS_RAW = re.compile(r"<(?:s[ct]|no)")
_MEDIA = re.compile(r"<(iframe|video|audio|object)\b([^>]*)>.*?</\1>", re.DOTALL)
_HAS_MEDIA = re.compile(r"<(?:if|vi|au|ob)")
_PRE = re.compile(r"<pre\b([^>]*)>([^<]*(?:<(?!/pre>)[^<]*)*)</pre>")
_LANGUAGE = re.compile(r' class="(?:[^"]*?\s)?(?:language|lang)-([^\s"]+)')
_CODE = re.compile(r"<code( [^>]*)>")
_TAG = re.compile(r"</?([^ >]*)[^>]*>")
_LINES = BOXES | names("h1 h2 h3 h4 h5 h6 ul ol table tr blockquote li listing textarea")
_PRESERVED = ((" ", SPACE), ("\n", LINE), ("\t", TAB), ("\f", FEED))
_EMPTY = re.compile("\x02[^\x04]*\x04( ?)\x05[^\x0e]*\x0e")


def fold_elements(serialized: str) -> str:
    """Fold what is more than its tags: comments, scripts, embedded content, code blocks."""
    if "<!" in serialized:
        serialized = _COMMENT.sub(_comment, serialized)
    if _HAS_RAW.search(serialized):
        serialized = _RAW.sub("", serialized)
    if _HAS_MEDIA.search(serialized):
        serialized = _MEDIA.sub(_media, serialized)
    if "<pre" in serialized:
        serialized = _PRE.sub(_fold_pre, serialized)
    if "<svg" in serialized:
        serialized = _SVG.sub("", serialized)
    return serialized


def _comment(match: re.Match[str]) -> str:
    # Without the comment, a line end after it would be the one that does not count.
    before = f"{match[1]}\n" if match[1] else ""
    return f"{before}{BORDER}" if MORE.match(match[2]) else before


def fold_empty(text: str) -> str:
    """Leave out marks around nothing, and put the space in them outside."""
    while "\x04\x05" in text or "\x04 \x05" in text:
        text = _EMPTY.sub(r"\1", text)
    return text.replace("  ", " ")


def _fold_pre(match: re.Match[str]) -> str:
    """Keep the white space of preformatted text from collapsing, and its tags from meaning."""
    attributes, content = match.groups()
    if "<pre" in content or LESS in content:
        return match[0]
    language = _LANGUAGE.search("".join([attributes, *_CODE.findall(content)]))
    content = content.removeprefix("\n").replace("\r\n", "\n").replace("\r", "\n")
    if "<" in content:
        content = _without_tags(content.replace("<br>", "\n"))
    content = content.rstrip("\n")
    if not content.strip():
        return BORDER
    content = content.replace("&quot;", '"')
    for sign, written in _PRESERVED:
        content = content.replace(sign, written)
    return f"{BORDER}pre{SPACE}{language[1] if language else ''}{SPACE}{content}{BORDER}"


def _without_tags(content: str) -> str:
    """Leave out the tags in preformatted text; a block begins on a new line."""
    pieces = _TAG.split(content)
    names = pieces[1::2]
    if _LINES.isdisjoint(names):
        return "".join(pieces[::2])
    text = pieces[0]
    for name, piece in zip(names, pieces[2::2], strict=True):
        if name in _LINES and text and text[-1] != "\n":
            text += "\n"
        text += piece
    return text


def _media(match: re.Match[str]) -> str:
    found = attributes_of(match[2])
    source = address(found.get("src") or found.get("data"))
    return f"{LESS}media" + source.replace("<", "").replace(" ", SPACE)
