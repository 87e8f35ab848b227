"""First pass: in how many posts does each key stand near the end, in bounded memory."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

from newskit.strip.learn.keys import Key, code_key, keys_of
from newskit.strip.learn.units import tail_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newskit.strip.learn.units import Unit
    from newskit.strip.match import Matcher

__all__ = ["Tally", "digest", "head_keys", "post_keys", "threshold"]


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
        tail = tail_of(body)
        found = {digest(key) for key in post_keys(tail.units, self._matcher)}
        found |= {
            digest(code_key(unit))
            for _, unit in tail.code
            if not self._matcher.source_only(unit.source)
        }
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
