"""What the archive-wide rules need to know of one post: little, and picklable."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from newskit.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newskit.validate.archive.store import Store
    from newskit.validate.ignores import Ignore
    from newskit.validate.rule import Rule

__all__ = ["Asked", "Between", "Fact", "Facts", "Place", "Top", "same_facts"]


class Asked(NamedTuple):
    """A link whose target no post of the run is, and whether the disk had it."""

    kind: str
    target: str
    path: str
    there: bool


class Fact(NamedTuple):
    """A value and where it stands: line and column from 1, offsets in code points."""

    kind: str
    value: str
    line: int
    column: int
    start: int
    end: int


class Top(NamedTuple):
    """How a file starts, which is all that a finding about the whole of it tells of its text.

    Attributes:
        line: its first line, without the line ending.
        mark: bytes of its byte order mark.
    """

    line: str
    mark: int


class Place(NamedTuple):
    """A place in a post: the number of the post, and as in `Fact`."""

    post: int
    line: int = 1
    column: int = 1
    start: int = 0
    end: int = 0


class Between(NamedTuple):
    """What is wrong between two posts, or between one and all others.

    Attributes:
        place: where it is told: in the later post.
        message: what is wrong, in words.
        other: the place in the earlier post, if there is one.
    """

    place: Place
    message: str
    other: Place | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What is remembered of a post.

    Attributes:
        path: the file as the user named it.
        top: how it starts; None where its first line is very long.
        facts: addresses, titles, slugs, tags and links, each with its place.
        article: hash of the body's words; empty for a short body.
        signature: MinHash of the body's shingles; empty for a short body.
        codes: the archive-wide codes that apply to the post.
        ignores: its ignore comments.
    """

    path: str
    top: Top | None
    facts: tuple[Fact, ...]
    article: bytes
    signature: bytes
    codes: frozenset[str]
    ignores: tuple[Ignore, ...] = ()


# Findings about two posts that give one thing the same value.


_QUERY = """
SELECT value, post, line, col, start, stop FROM fact
WHERE kind = ?1 AND folded IS NULL AND value IN (
  SELECT value FROM fact WHERE kind = ?1 AND folded IS NULL
  GROUP BY value HAVING MIN(post) < MAX(post))
ORDER BY value, post
"""


def same_facts(rule: Rule, store: Store, kind: str, words: str) -> Iterator[Between]:
    """Yield a finding for every post but the first that has a value.

    Args:
        rule: the rule.
        store: every post's facts.
        kind: kind of the facts compared.
        words: the message; ``{value}`` and ``{other}`` are filled in.
    """
    value = ""
    first = Place(0)
    for row in store.rows(_QUERY, kind):
        place = Place(*(int(str(number)) for number in row[1:6]))
        if str(row[0]) != value:
            value = str(row[0])
            first = place
        elif store.applies(place.post, rule.code, rule.name, place.line):
            other = store.location(first)
            message = words.format(value=value.partition("\n")[0], other=other)
            yield Between(place, message, first)
