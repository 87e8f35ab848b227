"""Characters an XML document may hold, and the text of a title or label."""

from __future__ import annotations

import re

# XML 1.0, section 2.2 [2] Char, less what it discourages: C1 controls and the noncharacters of the
# Basic Multilingual Plane. A set within that plane is one table look-up for each character.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_SPACE = re.compile(r"\s+")
_VISIBLE = re.compile(r"[^\s\u00ad\u200b-\u200f\u2060\ufeff]")


def clean(text: str) -> tuple[str, tuple[str, ...]]:
    """Take out the characters that cannot stand in XML.

    Returns:
        The text and the characters that were taken out, each once, as ``U+0008``. A form feed
        becomes a space, as HTML reads it.
    """
    # The quick answer for most texts; it says no to some that are fine.
    if text.isprintable():
        return text, ()
    text = text.replace("\f", " ")
    if _FORBIDDEN.search(text) is None:
        return text, ()
    found = _FORBIDDEN.findall(text)
    names = tuple(f"U+{ord(character):04X}" for character in sorted(set(found)))
    return _FORBIDDEN.sub("", text), names


def one_line(text: str) -> str:
    """Return `text` clean, on one line, without outer white space."""
    if "  " not in text and text.isprintable():
        return text.strip()
    return _SPACE.sub(" ", clean(text)[0]).strip()


def is_blank(text: str | None) -> bool:
    """Tell whether a text shows nothing: white space, joiners and soft hyphens only."""
    return not text or _VISIBLE.search(text) is None
