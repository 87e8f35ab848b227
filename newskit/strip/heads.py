"""Boilerplate at the top of a body: lines that say where a post comes from and who made it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from newskit.config.strip import Kind, Where
from newskit.strip.blocks import Block, scan
from newskit.strip.guards import begins_again
from newskit.strip.result import Action, Step
from newskit.strip.roles import Role
from newskit.strip.state import Cut, Walk

if TYPE_CHECKING:
    from newskit.strip.match import Hit, Matcher

__all__ = ["head_walk"]

_KINDS: Final = frozenset({Kind.SOURCE, Kind.CREDIT})
_CONTENT: Final = frozenset({Role.TEXT, Role.ITEM, Role.HEADING, Role.CODE})
_MOST: Final = 8
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
    scanned = scan(body)
    state = Walk(body, scanned, matcher, hosts)
    left = list(scanned.blocks)
    while left and len(state.cuts) < _MOST:
        block = left.pop(0)
        if block.role.neutral:
            continue
        found = _known(state, block)
        if not found:
            state.note((block.start, block.end), Action.STOPPED, "no rule knows it")
            break
        for span, hit in found:
            state.cuts.append(Cut(span, hit))
            state.note(span, Action.REMOVED, "a rule knows it", hit)
    if not any(block.role in _CONTENT for block in left) and state.cuts:
        kept = state.scan.blocks[-1] if not left else None
        if kept is None or (kept.start, kept.end) in {cut.span for cut in state.cuts}:
            state.cuts.clear()
            state.steps.append(Step(0, 0, Action.STOPPED, "nothing would be left of the body"))
    return state


def _known(state: Walk, block: Block) -> list[tuple[tuple[int, int], Hit]]:
    """What each line of a block is, when all of it may go; nothing otherwise."""
    if block.role is not Role.TEXT:
        return []
    found = state.line_hits(block)
    if not found:
        hit = state.matcher.block(state.view(block), state.source(block), state.body)
        found = [((block.start, block.end), hit)] if hit is not None else []
    good = all(
        hit.kind in _KINDS and hit.facts and not hit.learned and hit.where is not Where.HEAD
        for _, hit in found
    )
    if not good or any(begins_again(state.body, span, below=True) for span, _ in found):
        return []
    return found
