"""What a run of stripping tells when it is over: rule hits, rules that never fired, suspects."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from newskit.config.strip import RuleState

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from newskit.config.strip import StripRule
    from newskit.post import JsonValue

__all__ = ["RunReport"]

_MOST_SUSPECTS = 10_000


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
