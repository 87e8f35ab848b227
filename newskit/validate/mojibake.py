"""Mojibake: UTF-8 that was read as windows-1252 (or Latin-1) and written as UTF-8 again."""

from __future__ import annotations

from typing import NamedTuple

from newskit.lazy import lazy

__all__ = ["Mojibake", "find_mojibake"]

# How windows-1252 shows the bytes 0x80 to 0xBF (WHATWG Encoding Standard, index windows-1252).
_TAIL = "\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_RUN = lazy(f"(?:[Â-ß][{_TAIL}]|[à-ï][{_TAIL}]{{2}}|[ð-ô][{_TAIL}]{{3}})+")
# How windows-1252 shows the bytes that start most letters and marks: looked for one by one, they
# rule out a text sooner than the pattern does.
_LEADS = "ÂÃÄÅÆÇÈÎÏÐÑÒÓ×ØÙÚÛàáâãäåæçèéêëìíïð"
_TO_BYTE = {
    ord(bytes([byte]).decode("cp1252")): byte
    for byte in range(0x80, 0xA0)
    if byte not in {0x81, 0x8D, 0x8F, 0x90, 0x9D}
}


class Mojibake(NamedTuple):
    """A piece of mojibake: the text as it stands, where, and what it was."""

    text: str
    start: int
    meant: str


def find_mojibake(text: str, start: int = 0) -> Mojibake | None:
    """Return the first piece of mojibake in `text` from `start` on, or None."""
    if text.isascii():
        return None
    if not any(lead in text for lead in _LEADS):
        return None
    for match in _RUN.finditer(text, start):
        data = bytes(_TO_BYTE.get(ord(character), ord(character) & 0xFF) for character in match[0])
        try:
            meant = data.decode("utf-8")
        except UnicodeDecodeError:
            continue
        if _plausible(match[0], meant):
            return Mojibake(match[0], match.start(), meant)
    return None


def _plausible(text: str, meant: str) -> bool:
    """Tell whether what was meant is likelier than what stands there.

    Two letters such as ``Ã©`` are mojibake; ``É–`` or ``Å“`` may be a letter and a mark. What was
    meant must be letters, marks or spaces that text uses, and what stands there must start with a
    letter that hardly ever stands before such a mark.
    """
    if not all(character.isprintable() or character in "\u00a0\u00ad" for character in meant):
        return False
    if len(text) >= 3:
        return True
    return text[0] in "ÂÃ" and text[1] not in "–—’”…"
