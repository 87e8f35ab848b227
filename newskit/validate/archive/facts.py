"""What the archive-wide rules need to know of one post: little, and picklable."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from newskit.frozen import dataclass

if TYPE_CHECKING:
    from newskit.validate.ignore_comment import Ignore

__all__ = ["Asked", "Fact", "Facts"]


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


@dataclass(frozen=True, slots=True)
class Facts:
    """What is remembered of a post.

    Attributes:
        path: the file as the user named it.
        relative: path below the folder it was found in.
        facts: addresses, titles, slugs, tags and links, each with its place.
        article: hash of the body's words; empty for a short body.
        signature: MinHash of the body's shingles; empty for a short body.
        codes: the archive-wide codes that apply to the post.
        ignores: its ignore comments.
    """

    path: str
    relative: str
    facts: tuple[Fact, ...]
    article: bytes
    signature: bytes
    codes: frozenset[str]
    ignores: tuple[Ignore, ...] = ()
