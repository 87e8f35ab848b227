"""Second pass: where candidates stand. In the run at the end, or among what is content?"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from newskit.config.strip import Where
from newskit.lazy import lazy
from newskit.linear import compile_expression, quoted
from newskit.strip.facts import site_of
from newskit.strip.learn.keys import (
    Key,
    Tail,
    Unit,
    body_units,
    code_key,
    digest,
    head_keys,
    keys_of,
    tail_of,
    without_scheme,
)
from newskit.strip.learn.verdict import Verdict, judge_unit
from newskit.strip.match import Matcher
from newskit.strip.roles import Role

# What is kept of the posts looked at, to see where else a candidate stands.


_MOST_CHARS: Final = 24_000_000
_MOST_POSTS: Final = 5000
_WORD: Final = lazy(r"[^\W\d_]{2,}")


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
                if probe.search(unit.source):
                    for piece in (unit, *unit.pieces(len(unit.lines))):
                        for key in keys_of(piece):
                            yield key, piece


def _probe(units: Iterable[Unit]) -> Any:
    """An expression for the longest words of the units, whatever their case."""
    words = {max(_WORD.findall(unit.source), key=len, default="") for unit in units}
    words.discard("")
    if not words:
        return None
    source = "|".join(quoted(word) for word in sorted(words) if word.isprintable())
    return compile_expression(f"(?i){source}", 64 << 20)


# Characters of the end of a post that rules are tried on.
_END: Final = 8000
_FAR_RARER: Final = 3
_SAMPLES: Final = 3
_MOST_WAITING: Final = 60
_CONTEXTS: Final = 64
_LINKS: Final = 600
_GAP: Final = 2
_NUMBERED: Final = lazy(r"\W*(?:\d+(?:\.\d+)*[.)、．:\s]|[一二三四五六七八九十]+[、.．])")
_EXAMPLE: Final = 300


@dataclass(slots=True)
class Case:
    """What was seen of one candidate.

    Attributes:
        key: the candidate.
        unit: a unit that has it.
        verdict: its kind, and whether it may be accepted unseen.
        tail: posts that have it in the run at their end.
        owned: the same, where no more telling key was a candidate.
        elsewhere: other places it stands in, in the sample.
        own: places in the sample that are the ends of posts, though what is above is content.
        contexts: hashes of what stands above the runs; copies of one post show as one.
        below: posts where something known goes below it; what tells a list of links of the archive.
        sites: posts by the site that all links of the list below belong to; empty for mixed ones.
        urls: hashes of the addresses it links to, taken together; many show that they are the
            posts' own.
        links: how often each address of the lists below it was seen, for as many as are kept.
        section: posts where a heading stands straight above it.
        numbered: the same, where the heading is numbered as sections of a text are.
        bottom: posts of which it is the last block.
        top: posts of which it is the uppermost block.
        above: what stands straight above it in the runs, by key; 0 is what rules know.
        under: the same below it.
        texts: hashes of what it says, numbers and all, without the marks around it.
        first: number and id of the first post that ends with it.
        last: the same of the last.
        samples: ids of posts that end with it.
        examples: what it reads in three of them.
        near: a kept block with a less telling key in common.
        tried: ids of posts, spread over the archive, on which a rule for it is tried.
    """

    key: Key
    unit: Unit
    verdict: Verdict
    tail: int = 0
    owned: int = 0
    elsewhere: int = 0
    own: int = 0
    contexts: set[int] = field(default_factory=set[int])
    below: int = 0
    sites: Counter[str] = field(default_factory=Counter[str])
    urls: set[int] = field(default_factory=set[int])
    links: Counter[int] = field(default_factory=Counter[int])
    section: int = 0
    numbered: int = 0
    bottom: int = 0
    top: int = 0
    above: Counter[int] = field(default_factory=Counter[int])
    under: Counter[int] = field(default_factory=Counter[int])
    texts: set[int] = field(default_factory=set[int])
    first: tuple[int, str] = (0, "")
    last: tuple[int, str] = (0, "")
    samples: list[str] = field(default_factory=list[str])
    examples: list[str] = field(default_factory=list[str])
    near: str = ""
    tried: list[str] = field(default_factory=list[str])
    noted: int = 0

    @property
    def share(self) -> float:
        """Of all places it stands in, the share that are the ends of posts, 0 to 1."""
        return self.tail / (self.tail + max(0, self.elsewhere - self.own))

    def note(self, number: int, post_id: str, unit: Unit) -> bool:
        """Note a post that ends with it, and tell whether its rule is to be tried on it.

        `number` tells the post's place in the archive.
        """
        self.first = self.first if self.first[1] else (number, post_id)
        self.last = (number, post_id)
        if len(self.samples) < _SAMPLES:
            self.samples.append(post_id)
        if len(self.texts) < _CONTEXTS:
            self.texts.add(_hash(without_scheme(unit.core)))
        shown = (unit.view.text or unit.source)[:_EXAMPLE]
        if len(self.examples) < _SAMPLES and shown not in self.examples:
            self.examples.append(shown)
        self.noted += 1
        if self.noted & (self.noted - 1):
            return False
        self.tried.append(post_id)
        return True


class Judge:
    """Looks at every post a second time, with the candidates known."""

    def __init__(self, candidates: Mapping[int, int], matcher: Matcher, posts: int) -> None:
        self._candidates = candidates
        self._matcher = matcher
        self._sample = Sample(posts)
        self.cases: dict[int, Case] = {}
        self.ends: dict[str, str] = {}
        self._kept = 0
        self.posts = 0
        self._seen = 0
        self._units: dict[int, Unit] = {}  # of the post in hand, by their keys

    def add(self, post_id: str, body: str, weight: int = 1) -> None:
        """Look at one post, which stands for `weight` posts."""
        self.posts += weight
        self._seen += 1
        self._units.clear()
        tail, code = self._without_code(tail_of(body))
        reached = self._walk(tail.units)
        if self._note_code(code, len(reached), post_id, weight):
            self._keep(post_id, body)
        run = [item for item in reached if item is not None]
        strong = self._strong(reached)
        context = _context(tail.units[strong : strong + 4])
        seen = self._units
        for number in {digest(key) for keys in run for key in keys}:
            case = self.cases[number]
            case.tail += weight
            if len(case.contexts) < _CONTEXTS:
                case.contexts.add(context)
            if case.note(self.posts, post_id, seen.get(number, case.unit)):
                self._keep(post_id, body)
        if reached and reached[-1] and not tail.start and len(reached) == len(tail.units):
            for key in reached[-1]:
                self.cases[digest(key)].top += weight
        owners = [self._owner(keys) if keys else 0 for keys in reached]
        for owner in set(owners) - {0}:
            self.cases[owner].owned += weight
        for place, keys in enumerate(reached):
            above = owners[place + 1] if place + 1 < len(owners) else -1
            below = owners[place - 1] if place else 0
            for key in keys or ():
                case = self.cases[digest(key)]
                case.above[above] += weight
                headed = place + 1 < len(tail.units) and tail.units[place + 1].role is Role.HEADING
                case.section += weight * headed
                case.numbered += weight * (headed and _is_numbered(tail.units[place + 1]))
                case.bottom += weight * (not place)
                case.under[below] += weight
        if self._sample.wants(self._seen):
            end = tail.places[strong - 1] if strong else len(body)
            self._sample.add(body[:end])
            sure = {digest(key) for keys in reached[:strong] for key in keys or ()}
            weak = {digest(key) for keys in reached[strong:] for key in keys or ()}
            for number in weak - sure:
                self.cases[number].own += self._sample.every

    def _without_code(self, tail: Tail) -> tuple[Tail, list[tuple[int, Unit]]]:
        """Part code that repeats from the rest of an end: what stands above it is looked at too."""
        code = [item for item in tail.code if digest(code_key(item[1])) in self._candidates]
        gone = {below for below, unit in code if unit.role is Role.CODE}
        kept = [place for place in range(len(tail.units)) if place not in gone]
        units = tuple(tail.units[place] for place in kept)
        places = tuple(tail.places[place] for place in kept)
        moved = [(below - sum(place < below for place in gone), unit) for below, unit in code]
        return Tail(tail.start, units, places), moved

    def _note_code(
        self, code: Sequence[tuple[int, Unit]], reached: int, post_id: str, weight: int
    ) -> bool:
        """Note code beside the `reached` units of a run; what stands higher is of the post.

        Tells whether a rule for some of it is to be tried on the post.
        """
        tried = False
        seen: set[int] = set()
        for below, unit in code:
            key = code_key(unit)
            number = digest(key)
            if number not in self.cases:
                self.cases[number] = Case(key, unit, judge_unit(key, unit))
            if below > reached:
                self.cases[number].elsewhere += weight
            elif number not in seen:
                self.cases[number].tail += weight
                tried = self.cases[number].note(self.posts, post_id, unit) or tried
            seen.add(number)
        return tried

    def _keep(self, post_id: str, body: str) -> None:
        """Keep the end of a post to try rules on, up to a bound for all of them."""
        if self._kept < _MOST_CHARS and post_id not in self.ends:
            self.ends[post_id] = body[-_END:]
            self._kept += min(len(body), _END)

    def _strong(self, reached: Sequence[list[Key] | None]) -> int:
        """How many blocks of a run, from the end, are more than what may as well be content.

        A line or two between such blocks is one of the run; more is content that repeats.
        """
        strong = 0
        for place, keys in enumerate(reached):
            if place - strong > _GAP:
                break
            if keys is None or any(not self.cases[digest(key)].verdict.weak for key in keys):
                strong = place + 1
        return strong

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
        read = (case.unit for case in self.cases.values() if case.key.level != "source")
        for key, unit in self._sample.keys(read):
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
            case.urls.add(_hash(without_scheme(" ".join(link.url for link in unit.view.links))))

    def _note_list(self, heads: Sequence[Key], below: Sequence[Unit], *, known: bool) -> None:
        links = [link for unit in below for link in unit.view.links if not link.image]
        sites = {site_of(link.url) for link in links}
        for key in heads:
            case = self.cases[digest(key)]
            case.below += known
            case.sites[next(iter(sites)) if len(sites) == 1 else "*"] += 1
            for link in links:
                # Addresses of one page may differ in what counts its visitors.
                place = _hash(link.text or link.url)
                if place in case.links or len(case.links) < _LINKS:
                    case.links[place] += 1

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
            self._units.setdefault(number, unit)
            found.append(key)
        return found


def _is_numbered(heading: Unit) -> bool:
    return bool(_NUMBERED.match(heading.source.lstrip("#")))


def _context(units: Sequence[Unit]) -> int:
    return _hash("\n".join(unit.source for unit in units))


def _hash(text: str) -> int:
    data = text.encode("utf-8", "replace")
    return int.from_bytes(hashlib.blake2b(data, digest_size=8).digest(), "big")
