"""The figures of an archive, added up post by post; memory does not grow with the archive."""

from __future__ import annotations

import heapq
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from newskit.post import Kind
from newskit.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newskit.problem import Problem
    from newskit.report.facts import PostFacts

__all__ = ["BETWEEN", "BROKEN_LINKS", "Figures", "RemovalCount", "RuleFigures"]

_MOST_NAMES: Final = 20_000  # of authors, tags or hosts; beyond that the rarest are forgotten
_EXAMPLES: Final = 5
_WORST: Final = 15
BROKEN_LINKS: Final = ("NK406", "NK364", "NK365", "NK356", "NK360")
BETWEEN: Final = ("NK404", "NK405", "NK401", "NK402", "NK403")
LISTED: Final = frozenset((*BROKEN_LINKS, *BETWEEN))
"""Findings of which more than a few are shown: links that lead nowhere, posts that are alike."""
_LISTED: Final = 100


@dataclass(slots=True)
class RuleFigures:
    """The findings of one rule.

    Attributes:
        code: its code.
        name: its name.
        severity: the gravest of its findings.
        count: findings.
        years: findings by the year of their post; the key is empty for posts without a date.
        in_drafts: findings in what is not published.
        examples: the first findings, as place and message.
    """

    code: str
    name: str
    severity: Severity
    count: int = 0
    years: Counter[str] = field(default_factory=Counter[str])
    in_drafts: int = 0
    examples: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])


@dataclass(slots=True)
class RemovalCount:
    """What stripping would take by one rule, or what conversion would leave out of one kind.

    Attributes:
        kind: the kind.
        count: how often.
        examples: the first texts, with their posts.
    """

    kind: str
    count: int = 0
    examples: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])


@dataclass(slots=True)
class Figures:
    """The figures of an archive."""

    posts: int = 0
    characters: int = 0
    undated: int = 0
    unproved: int = 0
    images: int = 0
    unreadable: int = 0
    months: Counter[str] = field(default_factory=Counter[str])
    kinds: Counter[str] = field(default_factory=Counter[str])
    folders: Counter[str] = field(default_factory=Counter[str])
    categories: Counter[str] = field(default_factory=Counter[str])
    authors: Counter[str] = field(default_factory=Counter[str])
    tags: Counter[str] = field(default_factory=Counter[str])
    languages: Counter[str] = field(default_factory=Counter[str])
    formats: Counter[str] = field(default_factory=Counter[str])
    hosts: Counter[str] = field(default_factory=Counter[str])
    left_out: dict[str, RemovalCount] = field(default_factory=dict[str, RemovalCount])
    sizes: Counter[int] = field(default_factory=Counter[int])
    rules: dict[str, RuleFigures] = field(default_factory=dict[str, RuleFigures])
    removals: dict[str, RemovalCount] = field(default_factory=dict[str, RemovalCount])
    worst: list[tuple[int, int, str]] = field(default_factory=list[tuple[int, int, str]])

    def add_post(self, facts: PostFacts) -> None:
        """Count a post."""
        self.posts += 1
        self.characters += facts.size
        self.sizes[max(facts.size, 1).bit_length()] += 1
        self.undated += not facts.month and facts.kind is Kind.POST
        self.kinds[facts.kind.value] += 1
        self.unproved += not facts.proved
        self.images += facts.images
        if facts.month:
            self.months[facts.month] += 1
        for counts, names in (
            (self.folders, [facts.folder]),
            (self.categories, facts.categories),
            (self.authors, facts.authors or ["(no author)"]),
            (self.tags, facts.tags),
            (self.languages, [facts.language or "(not known)"]),
            (self.formats, [facts.body_format]),
        ):
            counts.update(names)
        self.hosts.update(facts.hosts)
        for counts in (self.folders, self.categories, self.authors, self.tags, self.hosts):
            _forget_rare(counts)
        for kind, (count, text) in facts.left_out.items():
            _note(self.left_out.setdefault(kind, RemovalCount(kind)), count, facts.path, text)
        for rule, kind, text in facts.removed:
            _note(self.removals.setdefault(rule, RemovalCount(kind)), 1, facts.path, text)

    def dated(self) -> Counter[str]:
        """Return the posts of each month that is one: dates of posts may say anything."""
        return Counter({month: n for month, n in self.months.items() if _is_month(month)})

    def add_findings(
        self, path: str, problems: Iterable[Problem], year: str = "", *, draft: bool = False
    ) -> None:
        """Count what is wrong with a post, or between it and others."""
        errors = total = 0
        for problem in problems:
            total += 1
            errors += problem.severity is Severity.ERROR
            self.unreadable += problem.code in {"NK100", "NK143"}
            rule = self.rules.get(problem.code)
            if rule is None:
                rule = RuleFigures(problem.code, problem.name, problem.severity)
                self.rules[problem.code] = rule
            rule.count += 1
            rule.years[year] += 1
            rule.in_drafts += draft
            if len(rule.examples) < (_LISTED if problem.code in LISTED else _EXAMPLES):
                place = problem.location
                rule.examples.append((f"{place.path}:{place.line}", problem.message))
        if total:
            heapq.heappush(self.worst, (errors, total, path))
            if len(self.worst) > _WORST:
                heapq.heappop(self.worst)


def _is_month(text: str) -> bool:
    return len(text) == 7 and text[:4].isdigit() and text[5:].isdigit() and 1 <= int(text[5:]) <= 12


def _note(removal: RemovalCount, count: int, path: str, text: str) -> None:
    removal.count += count
    if len(removal.examples) < _EXAMPLES:
        removal.examples.append((path, text))


def _forget_rare(counts: Counter[str]) -> None:
    if len(counts) > _MOST_NAMES:
        for name, _ in counts.most_common()[_MOST_NAMES // 2 :]:
            del counts[name]
