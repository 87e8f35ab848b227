"""Files embedded in addresses (RFC 2397): all but their beginnings is left out of a text.

A picture of 60 kB is one word to whoever reads a body, and every pattern goes through all of it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import count
from typing import NamedTuple

from newskit.lazy import lazy

_KEPT = 2000
"""Characters that stay, more than any limit on what is read of an address or a code span."""

_DATA = lazy(rf";base64,([A-Za-z0-9+/]{{{_KEPT}}})([A-Za-z0-9+/]{{{_KEPT},}}=*)")


class Shortened(NamedTuple):
    """A text whose embedded files are cut short, and how to get them back.

    Attributes:
        text: the text; each file ends with a mark and a number, the same for the same file.
        mark: stands nowhere in the original.
        rests: what is left out of each file, by its number.
        places: where they end in `text`, in order.
        shifts: how much longer the original is before each of them, and after the last.
    """

    text: str
    mark: str
    rests: tuple[str, ...]
    places: tuple[int, ...]
    shifts: tuple[int, ...]

    def undo(self, text: str) -> str:
        """Put the files back into a text made from this one."""
        return re.sub(rf"{self.mark}(\d{{8}})", lambda match: self.rests[int(match[1])], text)

    def shift(self, place: int) -> int:
        """Return how much further on a place in `text` is in the original."""
        return self.shifts[bisect_right(self.places, place)]


def without_data(text: str) -> Shortened | None:
    """Cut the files embedded in a text short; None where there are none."""
    if ";base64," not in text:
        return None
    mark = next(mark for number in count() if (mark := f"newskit{number}x") not in text)
    numbers: dict[str, int] = {}
    rests: list[str] = []
    places: list[int] = []
    shifts = [0]

    def cut(match: re.Match[str]) -> str:
        number = numbers.setdefault(match[0], len(rests))
        if number == len(rests):
            rests.append(match[2])
        short = f"{match[1]}{mark}{number:08}"
        places.append(match.start(1) + len(short) - shifts[-1])
        shifts.append(shifts[-1] + len(match[1]) + len(match[2]) - len(short))
        return f";base64,{short}"

    found = _DATA.sub(cut, text)
    return Shortened(found, mark, tuple(rests), tuple(places), tuple(shifts)) if rests else None
