"""An archive to what waits for a decision: its posts read once, and twice more for its rules."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from functools import partial
from hashlib import sha256
from itertools import groupby
from typing import Final

from newskit.config.model import Config
from newskit.config.strip import RuleState, StripRule, Where
from newskit.convert.result import Difference, DifferenceKind
from newskit.findings.finding import describe
from newskit.frozen import dataclass, replace
from newskit.jobs.sources import lost_problem, open_source, weight
from newskit.jobs.stages import convert_stage, strip_stage, with_rule_files
from newskit.post import Post
from newskit.problem import Problem
from newskit.read.source import Source
from newskit.review.families import families, likely_first, shown_text
from newskit.run.work import Lost
from newskit.strip.match import Rules
from newskit.validate.archive.facts import Facts

# What waits for a decision: small, frozen, in four queues.


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
    SPLIT = "split"


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
        members: of strip rules: the id of each rule that is decided on.
        variants: of a family of rules: a line that each takes.
        idle: of strip rules: whether they take nothing of their examples.
    """

    key: str
    queue: Queue
    title: str
    note: str = ""
    subject: str = ""
    examples: tuple[Example, ...] = ()
    fingerprint: str = ""
    settled: str = ""
    members: tuple[str, ...] = ()
    variants: tuple[str, ...] = ()
    idle: bool = False


