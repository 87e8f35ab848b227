"""Mojibake: UTF-8 that was read as windows-1252 (or Latin-1) and written as UTF-8 again.

Three characters prove nothing: `é`, a no-break space and `»` are French typography and the bytes of
a Chinese character. ftfy's measure of badness judges each piece with what stands around it.
"""

from __future__ import annotations

from typing import NamedTuple

from newskit.lazy import lazy

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


_AROUND = 12
_OTHER_SCRIPTS = 0x370
_OTHER_LETTERS = lazy("[\u0370-\u1fff\u3040-\ud7ff]")
_MANY = 40
_MAX_READ = 200_000


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
        if _plausible(text, match.span(), meant):
            return Mojibake(match[0], match.start(), meant)
    return None


def _plausible(text: str, span: tuple[int, int], meant: str) -> bool:
    """Tell whether what was meant is likelier than what stands there.

    What was meant must be characters that text uses, and what stands there must be bad text.
    Characters of another script that the same text has right are quoted here.
    """
    if not all(character.isprintable() or character in "\u00a0\u00ad" for character in meant):
        return False
    from ftfy.badness import is_bad

    if not is_bad(text[max(0, span[0] - _AROUND) : span[1] + _AROUND]):
        return False
    others = [letter for letter in meant if letter.isalpha() and ord(letter) >= _OTHER_SCRIPTS]
    return not others or len(_OTHER_LETTERS.findall(text, 0, _MAX_READ)) < _MANY
