"""Characters that C libraries refuse or drop, carried through them as others that the text lacks.

Damaged bytes are lone surrogates in Python, which no UTF-8 library takes; a NUL is dropped by HTML
parsers. Both travel as private use characters of plane 16, chosen anew where a text has those.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from newskit.lazy import lazy

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
