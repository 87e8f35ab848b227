"""What is put back after a walk: captions, items of digests, parts of lists."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from newskit.config.strip import Kind, Where
from newskit.lazy import lazy
from newskit.post import Span
from newskit.strip.blocks import Block
from newskit.strip.fits import keeps_work
from newskit.strip.pattern import RULE_LINE
from newskit.strip.result import Action, Step
from newskit.strip.roles import Role
from newskit.strip.shape import LEAD_IN, Cut, Walk

CAPTION_KINDS: Final = frozenset({Kind.SOURCE, Kind.LEGAL, Kind.CREDIT})
"""What tells straight below a picture where that comes from; below anything else a source does."""
_QUOTED: Final = lazy(r"[>|]|<(?:blockquote|table|figure|iframe|t[dhr]|d[dt])\b", re.IGNORECASE)
_QUOTE_END: Final = lazy(r"</(?:blockquote|table|figure)\b", re.IGNORECASE)
_EMBED: Final = lazy(
    r"<(?:iframe|video|audio|object|embed|svg|canvas|script|figure|amp-|twitter-|youtube-)|\{\{|\{%",
    re.IGNORECASE,
)
_CONTENT: Final = frozenset({Role.TEXT, Role.ITEM, Role.HEADING, Role.CODE, Role.FOOTNOTE})
# The part of a line that other lines of its kind share: a label with what follows it, or the text
# of a link with its bracket.
_LABEL: Final = lazy(
    r"[^\S\n]*(?P<mark>\d{1,9}[.)]\s)?"
    r"(?:<(?:p|li|div|small|em|i|b|strong|a)\b[^<>]*>|[>*_(（\[-]|\s)*"
    r"(?P<label>[^\[\]<>:：\n]{2,40}?)\s*(?:[:：]|\]\(|</a>|\s[-–—]\s|\s?\[|\s?<)",
)
_NUMBER: Final = lazy(r"[^\S\n]*\d{1,9}[.)]\s")


def put_back(state: Walk, blocks: Sequence[Block]) -> None:
    """Take cuts out of `state` that would take content."""
    if not state.cuts:
        return
    _whole_lists(state, blocks)
    _keep_caption(state, blocks)
    _keep_announced(state, blocks)
    _keep_item_of_digest(state)
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


def keep_section(state: Walk, heading: Block) -> None:
    """Put back what stands below a heading that says it is of the article: an update."""
    below = heading.end
    while state.cuts:
        cut = state.cuts[-1]
        between = state.body[below : cut.span[0]]
        if not cut.hit.builtin or any(
            RULE_LINE.match(line) for line in between.split("\n") if line
        ):
            break
        state.cuts.pop()
        state.note(
            cut.span, Action.KEPT, "stands below a heading that announces an update", cut.hit
        )
        below = cut.span[1]


def _keep_caption(state: Walk, blocks: Sequence[Block]) -> None:
    """Put back the uppermost line when it tells where what stands above it comes from.

    In a run of lines that tell where the post comes from, the first is not a caption.
    """
    cut = state.cuts[-1] if state.cuts else None
    if cut is None or not cut.hit.builtin or ":sentences:" in cut.hit.rule:
        return
    if cut.hit.kind not in CAPTION_KINDS:
        return
    if any(other.hit.kind in {Kind.SOURCE, Kind.CREDIT} for other in state.cuts[:-1]):
        return
    number = next((k for k, block in enumerate(blocks) if block.start == cut.span[0]), None)
    if not number:
        return
    what = _captioned(state, blocks, number, content_above(blocks, number))
    if what == "code" and ":url_labels:" in cut.hit.rule:
        what = "" if not keeps_work(dict(cut.hit.facts).get("source_url", "")) else what
    if what and (what == "picture" or cut.hit.kind is Kind.SOURCE):
        state.cuts.pop()
        state.note(cut.span, Action.KEPT, f"tells where the {what} above comes from", cut.hit)


def _keep_announced(state: Walk, blocks: Sequence[Block]) -> None:
    """Put back a line, or the items of a list, that text which stays leads to with a colon."""
    top = state.cuts[-1].span[0] if state.cuts else -1
    number = next((k for k, block in enumerate(blocks) if block.start == top), 0)
    above = content_above(blocks, number)
    if above is None or above.role not in {Role.TEXT, Role.ITEM}:
        return
    parted = any(block.role is Role.RULE for block in blocks[blocks.index(above) : number])
    # What stands in brackets is said beside the text, whatever that ends with.
    aside = state.view(blocks[number]).text.startswith(("(", "（"))
    if parted or aside or not LEAD_IN.search(state.view(above).text):
        return
    items = {block.start for block in blocks if block.role is Role.ITEM}
    while state.cuts and (state.cuts[-1].span[0] == top or {top, state.cuts[-1].span[0]} <= items):
        cut = state.cuts[-1]
        if not cut.hit.builtin or cut.hit.reviewed or cut.hit.kind not in CAPTION_KINDS:
            return
        state.cuts.pop()
        state.note(cut.span, Action.KEPT, "the text above leads to it", cut.hit)


def _captioned(state: Walk, blocks: Sequence[Block], number: int, above: Block | None) -> str:
    """What a line straight above which it stands may be the caption of; empty for text."""
    for block in reversed(blocks[:number]):
        if block is above:
            break
        if block.role is Role.RULE:
            return ""
        if block.role is not Role.DEFINITION and _EMBED.match(state.source(block)):
            return "embed"
    if above is None:
        return ""
    between = state.body[above.end : blocks[number].start]
    source = state.source(above)
    view = state.view(above)
    if bool(view.links) and view.links[-1].image and view.links[-1].end == len(view.text):
        return "picture"
    if _EMBED.match(source):
        return "embed"
    if above.role is Role.CODE:
        return "code"
    quoted = _QUOTED.match(source) or _QUOTE_END.search(between)
    return "quotation" if quoted else ""


def _keep_item_of_digest(state: Walk) -> None:
    """Put back lines that end the last item of a digest as others above end theirs."""
    kept: list[Cut] = []
    for cut in state.cuts:
        facts = dict(cut.hit.facts)
        stated = cut.hit.kind in {Kind.SOURCE, Kind.NAV, Kind.SHARE} and "source_url" in facts
        # The address of the original, where it stands twice, is of the post and not of an item.
        same = ":url_labels:" not in cut.hit.rule
        if stated and not cut.hit.reviewed and begins_again(state.body, cut.span, same=same):
            state.note(cut.span, Action.KEPT, "ends an item as lines above do", cut.hit)
        else:
            kept.append(cut)
    state.cuts[:] = kept


def begins_again(body: str, span: Span, *, below: bool = False, same: bool = True) -> bool:
    """Whether a line above (or below) what stands at `span` begins as that does.

    Without `same`, one that says all the same does not count.
    """
    match = _LABEL.match(body, span[0], span[1])
    if match is None:
        return False
    # The items of an ordered list differ in their numbers.
    label = body[match.end("mark") : match.end()] if match["mark"] else match[0]
    whole = body[match.end() - len(label) : span[1]]
    floor, ceiling = (span[1], len(body)) if below else (0, span[0])
    place = body.find(label, floor, ceiling)
    while place >= 0:
        line = max(body.rfind("\n", 0, place), body.rfind("\r", 0, place)) + 1
        before = _NUMBER.sub("", body[line:place]).strip(" \t>*_-")
        if (not before or before.endswith(">")) and (same or not body.startswith(whole, place)):
            return True
        place = body.find(label, place + 1, ceiling)
    return False


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
