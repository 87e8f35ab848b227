"""A body without its boilerplate: the walks of both ends, the lower one until nothing more goes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from newskit.config.strip import Ends, Kind
from newskit.frozen import dataclass
from newskit.lazy import lazy
from newskit.post import Span
from newskit.strip.blocks import Scan, scan
from newskit.strip.cuts import cut_spans
from newskit.strip.head import head_walk
from newskit.strip.match import Matcher
from newskit.strip.result import Action, Step
from newskit.strip.shape import Cut, Walk
from newskit.strip.walk import walk

# Each round but the last removes something; this bounds a body that is nothing but boilerplate,
# of which nothing goes.
_MOST_ROUNDS: Final = 12
# Characters of the end that are looked at first: enough for some paragraphs.
_REACHES: Final = (200, 1_500, 10_000)
_UNREAD: Final = lazy(
    r"<[^<>]*>|\]\([^()\n]*\)|https?://\S+|&(?:nbsp|lt|gt|laquo|raquo|middot|#160);"
)


@dataclass(frozen=True, slots=True)
class StrippedBody:
    """What goes from a body: spans to cut, the blocks they hold, and the walk."""

    spans: tuple[Span, ...] = ()
    cuts: tuple[Cut, ...] = ()
    steps: tuple[Step, ...] = ()


def strip_ends(
    body: str,
    matcher: Matcher,
    max_share: float,
    hosts: frozenset[str] = frozenset(),
    *,
    where: Ends = Ends.BOTH,
    facts: bool = True,
) -> StrippedBody:
    """Find the boilerplate at the ends of `body` that `where` names; see `strip_body`."""
    tail = StrippedBody()
    if where is not Ends.HEAD:
        tail = strip_body(body, matcher, max_share, hosts, facts=facts)
    if where is Ends.TAIL:
        return tail
    walked = head_walk(body, matcher, hosts)
    if not walked.cuts:
        return StrippedBody(tail.spans, tail.cuts, (*walked.steps, *tail.steps))
    spans = cut_spans(body, scan(body), [cut.span for cut in walked.cuts])
    first = tail.spans[0][0] if tail.spans else len(body)
    last = max(cut.span[1] for cut in walked.cuts)
    upper = [span for span in spans if span[0] < last]  # the rest are definitions they alone use
    if not upper or upper[-1][1] > first or not body[upper[-1][1] : first].strip():
        return StrippedBody(tail.spans, tail.cuts, (*walked.steps, *tail.steps))
    # What follows the lines that go stands at the top then, and needs no blank line above it.
    start, end = upper[-1]
    below = len(body) - len(body[end:].lstrip())
    upper[-1] = (start, below if not body[:start].strip() else end)
    spans = (*upper, *spans[len(upper) :])
    return StrippedBody(
        _merged([*spans, *tail.spans]), (*walked.cuts, *tail.cuts), (*walked.steps, *tail.steps)
    )


def strip_body(
    body: str,
    matcher: Matcher,
    max_share: float,
    hosts: frozenset[str] = frozenset(),
    *,
    facts: bool = True,
) -> StrippedBody:
    """Find the trailing boilerplate of `body`.

    The walk is repeated on what is left until nothing more goes, so that a second run changes
    nothing. When more than `max_share` of what a reader reads would go on the word of built-in
    rules alone, nothing goes: only an accepted rule of the archive removes it. A line whose
    source and its address become facts does not count.

    Args:
        body: HTML, Markdown or a mix.
        matcher: the rules.
        max_share: 0 to 1.
        hosts: the archive's own hosts, in lower case without ``www.``.
        facts: whether facts are kept, so that a line whose facts are is not lost.
    """
    spans: tuple[Span, ...] = ()
    cuts: list[Cut] = []
    steps: list[Step] = []
    rest = body
    for _ in range(_MOST_ROUNDS):
        scanned, round_ = _round(rest, matcher, hosts)
        cut = cut_spans(rest, scanned, [cut.span for cut in round_.cuts])
        places = _Places(spans, len(body))
        gone = [step for step in steps if step.action is Action.REMOVED]
        steps = [*gone, *(places.step(step) for step in round_.steps)]
        if not cut:
            break
        cuts += [Cut(places.span(item.span), item.hit) for item in round_.cuts]
        spans = _merged([*spans, *(places.span(span) for span in cut)])
        rest = _without(body, spans)
    else:  # a second run would take more
        reason = f"more would go each time, after {_MOST_ROUNDS} times"
        return StrippedBody(steps=(Step(len(rest), len(body), Action.STOPPED, reason),))
    named = _where_from(cuts) if facts else []
    kept_as_fact = sum(_size(body[slice(*cut.span)]) for cut in named)
    share = (_size(body) - _size(rest) - kept_as_fact) / max(1, _size(body)) if cuts else 0
    if share > max_share and not any(cut.hit.reviewed or cut.hit.learned for cut in cuts):
        reason = f"{share:.0%} of the text would go, more than max-share {max_share:.0%}"
        return StrippedBody(steps=tuple(_kept(step, reason) for step in steps))
    cuts.sort(key=lambda cut: cut.span)
    return StrippedBody(spans, tuple(cuts), tuple(steps))


def _where_from(cuts: Iterable[Cut]) -> list[Cut]:
    """The lines that name the post's source with its address, as below a feed's short excerpt."""
    lines = [cut for cut in cuts if cut.hit.kind is Kind.SOURCE and cut.hit.facts]
    told = {name for cut in lines for name, _ in cut.hit.facts}
    return lines if {"source", "source_url"} <= told else []


def _kept(step: Step, reason: str) -> Step:
    if step.action is not Action.REMOVED:
        return step
    return Step(step.start, step.end, Action.KEPT, reason, step.rule, step.kind)


def _round(body: str, matcher: Matcher, hosts: frozenset[str]) -> tuple[Scan, Walk]:
    """Walk the end of `body`, and the whole of it when something goes or all ends are too short."""
    for reach in _REACHES:
        scanned = scan(body, reach)
        round_ = walk(body, scanned, matcher, hosts)
        gone = any(step.action is Action.REMOVED for step in round_.steps)
        if not scanned.partial or not (round_.unsure or gone):
            return scanned, round_
        if gone:
            break
    scanned = scan(body)
    return scanned, walk(body, scanned, matcher, hosts)


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
