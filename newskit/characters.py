"""Sets of characters beyond Latin, and characters that C libraries refuse or drop.

A class of Python's regular expressions takes 50 ns to compile for each character that it names: for
the characters of East Asia two milliseconds, where a command that checks one post takes eighty.
"""

from __future__ import annotations

import re

from newskit.frozen import NamedTuple
from newskit.kept import compiled
from newskit.lazy import computed, lazy

# Characters that C libraries refuse or drop, carried through them as others that the text lacks.
#
# Damaged bytes are lone surrogates in Python, which no UTF-8 library takes; a NUL is dropped by
# HTML parsers. Both travel as private use characters of plane 16, chosen anew where a text has
# those.

_REFUSED = lazy("[\x00\ud800-\udfff]")
_COUNT = 0x801  # the surrogates and NUL
_PLANE_16 = 0x100000
_PLANE_END = 0x10FFFD


class Shielded(NamedTuple):
    """A text that libraries take, and where its stand-ins start."""

    text: str
    first: int

    def undo(self, text: str) -> str:
        """Return `text` with the characters back that the stand-ins stand for."""
        stand_ins = re.compile(f"[{chr(self.first)}-{chr(self.first + _COUNT - 1)}]")
        return stand_ins.sub(lambda match: _original(ord(match[0]) - self.first), text)


def is_encodable(text: str) -> bool:
    """Whether `text` holds no lone surrogates; the codec looks for them faster than a pattern."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def shield(text: str) -> Shielded | None:
    """Replace what libraries refuse, one character by one; None where there is nothing of it."""
    if "\x00" not in text and is_encodable(text):
        return None
    first = _PLANE_16
    while first + 2 * _COUNT < _PLANE_END and re.search(
        f"[{chr(first)}-{chr(first + _COUNT - 1)}]", text
    ):
        first += _COUNT
    return Shielded(_REFUSED.sub(lambda match: _stand_in(match[0], first), text), first)


def _stand_in(character: str, first: int) -> str:
    return chr(first + (ord(character) - 0xD7FF if character != "\x00" else 0))


def _original(number: int) -> str:
    return chr(0xD7FF + number) if number else "\x00"


_LENGTHS = ((0x80, 0x7FF), (0x800, 0xFFFF), (0x10000, 0x10FFFF))
"""The first and last code points that UTF-8 writes in two, three and four bytes (RFC 3629)."""


class Characters:
    """A set of characters.

    Args:
        ranges: first and last characters, from U+0080 on.
    """

    def __init__(self, *ranges: str) -> None:
        self._ranges = ranges

    @computed
    def _pattern(self) -> re.Pattern[bytes]:
        branches = [
            _between(chr(first).encode(), chr(last).encode())
            for one in self._ranges
            for low, high in _LENGTHS
            if (first := max(low, ord(one[0]))) <= (last := min(high, ord(one[-1])))
        ]
        return compiled(b"|".join(branches), 0)

    def found_in(self, text: str) -> bool:
        """Tell whether a text holds one of them."""
        return not text.isascii() and self._pattern.search(_encoded(text)) is not None

    def count(self, text: str) -> int:
        """Return how many of them a text holds."""
        return 0 if text.isascii() else len(self._pattern.findall(_encoded(text)))


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _between(first: bytes, last: bytes) -> bytes:
    """Return an expression for the UTF-8 of all characters from one to another of its length."""
    rest = len(first) - 1
    low, high = first[0], last[0]
    if not rest or low == high:
        lead = _class(low, high)
        return lead + _between(first[1:], last[1:]) if rest else lead
    least, most = b"\x80" * rest, b"\xbf" * rest
    branches: list[bytes] = []
    if first[1:] != least:
        branches.append(_class(low, low) + _between(first[1:], most))
        low += 1
    if last[1:] != most:
        branches.append(_class(high, high) + _between(least, last[1:]))
        high -= 1
    if low <= high:
        branches.append(_class(low, high) + rb"[\x80-\xbf]" * rest)
    return b"(?:%s)" % b"|".join(branches)


def _class(low: int, high: int) -> bytes:
    return rb"[\x%02x-\x%02x]" % (low, high)
