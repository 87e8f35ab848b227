"""Which characters beside a delimiter let it open or close (CommonMark 0.31, section 6.2)."""

from __future__ import annotations

import unicodedata
from functools import cache

__all__ = ["character_class", "opens"]


@cache
def opens(inside: str, outside: str) -> bool:
    """Tell whether a delimiter between two characters can open; seen from behind, close."""
    kind = character_class(inside)
    return kind == "word" or (
        kind != "space" and character_class(outside) not in {"word", "symbol"}
    )


@cache
def character_class(character: str) -> str:
    """Return space, punctuation, symbol or word.

    Renderers disagree on whether a symbol outside ASCII is punctuation (CommonMark 0.30 said no,
    0.31 says yes), so it must work as either.
    """
    if not character or character.isspace():
        return "space"
    category = unicodedata.category(character)
    if category[0] == "P" or (character.isascii() and category[0] == "S"):
        return "punctuation"
    return "symbol" if category[0] in "SC" or not character.isalnum() else "word"
