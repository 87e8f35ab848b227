"""First pass: in how many posts does each key stand near the end, in bounded memory."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final

from newskit.strip.blocks import Block, scan
from newskit.strip.learn.keys import Key, keys_of
from newskit.strip.match import core_span, links_only
from newskit.strip.roles import Role
from newskit.strip.view import View, view_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newskit.strip.match import Matcher

__all__ = ["Tail", "Tally", "Unit", "body_units", "digest", "post_keys", "tail_of", "threshold"]


# The end of a body as units to count: blocks, and the lines of blocks that have several.


# The zone at the end that is looked at: boilerplate runs of real archives are shorter.
_ZONE_CHARS: Final = 6000
_ZONE_BLOCKS: Final = 40
_LONG: Final = 1500
_MOST_LINES: Final = 30
_LEARNABLE: Final = frozenset({Role.TEXT, Role.ITEM, Role.HEADING})


@dataclass(frozen=True)
class Unit:
    """A block or line of a body; what is costly is worked out when it is asked for."""

    source: str
    role: Role
    definitions: dict[str, str] = field(repr=False)
    lines: tuple[tuple[int, int], ...] = ()

    @cached_property
    def view(self) -> View:
        """What a reader sees; nothing of code and of what is too long to be boilerplate."""
        return view_of(self.source, self.definitions) if self.is_read else View("")

    @property
    def is_read(self) -> bool:
        """Whether the unit can be boilerplate at all."""
        return self.role in _LEARNABLE and len(self.source) <= _LONG

    @cached_property
    def core(self) -> str:
        """The folded view without decoration."""
        return self.view.folded[self.core_start : self._core_span[1]]

    @property
    def core_start(self) -> int:
        """Where the core starts in the view."""
        return self._core_span[0]

    @cached_property
    def _core_span(self) -> tuple[int, int]:
        return core_span(self.view.folded)

    @cached_property
    def parts(self) -> tuple[Unit, ...]:
        """Its lines as units, when it has several."""
        if not 1 < len(self.lines) <= _MOST_LINES or not self.is_read:
            return ()
        return tuple(
            Unit(self.source[start:end], self.role, self.definitions) for start, end in self.lines
        )

    @cached_property
    def is_image(self) -> bool:
        """Whether it shows images and nothing else."""
        links = self.view.links
        return bool(links) and all(link.image for link in links) and not self.view.prose

    @cached_property
    def is_links(self) -> bool:
        """Whether it is links and what stands between them."""
        return links_only(self.view) and not self.is_image


@dataclass(frozen=True, slots=True)
class Tail:
    """The end of a body.

    Attributes:
        start: where the zone starts in the body.
        units: its units, the last first; neutral blocks are left out.
        places: where each unit starts in the body.
    """

    start: int
    units: tuple[Unit, ...]
    places: tuple[int, ...]


def tail_of(body: str) -> Tail:
    """Return the units at the end of `body`."""
    start = 0
    if len(body) > _ZONE_CHARS:
        floor = len(body) - _ZONE_CHARS
        blank = body.find("\n\n", floor)
        start = blank + 2 if 0 <= blank < floor + _ZONE_CHARS // 2 else floor
    tail = body[start:]
    scanned = scan(tail)
    blocks = [block for block in scanned.blocks if not block.role.neutral][-_ZONE_BLOCKS:]
    blocks.reverse()
    units = tuple(_unit(tail, block, scanned.definitions) for block in blocks)
    return Tail(start, units, tuple(start + block.start for block in blocks))


def body_units(body: str) -> Iterator[Unit]:
    """Yield all units of `body` in order."""
    scanned = scan(body)
    for block in scanned.blocks:
        if not block.role.neutral:
            yield _unit(body, block, scanned.definitions)


def _unit(body: str, block: Block, definitions: dict[str, str]) -> Unit:
    lines = tuple((start - block.start, end - block.start) for start, end in block.lines)
    return Unit(body[block.start : block.end], block.role, definitions, lines)


# Lossy counting (Manku and Motwani, 2002): after each bucket of posts, keys seen too rarely to
# reach 2 % are dropped, so that memory depends on the bucket and not on the archive.
_BUCKET: Final = 20_000
_PARAGRAPH: Final = 500
_LEAST_POSTS: Final = 3
_LEAST_SHARE: Final = 0.02


def threshold(posts: int) -> int:
    """Posts a key must end to be worth a rule: 3, or 2 % of the archive."""
    return max(_LEAST_POSTS, round(posts * _LEAST_SHARE))


def digest(key: Key) -> int:
    """Eight bytes that stand for a key."""
    data = f"{key.level}\x00{key.text}".encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(data, digest_size=8).digest(), "big")


class Tally:
    """Counts posts per key; feed it every post once."""

    def __init__(self, matcher: Matcher) -> None:
        self._matcher = matcher
        self._counts: dict[int, int] = {}
        self._floors: dict[int, int] = {}
        self.posts = 0
        self._seen = 0

    def add(self, body: str, weight: int = 1) -> None:
        """Count the keys at the end of one post, each once; it stands for `weight` posts."""
        self.posts += weight
        self._seen += 1
        found = {digest(key) for key in post_keys(tail_of(body).units, self._matcher)}
        bucket = self._seen // _BUCKET
        for number in found:
            if number in self._counts:
                self._counts[number] += weight
            else:
                self._counts[number] = weight
                if bucket:
                    self._floors[number] = bucket
        if self._seen % _BUCKET == 0:
            self._prune(bucket)

    def candidates(self) -> dict[int, int]:
        """Keys that end enough posts, with their counts."""
        least = threshold(self.posts)
        slack = self._seen // _BUCKET
        return {number: count for number, count in self._counts.items() if count + slack >= least}

    def _prune(self, bucket: int) -> None:
        self._counts = {
            number: count
            for number, count in self._counts.items()
            if count + self._floors.get(number, 0) > bucket
        }
        self._floors = {
            number: floor for number, floor in self._floors.items() if number in self._counts
        }


def post_keys(units: Sequence[Unit], matcher: Matcher) -> Iterator[Key]:
    """Yield the keys of the last units of a post that built-in rules do not know already.

    Two long paragraphs are content, and with them what stands above.
    """
    below_links = False
    paragraphs = 0
    for unit in units:
        paragraphs += len(unit.source) > _PARAGRAPH
        if paragraphs > 1:
            break
        if unit.core and matcher.strong(unit.view, unit.source):
            below_links = False
            continue
        yield from keys_of(unit)
        for part in unit.parts:
            if part.core and not matcher.strong(part.view, part.source):
                yield from keys_of(part)
        if below_links and not unit.is_links and not unit.is_image:
            yield from head_keys(unit)
        below_links = unit.is_links or unit.is_image


def head_keys(unit: Unit) -> Iterator[Key]:
    """Yield the key of a heading or lead-in above a list of links or an image."""
    if len(unit.core) <= 100:
        for key in keys_of(unit):
            if key.level == "exact":
                yield Key("head", key.text)
