"""What is put back after a walk: captions, parts of lists, and the last that would be left."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from newskit.config.strip import Kind, Where
from newskit.strip.result import Action, Step
from newskit.strip.roles import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newskit.strip.blocks import Block
    from newskit.strip.state import Walk

__all__ = ["content_above", "is_held", "put_back"]

# Alone below an image, a quotation or a table, these tell where that comes from.
_CAPTION_KINDS: Final = frozenset({Kind.SOURCE, Kind.LEGAL, Kind.CREDIT})
_QUOTED: Final = re.compile(
    r"[>|]|<(?:blockquote|table|figure|iframe|t[dhr]|d[dt])\b", re.IGNORECASE
)
_QUOTE_END: Final = re.compile(r"</(?:blockquote|table|figure)\b", re.IGNORECASE)
_CONTENT: Final = frozenset({Role.TEXT, Role.ITEM, Role.HEADING, Role.CODE, Role.FOOTNOTE})


def put_back(state: Walk, blocks: Sequence[Block]) -> None:
    """Take cuts out of `state` that would take content."""
    if not state.cuts:
        return
    _whole_lists(state, blocks)
    _keep_caption(state, blocks)
    if not any(cut.hit.where is not Where.RUN for cut in state.cuts):
        # What goes only beside something else has nothing left to go with.
        state.cuts.clear()
    if state.cuts and not any(_stays(state, block) for block in blocks):
        state.cuts.clear()
        state.steps.append(Step(0, 0, Action.STOPPED, "nothing would be left of the body"))


def content_above(blocks: Sequence[Block], index: int) -> Block | None:
    """The next block above `index` that a reader sees."""
    for above in range(index - 1, -1, -1):
        if blocks[above].role in _CONTENT:
            return blocks[above]
    return None


def is_held(body: str, block: Block) -> bool:
    """Whether `block` is a quotation or a table cell, which goes whole or stays."""
    return bool(_QUOTED.match(body, block.start, block.end))


def _keep_caption(state: Walk, blocks: Sequence[Block]) -> None:
    """Put back a line that would go alone when it tells where what stands above it comes from."""
    if len(state.cuts) != 1:
        return
    cut = state.cuts[0]
    hit = cut.hit
    told = hit.kind in _CAPTION_KINDS and ":sentences:" not in hit.rule
    number = next((k for k, block in enumerate(blocks) if block.start == cut.span[0]), None)
    above = content_above(blocks, number) if number else None
    if not told or hit.learned or hit.reviewed or above is None:
        return
    view = state.view(above)
    between = state.body[above.end : cut.span[0]]
    pictured = bool(view.links) and view.links[-1].image and view.links[-1].end == len(view.text)
    quoted = _QUOTED.match(state.source(above)) or _QUOTE_END.search(between)
    if pictured or quoted:
        state.cuts.clear()
        state.note(
            cut.span, Action.KEPT, "tells where the image or quotation above comes from", hit
        )


def _whole_lists(state: Walk, blocks: Sequence[Block]) -> None:
    """Put back items that would go from a list whose upper items stay."""
    gone = {cut.span for cut in state.cuts if not cut.hit.reviewed}
    kept_item = False
    for block in blocks:
        if block.role is not Role.ITEM:
            kept_item = kept_item and block.role.neutral and block.role is not Role.RULE
            continue
        span = (block.start, block.end)
        if span not in gone:
            kept_item = True
        elif kept_item:
            state.cuts = [cut for cut in state.cuts if cut.span != span]
            state.note(span, Action.KEPT, "an item of a list whose other items stay")


def _stays(state: Walk, block: Block) -> bool:
    """Whether something a reader sees of `block` stays."""
    if block.role not in _CONTENT:
        return False
    return not any(cut.span[0] <= block.start and block.end <= cut.span[1] for cut in state.cuts)
