"""What stripping a post came to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType

from newskit.config.strip import Kind, RuleState, StripRule
from newskit.frozen import dataclass, field
from newskit.post import JsonValue
from newskit.problem import Edit, Problem

# What a run of stripping tells when it is over: rule hits, rules that never fired, suspects.


@dataclass(slots=True)
class RunReport:
    """Counts of a run, in memory that does not grow with the number of posts."""

    posts: int = 0
    stripped: int = 0
    hits: Counter[tuple[str, str]] = field(default_factory=Counter[tuple[str, str]])
    suspects: int = 0

    def add(self, rows: Sequence[Mapping[str, JsonValue]]) -> None:
        """Count the rows of one post."""
        self.posts += 1
        removed = [row for row in rows if "rule" in row and "facts" in row]
        self.stripped += bool(removed)
        self.suspects += sum(row.get("kind") == "suspect" for row in rows)
        for row in removed:
            self.hits[str(row["rule"]), str(row["kind"])] += 1

    def rows(self, rules: Sequence[StripRule]) -> Iterator[dict[str, JsonValue]]:
        """Yield the rows that close a report: hits of each rule, rules that never fired, sums."""
        for (rule, kind), count in self.hits.most_common():
            name = rule or "goes with what it introduces"
            yield {"kind": "rule-hits", "rule": name, "what": kind, "blocks": count}
        fired = {rule for rule, _ in self.hits}
        for item in rules:
            if item.state is RuleState.ACCEPTED and item.id not in fired:
                yield {"kind": "rule-never-fired", "rule": item.id, "what": item.kind.value}
        yield {
            "kind": "summary",
            "posts": self.posts,
            "stripped": self.stripped,
            "blocks": sum(self.hits.values()),
            "suspects": self.suspects,
        }


class Action(StrEnum):
    """What the walk did with a block."""

    REMOVED = "removed"
    PASSED = "passed"
    KEPT = "kept"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Removal:
    """A piece of boilerplate that goes.

    Attributes:
        start: offset in `Post.text`, in code points.
        end: end offset.
        text: what stands there.
        kind: what it is.
        rule: id of the rule that knew it; empty where it goes with what it introduces.
        facts: facts it holds, by fact name.
    """

    start: int
    end: int
    text: str
    kind: Kind
    rule: str
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the walk from the end: a block or line, what became of it, and why."""

    start: int
    end: int
    action: Action
    reason: str
    rule: str = ""
    kind: Kind | None = None


@dataclass(frozen=True, slots=True)
class Stripped:
    """What stripping a post came to.

    Attributes:
        edits: on `Post.text`: cuts in the body and keys added to the front matter.
        removed: what goes, in the order of the text.
        facts: front matter keys that are added, with their values.
        conflicts: facts that differ from what the front matter says; nothing is overwritten.
        steps: how the end of the body was walked, from the end upwards.
        suspect: offset span of a last block that looks like boilerplate and was kept, if any and
            where it was asked for.
    """

    edits: tuple[Edit, ...] = ()
    removed: tuple[Removal, ...] = ()
    facts: Mapping[str, JsonValue] = field(default_factory=lambda: MappingProxyType({}))
    conflicts: tuple[Problem, ...] = ()
    steps: tuple[Step, ...] = ()
    suspect: tuple[int, int] | None = None

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle the mapping as a plain dictionary."""
        values = (self.edits, self.removed, dict(self.facts), self.conflicts, self.steps)
        return (Stripped, (*values, self.suspect))
