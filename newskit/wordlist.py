"""Lists of words, written as text."""

from __future__ import annotations


def wordlist(text: str) -> tuple[str, ...]:
    """Return what white space parts in a text."""
    return tuple(text.split())
