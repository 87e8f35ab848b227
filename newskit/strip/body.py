"""A body without its trailing boilerplate: the walk repeated until nothing more goes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from newskit.config.strip import Ends, Kind, Where
from newskit.frozen import dataclass, replace
from newskit.lazy import lazy
from newskit.markup.definitions import DEFINITION
from newskit.markup.elements import VOID
from newskit.post import Span
from newskit.strip.blocks import Block, Scan, scan
from newskit.strip.guards import begins_again
from newskit.strip.match import Hit, Matcher, links_only
from newskit.strip.pattern import TAG
from newskit.strip.result import Action, Step
from newskit.strip.roles import Role
from newskit.strip.shape import Cut, Walk
from newskit.strip.view import View, view_of
from newskit.strip.walk import walk

# Boilerplate at the top of a body: lines that say where a post comes from and who made it.

_KINDS: Final = frozenset({Kind.SOURCE, Kind.CREDIT})
# The title of a post, which some archives repeat in the body.
_TITLE_LINE: Final = lazy(r"(?P<level>#{1,6})[ \t]|<h1\b", re.IGNORECASE)
# The title of a table of contents, which a generator puts in.
_CONTENTS: Final = lazy(
    r"\W*(?:table of contents|contents|toc|目录|目錄|目次|목차|inhalt(?:sverzeichnis)?|sommaire"
    r"|índice|sumário|indice|содержание|оглавление|зміст|spis treści|obsah|içindekiler|mục lục)\W*",
    re.IGNORECASE,
)
_REACH: Final = 3000


def head_walk(body: str, matcher: Matcher, hosts: frozenset[str]) -> Walk:
    """Walk the first blocks of `body` down to the first that is content.

    Only whole blocks go, and only those whose every line names a source, an author, a translator
    or the like: a first line is read as the beginning of the article where there is any doubt.
    """
    first = body[:_REACH]
    if len(first) < len(body) and "][" not in first:
        # Where the first block is content, and it is of most posts, the rest need not be split.
        state = _walk(first, matcher, hosts)
        if not state.cuts and state.steps and state.steps[-1].end < len(first.rstrip()):
            return state
    return _walk(body, matcher, hosts)


def _walk(body: str, matcher: Matcher, hosts: frozenset[str]) -> Walk:
    state = _known_lines(body, matcher, hosts)
    if all(cut.hit.kind is Kind.SOURCE and cut.hit.where is Where.RUN for cut in state.cuts):
        # "Link: <…>" alone is what the text is about.
        for cut in state.cuts:
            state.note(cut.span, Action.KEPT, "goes only beside something that goes", cut.hit)
        state.cuts.clear()
    return state


def _known_lines(body: str, matcher: Matcher, hosts: frozenset[str]) -> Walk:
    scanned = scan(body)
    state = Walk(body, scanned, matcher, hosts)
    titled = False
    listed: list[Cut] = []  # the items of the list that the walk is in
    for block in scanned.blocks:
        if listed and (block.role is Role.RULE or not (block.role.neutral or _is_item(block))):
            if not any(":url_labels:" in cut.hit.rule for cut in listed):
                _keep_list(state, listed)
                return state
            listed = []
        if block.role.neutral or (not titled and _is_title(body, block, below=bool(state.cuts))):
            titled = titled or not block.role.neutral
            continue
        if not titled and _CONTENTS.fullmatch(state.view(block).text):
            continue
        found = _known(state, block)
        if not found:
            _keep_list(state, listed)
            state.note((block.start, block.end), Action.STOPPED, "no rule knows it")
            return state
        for span, hit in found:
            state.cuts.append(Cut(span, hit))
            state.note(span, Action.REMOVED, "a rule knows it", hit)
        listed += state.cuts[-len(found) :] if _is_item(block) else []
    if state.cuts:
        state.cuts.clear()
        state.steps.append(Step(0, 0, Action.STOPPED, "nothing would be left of the body"))
    return state


def _is_title(body: str, block: Block, *, below: bool) -> bool:
    """Whether a block is a heading that stands over all of the body: no other is of its level.

    `below` lines that went, one of a lower level heads what follows.
    """
    match = _TITLE_LINE.match(body, block.start)
    if match is None or (match["level"] or "#") == "#":
        return match is not None
    return not below and f"\n{match['level']} " not in body[block.end :]


def _is_item(block: Block) -> bool:
    return block.role is Role.ITEM


def _keep_list(state: Walk, items: Sequence[Cut]) -> None:
    """Put back a list that goes on, or whose items may be of what the text is about.

    Where a list gives the address of an original, its names are those of the post. Without one
    they may be those of a book, and the list is a note on it.
    """
    state.cuts[:] = [cut for cut in state.cuts if cut not in items]
    for cut in items:
        state.note(cut.span, Action.KEPT, "a list that may be of what the text is about", cut.hit)


def _known(state: Walk, block: Block) -> list[tuple[tuple[int, int], Hit]]:
    """What each line of a block is, when all of it may go; nothing otherwise."""
    if block.role not in {Role.TEXT, Role.ITEM}:
        return []
    found = state.line_hits(block)
    if not found and _is_item(block):
        found = _by_label(state, block)
    if not found:
        hit = state.matcher.block(state.view(block), state.source(block), state.body)
        found = [((block.start, block.end), hit)] if hit is not None else []
    good = all(
        hit.kind in _KINDS and not hit.learned and hit.where is not Where.HEAD for _, hit in found
    )
    # An item of a form may be empty; an address where a name would stand is of the text.
    empty = not any("://" in link.url for link in state.view(block).links)
    told = all(
        hit.facts or (_is_item(block) and (empty or hit.kind is Kind.SOURCE)) for _, hit in found
    )
    if not (good and told) or any(begins_again(state.body, span, below=True) for span, _ in found):
        return []
    return found


def _by_label(state: Walk, block: Block) -> list[tuple[tuple[int, int], Hit]]:
    """What an item of a form is: "Proofreader:" that names nobody, "[Original](…)"."""
    view = state.view(block)
    label = view.prose.rstrip()
    if label.endswith((":", "：")):
        hit = state.matcher.block(View(f"{label} Ann"), label, state.body)
        return [((block.start, block.end), replace(hit, facts=()))] if hit else []
    if len(view.links) != 1 or view.links[0].image or not links_only(view):
        return []
    linked = view_of(f"{label}: <{view.links[0].url}>", {})
    hit = state.matcher.block(linked, label, state.body)
    return [((block.start, block.end), hit)] if hit else []


# From what goes to what is cut: white space, balanced HTML, rules and definitions left alone.


# Elements whose end tag HTML lets authors leave out (HTML, section 13.1.2.4).
_OPTIONAL_END: Final = frozenset({"p", "li", "dt", "dd", "td", "th", "tr", "option"})
_PASSED: Final = frozenset({Role.RULE, Role.WRAPPER, Role.COMMENT})
_CONTAINERS: Final = frozenset({"li", "blockquote", "td", "th", "dd", "figure"})
# A paragraph that only keeps its place.
_BLANK: Final = lazy(
    r"<(?P<name>p|div|span)\b[^<>]*>(?:\s|&nbsp;|&#160;|<br\s*/?>)*</(?P=name)\s*>", re.IGNORECASE
)
_LABEL: Final = lazy(r"\[([^\[\]\n]+)\]")


def cut_spans(body: str, scan: Scan, removed: Iterable[Span]) -> tuple[Span, ...]:
    """Return the spans to cut from `body`, in order, for the blocks and lines that go.

    Rules beside what goes and definitions that only it used go too; tags whose partner stays,
    stay. White space before a cut goes; what the body ends with stays.
    """
    spans = sorted(removed)
    if not spans:
        return ()
    spans = sorted([*spans, *_rules_beside(body, scan.blocks, spans)])
    spans = sorted([*spans, *_orphans(body, scan, spans)])
    spans = _joined(body, _balanced(body, _joined(body, spans)))
    bare: list[Span] = []
    while bare != spans:
        bare = spans
        spans = _joined(body, [_with_shell(body, span, spans) for span in spans])
    return tuple(_with_space(body, span) for span in spans)


def _joined(body: str, spans: Sequence[Span]) -> list[Span]:
    """Join spans that only white space separates."""
    joined: list[Span] = []
    for start, end in spans:
        if joined and not body[joined[-1][1] : start].strip():
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _rules_beside(body: str, blocks: Sequence[Block], spans: Sequence[Span]) -> list[Span]:
    """Rules and blank lines typed as such, next to what goes."""
    found: list[Span] = []
    gone = set(spans)
    first = spans[0][0]
    for index, block in enumerate(blocks):
        blank = block.role is Role.WRAPPER and _BLANK.fullmatch(body, block.start, block.end)
        if not (blank or block.role is Role.RULE):
            continue
        if block.end < first and index + 1 >= len(blocks):
            continue
        after = _next_solid(blocks, index)
        is_gone = after is not None and (after.start, after.end) in gone
        before_gone = any(end <= block.start for _, end in spans)
        if _is_inside(body, blocks, index, gone):
            continue
        if is_gone or (before_gone and after is None):
            found.append((block.start, block.end))
    return found


def _is_inside(body: str, blocks: Sequence[Block], index: int, gone: set[Span]) -> bool:
    """Whether the rule at `index` stands in a list item, quotation or cell that stays."""
    rule = blocks[index]
    above = (block for block in reversed(blocks[:index]) if block.role not in _PASSED)
    kept = next(above, None)
    if kept is None or (kept.start, kept.end) in gone:
        return False
    after = _next_solid(blocks, index)
    if _closes(body[rule.end : after.start if after else len(body)]):
        return True
    line = max(body.rfind("\n", 0, rule.start), body.rfind("\r", 0, rule.start)) + 1
    indent = body[line : rule.start].expandtabs(4)
    return kept.role is Role.ITEM and len(indent) >= 2 and not indent.strip()


def _closes(text: str) -> bool:
    """Whether `text` ends a list item, quotation or cell that starts above it."""
    depth = 0
    for match in TAG.finditer(text):
        if match["name"].lower() in _CONTAINERS:
            depth += -1 if match["close"] else 1
            if depth < 0:
                return True
    return False


def _next_solid(blocks: Sequence[Block], index: int) -> Block | None:
    after = (blocks[k] for k in range(index + 1, len(blocks)))
    return next((block for block in after if block.role not in _PASSED), None)


def _orphans(body: str, scan: Scan, spans: Sequence[Span]) -> list[Span]:
    """Definitions whose every use is in what goes."""
    used = {label for start, end in spans for label in _labels(body[start:end])}
    if not used & set(scan.definitions):
        return []
    kept: set[str] = set()
    position = 0
    for start, end in [*spans, (len(body), len(body))]:
        kept |= _labels(DEFINITION.sub("", body[position:start]))
        position = end
    return [
        (block.start, block.end)
        for block in scan.blocks
        if block.role is Role.DEFINITION and _label_of(body, block) in used - kept
    ]


def _labels(text: str) -> set[str]:
    return {" ".join(label.split()).casefold() for label in _LABEL.findall(text)}


def _label_of(body: str, block: Block) -> str:
    match = DEFINITION.match(body[block.start : block.end])
    return " ".join(match["label"].split()).casefold() if match else ""


def _balanced(body: str, spans: Sequence[Span]) -> list[Span]:
    """Take tags out of the spans whose partner is outside."""
    opened: list[tuple[str, Span]] = []
    keep: list[Span] = []
    for start, end in spans:
        for match in TAG.finditer(body, start, end):
            name = match["name"].lower()
            if name in VOID or match[0].endswith("/>"):
                continue
            if not match["close"]:
                opened.append((name, match.span()))
                continue
            partner = next(
                (k for k in range(len(opened) - 1, -1, -1) if opened[k][0] == name), None
            )
            if partner is None:
                keep.append(match.span())
            else:
                left = [item for item in opened[partner + 1 :] if item[0] not in _OPTIONAL_END]
                opened[partner:] = left
    last = spans[-1][1]
    for name, span in opened:
        closing = re.compile(rf"</{re.escape(name)}\s*>", re.IGNORECASE)
        if name not in _OPTIONAL_END or closing.search(body, last):
            keep.append(span)
    return _less(spans, sorted(keep))


# What shows a gap, a bar or a bullet when it holds nothing.
_SHELL: Final = (
    r"ul|ol|li|dl|dd|dt|table|thead|tbody|tr|td|th|blockquote|div|section|aside|footer|nav|address|"
    r"details|center|p|em|i|b|strong|small|span|font|sup|sub|u"
)
_OPENS: Final = lazy(rf"<(?P<name>{_SHELL})(?:\s[^<>]*)?>(?:\s|&nbsp;|[(（\[])*\Z", re.IGNORECASE)
_ENDS: Final = lazy(rf"(?:\s|&nbsp;|[)）\].。।۔])*</(?P<name>{_SHELL})\s*>", re.IGNORECASE)
# The same of template code that shows no title: a shortcode with its end, a block tag with its
# end, a container between colons.
_FRAME_OPENS: Final = lazy(
    r"(?:(?:\A|(?<=[\r\n]))(?P<colons>:{3,})[ \t]*\{?[\w-]+\}?"
    r"|\{\{[<%]\s*(?P<code>[\w./-]+)[^{}\n\"']*[>%]\}\}|\{%-?\s*(?P<tag>\w+)[^{}\n\"']*%\})\s*\Z"
)
_FRAME_ENDS: Final = lazy(
    r"\s*(?:(?P<colons>:{3,})(?=\s)|\{\{[<%]\s*/\s*(?P<code>[\w./-]+)\s*[>%]\}\}"
    r"|\{%-?\s*end(?P<tag>\w+)\s*-?%\})"
)
_SHELL_REACH: Final = 600


def _with_shell(body: str, span: Span, spans: Sequence[Span]) -> Span:
    """Widen a cut by the elements and template code that it leaves empty."""
    start, end = span
    floor = max((stop for _, stop in spans if stop <= span[0]), default=0)
    while True:
        first = max(floor, start - _SHELL_REACH)
        for opens, ends in ((_OPENS, _ENDS), (_FRAME_OPENS, _FRAME_ENDS)):
            closing = ends.match(body, end)
            opening = opens.search(body[first:start]) if closing else None
            if opening and closing and _name(opening) == _name(closing):
                start, end = first + opening.start(), closing.end()
                break
        else:
            return start, end


def _name(match: re.Match[str]) -> str:
    """The name of an element or of template code; the group of a name is the last to close."""
    return match[match.lastgroup or 0].lower()


def _less(spans: Sequence[Span], keep: Sequence[Span]) -> list[Span]:
    result: list[Span] = []
    for start, end in spans:
        position = start
        for kept_start, kept_end in keep:
            if start <= kept_start < end:
                if position < kept_start:
                    result.append((position, kept_start))
                position = kept_end
        if position < end:
            result.append((position, end))
    return result


def _with_space(body: str, span: Span) -> Span:
    """Take the white space before the cut too; at the end of the body keep its last line ending."""
    start, end = span
    kept = len(body[:start].rstrip())
    if kept == 0:
        return span
    return (kept, end)


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
) -> StrippedBody:
    """Find the boilerplate at the ends of `body` that `where` names; see `strip_body`."""
    tail = strip_body(body, matcher, max_share, hosts) if where is not Ends.HEAD else StrippedBody()
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
    body: str, matcher: Matcher, max_share: float, hosts: frozenset[str] = frozenset()
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
    kept_as_fact = sum(_size(body[slice(*cut.span)]) for cut in cuts if _says_where_from(cut.hit))
    share = (_size(body) - _size(rest) - kept_as_fact) / max(1, _size(body)) if cuts else 0
    if share > max_share and not any(cut.hit.reviewed or cut.hit.learned for cut in cuts):
        reason = f"{share:.0%} of the text would go, more than max-share {max_share:.0%}"
        return StrippedBody(steps=tuple(_kept(step, reason) for step in steps))
    cuts.sort(key=lambda cut: cut.span)
    return StrippedBody(spans, tuple(cuts), tuple(steps))


def _says_where_from(hit: Hit) -> bool:
    """Whether a line names the post's source with its address, as below a feed's short excerpt."""
    return hit.kind is Kind.SOURCE and {"source", "source_url"} <= dict(hit.facts).keys()


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
