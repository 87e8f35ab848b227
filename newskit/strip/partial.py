"""Boilerplate at the end of a block that stays: its last lines, or its last sentence."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from newskit.config.strip import Where
from newskit.lazy import lazy
from newskit.strip.blocks import Block
from newskit.strip.guards import CAPTION_KINDS
from newskit.strip.markup import SENTENCE_END
from newskit.strip.roles import Role
from newskit.strip.view import LONGEST, view_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newskit.post import Span
    from newskit.strip.match import Hit, Matcher
    from newskit.strip.view import View

__all__ = ["cut_lines", "cut_sentence", "swallows"]

# Where a line ends on purpose: after a sentence, a link, emphasis or a tag, or by a hard break.
_LINE_END: Final = lazy(r"(?:[)\]>*_`|:：]|\\|  )\s*$")
_SENTENCE_START: Final = lazy(
    r"(?<=[.!?…。！？؟।۔])(?P<closers>[\"'”’»」』）)\]*_]*)(?P<space>\s*)(?=[^\s.!?…。！？؟।۔])"
)
_EMPHASIS: Final = lazy(r"(?<![\w_*])(?P<mark>[_*]{1,3}|<(?:em|i|small|strong|b)>)(?=\S)")
_OPENER: Final = lazy(r"(?P<mark>[_*])(?P=mark){0,2}\Z")
_CLOSER: Final = lazy(r"(?P<mark>[*_])(?P=mark){0,2}(?=\s*\Z)")
_REACH: Final = 700
_BREAK: Final = lazy(r"<br\b|(?: {2,}|\\)[\r\n]", re.IGNORECASE)
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
        if SENTENCE_END.search(before.rstrip()) or _LINE_END.search(before.rstrip("\r\n")):
            break
        found.pop()
    if found and _is_caption(body, block, definitions, found):
        found.clear()
    return found


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
    """Whether a sentence stands in code, a link's text or a tag that began before it."""
    if before.count("`") % 2 and "`" in sentence:
        return True
    opening = before.rfind("<")
    if opening > before.rfind(">") and before[opening + 1 : opening + 2].isalpha():
        return True
    return before.rfind("[") > before.rfind("]") and "](" in sentence


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
