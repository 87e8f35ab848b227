"""The walk over the blocks of a body, from its end upwards to the first that is content."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from newskit.config.strip import Kind, Where
from newskit.lazy import lazy
from newskit.post import Span
from newskit.strip.blocks import Block, Scan
from newskit.strip.facts import site_of
from newskit.strip.fits import is_note_heading, is_thanks
from newskit.strip.guards import CAPTION_KINDS, content_above, is_held, keep_section, put_back
from newskit.strip.match import Hit, Matcher
from newskit.strip.pattern import SENTENCE_END
from newskit.strip.result import Action, Step
from newskit.strip.roles import Role
from newskit.strip.shape import (
    ADDRESS,
    LEAD_IN,
    Cut,
    Walk,
    by_shape,
    is_introduced,
    is_own,
    may_wait,
)
from newskit.strip.view import LONGEST, View, view_of

# Boilerplate at the end of a block that stays: its last lines, or its last sentence.

# Where a line ends on purpose: after a sentence, a link, emphasis or a tag, or by a hard break.
_LINE_ENDS: Final = frozenset(")]>*_`|:：\\")
_SENTENCE_START: Final = lazy(
    r"(?<=[.!?…。！？؟।۔])(?P<closers>[\"'”’»」』）)\]*_]*)(?P<space>\s*)(?=[^\s.!?…。！？؟।۔])"
)
_EMPHASIS: Final = lazy(r"(?<![\w_*])(?P<mark>[_*]{1,3}|<(?:em|i|small|strong|b)>)(?=\S)")
_OPENER: Final = lazy(r"(?P<mark>[_*])(?P=mark){0,2}\Z")
_CLOSER: Final = lazy(r"(?P<mark>[*_])(?P=mark){0,2}(?=\s*\Z)")
_REACH: Final = 700
_BREAK: Final = lazy(r"<br\b|(?:(?<! ) {2,}|\\)[\r\n]", re.IGNORECASE)
_WORDS: Final = lazy(r"[^\W\d_]{2}")
# The text of a link in HTML in which a sentence may start: what follows it is read otherwise then.
_LINKED_START: Final = lazy(r"<a\b[^<>]*>[^<]*(?:[.!?…。！？؟।۔*_]|<(?!/a\b))", re.IGNORECASE)
_MOST_LINES: Final = 60


def cut_lines(
    body: str, block: Block, definitions: Mapping[str, str], matcher: Matcher, *, first: bool
) -> list[tuple[Span, Hit]]:
    """Return the last lines of `block` that are boilerplate by themselves, from the end upwards.

    `first` tells that nothing below was removed, so that weak lines stay.
    """
    found: list[tuple[Span, Hit]] = []
    if block.role is Role.HEADING or len(block.lines) < 2:
        return found
    for number in range(len(block.lines) - 1, 0, -1):
        start, end = block.lines[number]
        source = body[start:end]
        hit = matcher.block(view_of(source, definitions), source, body)
        if (
            hit is None
            or hit.where is Where.HEAD
            or (hit.where is Where.RUN and first and not found)
        ):
            break
        found.append(((start, end), hit))
    while found:
        number = len(block.lines) - len(found)
        before = body[block.lines[number - 1][0] : found[-1][0][0]]
        if SENTENCE_END.search(before.rstrip()) or _ends_line(before):
            break
        found.pop()
    if found and _is_caption(body, block, definitions, found):
        found.clear()
    return found


def _ends_line(before: str) -> bool:
    """Whether a text ends where its author broke the line: by a mark, or by two spaces."""
    words = before.rstrip()
    return words[-1:] in _LINE_ENDS or "  " in before[len(words) :].rstrip("\r\n")


def _is_caption(
    body: str, block: Block, definitions: Mapping[str, str], found: list[tuple[Span, Hit]]
) -> bool:
    """Whether the lines tell where a picture comes from that the line above them shows."""
    if not all(hit.builtin and hit.kind in CAPTION_KINDS for _, hit in found):
        return False
    start, end = block.lines[len(block.lines) - len(found) - 1]
    view = view_of(body[start:end], definitions)
    return bool(view.links) and view.links[-1].image and view.links[-1].end == len(view.text)


def cut_sentence(
    body: str, block: Block, view: View, definitions: Mapping[str, str], matcher: Matcher
) -> list[tuple[Span, Hit]]:
    """Return the last sentence of `block`, seen as `view`, when it is boilerplate of its own.

    Only after the end of a sentence, or where emphasis sets it off: words in a sentence stay.
    """
    if block.role is Role.HEADING or not _may_end(body, block, view, matcher):
        return []
    floor = max(block.start, block.end - _REACH)
    tail = body[floor : block.end]
    starts = {match.end() for match in _SENTENCE_START.finditer(tail)}
    starts |= {match.end("closers") for match in _SENTENCE_START.finditer(tail)}
    starts |= {match.start() for match in _EMPHASIS.finditer(tail) if _set_off(tail, match)}
    tried = -1
    for start in sorted(starts, reverse=True)[:24]:
        # Behind a space or before it, a sentence reads the same.
        if floor + start <= block.start or (start + 1 == tried and tail[start] == " "):
            continue
        tried = start
        source = tail[start:]
        view = view_of(source, definitions)
        hit = matcher.sentence(view, body)
        begin = floor + _with_opener(tail, start)
        before, sentence = body[block.start : begin], body[begin : block.end]
        if hit is not None and not (
            _is_within_markup(before, sentence)
            or (hit.builtin and swallows(body, block, definitions, matcher, floor + start))
        ):
            return [(_without_closer(before, sentence, block), hit)]
        if matcher.too_long(view):
            break
    return []


def _may_end(body: str, block: Block, view: View, matcher: Matcher) -> bool:
    """Whether `block` has the words of a sentence that goes, so that its ends are worth a look."""
    if block.end - block.start > LONGEST or matcher.may_hold_sentence(view):
        return True
    return bool(view.links) and bool(_LINKED_START.search(body, block.start, block.end))


def _is_within_markup(before: str, sentence: str) -> bool:
    """Whether a sentence stands in code or in a tag that began before it."""
    if before.count("`") % 2 and "`" in sentence:
        return True
    opening = before.rfind("<")
    return opening > before.rfind(">") and before[opening + 1 : opening + 2].isalpha()


def _without_closer(before: str, sentence: str, block: Block) -> Span:
    """The span of a last sentence, without the mark that ends emphasis begun before it."""
    begin, end = block.start + len(before), block.end
    ending = _CLOSER.search(sentence)
    if ending and not sentence.startswith(ending[0]) and _is_open(before, ending[0]):
        return block.start + len(before.rstrip()), begin + ending.start()
    return begin, end


def _is_open(text: str, mark: str) -> bool:
    """Whether emphasis begins in a text and does not end there."""
    sign = re.escape(mark)
    begun = [match.start() for match in re.finditer(rf"(?<![\w*_]){sign}(?=[^\s*_])", text)]
    ended = [match.start() for match in re.finditer(rf"(?<=[^\s*_]){sign}(?![\w*_])", text)]
    return bool(begun) and (not ended or ended[-1] < begun[-1])


def swallows(
    body: str, block: Block, definitions: Mapping[str, str], matcher: Matcher, start: int
) -> bool:
    """Whether a phrase that knows all of `block` from `start` on knows its first line already.

    Where the author broke the lines, those below it say something else then: each needs a rule of
    its own, so that its facts are not lost.
    """
    if len(block.lines) < 2 or not _BREAK.search(body, start, block.end):
        return False
    known = False
    lines = [(max(begin, start), end) for begin, end in block.lines if end > start]
    for begin, end in lines[:_MOST_LINES]:
        view = view_of(body[begin:end], definitions)
        hit = matcher.block(view, body[begin:end], body)
        if known and hit is None and _WORDS.search(view.prose):
            return True
        known = known or hit is not None
    return False


def _with_opener(tail: str, start: int) -> int:
    """Move `start` before the emphasis mark that belongs to the sentence and ends with it."""
    opener = _OPENER.search(tail[:start])
    if opener and tail.rstrip().endswith(opener[0][-1]):
        return opener.start()
    return start


def _set_off(tail: str, match: re.Match[str]) -> bool:
    """Whether the emphasis that opens at `match` ends with the block."""
    mark = match["mark"]
    closing = f"</{mark[1:]}" if mark.startswith("<") else mark
    rest = (
        re.sub(r"(?:\s|</[a-z0-9]+>)+$", "", tail[match.end() :])
        if closing == mark
        else tail[match.end() :].rstrip()
    )
    return rest.endswith(closing) if closing == mark else closing in rest[-24:]


# Weak lines of these kinds go at the upper edge of a run; others only between removed blocks.
_EDGE_KINDS: Final = frozenset({Kind.CREDIT, Kind.SOURCE, Kind.STAMP, Kind.TAGS})
_MOST_WAITING: Final = 80
# A form and what names its controls, which stay.
_FORM: Final = lazy(
    r"<(?:form|fieldset|label|legend|button|option|input|select|textarea)\b", re.IGNORECASE
)
_MOST_CUTS: Final = 1_000
"""Blocks that go, above which none does: no post ends so, and each of them takes time."""


def walk(body: str, scan: Scan, matcher: Matcher, hosts: frozenset[str] = frozenset()) -> Walk:
    """Walk the blocks of `body` from the end and find the boilerplate there.

    `hosts` are the archive's own: links to them are links to its own posts, as paths are.
    """
    state = Walk(body, scan, matcher, hosts)
    blocks = scan.blocks
    for index in range(len(blocks) - 1, -1, -1):
        block = blocks[index]
        if block.role.neutral:
            _take_code(state, block)
            continue
        if not _step(state, index) or state.unsure:
            break
        if len(state.cuts) + len(state.waiting) > _MOST_CUTS:
            reason = f"more than {_MOST_CUTS:,} blocks would go"
            return Walk(body, scan, matcher, hosts, steps=[_stopped(block, reason)])
    else:
        state.unsure = scan.partial
    for block, hit, reason in state.waiting:
        state.note((block.start, block.end), Action.KEPT, reason, hit)
    state.waiting.clear()
    put_back(state, blocks)
    return state


def _stopped(block: Block, reason: str) -> Step:
    return Step(block.start, block.end, Action.STOPPED, reason, "", None)


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
    if not state.cuts and not state.waiting and is_thanks(view):
        state.note(span, Action.KEPT, "thanks the reader: what is above it may end the text")
        return True
    if may_wait(view):
        state.waiting.append(
            (block, None, "goes only with a heading or text above that says what it is")
        )
        return len(state.waiting) < _MOST_WAITING
    if not state.waiting:
        return _partial(state, block, view)
    state.note(span, Action.STOPPED, "no rule knows it, and what is below it stays")
    return False


def _take_code(state: Walk, block: Block) -> None:
    """Remove template code or an empty element, which the walk passes, by a rule of the archive."""
    if block.role not in {Role.TEMPLATE, Role.WRAPPER} or state.waiting:
        return
    lines = block.lines if block.role is Role.TEMPLATE else ((block.start, block.end),)
    for start, end in reversed(lines):
        hit = state.matcher.code(state.body[start:end])
        if hit is None or hit.where is not Where.TAIL:
            return
        state.cuts.append(Cut((start, end), hit))
        state.note((start, end), Action.REMOVED, "a rule knows it", hit)


def _rule_for(state: Walk, block: Block, view: View) -> Hit | None:
    """The rule for a block; one whose lines are all known is as strong as the strongest."""
    if block.role is Role.FOOTNOTE or block.end - block.start > LONGEST:
        return None
    source = state.source(block)
    if block.role is Role.CODE:
        return state.matcher.source_only(source)
    lines = [hit for _, hit in state.line_hits(block)]
    hit = next((hit for hit in lines if hit.where is Where.TAIL), lines[0]) if lines else None
    hit = hit or state.known(block)
    if hit is not None and hit.builtin and (_FORM.search(source) or _in_form(state, block)):
        return None
    if lines:
        return hit
    if (
        hit is not None
        and hit.builtin
        and swallows(state.body, block, state.scan.definitions, state.matcher, block.start)
    ):
        hit = None
    if hit is not None and hit.builtin and hit.kind is Kind.RELATED and not _all_own(state, view):
        hit = None
    return hit or by_shape(state, block, view)


def _in_form(state: Walk, block: Block) -> bool:
    """Whether a form begins above a block and does not end there."""
    above = state.body[max(0, block.start - _REACH) : block.start].lower()
    return above.rfind("<form") > above.rfind("</form")


def _all_own(state: Walk, view: View) -> bool:
    """Whether all links of a view lead to the archive itself."""
    return all(link.image or is_own(link.url, state.hosts) for link in view.links)


def _on_hit(state: Walk, index: int, hit: Hit) -> bool:
    block = state.scan.blocks[index]
    span = (block.start, block.end)
    if hit.where is Where.RUN:
        edge = hit.kind in _EDGE_KINDS or hit.learned or hit.reviewed
        unknown = any(held is None for _, held, _ in state.waiting)
        above = content_above(state.scan.blocks, index)
        state.unsure = above is None and state.scan.partial
        if hit.learned and state.cuts and _is_headed(state):
            edge = False  # the last line of the section above, as likely as not
        if state.cuts and not unknown and edge and not is_introduced(state, block, above):
            _release(state)
            state.remove(block, hit, "stands with what was removed below it")
        else:
            state.waiting.append((block, hit, "goes only beside something that goes by itself"))
        return True
    if block.role is Role.HEADING and not hit.reviewed and _heads_content(state, block):
        state.note(span, Action.STOPPED, "heads what stays", hit)
        return False
    if LEAD_IN.search(state.view(block).text) and not hit.reviewed and _shows_code(state, block):
        state.note(span, Action.STOPPED, "announces what stays", hit)
        return False
    if hit.where is Where.HEAD and hit.learned and not (state.cuts or _leads_to(state, hit)):
        state.note(span, Action.STOPPED, "nothing below the list goes by itself", hit)
        return False
    if hit.where is Where.HEAD and not (state.waiting or state.cuts):
        state.note(span, Action.STOPPED, "a heading with nothing below it", hit)
        return False
    if (
        hit.builtin
        and hit.kind is Kind.RELATED
        and hit.where is Where.HEAD
        and not _is_own_list(state)
    ):
        state.note(span, Action.STOPPED, "the list below it leads to other sites", hit)
        return False
    if any(not _fits_under(hit, held, state, waiting) for waiting, held, _ in state.waiting):
        state.note(span, Action.STOPPED, "what is below it stays, so it stays", hit)
        return False
    _release(state, hit)
    state.remove(block, hit, "a rule knows it")
    return True


def _heads_content(state: Walk, block: Block) -> bool:
    """Whether a heading announces what stays: an update with its lines, or what code shows."""
    if is_note_heading(state.view(block)):
        keep_section(state, block)
        return True
    return _shows_code(state, block)


def _shows_code(state: Walk, block: Block) -> bool:
    """Whether template code that stays stands straight below a block: what it announces."""
    below = state.cuts[-1].span[0] if state.cuts else len(state.body)
    if state.waiting:
        below = min(below, state.waiting[-1][0].start)
    gone = {cut.span[0] for cut in state.cuts}
    return any(
        one.role is Role.TEMPLATE and one.start not in gone
        for one in state.scan.blocks
        if block.end <= one.start and one.end <= below
    )


def _is_headed(state: Walk) -> bool:
    """Whether the uppermost of what goes is a heading."""
    start, end = state.cuts[-1].span
    return any(
        block.role is Role.HEADING and start <= block.start and block.end <= end
        for block in state.scan.blocks
    )


def _is_own_list(state: Walk) -> bool:
    """Whether links to the archive itself wait below a heading; a picture is not a list."""
    views = [state.view(waiting) for waiting, _, _ in state.waiting]
    linked = not views or any(not link.image for view in views for link in view.links)
    return linked and all(_all_own(state, view) for view in views)


def _leads_to(state: Walk, hit: Hit) -> bool:
    """Whether what waits is a list that leads to nothing but the sites that a rule names."""
    links = [
        link
        for waiting, _, _ in state.waiting
        for link in state.view(waiting).links
        if not link.image
    ]
    if not links or not hit.sites:
        return False
    return all(
        site_of(link.url) in hit.sites or (is_own(link.url, state.hosts) and "" in hit.sites)
        for link in links
    )


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
    if is_held(state.body, block) or _in_form(state, block):
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
