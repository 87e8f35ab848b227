"""Text, attributes and addresses as they are compared."""

from __future__ import annotations

import re
from urllib.parse import unquote

from newskit.lazy import lazy

SPACE = lazy(r"[ \t\n\r\f]+")
"""White space in the sense of CSS; other spaces are text."""

_ATTRIBUTE = lazy(r'([^ \t\n\f\r=]+)="([^"]*)"')


def names(text: str) -> frozenset[str]:
    """Return the words of a text as a set."""
    return frozenset(text.split())


def plain(text: str) -> str:
    """Resolve the references the serialiser writes."""
    if "&" not in text:
        return text
    text = text.replace("&nbsp;", "\u00a0").replace("&lt;", "<").replace("&gt;", ">")
    return text.replace("&quot;", '"').replace("&amp;", "&")


def spaced(text: str) -> str:
    """Return a text with each stretch of white space as one space."""
    for sign in "\n\t\r\f":
        if sign in text:
            text = text.replace(sign, " ")
    return SPACE.sub(" ", text) if "  " in text else text


def attributes_of(tag: str) -> dict[str, str]:
    """Return the attributes of a start tag, without its brackets."""
    return {name: plain(value) for name, value in _ATTRIBUTE.findall(tag)}


def address(url: str | None) -> str:
    """Return a URL as it is compared: no tabs or line ends, percent-decoded."""
    if not url:
        return ""
    url = re.sub(r"[\t\n\r]", "", url).strip(" \f")
    return unquote(url, errors="replace") if "%" in url else url


def words(text: str | None) -> str:
    """Return a text with its white space collapsed."""
    return spaced(text or "").strip(" ")
