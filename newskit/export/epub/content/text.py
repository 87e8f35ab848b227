"""Characters an XML document may hold, and the text of a title or label."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["clean", "first_letters", "is_blank", "one_line"]

# XML 1.0, section 2.2 [2] Char, less what it discourages: C1 controls and noncharacters.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    + "".join(chr(plane << 16 | last) for plane in range(1, 17) for last in (0xFFFE, 0xFFFF))
    + "]"
)
_SPACE = re.compile(r"\s+")
_VISIBLE = re.compile(r"[^\s\u00ad\u200b-\u200f\u2060\ufeff]")


def clean(text: str) -> tuple[str, tuple[str, ...]]:
    """Take out the characters that cannot stand in XML.

    Returns:
        The text and the characters that were taken out, each once, as ``U+0008``. A form feed
        becomes a space, as HTML reads it.
    """
    text = text.replace("\f", " ")
    found = _FORBIDDEN.findall(text)
    if not found:
        return text, ()
    names = tuple(f"U+{ord(character):04X}" for character in sorted(set(found)))
    return _FORBIDDEN.sub("", text), names


def one_line(text: str) -> str:
    """Return `text` clean, on one line, without outer white space."""
    return _SPACE.sub(" ", clean(text)[0]).strip()


def first_letters(text: str, limit: int = 400) -> str:
    """Return up to `limit` letters from the start of `text`, for guessing its script."""
    letters = (
        character for character in text[: limit * 8] if unicodedata.category(character)[0] == "L"
    )
    return "".join(letter for letter, _ in zip(letters, range(limit), strict=False))


def is_blank(text: str | None) -> bool:
    """Tell whether a text shows nothing: white space, joiners and soft hyphens only."""
    return not text or _VISIBLE.search(text) is None
