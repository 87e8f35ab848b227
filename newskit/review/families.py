"""Rules that take the same line with small differences, joined: one decision for all of them.

What a rule takes is read from its examples: addresses are left out, numbers are one sign, and so
is a month beside a number. Two lines are alike where the words outside of their links are; of a
line that is nothing but links, the words of the links. Entries of a list are alike by their shape:
a date and a link, or a link, a colon and what is said of it; events and offers end posts, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from functools import cache
from typing import Final

from newskit.config.strip import Kind, RuleState, StripRule, Where
from newskit.dates.forms import MONTH_NAMES
from newskit.frozen import dataclass
from newskit.strip.pattern import fold

# An example may be cut within an address; of an address in angle brackets the host is shown.
_LINK: Final = re.compile(
    r"!?\[([^\[\]]*)\]\([^()]*(?:\)|\Z)|<?(?:https?:)?//([^<>/\s]*)[^<>\s]*>?|<([^<>]*)>"
)
_AT: Final = "\0"  # a link, among the words outside of links
_TOKEN: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|\d+|[^\W\d_]+|[^\w\s]|\0")
# What a date, or a bullet, is made of.
_LEAD: Final = frozenset("#-/,.:|&()*•") | {"to", "and", "st", "nd", "rd", "th"}
_ALIKE: Final = 0.7  # share of the words, in their order, that two lines have in common
_LONGEST: Final = 100  # words of a line that are compared
_MANY: Final = 1.5  # how much longer the longer line may be
# What words of its own tell to be furniture; a stamp is all that no word tells.
_UNTOLD: Final = frozenset({Kind.STAMP})
# Kinds that an entry of a list is taken for.
_ENTRIES: Final = frozenset({Kind.NAV, Kind.RELATED, Kind.STAMP})


def shown_text(rule: StripRule) -> str:
    """Return a line that a rule takes as a reader sees it; its expression where none is known."""
    if not rule.examples:
        return rule.match
    return without_addresses(rule.examples[0])


def without_addresses(text: str) -> str:
    """Return a line of a view with the words of its links alone; of a bare address, its host."""
    return " ".join(_LINK.sub(_words_of_link, text).split())


def _words_of_link(link: re.Match[str]) -> str:
    return next(one for one in (*link.groups(), "") if one is not None)


@dataclass(frozen=True, slots=True)
class _Line:
    """What is compared of a line: the words outside of its links, all of them, and its shape."""

    frame: tuple[str, ...]
    words: tuple[str, ...]
    entry: str = ""


def families(rules: Iterable[StripRule]) -> list[tuple[StripRule, ...]]:
    """Join rules that take the same line with small differences.

    Each family is led by its first rule, to which all others are alike; families come in the order
    of their leaders. A rule of a heading stands alone, because a list goes with it.
    """
    found: list[tuple[_Line, list[StripRule]]] = []
    for rule in rules:
        line = _line(rule)
        own = next((family for leader, family in found if _alike(leader, line)), None)
        if own is None:
            found.append((line, [rule]))
        else:
            own.append(rule)
    return [tuple(family) for _, family in found]


def likely_first(rule: StripRule) -> tuple[bool, bool, float]:
    """Return what sorts proposals: those that a person is likely to accept come first.

    What words tell to be furniture comes before what only stands in many posts, and last what a
    number or a date is part of: lists of events and of news end posts too.
    """
    evidence, line = rule.evidence, _line(rule)
    share = evidence.posts / evidence.of if evidence.of else 0.0
    untold = rule.kind in _UNTOLD
    return (
        bool(line.entry) or (untold and "#" in line.words),
        untold,
        -share * evidence.tail_share,
    )


def _line(rule: StripRule) -> _Line:
    if not rule.examples or rule.where is Where.HEAD or rule.state is RuleState.REJECTED:
        return _Line((), ())
    text = fold(rule.examples[0])
    frame = _tokens(_LINK.sub(_AT, text))
    words = _tokens(_LINK.sub(_words_of_link, text))
    return _Line(frame, words, _shape(frame, words) if rule.kind in _ENTRIES else "")


def _shape(frame: Sequence[str], words: Sequence[str]) -> str:
    """Return what kind of entry of a list a line is; empty for any other line."""
    lead = next((at for at, one in enumerate(frame) if one not in _LEAD), len(frame))
    if _AT not in frame[: max(lead, 1) + 1]:
        return "dated" if _AT in frame and frame[:lead].count("#") > 1 else ""
    if "#" in frame[:lead] or (not _tells(frame) and words.count("#") > 1):
        return "dated"
    return "told" if frame[lead + 1 : lead + 2] == (":",) and len(frame) > lead + 2 else ""


def _tokens(text: str) -> tuple[str, ...]:
    found: list[str] = _TOKEN.findall(text.casefold())[:_LONGEST]
    tokens = ["#" if one.isdecimal() else one for one in found]
    for at, one in enumerate(tokens):
        if one in _months() and "#" in tokens[max(0, at - 1) : at + 2]:
            tokens[at] = "#"
    return tuple(tokens)


@cache
def _months() -> frozenset[str]:
    return frozenset(
        form.casefold()
        for language in MONTH_NAMES
        for month in language.split()
        for form in month.split("/")
    )


def _alike(one: _Line, other: _Line) -> bool:
    if one.entry or other.entry:
        return one.entry == other.entry
    told = _tells(one.frame)
    if not one.words or not other.words or told != _tells(other.frame):
        return False
    return _ratio(one.frame, other.frame) if told else _ratio(one.words, other.words)


def _tells(frame: Sequence[str]) -> bool:
    """Whether a line has words of its own, outside of its links."""
    return any(one == "#" or one.isalpha() for one in frame)


def _ratio(one: Sequence[str], other: Sequence[str]) -> bool:
    if max(len(one), len(other)) > _MANY * min(len(one), len(other)) + 2:
        return False
    shared = len(one) - len(set(one).difference(other))  # at most; most pairs end here
    if 2 * shared < _ALIKE * (len(one) + len(other)):
        return False
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE
