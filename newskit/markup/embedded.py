"""Files embedded in addresses (RFC 2397): all but their beginnings is left out of a text.

A picture of 60 kB is one word to whoever reads a body, and every pattern goes through all of it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate
from typing import NamedTuple

from newskit.lazy import lazy

__all__ = ["Shortened", "without_data"]

_KEPT = 2000
"""Characters that stay, more than any limit on what is read of an address or a code span."""

_DATA = lazy(rf";base64,([A-Za-z0-9+/]{{{_KEPT}}})([A-Za-z0-9+/]{{{_KEPT},}}=*)")


class Shortened(NamedTuple):
    """A text whose embedded files are cut short, and how to get them back.

    Attributes:
        text: the text; each file ends with a number, the same for the same file.
        files: what is left of each file, and the whole of it.
        places: where they end in `text`, in order.
        shifts: how much longer the original is before each of them, and after the last.
    """

    text: str
    files: tuple[tuple[str, str], ...]
    places: tuple[int, ...]
    shifts: tuple[int, ...]

    def undo(self, text: str) -> str:
        """Put the files back into a text made from this one."""
        for short, whole in self.files:
            text = text.replace(short, whole)
        return text

    def shift(self, place: int) -> int:
        """Return how much further on a place in `text` is in the original."""
        return self.shifts[bisect_right(self.places, place)]


def without_data(text: str) -> Shortened | None:
    """Cut the files embedded in a text short; None where there are none, or none can be told."""
    if ";base64," not in text:
        return None
    files: dict[str, str] = {}
    places: list[int] = []
    longer: list[int] = []

    def cut(match: re.Match[str]) -> str:
        whole = match[1] + match[2]
        short = files.setdefault(whole, f"{match[1]}{len(files):08}")
        longer.append(len(whole) - len(short))
        places.append(match.start(1) + len(short) - sum(longer[:-1]))
        return f";base64,{short}"

    found = _DATA.sub(cut, text)
    if not files or any(short in text for short in files.values()):
        return None
    shifts = tuple(accumulate(longer, initial=0))
    pairs = tuple((short, whole) for whole, short in files.items())
    return Shortened(found, pairs, tuple(places), shifts)
