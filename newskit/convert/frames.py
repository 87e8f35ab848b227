"""HTML around Markdown: elements Markdown cannot say, with their content written as Markdown."""

from __future__ import annotations

from newskit.convert.blocks import Block, join_blocks
from newskit.convert.raw import start_tag
from newskit.convert.tree import Event
from newskit.convert.walk import Walk
from newskit.markup.elements import MARKED_SPAN, WITHIN_LINE


def is_line(events: list[Event], start: int, end: int) -> bool:
    """Tell whether an element holds a line of text only: then it stays HTML as a whole."""
    return all(events[place][1].removeprefix("/") in WITHIN_LINE for place in range(start + 1, end))


def frame(event: Event, blocks: list[Block], walk: Walk) -> str:
    """Write an element's tags around the Markdown of its blocks.

    Blank lines end the HTML block of CommonMark (4.6); kramdown reads Markdown inside of HTML only
    where an attribute tells it to.
    """
    name = event[1]
    opening = start_tag(event, walk.keep)
    if not blocks:
        return f"{opening}</{name}>"
    if walk.kramdown:
        opening = f'{opening[:-1]} markdown="{"block" if name in MARKED_SPAN else "1"}">'
    return f"{opening}\n\n{join_blocks(blocks)}\n\n</{name}>"