_SHOWN: Final = 300
_EXAMPLES: Final = 8
_NEAR: Final = "NK405"
_NAME: Final = re.compile(r"([A-Za-z_:][\w:.-]*)\s*=")
# An address of more than 60 characters; its host, which says where it leads, is kept.
_LONG: Final = re.compile(r"(https?://[^\s/?#<>()]{1,60}/)[^\s<>()]{40,}")
_TAG: Final = re.compile(r"<\s*([A-Za-z][\w-]*)")
# The tag that holds a value of the account.
_TAGS: Final = {
    DifferenceKind.LINK: "a",
    DifferenceKind.IMAGE: "img",
    DifferenceKind.ALTERNATIVE_TEXT: "img",
    DifferenceKind.EMBED: "iframe",
    DifferenceKind.CODE: "pre",
    DifferenceKind.CODE_LANGUAGE: "pre",
}


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a worker sends back of one post."""

    path: str
    repairs: tuple[Item, ...] = ()
    differences: tuple[tuple[str, str, Example], ...] = ()  # kind and action, subject, place
    compared: Facts | None = None
    failed: str = ""
    taken: frozenset[str] = frozenset()  # rules that take something of it


class _Group:
    """How often a difference is met, and where first."""

    def __init__(self) -> None:
        self.count = 0
        self.posts = 0
        self.last = ""
        self.examples: tuple[Example, ...] = ()

    def add(self, example: Example) -> None:
        self.count += 1
        if example.path != self.last:
            self.posts += 1
            self.last = example.path
            if len(self.examples) < _EXAMPLES:
                self.examples = (*self.examples, example)


class Gathered:
    """What waits, and what could not be looked at.

    Attributes:
        items: by key, in the order they are shown.
        posts: how many posts were read.
        failed: what is wrong with posts that could not be read.
    """

    def __init__(self) -> None:
        self.items: dict[str, Item] = {}
        self.posts = 0
        self.failed: list[str] = []


def gather(
    sources: Callable[[], Iterable[Source]],
    config: Config,
    rules: tuple[StripRule, ...],
    into: Gathered,
    *,
    jobs: int = 1,
) -> Iterator[str]:
    """Collect what waits for a decision, and yield the path of each post as it is done.

    Args:
        sources: gives the posts from the start.
        config: the settings; nothing is written.
        rules: the strip rules of the archive, decided or not.
        into: where the items go; memory grows with what there is to decide, not with the posts.
        jobs: processes.
    """
    from newskit.run.parallel import ordered_map
    from newskit.validate.archive.collect import Archive

    groups: dict[tuple[str, str], _Group] = {}
    taken: set[str] = set()
    samples = {sample for rule in rules for sample in rule.samples}
    met: set[str] = set()
    look = partial(_look, config=config, rules=rules_as_accepted(config, rules))
    repairs: list[Item] = []
    near: list[Item] = []
    with Archive(config.validate.near_duplicates) as archive:
        for outcome in ordered_map(look, sources(), jobs, weigh=weight):
            seen = _seen(outcome)
            into.posts += 1
            into.failed += [seen.failed] * bool(seen.failed)
            for kind, subject, example in seen.differences:
                groups.setdefault((kind, subject), _Group()).add(example)
            repairs += seen.repairs
            taken |= seen.taken
            met |= samples & {seen.path}
            if seen.compared is not None:
                archive.add(seen.compared)
            yield seen.path
        near += [_near(one.problem) for one in archive.found() if one.problem.code == _NEAR]
    differences = [_difference(*named, group) for named, group in groups.items()]
    differences.sort(key=lambda one: "lost" not in one.title)
    for item in (*_rule_items(rules, taken, met), *differences, *near, *repairs):
        into.items[item.key] = item


def _seen(outcome: _Seen | Lost[Source]) -> _Seen:
    if isinstance(outcome, _Seen):
        return outcome
    return _Seen(outcome.item.label, failed=str(lost_problem(outcome.item)))


def _rule_items(rules: tuple[StripRule, ...], taken: set[str], met: set[str]) -> Iterator[Item]:
    """Yield the rules, likely ones first and what changes nothing yet last; families as one."""
    idle = {rule.id for rule in rules if not met.isdisjoint(rule.samples)} - taken

    def place(rule: StripRule) -> tuple[bool, bool, bool]:
        return (rule.reviewed, rule.id in idle, rule.state is not RuleState.PROPOSED)

    waiting = sorted(rules, key=lambda rule: (place(rule), likely_first(rule)))
    for (reviewed, is_idle, _), group in groupby(waiting, key=place):
        for family in ((one,) for one in group) if reviewed else families(group):
            yield rule_item(*family, idle=is_idle)


def rules_as_accepted(config: Config, rules: tuple[StripRule, ...]) -> Rules:
    """Return the rules of an archive as if all that wait were accepted."""
    strip = with_rule_files(config.strip)
    own = {one.id: one for one in (*strip.rules, *rules)}
    accepted = (
        replace(one, state=RuleState.ACCEPTED, reviewed=True)
        if one.state is RuleState.PROPOSED
        else one
        for one in own.values()
    )
    return Rules(tuple(accepted), strip.builtin)


def rule_item(rule: StripRule, *others: StripRule, idle: bool = False) -> Item:
    """Return a strip rule, or a family of them, as an item; `idle` takes nothing of its samples."""
    family = (rule, *others)
    evidence = rule.evidence
    kinds = dict.fromkeys(one.kind.value for one in family)
    note = "/".join(kinds) + ("" if rule.where is Where.TAIL else f", {rule.where.value}")
    if evidence.of:
        most = max(one.evidence.posts for one in family)
        ends = "each ends up to" if others else "ends"
        note = f"{ends} {most:,} of {evidence.of:,} posts; {note}"
    if others:
        note = f"{len(family)} rules alike; {note}"
    if rule.state is RuleState.ACCEPTED and not rule.reviewed:
        note = f"accepted by learning; {note}"
    if idle:
        note = f"takes nothing yet; {note}"
    shown = rule.examples[0] if rule.examples else rule.match
    samples = dict.fromkeys(one.samples[0] for one in family if one.samples)
    return Item(
        f"rule:{rule.id}" + (f"+{len(others)}" if others else ""),
        Queue.RULES,
        _short(_LONG.sub(r"\1…", shown)) or rule.id,
        note,
        rule.id,
        tuple(Example(sample) for sample in (tuple(samples)[:3] if others else rule.samples)),
        settled=rule.state.value if rule.reviewed else "",
        members=tuple(one.id for one in family),
        variants=tuple(_short(shown_text(one)) for one in family) if others else (),
        idle=idle,
    )


def _look(source: Source, config: Config, rules: Rules) -> _Seen:
    from newskit.validate.post import examine_post

    post = open_source(source, config.read)
    if isinstance(post, Problem):
        return _Seen(source.label, failed=str(post))
    examined = examine_post(post, config.validate)
    unsafe = [one for one in examined.problems if one.fix is not None and not one.fix.safe]
    conversion = convert_stage(post, config.convert)
    differences = tuple(row for one in conversion.differences for row in _subjects(post, one))
    return _Seen(
        source.label,
        tuple(_repair(post, one) for one in unsafe),
        differences,
        examined.facts,
        taken=_taken(post, config, rules),
    )


def _taken(post: Post, config: Config, rules: Rules) -> frozenset[str]:
    """Return the rules that take something of a post that is a sample of one."""
    if not any(post.path in rule.samples for rule in rules.rules):
        return frozenset()
    strip = replace(config.strip, rules=rules.rules, rules_files=())
    stripped = strip_stage(post, strip, rules, config.read).stripped
    return frozenset(one.rule for one in stripped.removed)


def _subjects(post: Post, difference: Difference) -> Iterator[tuple[str, str, Example]]:
    """Yield what a difference is about: each attribute by itself, else its tag."""
    place = post.locate(post.body_start + difference.offset)
    example = Example(post.path, place.line, _short(difference.text), difference.offset)
    kind = f"{difference.kind.value} {difference.action.value}"
    names: list[str] = [_TAGS.get(difference.kind, "")]
    if difference.kind is DifferenceKind.ATTRIBUTE:
        names = sorted({name.lower() for name in _NAME.findall(_no_values(difference.text))})
    elif tag := _TAG.match(difference.text):
        names = [tag[1].lower()]
    for name in names or [""]:
        yield kind, name, example


def _no_values(text: str) -> str:
    return re.sub(r"=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'>]+)", "=", text)


def _difference(kind: str, subject: str, group: _Group) -> Item:
    what, _, action = kind.partition(" ")
    name = f"<{subject}>" if subject and what != "attribute" else subject
    what = "hidden text" if what == "hidden" else what.replace("-", " ")
    title = " ".join(part for part in (what, name, _ACTIONS[action]) if part)
    times = "once" if group.count == 1 else f"{group.count:,} times"
    posts = "1 post" if group.posts == 1 else f"{group.posts:,} posts"
    return Item(
        f"difference:{kind}:{subject}".replace(" ", ":"),
        Queue.DIFFERENCES,
        title,
        f"{times}, in {posts}",
        f"{'attribute' if what == 'attribute' else 'tag'} {subject}" if subject else "",
        group.examples,
    )


_ACTIONS: Final = {
    "dropped": "left out",
    "kept-html": "stays HTML",
    "reported": "differs",
    "lost": "lost",
}


def _repair(post: Post, problem: Problem) -> Item:
    finding = describe(post, problem)
    title = f"{problem.code} {problem.message}"
    place = problem.location
    mark = sha256(f"{finding.fingerprint} {problem.message}".encode("utf-8", "replace"))
    return Item(
        f"repair:{mark.hexdigest()[:20]}",
        Queue.REPAIRS,
        _short(title),
        f"{place.path}:{place.line}",
        problem.code,
        (Example(place.path, place.line, _short(finding.line)),),
        finding.fingerprint,
    )


def _near(problem: Problem) -> Item:
    later = problem.location.path
    first = problem.related[0].path if problem.related else ""
    mark = sha256(f"{first}\0{later}".encode("utf-8", "surrogatepass")).hexdigest()[:20]
    return Item(
        f"duplicate:{mark}",
        Queue.DUPLICATES,
        later,
        problem.message,
        problem.code,
        (Example(later), Example(first)),
    )


def _short(text: str) -> str:
    one = " ".join(text.split())
    return one if len(one) <= _SHOWN else f"{one[:_SHOWN]}…"
