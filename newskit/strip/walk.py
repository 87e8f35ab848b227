"""The walk over the blocks of a body, from its end upwards to the first that is content."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from newskit.config.strip import Kind, Where
from newskit.strip.blocks import Block, Role, Scan
from newskit.strip.cues import cue_kind
from newskit.strip.markup import RULE_LINE
from newskit.strip.match import Hit, links_only, width
from newskit.strip.partial import cut_lines, cut_sentence
from newskit.strip.result import Action, Step
from newskit.strip.view import View, view_of

if TYPE_CHECKING:
    from newskit.post import Span
    from newskit.strip.match import Matcher

__all__ = ["Cut", "Walk", "walk"]

_LEAD_IN: Final = re.compile(r"[:：]\s*$")
# Weak lines of these kinds go at the upper edge of a run; others only between removed blocks.
_EDGE_KINDS: Final = frozenset({Kind.CREDIT, Kind.SOURCE, Kind.STAMP, Kind.TAGS})
# What a lead-in may announce: ways to reach or share, never what a text is about.
_LED_KINDS: Final = frozenset({Kind.SUBSCRIBE, Kind.SHARE})
# Alone below an image, a quotation or a table, these tell where that comes from.
_CAPTION_KINDS: Final = frozenset({Kind.SOURCE, Kind.LEGAL, Kind.CREDIT})
_QUOTED: Final = re.compile(r"[>|]|<(?:blockquote|table|figure|iframe)\b", re.IGNORECASE)
_CONTENT: Final = frozenset({Role.TEXT, Role.ITEM, Role.HEADING, Role.CODE, Role.FOOTNOTE})


@dataclass(frozen=True, slots=True)
class Cut:
    """A span of the body that goes, and the rule that says so."""

    span: Span
    hit: Hit


@dataclass(slots=True)
class Walk:
    """Where the walk has got to.

    Attributes:
        cuts: spans that go, from the end upwards.
        steps: what was done with each block, from the end upwards.
        waiting: blocks that go only if what stands above them does.
        low: index of the uppermost block that goes, or the number of blocks.
    """

    body: str
    scan: Scan
    matcher: Matcher
    cuts: list[Cut] = field(default_factory=list[Cut])
    steps: list[Step] = field(default_factory=list[Step])
    waiting: list[tuple[Block, Hit | None, str]] = field(
        default_factory=list[tuple[Block, Hit | None, str]]
    )

    def source(self, block: Block) -> str:
        """The source of a block."""
        return self.body[block.start : block.end]

    def view(self, block: Block) -> View:
        """The view of a block."""
        return view_of(self.source(block), self.scan.definitions)

    def line_hits(self, block: Block) -> list[tuple[Span, Hit]]:
        """What each line of a block is, when it has several and rules know them all."""
        found: list[tuple[Span, Hit]] = []
        if len(block.lines) < 2 or block.role is Role.CODE:
            return found
        for start, end in block.lines:
            source = self.body[start:end]
            hit = self.matcher.block(view_of(source, self.scan.definitions), source)
            if hit is None or hit.where is Where.HEAD:
                return []
            found.append(((start, end), hit))
        return found

    def note(self, span: Span, action: Action, reason: str, hit: Hit | None = None) -> None:
        """Record a step."""
        rule, kind = (hit.rule, hit.kind) if hit else ("", None)
        self.steps.append(Step(*span, action, reason, rule, kind))

    def remove(self, block: Block, hit: Hit, reason: str) -> None:
        """Let `block` go; each of its lines by its own rule where they have one each."""
        lines = self.line_hits(block)
        for span, line_hit in reversed(lines):
            self.cuts.append(Cut(span, line_hit))
            self.note(span, Action.REMOVED, reason, line_hit)
        if lines:
            return
        self.cuts.append(Cut((block.start, block.end), hit))
        self.note((block.start, block.end), Action.REMOVED, reason, hit)


def walk(body: str, scan: Scan, matcher: Matcher) -> Walk:
    """Walk the blocks of `body` from the end and find the boilerplate there."""
    state = Walk(body, scan, matcher)
    blocks = scan.blocks
    for index in range(len(blocks) - 1, -1, -1):
        block = blocks[index]
        if block.role.neutral:
            continue
        above = _content_above(blocks, index)
        if not _step(state, block, above):
            break
    for block, hit, reason in state.waiting:
        state.note((block.start, block.end), Action.KEPT, reason, hit)
    state.waiting.clear()
    _whole_lists(state, blocks)
    _keep_caption(state, blocks)
    if not any(_stays(state, block) for block in blocks):
        state.cuts.clear()
        state.steps.append(Step(0, 0, Action.STOPPED, "nothing would be left of the body"))
    return state


def _step(state: Walk, block: Block, above: Block | None) -> bool:
    """Decide on one block; False when the walk ends here."""
    span = (block.start, block.end)
    view = state.view(block)
    hit = (
        None
        if block.role in {Role.CODE, Role.FOOTNOTE}
        else state.matcher.block(view, state.source(block))
    )
    if block.role is Role.CODE:
        hit = state.matcher.source_only(state.source(block))
    if hit is None and block.role is not Role.CODE:
        hit = _by_shape(state, block, view)
    if hit is not None:
        return _on_hit(state, block, hit, above)
    if block.role in {Role.CODE, Role.FOOTNOTE}:
        state.note(span, Action.STOPPED, f"{block.role.value}: never removed")
        return False
    if _may_wait(view):
        state.waiting.append(
            (block, None, "goes only with a heading or text above that says what it is")
        )
        return len(state.waiting) < 80
    if not state.waiting:
        return _partial(state, block)
    state.note(span, Action.STOPPED, "no rule knows it, and what is below it stays")
    return False


def _rule_for(state: Walk, block: Block, view: View) -> Hit | None:
    """The rule for a block; one whose lines are all known is as strong as the strongest."""
    source = state.source(block)
    if block.role is Role.FOOTNOTE:
        return None
    if block.role is Role.CODE:
        return state.matcher.source_only(source)
    lines = [hit for _, hit in state.line_hits(block)]
    if lines:
        return next((hit for hit in lines if hit.where is Where.TAIL), lines[0])
    return state.matcher.block(view, source) or _by_shape(state, block, view)


def _may_wait(view: View) -> bool:
    images = all(link.image for link in view.links)
    return bool(view.links) and ((images and not view.prose) or links_only(view))


def _on_hit(state: Walk, block: Block, hit: Hit, above: Block | None) -> bool:
    span = (block.start, block.end)
    if hit.where is Where.RUN:
        edge = hit.kind in _EDGE_KINDS or hit.learned or hit.reviewed
        unknown = any(held is None for _, held, _ in state.waiting)
        if state.cuts and not unknown and edge and not _introduced(state, block, above):
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


def _keep_caption(state: Walk, blocks: tuple[Block, ...]) -> None:
    """Put back a line that would go alone when it tells where what stands above it comes from."""
    if len(state.cuts) != 1:
        return
    cut = state.cuts[0]
    hit = cut.hit
    told = hit.kind in _CAPTION_KINDS and ":sentences:" not in hit.rule
    number = next((k for k, block in enumerate(blocks) if block.start == cut.span[0]), None)
    above = _content_above(blocks, number) if number else None
    if not told or hit.learned or hit.reviewed or above is None:
        return
    view = state.view(above)
    pictured = bool(view.links) and view.links[-1].image and view.links[-1].end == len(view.text)
    if pictured or _QUOTED.match(state.source(above)):
        state.cuts.clear()
        state.note(
            cut.span, Action.KEPT, "tells where the image or quotation above comes from", hit
        )


def _whole_lists(state: Walk, blocks: tuple[Block, ...]) -> None:
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


def _fits_under(hit: Hit, held: Hit | None, state: Walk, waiting: Block) -> bool:
    """Whether a waiting block goes when the block above it goes by `hit`."""
    if held is not None or hit.where is Where.HEAD:
        return True
    view = state.view(waiting)
    return hit.kind is Kind.SUBSCRIBE and all(link.image for link in view.links)


def _release(state: Walk, hit: Hit | None = None) -> None:
    for block, held, _ in state.waiting:
        state.remove(
            block,
            held or Hit("", hit.kind if hit else Kind.NAV, Where.RUN),
            "introduced by what goes above it",
        )
    state.waiting.clear()


def _introduced(state: Walk, block: Block, above: Block | None) -> bool:
    """Whether a lone address is what the text above it leads to."""
    view = state.view(block)
    lone = len(view.links) == 1 and not view.prose
    return (
        lone
        and above is not None
        and (above.role is Role.HEADING or bool(_LEAD_IN.search(state.view(above).text)))
    )


def _leads_to_nothing(state: Walk, block: Block, view: View) -> bool:
    """Whether `block` is a heading, and all it introduces goes: no rule or link of its own."""
    if block.role is not Role.HEADING or not state.cuts or state.waiting or view.links:
        return False
    between = state.body[block.end : state.cuts[-1].span[0]]
    return all(not _rules_off(line) for line in between.splitlines())


def _rules_off(line: str) -> bool:
    return bool(line.strip()) and bool(RULE_LINE.match(line.strip()))


def _by_shape(state: Walk, block: Block, view: View) -> Hit | None:
    """What a block is by where it stands: a heading or lead-in of what goes, a lone address."""
    if _leads_to_nothing(state, block, view):
        return Hit("", state.cuts[-1].hit.kind, Where.TAIL)
    if len(view.links) == 1 and not view.links[0].text and view.text.startswith("<"):
        link = view.links[0]
        if not link.image and link.end == len(view.text) and "://" in link.url:
            return Hit("address", Kind.SOURCE, Where.RUN, (("source_url", link.url),))
    if (state.cuts or state.waiting) and _LEAD_IN.search(view.text) and width(view.text) <= 160:
        below = [held for _, held, _ in state.waiting] or [cut.hit for cut in state.cuts[-1:]]
        kind = cue_kind(view)
        if kind in _LED_KINDS and all(held is not None and held.kind is kind for held in below):
            return Hit("", kind, Where.HEAD)
    return None


def _partial(state: Walk, block: Block) -> bool:
    """Cut lines or a last sentence off a block that stays; the walk ends with it either way."""
    span = (block.start, block.end)
    cut = cut_lines(state.body, block, state.scan.definitions, state.matcher, first=not state.cuts)
    if not cut:
        cut = cut_sentence(state.body, block, state.scan.definitions, state.matcher)
    for piece, hit in cut:
        state.cuts.append(Cut(piece, hit))
        state.note(piece, Action.REMOVED, "the end of a paragraph that stays", hit)
    rest = (block.start, cut[-1][0][0]) if cut else span
    state.note(rest, Action.STOPPED, "no rule knows it")
    return False


def _content_above(blocks: tuple[Block, ...], index: int) -> Block | None:
    for above in range(index - 1, -1, -1):
        if blocks[above].role in _CONTENT:
            return blocks[above]
    return None


def _stays(state: Walk, block: Block) -> bool:
    """Whether something a reader sees of `block` stays."""
    if block.role not in _CONTENT:
        return False
    return not any(cut.span[0] <= block.start and block.end <= cut.span[1] for cut in state.cuts)
