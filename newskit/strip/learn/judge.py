"""Second pass: where candidates stand. In the run at the end, or among what is content?"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from newskit.config.strip import Where
from newskit.strip.learn.gate import Verdict, judge_unit
from newskit.strip.learn.keys import Key, keys_of, site_of
from newskit.strip.learn.sample import Sample
from newskit.strip.learn.tally import digest, head_keys
from newskit.strip.learn.units import Unit, tail_of
from newskit.strip.roles import Role

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newskit.strip.match import Matcher

__all__ = ["Case", "Judge"]

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
