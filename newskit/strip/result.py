"""What stripping a post came to, and the record that takes it back, byte for byte."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final, cast

from newskit.config.strip import Kind, RuleState, StripRule
from newskit.frozen import dataclass, field
from newskit.post import FrontMatterFormat, JsonValue, Post
from newskit.problem import Edit, Problem
from newskit.splice import apply_edits

# Undo records: what takes a stripped post back to what it was, byte for byte. Pure functions.


class UndoError(ValueError):
    """A post that is not what the record says stripping made of it."""


def inverse(text: str, edits: Sequence[Edit]) -> tuple[Edit, ...]:
    """Return the edits that turn `apply_edits(text, edits)` back into `text`."""
    back: list[Edit] = []
    shift = 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        start = edit.start + shift
        back.append(Edit(start, start + len(edit.text), text[edit.start : edit.end]))
        shift += len(edit.text) - (edit.end - edit.start)
    return tuple(back)


def undo_record(path: str, text: str, edits: Sequence[Edit]) -> dict[str, JsonValue]:
    """Return the JSON-ready record that takes the stripped `text` back."""
    after = apply_edits(text, edits)
    back: list[JsonValue] = [
        {"start": edit.start, "end": edit.end, "text": edit.text} for edit in inverse(text, edits)
    ]
    return {"path": path, "before": _digest(text), "after": _digest(after), "edits": back}


def undone(text: str, record: Mapping[str, Any]) -> str:
    """Return the post as it was before stripping.

    Raises:
        UndoError: when the post has changed since it was stripped, or the record is damaged.
    """
    if _digest(text) == record.get("before"):
        return text
    if _digest(text) != record.get("after"):
        raise UndoError("the post has changed since it was stripped")
    try:
        edits = [
            Edit(int(row["start"]), int(row["end"]), str(row["text"])) for row in record["edits"]
        ]
        before = apply_edits(text, edits)
    except (LookupError, TypeError, ValueError, OverflowError) as error:
        raise UndoError(f"the undo record is damaged: {error}") from error
    if _digest(before) != record.get("before"):
        raise UndoError("the undo record does not lead back to the post it was made of")
    return before


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


# Removed text kept in the post itself: the front matter key `stripped`. Pure functions.


KEY: Final = "stripped"


def key_value(post: Post, cuts: Sequence[Edit], keys: Iterable[str]) -> JsonValue:
    """Return the value of the key: what was cut where, the keys that were added, and a digest.

    Args:
        post: the post as it is before.
        cuts: the cuts in its body, offsets in `post.text`.
        keys: other front matter keys that are added with it.
    """
    moved = [Edit(cut.start - post.body_start, cut.end - post.body_start, "") for cut in cuts]
    back: list[JsonValue] = [[edit.start, edit.text] for edit in inverse(post.body, moved)]
    added: list[JsonValue] = list(keys)
    return {"cuts": back, "keys": added, "before": _digest(post.text)}


def undone_by_key(post: Post) -> str:
    """Return the text of a post as it was before stripping, recognised by its key.

    Raises:
        UndoError: when the post has changed since, or the key is not as stripping wrote it.
    """
    value: Any = post.front_matter.values.get(KEY)
    try:
        edits = [Edit(int(place), int(place), str(text)) for place, text in value["cuts"]]
        keys = [*cast("list[str]", value["keys"]), KEY]
        body = apply_edits(post.body, edits)
        before = str(value["before"])
        first, last = post.front_matter.spans[f"/{keys[0]}"], post.front_matter.spans[f"/{KEY}"]
    except (LookupError, TypeError, ValueError, OverflowError) as error:
        raise UndoError("the key is not as stripping wrote it") from error
    start = first.key[0] if first.key else first.value[0]
    for head in _heads(post, start, last.value[1]):
        if _digest(head + body) == before:
            return head + body
    raise UndoError("the post has changed since it was stripped")


def _heads(post: Post, start: int, end: int) -> Iterator[str]:
    """The ways the front matter may have looked before its last members were added."""
    head = post.text[: post.body_start]
    if post.front_matter.format is FrontMatterFormat.YAML:
        yield ""
    line = max(head.rfind("\n", 0, start), head.rfind("\r", 0, start)) + 1
    for newline in ("\r\n", "\n", "\r"):
        if head.startswith(newline, end):
            yield head[:line] + head[end + len(newline) :]
    before = head[:start].rstrip()
    yield before.removesuffix(",") + head[end:]
    yield before + head[end:]


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
