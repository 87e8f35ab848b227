"""HTML5 parsing by Lexbor, read back as a flat run of events.

The serialised tree is well formed: every element is closed, every attribute is in double quotes,
`<` and `&` in text are character references (HTML Living Standard, 13.3). One regular expression
therefore reads it exactly, at the speed of C, and walking it needs no recursion.
"""

from __future__ import annotations

import re
from typing import Any, TypeAlias

from newskit.lazy import StandIn, lazy
from newskit.markup.elements import RAW_TEXT, VOID


class _Logger:
    """The logger that selectolax names; it says one thing, which newskit gives no cause for."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Any:
        import logging

        return getattr(logging.getLogger(self._name), name)


# `logging` takes three times as long to import as the parser.
with StandIn("logging", getLogger=_Logger):
    from selectolax.lexbor import LexborHTMLParser as LexborHTMLParser  # noqa: PLC0414 - for others

Event: TypeAlias = tuple[str, str, str, str]
"""(text before the tag, escaped; tag name, with a slash when it ends; attributes; other).

`other` is a comment or processing instruction when the tag is empty, or the unparsed content of an
element such as script, which then has no end event.
"""

# White space is that of HTML (13.2.5): an ideographic space or line separator is part of a name.
_ATTRIBUTES = r'((?: [^ \t\n\f\r/>][^ \t\n\f\r/>=]*="[^"]*")*)'
_TAG = r"(/?[a-zA-Z][^ \t\n\f\r/>]*)" + _ATTRIBUTES + ">"
_OTHER = r"(!--.*?--(?=>)|\?[^>]*|)>?"
_PLAIN_EVENT = lazy(rf"([^<]*)<(?:{_TAG}|{_OTHER})", re.DOTALL)
_RAW_NAMES = "|".join(sorted(RAW_TEXT))
_RAW_EVENT = lazy(rf"([^<]*)<(?:({_RAW_NAMES}){_ATTRIBUTES}>(.*?)</\2>|{_TAG}|{_OTHER})", re.DOTALL)
_HAS_RAW = lazy(rf"<(?:{_RAW_NAMES})")
_ATTRIBUTE = lazy(r' ([^ \t\n\f\r/>][^ \t\n\f\r/>=]*)="([^"]*)"')
_FIRST_LINE_END = lazy(rf"<(?:pre|listing){_ATTRIBUTES}>(?=\n)")
_SHOWN_RAW = lazy(r"<(?:plaintext|xmp)", re.IGNORECASE)
_DOCTYPE = lazy(r"\s*(?:<\?xml[^>]*>\s*)?<!doctype", re.IGNORECASE)


def parse(html: str) -> list[Event]:
    """Parse HTML as a browser would and return the events of its body, body tags included.

    Args:
        html: a fragment or a whole document.
    """
    return tokenize(body_html(html))


def body_html(html: str) -> str:
    """Return the serialised body of the parsed HTML; empty for a frameset."""
    # Without a doctype, quirks mode would let a table stay inside its paragraph.
    # Inside of a body, a comment at the start of a fragment stays in the document.
    document = html if _DOCTYPE.match(html) else "<!DOCTYPE html><body>" + html
    parser = LexborHTMLParser(document.encode("utf-8", "replace"))
    if _SHOWN_RAW.search(document):
        _make_preformatted(parser)
    return body_of(parser)


def body_of(parser: LexborHTMLParser) -> str:
    """Return the serialised body, so that reading it again gives the same tree."""
    serialized = (parser.body.html or "") if parser.body is not None else ""
    if "\r" in serialized:
        serialized = serialized.replace("\r\n", "\n").replace("\r", "\n")
    # The first line end in these is not read (13.2.6.4.7): one that is text must be the second.
    if "<pre" in serialized or "<listing" in serialized:
        return _FIRST_LINE_END.sub(r"\g<0>\n", serialized)
    return serialized


def _make_preformatted(parser: LexborHTMLParser) -> None:
    """Make elements that show unparsed text a `pre`, which can stand and be read anywhere.

    Serialised, nothing could end a `plaintext`, and the tags in an `xmp` would be taken for tags.
    """
    for node in parser.css("plaintext, xmp"):
        if node.css_matches("svg *, math *"):
            continue
        block = parser.create_node("pre")
        block.insert_child(node.text())
        node.replace_with(block)


def tokenize(serialized: str) -> list[Event]:
    """Split serialised HTML into events."""
    if not _HAS_RAW.search(serialized):
        return _PLAIN_EVENT.findall(serialized)
    return [
        (text, raw, raw_attributes, content) if raw else (text, tag, attrs, other)
        for text, raw, raw_attributes, content, tag, attrs, other in _RAW_EVENT.findall(serialized)
    ]


def element_end(events: list[Event], start: int) -> int:
    """Return the index of the event that ends the element started at `start`.

    It is `start` itself for an element without an end tag.
    """
    name = events[start][1]
    if name in VOID or name in RAW_TEXT:
        return start
    closing = "/" + name
    index = start + 1
    if index < len(events) and events[index][1] == closing:
        return index
    depth = 0
    index = start
    for index in range(start, len(events)):
        tag = events[index][1]
        if tag == name:
            depth += 1
        elif tag == closing:
            depth -= 1
            if not depth:
                return index
    return index


def attributes(raw: str) -> dict[str, str]:
    """Return an event's attributes, unescaped."""
    if not raw:
        return {}
    return {name: unescape(value) for name, value in _ATTRIBUTE.findall(raw)}


