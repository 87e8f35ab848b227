"""What may be accepted unseen: only what says of itself what kind of boilerplate it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from newskit.config.strip import Kind, Where
from newskit.strip.cues import cue_count, cue_kind, is_kept
from newskit.strip.match import width
from newskit.strip.view import View

if TYPE_CHECKING:
    from newskit.strip.learn.keys import Key
    from newskit.strip.learn.units import Unit

__all__ = ["Verdict", "judge_unit"]

# Width in columns: below it what names its kind is accepted by itself, or when it holds a link.
_LISTED: Final = frozenset({Kind.RELATED, Kind.NAV, Kind.SUBSCRIBE, Kind.SHARE})
_SHORT: Final = 90
_SENTENCES: Final = 3
_SENTENCE: Final = re.compile(r"[!?。！？؟]+|\.(?=\s|$)")
_LONG: Final = 240
_LONGEST: Final = 480


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a repeated unit is taken for.

    Attributes:
        kind: None for what is content until a person says otherwise.
        where: when it goes.
        accept: whether the rule may be accepted without a person.
    """

    kind: Kind | None
    where: Where = Where.TAIL
    accept: bool = False


def judge_unit(key: Key, unit: Unit) -> Verdict:
    """Tell what a unit with `key` is taken for.

    A slogan or a greeting that closes every post has no kind and stays. What names its kind is
    accepted when it holds a link or is short: long prose is for a person to decide.
    """
    view = unit.view
    if key.level == "image":
        return Verdict(Kind.SUBSCRIBE, Where.RUN, accept=True)
    if key.level == "address":
        return Verdict(Kind.SOURCE, Where.TAIL, accept=True)
    kind = cue_kind(_part(key, view))
    if is_kept(view, plea=kind is Kind.SUBSCRIBE):
        return Verdict(None)
    if key.level == "head":
        # The last section of a weekly is a headed list of links too: only words tell them apart.
        return Verdict(kind or Kind.RELATED, Where.HEAD, accept=kind in _LISTED)
    if kind is Kind.SOURCE and not view.links and any(char.isdigit() for char in view.text):
        # When something was published is a note on the text, not where it comes from.
        return Verdict(None)
    if kind is None:
        if unit.is_links and key.level == "exact":
            return Verdict(Kind.NAV, Where.RUN, accept=True)
        return Verdict(None)
    return Verdict(kind, Where.TAIL, accept=_is_brief(view))


def _is_brief(view: View) -> bool:
    """Whether a kinded block is short enough to be known by its kind alone.

    The more cues it has, the longer it may be: a plea of three sentences that names a newsletter
    and a donation is one, a greeting that mentions comments is a greeting.
    """
    size = width(view.prose)
    if size < _SHORT:
        return True
    linked = any(not link.image for link in view.links)
    sentences = len(_SENTENCE.findall(view.prose))
    if cue_count(view) > 1:
        return size < (_LONGEST if linked else _LONG) and sentences <= _SENTENCES + 1
    return linked and size < _LONG and sentences <= _SENTENCES


def _part(key: Key, view: View) -> View:
    """The part of a view that a key holds fixed: only that may say what kind it is."""
    if key.level == "label":
        return View(view.text[: view.folded.find(":")])
    if key.level == "stem":
        return View(view.text[: view.links[0].start] + view.links[0].text)
    if key.level == "frame":
        pieces: list[str] = []
        position = 0
        for link in view.links:
            pieces.append(view.text[position : link.start])
            position = link.end
        return View(" ".join((*pieces, view.text[position:])))
    return view
