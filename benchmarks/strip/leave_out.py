"""Scores by leaving archives out: thresholds are chosen on the others.

For each archive, the thresholds of learning are those that do best on all the other archives: no
post harmed first, then most posts exact. Phrases come from none of these archives. What is printed
for an archive is what somebody can expect who brings one that nobody has looked at.
"""

from __future__ import annotations

import gzip
import itertools
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from newskit.config.strip import RuleState, StripRule
from newskit.strip.body import strip_body
from newskit.strip.facts import merge
from newskit.strip.learn.judge import Judge
from newskit.strip.learn.keys import Tally
from newskit.strip.learn.propose import Limits, propose
from newskit.strip.match import Matcher, Rules

SETS = ("dev.jsonl", "second.jsonl")
MAX_SHARE = 0.4
GRID = tuple(
    Limits(standing=standing, many=many, sole=sole)
    for standing, many, sole in itertools.product((0.4, 0.6, 0.8), (0.2, 0.3, 0.5), (0.5, 0.8))
)
FACTS = ("source", "source_url", "author", "translator", "licence_url", "discuss_url")


@dataclass(frozen=True, slots=True)
class Post:
    """A labelled post; labels are 0 content, 1 boilerplate, 2 either, one a character."""

    archive: str
    language: str
    kinds: tuple[str, ...]
    body: str
    labels: bytes
    facts: dict[str, str]


@dataclass(slots=True)
class Score:
    """Sums over posts."""

    posts: int = 0
    exact: int = 0
    harmed: int = 0
    lost: int = 0
    wanted: int = 0
    found: int = 0
    facts: int = 0
    right: int = 0
    wrong: int = 0

    def add(self, other: Score) -> None:
        """Add the sums of `other`."""
        for name in self.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))

    def row(self, name: str) -> str:
        """One line of a table."""
        return (
            f"{name:18}{self.posts:6}{100 * self.exact / max(1, self.posts):8.1f}"
            f"{self.harmed:8}{self.lost:7}{100 * self.found / max(1, self.wanted):9.1f}"
            f"{self.right:6} of {self.facts:<5}{self.wrong:6}"
        )


HEAD = f"{'':18}{'posts':>6}{'exact %':>8}{'harmed':>8}{'lost':>7}{'recall %':>9}  facts      wrong"


@dataclass(slots=True)
class Archive:
    """An archive: its labelled posts, and what learning saw of its collection."""

    posts: list[Post] = field(default_factory=list)
    judge: Judge | None = None
    scores: dict[frozenset[str], list[Score]] = field(default_factory=dict)

    def score(self, rules: tuple[StripRule, ...]) -> list[Score]:
        """The score of each post under `rules`; remembered, as most limits make the same rules."""
        accepted = frozenset(rule.id for rule in rules if rule.state is RuleState.ACCEPTED)
        if accepted not in self.scores:
            matcher = Rules(rules).matcher
            self.scores[accepted] = [_score(post, matcher) for post in self.posts]
        return self.scores[accepted]

    def rules(self, limits: Limits) -> tuple[StripRule, ...]:
        """What learning makes of the archive under `limits`."""
        return propose(self.judge, limits) if self.judge is not None else ()


def report(shared: Path) -> str:
    """Return the tables: by archive, language and kind, built in and learned."""
    archives = _archives(shared)
    if not archives:
        raise SystemExit(f"{shared} holds none of {', '.join(SETS)}; set NEWSKIT_SHARED")
    tables: list[str] = []
    for title, learned in (("Built-in rules", False), ("Learned, thresholds of the others", True)):
        groups: dict[str, dict[str, Score]] = {
            by: defaultdict(Score) for by in ("all", "archive", "language", "kind")
        }
        for name, archive in archives.items():
            rules: tuple[StripRule, ...] = ()
            if learned:
                others = [other for key, other in archives.items() if key != name]
                rules = archive.rules(_best(others))
            for post, score in zip(archive.posts, archive.score(rules), strict=True):
                groups["all"]["all"].add(score)
                groups["archive"][post.archive].add(score)
                groups["language"][post.language].add(score)
                for kind in post.kinds or ("(none)",):
                    groups["kind"][kind].add(score)
        tables.append(f"# {title}\n\n{HEAD}")
        for by, scores in groups.items():
            tables.append(f"\n## By {by}" if by != "all" else "")
            tables += [score.row(name) for name, score in sorted(scores.items())]
    return "\n".join(tables)


def _best(archives: Iterable[Archive]) -> Limits:
    """The limits that do best on `archives`."""
    known = list(archives)

    def worth(limits: Limits) -> tuple[int, int]:
        total = Score()
        for archive in known:
            for score in archive.score(archive.rules(limits)):
                total.add(score)
        return -total.harmed, total.exact

    return max(GRID, key=worth)


def _archives(shared: Path) -> dict[str, Archive]:
    archives: dict[str, Archive] = defaultdict(Archive)
    for post in _posts(shared):
        archives[post.archive].posts.append(post)
    plain = Rules().matcher
    for name, archive in archives.items():
        path = shared / "collections" / f"{name}.jsonl.gz"
        if not path.is_file():
            continue
        tally = Tally(plain)
        for _, body in _collection(path):
            tally.add(body)
        judge = Judge(tally.candidates(), plain, tally.posts)
        for post_id, body in _collection(path):
            judge.add(post_id, body)
        judge.finish()
        archive.judge = judge
    return archives


def _posts(shared: Path) -> Iterator[Post]:
    for name in SETS:
        path = shared / name
        if not path.is_file():
            continue
        for line in path.read_text("utf-8").splitlines():
            post = json.loads(line)
            labels = bytearray(len(post["body"]))
            for start, end, *_ in post["optional"]:
                labels[start:end] = b"\2" * (end - start)
            for start, end in post["remove"]:
                labels[start:end] = b"\1" * (end - start)
            kinds = tuple(sorted({one["kind"] for one in post["boilerplate"]}))
            said = {key: str(value) for key, value in (post.get("provenance") or {}).items()}
            yield Post(post["archive"], str(post["lang"]), kinds, post["body"], bytes(labels), said)


def _collection(path: Path) -> Iterator[tuple[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            post = json.loads(line)
            yield str(post["id"]), post["body"]


def _score(post: Post, matcher: Matcher) -> Score:
    found = strip_body(post.body, matcher, MAX_SHARE)
    gone = bytearray(len(post.body))
    for start, end in found.spans:
        gone[start:end] = b"\1" * (end - start)
    score = Score(posts=1)
    for char, label, cut in zip(post.body, post.labels, gone, strict=True):
        if char.isspace() or label == 2:
            continue
        score.lost += bool(cut) and label == 0
        score.wanted += label == 1
        score.found += bool(cut) and label == 1
    score.harmed = int(score.lost > 0)
    score.exact = int(not score.lost and score.found == score.wanted)
    said = merge(cut.hit.facts for cut in found.cuts)
    for name in FACTS:
        if name in post.facts:
            score.facts += 1
            score.right += _same(said.get(name), post.facts[name])
            score.wrong += name in said and not _same(said[name], post.facts[name])
    return score


def _same(said: object, wanted: str) -> bool:
    return (
        " ".join(str(said).split()).strip("@").lower()
        == " ".join(wanted.split()).strip("@").lower()
    )
