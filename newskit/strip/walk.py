"""The walk over the blocks of a body, from its end upwards to the first that is content."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from newskit.config.strip import Kind, Where
from newskit.strip.cues import cue_kind
from newskit.strip.markup import RULE_LINE
from newskit.strip.match import Hit, links_only, width
from newskit.strip.partial import cut_lines, cut_sentence, swallows
from newskit.strip.result import Action, Step
from newskit.strip.roles import Role
from newskit.strip.state import Cut, Walk
from newskit.strip.view import LONGEST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newskit.strip.blocks import Block, Scan
    from newskit.strip.match import Matcher
    from newskit.strip.view import View

__all__ = [
    "ADDRESS",
    "by_shape",
    "content_above",
    "is_held",
    "is_introduced",
    "may_wait",
    "put_back",
    "walk",
]


# What is put back after a walk: captions, parts of lists, and the last that would be left.


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


# What a block is by its shape and by where it stands, when no rule says.


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


# Weak lines of these kinds go at the upper edge of a run; others only between removed blocks.
_EDGE_KINDS: Final = frozenset({Kind.CREDIT, Kind.SOURCE, Kind.STAMP, Kind.TAGS})
_MOST_WAITING: Final = 80


def walk(body: str, scan: Scan, matcher: Matcher) -> Walk:
    """Walk the blocks of `body` from the end and find the boilerplate there."""
    state = Walk(body, scan, matcher)
    blocks = scan.blocks
    for index in range(len(blocks) - 1, -1, -1):
        block = blocks[index]
        if block.role.neutral:
            continue
        if not _step(state, index) or state.unsure:
            break
    else:
        state.unsure = scan.partial
    for block, hit, reason in state.waiting:
        state.note((block.start, block.end), Action.KEPT, reason, hit)
    state.waiting.clear()
    put_back(state, blocks)
    return state


def _step(state: Walk, index: int) -> bool:
    """Decide on one block; False when the walk ends here."""
    block = state.scan.blocks[index]
    span = (block.start, block.end)
    view = state.view(block)
    hit = _rule_for(state, block, view)
    if hit is not None:
        return _on_hit(state, index, hit)
    if state.matcher.reads_on(view):
        state.note(span, Action.STOPPED, "leads to the rest of the text")
        return False
    if block.role in {Role.CODE, Role.FOOTNOTE}:
        state.note(span, Action.STOPPED, f"{block.role.value}: never removed")
        return False
    if may_wait(view):
        state.waiting.append(
            (block, None, "goes only with a heading or text above that says what it is")
        )
        return len(state.waiting) < _MOST_WAITING
    if not state.waiting:
        return _partial(state, block, view)
    state.note(span, Action.STOPPED, "no rule knows it, and what is below it stays")
    return False


def _rule_for(state: Walk, block: Block, view: View) -> Hit | None:
    """The rule for a block; one whose lines are all known is as strong as the strongest."""
    if block.role is Role.FOOTNOTE or block.end - block.start > LONGEST:
        return None
    source = state.source(block)
    if block.role is Role.CODE:
        return state.matcher.source_only(source)
    lines = [hit for _, hit in state.line_hits(block)]
    if lines:
        return next((hit for hit in lines if hit.where is Where.TAIL), lines[0])
    hit = state.matcher.block(view, source)
    if (
        hit is not None
        and hit.builtin
        and swallows(state.body, block, state.scan.definitions, state.matcher, block.start)
    ):
        hit = None
    return hit or by_shape(state, block, view)


def _on_hit(state: Walk, index: int, hit: Hit) -> bool:
    block = state.scan.blocks[index]
    span = (block.start, block.end)
    if hit.where is Where.RUN:
        edge = hit.kind in _EDGE_KINDS or hit.learned or hit.reviewed
        unknown = any(held is None for _, held, _ in state.waiting)
        above = content_above(state.scan.blocks, index)
        state.unsure = above is None and state.scan.partial
        if state.cuts and not unknown and edge and not is_introduced(state, block, above):
            _release(state)
            state.remove(block, hit, "stands with what was removed below it")
        else:
            state.waiting.append((block, hit, "goes only beside something that goes by itself"))
        return True
    if hit.where is Where.HEAD and hit.learned and not state.cuts:
        state.note(span, Action.STOPPED, "nothing below the list goes by itself", hit)
        return False
    if hit.where is Where.HEAD and not (state.waiting or state.cuts):
        state.note(span, Action.STOPPED, "a heading with nothing below it", hit)
        return False
    if any(not _fits_under(hit, held, state, waiting) for waiting, held, _ in state.waiting):
        state.note(span, Action.STOPPED, "what is below it stays, so it stays", hit)
        return False
    _release(state, hit)
    state.remove(block, hit, "a rule knows it")
    return True


def _fits_under(hit: Hit, held: Hit | None, state: Walk, waiting: Block) -> bool:
    """Whether a waiting block goes when the block above it goes by `hit`."""
    if held is not None or hit.where is Where.HEAD:
        return True
    view = state.view(waiting)
    return hit.kind is Kind.SUBSCRIBE and all(link.image for link in view.links)


def _release(state: Walk, hit: Hit | None = None) -> None:
    kind = hit.kind if hit else Kind.NAV
    for block, held, _ in state.waiting:
        # The address of a page of translations is not where the post comes from.
        other = hit is not None and kind is not Kind.SOURCE
        if held is None or (other and held.rule == ADDRESS):
            goes = Hit(held.rule if held else "", kind, Where.RUN)
        else:
            goes = held
        state.remove(block, goes, "introduced by what goes above it")
    state.waiting.clear()


def _partial(state: Walk, block: Block, view: View) -> bool:
    """Cut lines or a last sentence off a block that stays; the walk ends with it either way."""
    span = (block.start, block.end)
    if is_held(state.body, block):
        state.note(span, Action.STOPPED, "no rule knows it, and nothing is cut inside it")
        return False
    cut = cut_lines(state.body, block, state.scan.definitions, state.matcher, first=not state.cuts)
    if not cut:
        cut = cut_sentence(state.body, block, view, state.scan.definitions, state.matcher)
    for piece, hit in cut:
        state.cuts.append(Cut(piece, hit))
        state.note(piece, Action.REMOVED, "the end of a paragraph that stays", hit)
    rest = (block.start, cut[-1][0][0]) if cut else span
    state.note(rest, Action.STOPPED, "no rule knows it")
    return False
