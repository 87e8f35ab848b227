"""Boilerplate at the top of a body: lines that say where a post comes from and who made it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from newskit.config.strip import Kind, Where
from newskit.frozen import replace
from newskit.lazy import lazy
from newskit.strip.blocks import Block, scan
from newskit.strip.guards import begins_again
from newskit.strip.match import Hit, Matcher, links_only
from newskit.strip.result import Action, Step
from newskit.strip.roles import Role
from newskit.strip.shape import Cut, Walk
from newskit.strip.view import View, view_of

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
        hit = state.known(block)
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
