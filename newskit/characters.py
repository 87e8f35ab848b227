"""Sets of characters beyond Latin, looked for in UTF-8.

A class of Python's regular expressions takes 50 ns to compile for each character that it names: for
the characters of East Asia two milliseconds, where a command that checks one post takes eighty.
"""

from __future__ import annotations

import re

from newskit.lazy import computed

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
        return re.compile(b"|".join(branches))

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
