"""How many columns of a terminal a text takes (Unicode Standard Annex 11)."""

from __future__ import annotations

import unicodedata

__all__ = ["shown", "width"]

_TAB = 4


def width(text: str) -> int:
    """Return the columns of `text`: two for wide characters, none for combining ones."""
    if text.isascii():
        return len(text)
    total = 0
    for character in text:
        if unicodedata.combining(character) or unicodedata.category(character) in {
            "Mn",
            "Me",
            "Cf",
        }:
            continue
        total += 2 if unicodedata.east_asian_width(character) in "WF" else 1
    return total


def shown(text: str) -> str:
    """Return `text` as a terminal may show it: tabs as spaces, control characters as pictures.

    Direction marks and other invisible characters become ``·``: they would move the caret.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(_shown(character) for character in text)


def _shown(character: str) -> str:
    if character == "\t":
        return " " * _TAB
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    if 0x80 <= code < 0xA0 or 0xD800 <= code < 0xE000:
        return "\ufffd"
    if unicodedata.category(character) in {"Cf", "Zl", "Zp"}:
        return "·"
    return character
