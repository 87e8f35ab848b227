"""What a report tells of one post: small, picklable, made in the worker that read it."""

from __future__ import annotations

import heapq
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, cast
from urllib.parse import urlsplit

from newskit.config.strip import StripRule
from newskit.lazy import lazy
from newskit.post import Kind, Post
from newskit.problem import Problem, Severity

# The figures of an archive, added up post by post; memory does not grow with the archive.

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
        alike: whether all findings say the same.
        examples: the first findings, as place and message.
    """

    code: str
    name: str
    severity: Severity
    count: int = 0
    years: Counter[str] = field(default_factory=Counter[str])
    in_drafts: int = 0
    alike: bool = True
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
    learned: tuple[StripRule, ...] | None = None  # None where nothing was learned

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
            rule = self.rules.get(problem.code)
            if rule is None:
                rule = RuleFigures(problem.code, problem.name, problem.severity)
                self.rules[problem.code] = rule
            rule.count += 1
            rule.years[year] += 1
            rule.in_drafts += draft
            rule.alike &= not rule.examples or problem.message == rule.examples[0][1]
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


_ADDRESS: Final = lazy(
    r"(?:\]\(\s*<?|(?:href|src)\s*=\s*[\"']?|<)(https?://[^\s\"'<>)]+)", re.IGNORECASE
)
_IMAGE: Final = lazy(r"!\[[^\]]*\]\(|<img\b", re.IGNORECASE)
_SHOWN: Final = 160
_LEVELS: Final = 4


@dataclass(frozen=True, slots=True)
class PostFacts:
    """The facts of a post that a report adds up.

    Attributes:
        path: the post.
        month: ``YYYY-MM`` of its date; empty without one.
        folder: the folder it is in, at most four levels.
        kind: what it is to its site: a post, a page, a draft …
        categories: as its record has them.
        authors: as its record has them.
        tags: as its record has them.
        language: BCP 47, stated or detected; empty when neither.
        size: characters of its text.
        body_format: what its body is written in.
        hosts: how many of its links lead to each host; links shown as code do not count.
        images: its pictures.
        left_out: what conversion leaves out: how often each kind, and the first text of it.
        proved: whether its conversion is proved.
        removed: what stripping takes: rule, kind and the text, cut short.
    """

    path: str
    month: str = ""
    folder: str = ""
    kind: Kind = Kind.POST
    categories: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    language: str = ""
    size: int = 0
    body_format: str = ""
    hosts: Mapping[str, int] = field(default_factory=dict[str, int])
    images: int = 0
    left_out: Mapping[str, tuple[int, str]] = field(default_factory=dict[str, tuple[int, str]])
    proved: bool = True
    removed: tuple[tuple[str, str, str], ...] = ()


def facts_of(post: Post, record: Mapping[str, Any], prose: str) -> PostFacts:
    """Return the facts of a post."""
    own = _mapping(_mapping(record.get("metadata")).get("newskit"))
    differences = _rows(own.get("differences"))
    folders = post.relative.split("/")[:-1]
    hosts = Counter(host for match in _ADDRESS.finditer(prose) if (host := _host(match[1])))
    return PostFacts(
        path=post.path,
        month=str(record.get("date_published") or "")[:7],
        folder="/".join(folders[:_LEVELS]),
        kind=post.kind,
        categories=tuple(map(str, record.get("categories") or ())),
        authors=tuple(map(str, record.get("authors") or ())),
        tags=tuple(map(str, record.get("tags") or ())),
        language=str(record.get("language") or ""),
        size=len(post.text),
        body_format=post.body_format.value,
        hosts=dict(hosts),
        images=sum(1 for _ in _IMAGE.finditer(prose)),
        left_out=_left_out(differences),
        proved=not any(row.get("action") == "lost" for row in differences),
        removed=tuple(
            (str(row.get("rule")), str(row.get("kind")), str(row.get("text"))[:_SHOWN])
            for row in _rows(own.get("stripped"))
        ),
    )


def _left_out(differences: list[dict[str, Any]]) -> dict[str, tuple[int, str]]:
    found: dict[str, tuple[int, str]] = {}
    for row in differences:
        action = row.get("action")
        if action in {"dropped", "lost"}:
            kind = f"{row.get('kind')}{', lost' if action == 'lost' else ''}"
            count, text = found.get(kind, (0, str(row.get("text"))[:_SHOWN]))
            found[kind] = (count + 1, text)
    return found


def _mapping(value: Any) -> dict[str, Any]:
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}


def _rows(value: Any) -> list[dict[str, Any]]:
    if not isinstance(value, list):
        return []
    return [_mapping(row) for row in cast("list[object]", value)]


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
