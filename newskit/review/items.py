"""What waits for a decision: small, frozen, in four queues."""

from __future__ import annotations

from enum import StrEnum

from newskit.frozen import dataclass

__all__ = ["Choice", "Example", "Item", "Queue"]


class Queue(StrEnum):
    """The kinds of decisions, in the order they are shown."""

    RULES = "rules"
    DIFFERENCES = "differences"
    DUPLICATES = "duplicates"
    REPAIRS = "repairs"


class Choice(StrEnum):
    """What can be decided; `newskit.review.show` says what each means to a queue."""

    ACCEPT = "accept"
    REJECT = "reject"
    OTHER = "other"
    EDIT = "edit"


@dataclass(frozen=True, slots=True)
class Example:
    """A place in a post.

    Attributes:
        path: the post, as the user named it.
        line: 1-based line in its file.
        text: what stands there, cut short.
        offset: 0-based offset in its body, in code points.
    """

    path: str
    line: int = 1
    text: str = ""
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Item:
    """One decision.

    Attributes:
        key: tells it from all others, in the next run too.
        queue: what kind of decision it is.
        title: what it is about, in a line.
        note: how much of the archive it concerns, in a line.
        subject: what the decision is written of: the id of a rule, the name of a tag or an
            attribute, the code of a finding.
        examples: places in posts; of a near-duplicate the one it is found at (shown on the
            right), then the other.
        fingerprint: of a finding: the same wherever its line stands.
        settled: what is decided before anybody is asked; empty while it waits.
    """

    key: str
    queue: Queue
    title: str
    note: str = ""
    subject: str = ""
    examples: tuple[Example, ...] = ()
    fingerprint: str = ""
    settled: str = ""
