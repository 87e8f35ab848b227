"""A body without its trailing boilerplate: the walk repeated until nothing more goes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from newskit.strip.blocks import Scan, scan
from newskit.strip.cuts import cut_spans
from newskit.strip.result import Action, Step
from newskit.strip.state import Cut, Walk
from newskit.strip.walk import walk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newskit.post import Span
    from newskit.strip.match import Matcher

__all__ = ["StrippedBody", "strip_body"]

# Each round but the last removes something; this bounds a body that is nothing but boilerplate.
_MOST_ROUNDS: Final = 12
# Characters of the end that are looked at first: enough for some paragraphs.
_REACHES: Final = (200, 1_500, 10_000)
_UNREAD: Final = re.compile(r"<[^<>]*>|\]\([^()\n]*\)|https?://\S+")


@dataclass(frozen=True, slots=True)
class StrippedBody:
    """What goes from a body: spans to cut, the blocks they hold, and the walk."""

    spans: tuple[Span, ...] = ()
    cuts: tuple[Cut, ...] = ()
    steps: tuple[Step, ...] = ()


def strip_body(body: str, matcher: Matcher, max_share: float) -> StrippedBody:
    """Find the trailing boilerplate of `body`.

    The walk is repeated on what is left until nothing more goes, so that a second run changes
    nothing. When more than `max_share` of what a reader reads would go on the word of built-in
    rules alone, nothing goes: an accepted rule of the archive has to say so.

    Args:
        body: HTML, Markdown or a mix.
        matcher: the rules.
        max_share: 0 to 1.
    """
    spans: tuple[Span, ...] = ()
    cuts: list[Cut] = []
    steps: list[Step] = []
    rest = body
    for _ in range(_MOST_ROUNDS):
        scanned, round_ = _round(rest, matcher)
        cut = cut_spans(rest, scanned, [cut.span for cut in round_.cuts])
        places = _Places(spans, len(body))
        gone = [step for step in steps if step.action is Action.REMOVED]
        steps = [*gone, *(places.step(step) for step in round_.steps)]
        if not cut:
            break
        cuts += [Cut(places.span(item.span), item.hit) for item in round_.cuts]
        spans = _merged([*spans, *(places.span(span) for span in cut)])
        rest = _without(body, spans)
    if cuts and not any(cut.hit.reviewed or cut.hit.learned for cut in cuts):
        share = 1 - _size(rest) / max(1, _size(body))
        if share > max_share:
            reason = f"{share:.0%} of the text would go, more than max-share {max_share:.0%}"
            kept = [
                Step(step.start, step.end, Action.KEPT, reason, step.rule, step.kind)
                if step.action is Action.REMOVED
                else step
                for step in steps
            ]
            return StrippedBody(steps=tuple(kept))
    cuts.sort(key=lambda cut: cut.span)
    return StrippedBody(spans, tuple(cuts), tuple(steps))


def _round(body: str, matcher: Matcher) -> tuple[Scan, Walk]:
    """Walk the end of `body`, and the whole of it when something goes or all ends are too short."""
    for reach in _REACHES:
        scanned = scan(body, reach)
        round_ = walk(body, scanned, matcher)
        gone = any(step.action is Action.REMOVED for step in round_.steps)
        if not scanned.partial or not (round_.unsure or gone):
            return scanned, round_
        if gone:
            break
    scanned = scan(body)
    return scanned, walk(body, scanned, matcher)


def _size(body: str) -> int:
    """About how many characters a reader reads: no tags, no addresses, no white space."""
    return sum(map(len, _UNREAD.sub("", body).split()))


def _without(body: str, spans: Sequence[Span]) -> str:
    pieces: list[str] = []
    position = 0
    for start, end in spans:
        pieces.append(body[position:start])
        position = end
    return "".join((*pieces, body[position:]))


def _merged(spans: Sequence[Span]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


class _Places:
    """Offsets of a body with spans cut out, as offsets of the whole body."""

    def __init__(self, spans: Sequence[Span], length: int) -> None:
        self._spans = spans
        self._length = length

    def at(self, offset: int, *, end: bool = False) -> int:
        for start, stop in self._spans:
            if offset < start or (end and offset == start):
                break
            offset += stop - start
        return min(offset, self._length)

    def span(self, span: Span) -> Span:
        start = self.at(span[0])
        return start, max(start, self.at(span[1], end=True))

    def step(self, step: Step) -> Step:
        start, end = self.span((step.start, step.end))
        return Step(start, end, step.action, step.reason, step.rule, step.kind)
