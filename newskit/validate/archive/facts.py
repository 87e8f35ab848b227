"""What the archive-wide rules need to know of one post: little, and picklable."""

from __future__ import annotations

from newskit.frozen import NamedTuple, dataclass
from newskit.post import Span

# An ignore comment: what it names and which lines it covers.


@dataclass(frozen=True, slots=True)
class Ignore:
    """One ignore comment.

    Attributes:
        span: where the comment stands.
        codes: the selectors it names; empty for a bare one.
        first: first line covered, 1-based.
        last: last line covered.
        whole_file: whether it covers the file.
    """

    span: Span
    codes: tuple[str, ...]
    first: int
    last: int
    whole_file: bool

    def covers(self, code: str, name: str, line: int) -> str | None:
        """Return the selector that covers a rule's finding on a line, or None."""
        if not self.whole_file and not self.first <= line <= self.last:
            return None
        return next((one for one in self.codes if selects(one, code, name)), None)


def selects(selector: str, code: str, name: str) -> bool:
    """Tell whether a selector means a rule: its code, a prefix of that, or its name."""
    return selector == name or code.startswith(selector.upper())


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


class PostPlace(NamedTuple):
    """A place in a post: the number of the post, and as in `Fact`."""

    post: int
    line: int = 1
    column: int = 1
    start: int = 0
    end: int = 0


class Between(NamedTuple):
    """What is wrong between two posts, or between one and all others.

    Attributes:
        place: where it is reported: in the later post.
        message: what is wrong, in words.
        other: the place in the earlier post, if there is one.
        mild: whether it is an info, whatever the rule's severity.
    """

    place: PostPlace
    message: str
    other: PostPlace | None = None
    mild: bool = False


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
        title: its title; empty where it has none.
    """

    path: str
    top: Top | None
    facts: tuple[Fact, ...]
    article: bytes
    signature: bytes
    codes: frozenset[str]
    ignores: tuple[Ignore, ...] = ()
    title: str = ""


def folder_of(path: str) -> str:
    """Return the folder of a path, as it was named."""
    return path.replace("\\", "/").rpartition("/")[0]