def attributes_as_written(raw: str) -> list[tuple[str, str]]:
    """Return an event's attributes with their values as they are serialised."""
    return _ATTRIBUTE.findall(raw)


def unescape(text: str) -> str:
    """Resolve the five references the serialiser writes."""
    if "&" not in text:
        return text
    return (
        text.replace("&nbsp;", "\u00a0")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", '"')
        .replace("&amp;", "&")
    )


def serialize(events: list[Event]) -> str:
    """Return the HTML the events were read from."""
    parts: list[str] = []
    for text, tag, raw, other in events:
        parts.append(text)
        if not tag:
            parts.append(f"<{other}>" if other else "&lt;")
            continue
        parts.append(f"<{tag}{raw}>")
        if tag[0] != "/" and tag in RAW_TEXT:
            parts.append(f"{other}</{tag}>")
    return "".join(parts)


# The elements that conventions become: what HTML has no element for, and Markdown may have.

PREFIX = "newskit-"
LANGUAGE = "newskit-language"
"""The attribute of code that holds its language; empty for none."""

NAME = "newskit-name"
"""The attribute that holds the real name of an element that stays."""

FORMULA, FORMULA_BLOCK = "newskit-formula", "newskit-formula-block"
"""A formula in TeX: in a line, and on lines of its own."""

MARK, NOTE = "newskit-footnote", "newskit-note"
"""The mark of a footnote and its note; both have a label."""

TARGET = "newskit-target"
"""A place that a link of the document leads to; where its heading can say so, `heading` is set."""

NOTHING = "newskit-nothing"
"""Shows nothing, and lets the link around it be written."""

ADDRESS = "newskit-address"
"""An address that is all its paragraph holds."""

BOX, SPAN = "newskit-box", "newskit-span"
"""A box around blocks, and one in a line, whose attributes say something."""

KEPT, COMPONENT = "newskit-kept", "newskit-component"
"""An element HTML does not know: as it is, and with its content as Markdown."""

HOLE = "newskit-hole"
"""Stands for an element that is not to be read."""

_REAL = {BOX: "div", SPAN: "span", TARGET: "a"}


def real_name(event: Event) -> str:
    """Return the name an element is written with."""
    name = event[1]
    if not name.startswith(PREFIX):
        return name
    if name in _REAL:
        return _REAL[name]
    return attributes(event[2]).get(NAME, name)


def meant_attributes(raw: str) -> list[tuple[str, str]]:
    """Return the attributes an element of a convention is written with, as they are serialised."""
    return [(name, value) for name, value in attributes_as_written(raw) if name != NAME]
