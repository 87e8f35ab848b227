"""Where the end of a body can be split off so that its blocks are those of the whole body.

Most posts end in content, and the walk from the end stops at the first block. To see that, the
blocks above it need not be found; but a block's borders depend on what stands above it, so a place
is looked for where a block starts whatever that is: at a block's opening tag, or after a blank line
where no paragraph or item can be open.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from newskit.strip.markup import BLANK_LINE, BLOCK_TAG

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["border_before"]

_BORDER: Final = re.compile(rf"(?P<blank>{BLANK_LINE.pattern})|{BLOCK_TAG.pattern}", re.IGNORECASE)
# Inside these a blank line is only white space.
_LEAF: Final = re.compile(r"<(?:p|h[1-6]|li|td|figcaption)\b", re.IGNORECASE)


def border_before(body: str, reach: int, opaque: Sequence[tuple[int, int, str]]) -> int:
    """Return the first sure start of a block in the last `reach` characters; 0 when there is none.

    Args:
        body: the body.
        reach: how many characters of its end are looked at.
        opaque: spans that are not looked into, with their kinds, in order.
    """
    floor = len(body) - reach
    # A label may be defined anywhere, and what it stands for is seen in the links of the end.
    defined = body.find("]:")
    if not reach or floor <= 0 or 0 <= defined < floor:
        return 0
    leaves = _LEAF.search(body) is not None
    for match in _BORDER.finditer(body, floor):
        if match["blank"]:
            place = match.end()
            if leaves:
                continue
        elif match["close"] or match["name"].lower() == "hr":
            continue
        else:
            place = match.start()
        if 0 <= defined < place:
            return 0
        if _is_outside(body, match.start(), opaque):
            return place
    return 0


def _is_outside(body: str, place: int, opaque: Sequence[tuple[int, int, str]]) -> bool:
    """Whether `place` is neither in code or a comment nor in a tag."""
    if any(start < place < end for start, end, _ in opaque):
        return False
    opening = body.rfind("<", 0, place)
    tag = BLOCK_TAG.match(body, opening) if opening >= 0 else None
    return tag is None or tag.end() <= place
