"""Where the end of a body can be split off so that its blocks are those of the whole body.

Most posts end in content, and the walk from the end stops at the first block. To see that, the
blocks above it need not be found; but a block's borders depend on what stands above it, so a place
is looked for where a block starts whatever that is: at a block's opening tag, or after a blank line
where no paragraph or item can be open.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, Final

from newskit.strip.markup import BLANK_LINE, BLOCK_TAG

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["border_before"]

_BORDER: Final = re.compile(rf"(?P<blank>{BLANK_LINE.pattern})|{BLOCK_TAG.pattern}", re.IGNORECASE)
_WIDENED: Final = 4
# Inside these a blank line is only white space.
_LEAF: Final = re.compile(r"<(?:p|h[1-6]|li|td|figcaption)\b", re.IGNORECASE)
_MOST_TAGS: Final = 100
# Where a line, or what an element or a comment leaves of it, may start with a definition.
_DEFINED: Final = re.compile(r"(?:\A|[\n\r>}-])[^\S\n\r]*\[[^\[\]\n]+\]:")


def border_before(body: str, reach: int, opaque: Sequence[tuple[int, int, str]]) -> int:
    """Return a sure start of a block near the end of a body; 0 when none is found.

    Args:
        body: the body.
        reach: how many characters of its end are looked at first; where no block starts there,
            three times as many, and so on, `_WIDENED` times in all.
        opaque: spans that are not looked into, with their kinds, in order.
    """
    end = stop = len(body.rstrip())
    inside = -1  # the last blank line that may be white space in an element or code
    # A label may be defined anywhere, and what it stands for is seen in the links of the end.
    match = _DEFINED.search(body) if "]:" in body else None
    defined = match.start() if match else len(body)
    for _ in range(_WIDENED):
        floor = end - reach
        if floor <= 0:
            return 0
        for match in _BORDER.finditer(body, floor, end):
            if match.start() >= stop:
                break
            here, place = match.start(), match.end() if match["blank"] else match.start()
            if defined < place:
                break
            if match["blank"]:
                same = inside >= 0 and body.find("<", inside, here) < 0
                if same or _in_leaf(body, here, opaque):
                    inside = here
                    continue
            elif match["close"] or match["name"].lower() == "hr":
                continue
            if _is_outside(body, here, opaque):
                return place
        stop, inside = floor, -1
        reach *= 3
    return 0


def _in_leaf(body: str, place: int, opaque: Sequence[tuple[int, int, str]]) -> bool:
    """Whether a paragraph, item, heading, cell of HTML or code may be open at `place`."""
    if _is_opaque(place, opaque):
        return True
    for _ in range(_MOST_TAGS):
        place = body.rfind("<", 0, place)
        if place < 0:
            return False
        tag = BLOCK_TAG.match(body, place)
        if tag is None or tag["name"].lower() == "hr" or not _is_outside(body, place, opaque):
            continue
        # Any closing tag ends what is open.
        return not tag["close"] and _LEAF.match(body, place) is not None
    return True


def _is_outside(body: str, place: int, opaque: Sequence[tuple[int, int, str]]) -> bool:
    """Whether `place` is neither in code or a comment nor in a tag."""
    if _is_opaque(place, opaque):
        return False
    opening = body.rfind("<", 0, place)
    tag = BLOCK_TAG.match(body, opening) if opening >= 0 else None
    return tag is None or tag.end() <= place


def _is_opaque(place: int, opaque: Sequence[tuple[int, int, str]]) -> bool:
    above = bisect_left(opaque, (place,))
    return above > 0 and opaque[above - 1][1] > place
