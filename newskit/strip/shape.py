"""What a block is by its shape and by where it stands, when no rule says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from newskit.config.strip import Kind, Where
from newskit.strip.cues import cue_kind
from newskit.strip.markup import RULE_LINE
from newskit.strip.match import Hit, links_only, width
from newskit.strip.roles import Role

if TYPE_CHECKING:
    from newskit.strip.blocks import Block
    from newskit.strip.state import Walk
    from newskit.strip.view import View

__all__ = ["ADDRESS", "by_shape", "is_introduced", "may_wait"]

ADDRESS: Final = "address"
"""The rule of a line that is nothing but an address."""
_LEAD_IN: Final = re.compile(r"[:：]\s*$")
_LEAD_IN_WIDTH: Final = 160
# What a lead-in may announce: ways to reach or share, never what a text is about.
_LED_KINDS: Final = frozenset({Kind.SUBSCRIBE, Kind.SHARE})


def by_shape(state: Walk, block: Block, view: View) -> Hit | None:
    """What a block is by where it stands: a heading or lead-in of what goes, a lone address."""
    if _leads_to_nothing(state, block, view):
        return Hit("", state.cuts[-1].hit.kind, Where.TAIL)
    if len(view.links) == 1 and not view.links[0].text and view.text.startswith("<"):
        link = view.links[0]
        if not link.image and link.end == len(view.text) and "://" in link.url:
            return Hit(ADDRESS, Kind.SOURCE, Where.RUN, (("source_url", link.url),))
    if (
        (state.cuts or state.waiting)
        and _LEAD_IN.search(view.text)
        and width(view.text) <= _LEAD_IN_WIDTH
    ):
        below = [held for _, held, _ in state.waiting] or [cut.hit for cut in state.cuts[-1:]]
        kind = cue_kind(view)
        if (
            kind is not None
            and kind in _LED_KINDS
            and all(held is not None and held.kind is kind for held in below)
        ):
            return Hit("", kind, Where.HEAD)
    return None


def _leads_to_nothing(state: Walk, block: Block, view: View) -> bool:
    """Whether `block` is a heading, and all it introduces goes: no rule or link of its own."""
    if block.role is not Role.HEADING or not state.cuts or state.waiting or view.links:
        return False
    between = state.body[block.end : state.cuts[-1].span[0]]
    return all(not _rules_off(line) for line in between.splitlines())


def _rules_off(line: str) -> bool:
    return bool(line.strip()) and bool(RULE_LINE.match(line.strip()))


def is_introduced(state: Walk, block: Block, above: Block | None) -> bool:
    """Whether a lone address is what the text above it leads to."""
    view = state.view(block)
    lone = len(view.links) == 1 and not view.prose
    return (
        lone
        and above is not None
        and (above.role is Role.HEADING or bool(_LEAD_IN.search(state.view(above).text)))
    )


def may_wait(view: View) -> bool:
    """Whether `view` is only links or images, which go with what stands above them."""
    images = all(link.image for link in view.links)
    return bool(view.links) and ((images and not view.prose) or links_only(view))
