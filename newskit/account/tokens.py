"""Reading HTML as text, in time linear in its length, whatever it holds.

The tokens are those of HTML Living Standard 13.2.5, but for one thing: a tag, comment or attribute
that the end of the text cuts off is read too, since what it holds is part of the source. No tree is
made: a parser's tree is what the writer and the proof work on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from newskit.lazy import lazy

# Every part takes what it has matched for good, so that nothing is tried twice.
_ATTRIBUTES = (
    r"""(?:[^>"'=]++|=\s*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|[^\s>"'][^\s>]*+)?+|["'])*+"""
)
_COMMENT = r"!--(?:-?>|.*?(?:--!?>|\Z))"
_COMMENT_READ = r"!--(?:-?>|(.*?)(?:--!?>|\Z))"
_RAW = r"(?i:(script|style|title|iframe|noembed|noframes|annotation))(?=[\s/>])"
_RAW_READ = r"(?i:(script|style|textarea|title|xmp|iframe|noembed|noframes|annotation))(?=[\s/>])"
_RAW_END = r"(?:</(?i:\1)(?=[\s/>])[^>]*+(?:>|\Z)|\Z)"
_RAW_READ_END = _RAW_END.replace("1", "2")
_BOGUS = r"[!?/][^>]*+(?:>|\Z)"

MARKED = lazy(
    rf"""<(?:
      {_COMMENT_READ}
      |{_RAW_READ}({_ATTRIBUTES})(?:>|\Z)(.*?){_RAW_READ_END}
      |([a-zA-Z][^\s/>]*+)(?=[\s/])({_ATTRIBUTES})(?:>|\Z)
      |((?i:pre|listing|math|template|dialog|desc|metadata|noscript|picture|/picture|mjx-container))>
    )""",
    re.DOTALL | re.VERBOSE,
)
"""A comment (1), an element of text (2, 3, 4), a tag with attributes (5, 6), another (7)."""

TOKEN = lazy(
    rf"""<(?:
      {_COMMENT}
      |{_RAW}{_ATTRIBUTES}(?:>|\Z).*?{_RAW_END}
      |(/?)([a-zA-Z][^\s/>]*+)({_ATTRIBUTES})(?:>|\Z)
      |{_BOGUS}
    )""",
    re.DOTALL | re.VERBOSE,
)
"""Markup: with a slash if it ends (2), a name (3) and attributes (4) where it is a tag."""

_SILENT = lazy(
    rf"""<(?:
      {_COMMENT}
      |{_RAW}{_ATTRIBUTES}(?:>|\Z).*?{_RAW_END}
      |/?[a-zA-Z]{_ATTRIBUTES}(?:>|\Z)
      |{_BOGUS}
    )""",
    re.DOTALL | re.VERBOSE,
)
_ATTRIBUTE = lazy(
    r"""([^\s"'>/=][^\s>/=]*+)(?:\s*+=\s*+(?:"([^"]*+)"?|'([^']*+)'?|([^\s>]*+)))?+"""
)
_REFERENCE = lazy(r"&(?:#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[a-zA-Z][a-zA-Z0-9]*(?:;|(?![=a-zA-Z0-9])))")


def names(text: str) -> frozenset[str]:
    """Return the words of a text as a set."""
    return frozenset(text.split())


VOID = names(
    "area base basefont bgsound br col embed frame hr img input keygen link meta param source "
    "track wbr"
)
"""Elements without an end tag."""


def attributes_of(raw: str) -> list[tuple[str, str]]:
    """Return names, in small letters, and values of the attributes of a tag, in order."""
    return [
        (name.lower(), decode(double or single or bare))
        for name, double, single, bare in _ATTRIBUTE.findall(raw)
    ]


def decode(value: str) -> str:
    """Return an attribute's value with its references resolved, as HTML reads attributes.

    Without its semicolon a reference before a letter, digit or ``=`` is text, so that the
    parameters of an address stay (13.2.5.73).
    """
    if "&" not in value:
        return value
    return _REFERENCE.sub(lambda match: unescape(match[0]), value)


def quick_text(html: str) -> bytes:
    """Return the text of HTML without scripts, without tags and most white space.

    It is right for most documents. Where it is not, as with a ``>`` in an attribute, it differs
    from the text of any other document, and a slower look decides.
    """
    text = unescape(_QUICK.sub("", html))
    return text.encode("utf-8", "surrogatepass").translate(None, b" \n\r\t")


_QUICK = lazy(r"</?[a-zA-Z][^<>]*+>|<!--.*?(?:-->|\Z)", re.DOTALL)


def without_tags(html: str) -> str:
    """Return the text of HTML without its tags, comments and scripts, references resolved."""
    return unescape(_SILENT.sub("", html))


def pieces(html: str, start: int, end: int) -> Iterator[tuple[str, int, str]]:
    """Yield the text between the tags of a part of HTML, each with its offset.

    The third of each is the name of the tag behind it, with a slash where that ends an element;
    empty for a comment, an element that shows no text, and at the end.
    """
    place = start
    while place < end and (found := TOKEN.search(html, place, end)) is not None:
        name = found[3]
        yield html[place : found.start()], place, (found[2] + name.lower()) if name else ""
        place = found.end()
    if place < end:
        yield html[place:end], place, ""
