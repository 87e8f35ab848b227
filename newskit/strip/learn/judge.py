"""Second pass: where candidates stand. In the run at the end, or among what is content?"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, cast

from newskit.config.strip import Kind, Where
from newskit.strip.cues import cue_count, cue_kind, is_kept
from newskit.strip.learn.keys import Key, keys_of, site_of
from newskit.strip.learn.tally import Unit, body_units, digest, head_keys, tail_of
from newskit.strip.match import width
from newskit.strip.roles import Role
from newskit.strip.view import View

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from newskit.strip.match import Matcher

__all__ = ["Case", "Judge", "Sample", "Verdict", "judge_unit"]


# What may be accepted unseen: only what says of itself what kind of boilerplate it is.


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


# What is kept of the posts looked at, to see where else a candidate stands.


_MOST_CHARS: Final = 24_000_000
_MOST_POSTS: Final = 5000
_WORD: Final = re.compile(r"[^\W\d_]{2,}")


class Sample:
    """The kept parts of evenly spread posts, bounded in number and size."""

    def __init__(self, posts: int) -> None:
        self.every = max(1, -(-posts // _MOST_POSTS))
        self._texts: list[str] = []
        self._chars = 0

    def wants(self, number: int) -> bool:
        """Whether the post with this number is in the sample."""
        return number % self.every == 0

    def add(self, text: str) -> None:
        """Keep what is content of a post; beyond the bound only its end."""
        room = _MOST_CHARS - self._chars
        if room > 0:
            self._texts.append(text[-room:])
            self._chars += min(room, len(text))

    def keys(self, units: Iterable[Unit]) -> Iterator[tuple[Key, Unit]]:
        """Yield the keys in all texts that hold a word of one of `units`.

        Few texts hold the words of boilerplate in their content: the others are not even split.
        """
        probe = _probe(units)
        for text in self._texts:
            if probe is None or not probe.search(text):
                continue
            for unit in body_units(text):
                if unit.is_read and probe.search(unit.source):
                    for piece in (unit, *unit.parts):
                        for key in keys_of(piece):
                            yield key, piece


def _probe(units: Iterable[Unit]) -> Any:
    """An expression for the longest words of the units, whatever their case."""
    words = {max(_WORD.findall(unit.source), key=len, default="") for unit in units}
    words.discard("")
    if not words:
        return None
    import re2

    options = re2.Options()
    options.max_mem = 64 << 20
    escape = cast("Any", re2).escape
    source = "|".join(escape(word) for word in sorted(words) if word.isprintable())
    return re2.compile(f"(?i){source}", options)


_FAR_RARER: Final = 3
_SAMPLES: Final = 3
_MOST_WAITING: Final = 60
_CONTEXTS: Final = 64


@dataclass(slots=True)
class Case:
    """What was seen of one candidate.

    Attributes:
        key: the candidate.
        unit: a unit that has it.
        verdict: its kind, and whether it may be accepted unseen.
        tail: posts that have it in the run at their end.
        owned: the same, where no more telling key was a candidate.
        elsewhere: other places it stands in.
        contexts: hashes of what stands above the runs; copies of one post show as one.
        below: posts where something known goes below it; what tells a list of links of the archive.
        sites: posts by the site that all links of the list below belong to; empty for mixed ones.
        urls: hashes of the addresses it links to, taken together; many show that they are the
            posts' own.
        samples: ids of posts that end with it.
        near: a kept block with a less telling key in common.
    """

    key: Key
    unit: Unit
    verdict: Verdict
    tail: int = 0
    owned: int = 0
    elsewhere: int = 0
    contexts: set[int] = field(default_factory=set[int])
    below: int = 0
    sites: Counter[str] = field(default_factory=Counter[str])
    urls: set[int] = field(default_factory=set[int])
    samples: list[str] = field(default_factory=list[str])
    near: str = ""


class Judge:
    """Looks at every post a second time, with the candidates known."""

    def __init__(self, candidates: Mapping[int, int], matcher: Matcher, posts: int) -> None:
        self._candidates = candidates
        self._matcher = matcher
        self._sample = Sample(posts)
        self.cases: dict[int, Case] = {}
        self.posts = 0
        self._seen = 0

    def add(self, post_id: str, body: str, weight: int = 1) -> None:
        """Look at one post, which stands for `weight` posts."""
        self.posts += weight
        self._seen += 1
        tail = tail_of(body)
        reached = self._walk(tail.units)
        run = [item for item in reached if item is not None]
        context = _context(tail.units[len(reached) : len(reached) + 4])
        for number in {digest(key) for keys in run for key in keys}:
            case = self.cases[number]
            case.tail += weight
            if len(case.contexts) < _CONTEXTS:
                case.contexts.add(context)
            if len(case.samples) < _SAMPLES:
                case.samples.append(post_id)
        for owner in {self._owner(keys) for keys in run if keys}:
            self.cases[owner].owned += weight
        if self._sample.wants(self._seen):
            end = tail.places[len(reached) - 1] if reached else len(body)
            self._sample.add(body[:end])

    def _owner(self, keys: Sequence[Key]) -> int:
        """The key that tells most of those that are not far rarer than the most frequent."""
        counts = [self._candidates[digest(key)] for key in keys]
        return next(
            digest(key)
            for key, count in zip(keys, counts, strict=True)
            if count * _FAR_RARER >= max(counts)
        )

    def finish(self) -> None:
        """Count, in the sample, where candidates stand among what stays."""
        for key, unit in self._sample.keys(case.unit for case in self.cases.values()):
            case = self.cases.get(digest(key))
            if case is not None:
                case.elsewhere += self._sample.every
                case.near = case.near or unit.view.text[:160]

    def _walk(self, units: Sequence[Unit]) -> list[list[Key] | None]:
        """For each unit of the run at the end, its candidate keys; None where rules know it."""
        reached: list[list[Key] | None] = []
        pending: list[list[Key] | None] = []
        below_links = False
        below: list[Unit] = []
        for unit in units:
            hit = self._matcher.block(unit.view, unit.source) if unit.core else None
            known = hit is not None and hit.where is Where.TAIL
            keys = [] if known else self._passing(unit)
            if below_links and not known:
                heads = self._passing(unit, heads=True)
                self._note_list(heads, below, known=any(keys is None for keys in reached))
                # A heading goes with its list; a line of text may go without.
                keys = heads if heads and unit.role is Role.HEADING else [*keys, *heads]
            for key in keys:
                self._note_links(key, unit, known=any(held is None for held in reached))
            if known or keys:
                reached += [*pending, None if known else keys]
                pending = []
            elif hit is not None and len(pending) < _MOST_WAITING:
                pending.append(None)
            elif unit.parts:
                return [*reached, *self._last_lines(unit)]
            elif (unit.is_links or unit.is_image) and len(pending) < _MOST_WAITING:
                pending.append(None)
            else:
                break
            below_links = unit.is_links or unit.is_image
            below = [*below, unit] if below_links else []
        return reached

    def _note_links(self, key: Key, unit: Unit, *, known: bool) -> None:
        case = self.cases[digest(key)]
        if key.level != "head":
            case.below += known
        if len(case.urls) < _CONTEXTS:
            case.urls.add(_hash(" ".join(link.url for link in unit.view.links)))

    def _note_list(self, heads: Sequence[Key], below: Sequence[Unit], *, known: bool) -> None:
        links = [link for unit in below for link in unit.view.links if not link.image]
        sites = {site_of(link.url) for link in links}
        for key in heads:
            case = self.cases[digest(key)]
            case.below += known
            case.sites[next(iter(sites)) if len(sites) == 1 else "*"] += 1

    def _last_lines(self, unit: Unit) -> list[list[Key] | None]:
        found: list[list[Key] | None] = []
        for part in reversed(unit.parts):
            known = bool(part.core) and self._matcher.strong(part.view, part.source)
            keys = [] if known else self._passing(part)
            if not known and not keys:
                break
            found.append(None if known else keys)
        merged = [key for keys in found if keys for key in keys]
        return [merged] if merged else []

    def _passing(self, unit: Unit, *, heads: bool = False) -> list[Key]:
        """The candidate keys of `unit` that may be boilerplate."""
        found: list[Key] = []
        for key in head_keys(unit) if heads else keys_of(unit):
            number = digest(key)
            if number not in self._candidates:
                continue
            if number not in self.cases:
                self.cases[number] = Case(key, unit, judge_unit(key, unit))
            if self.cases[number].verdict.kind is not None:
                found.append(key)
        return found


def _context(units: Sequence[Unit]) -> int:
    return _hash("\n".join(unit.source for unit in units))


def _hash(text: str) -> int:
    data = text.encode("utf-8", "replace")
    return int.from_bytes(hashlib.blake2b(data, digest_size=8).digest(), "big")
