"""A body as text: its line ends as one kind, and the files embedded in its addresses left out.

A picture of 60 kB is one word to whoever reads a body, and every pattern goes through all of it.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import count

from newskit.frozen import NamedTuple, dataclass
from newskit.lazy import computed, lazy

# The line ends of a body: read as one kind, written back as they were.

_LINE_END = lazy(r"\r\n?|\n")


@dataclass(frozen=True)
class LineEnds:
    r"""A body whose lines end in `\n`, and how they ended.

    Attributes:
        source: the body.
        text: the body, each line end `\n`.
        endings: what each line end was; empty when all are `\n`.
        pairs: where in `text` the line ends of two characters stand.
        ending: the commonest, which new lines take.
    """

    source: str
    text: str
    endings: tuple[str, ...] = ()
    pairs: Sequence[int] = ()
    ending: str = "\n"

    @computed
    def places(self) -> Sequence[int]:
        """Where each line end stands in `text`."""
        # The places of a million lines take a fifth of what they would as a tuple.
        return array("Q", (match.start() for match in re.finditer("\n", self.text)))

    def offset(self, place: int) -> int:
        """Return the offset in the body of a place in `text`."""
        return place + bisect_left(self.pairs, place)

    def position(self, place: int) -> tuple[int, int]:
        """Return the line and column, both 1-based, of a place in `text`."""
        line = bisect_left(self.places, place)
        start = self.places[line - 1] + 1 if line else 0
        return line + 1, place - start + 1

    def with_endings(self, text: str) -> str:
        r"""Return new text, its line ends `\n`, with the body's commonest."""
        return text if self.ending == "\n" else text.replace("\n", self.ending)

    def write(self, text: str, start: int, end: int) -> str:
        r"""Return new text with the line ends of the part of `text` it stands for.

        Args:
            text: the new text, each line end `\n`.
            start: where the part began in `LineEnds.text`.
            end: where it ended.
        """
        if not self.endings and self.ending == "\n":
            return text
        first = bisect_left(self.places, start)
        old = self.endings[first : bisect_right(self.places, end - 1)]
        if text.count("\n") != len(old):
            return self.with_endings(text)
        lines = text.split("\n")
        return "".join([line + ending for line, ending in zip(lines, (*old, ""), strict=True)])


def read_line_ends(body: str, default: str = "\n") -> LineEnds:
    """Return a body's line ends.

    Args:
        body: the body.
        default: the ending of new lines in a body of one line.
    """
    if "\r" not in body:
        return LineEnds(body, body, ending="\n" if "\n" in body else default)
    endings: list[str] = []
    pairs = array("Q")
    for match in _LINE_END.finditer(body):
        endings.append(match[0])
        if match[0] == "\r\n":
            pairs.append(match.start() - len(pairs))
    text = body.replace("\r\n", "\n").replace("\r", "\n")
    ((ending, _),) = Counter(endings).most_common(1)
    return LineEnds(body, text, tuple(endings), pairs, ending)


_KEPT = 2000
"""Characters that stay, more than any limit on what is read of an address or a code span."""

_DATA = ";base64,"
_SIGNS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_SIGNS_ALONE = lazy(r"[A-Za-z0-9+/]*+=*+")
_BEHIND = ";\")' \n<>],"
"""What may stand behind a file; the next file begins behind a semicolon."""
_REMEMBERED = 1_000_000


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
    if _DATA not in text:
        return None
    # A body is read, and then converted.
    return _shortened_again(text) if len(text) <= _REMEMBERED else _shortened(text)


def _shortened(text: str) -> Shortened | None:
    mark = next(mark for number in count() if (mark := f"newskit{number}x") not in text)
    numbers: dict[str, int] = {}
    rests: list[str] = []
    places: list[int] = []
    shifts = [0]
    parts: list[str] = []
    kept = 0
    place = text.find(_DATA)
    while place >= 0:
        start = place + len(_DATA)
        end, signs = _data_end(text, start)
        place = text.find(_DATA, end)
        if signs < 2 * _KEPT:
            continue
        rest = text[start + _KEPT : end]
        number = numbers.setdefault(text[start:end], len(rests))
        if number == len(rests):
            rests.append(rest)
        parts += [text[kept : start + _KEPT], f"{mark}{number:08}"]
        kept = end
        less = len(rest) - len(parts[-1])
        places.append(end - less - shifts[-1])
        shifts.append(shifts[-1] + less)
    if not rests:
        return None
    short = "".join([*parts, text[kept:]])
    return Shortened(short, mark, tuple(rests), tuple(places), tuple(shifts))


_shortened_again = lru_cache(maxsize=1)(_shortened)


def _data_end(text: str, start: int) -> tuple[int, int]:
    """Return where an embedded file ends, and its length without what fills it up."""
    end = len(text)
    for sign in _BEHIND:
        found = text.find(sign, start, end)
        end = found if found >= 0 else end
    signs = text[start:end].rstrip("=")
    if not signs.isascii() or signs.encode().translate(None, _SIGNS):
        # Something else stands in it: what is before that may be one.
        match = _SIGNS_ALONE.match(text, start)
        end = match.end() if match is not None else start
        signs = text[start:end].rstrip("=")
    return end, len(signs)
