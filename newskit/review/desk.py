"""Decisions carried out: each is written at once, whole, and can be undone."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from newskit.config.model import Config, ReadConfig
from newskit.config.strip import Kind as StripKind
from newskit.config.strip import RuleState, StripRule, Where
from newskit.errors import ConfigError, NewskitError, ReadError, UsageError
from newskit.findings.finding import describe
from newskit.jobs.sources import open_source
from newskit.jobs.stages import read_rule_file
from newskit.jobs.strip import is_post_in
from newskit.jobs.targets import encode_text, own_path
from newskit.post import FrontMatterFormat, JsonValue, Post
from newskit.problem import Edit, Problem
from newskit.read.files import placed_source
from newskit.read.parse import read_again
from newskit.read.source import Source
from newskit.review.gather import Choice, Gathered, Item, Queue, rule_item
from newskit.review.journal import Journal, exactly, read_there, with_item, with_rules
from newskit.splice import apply_edits, insert_keys
from newskit.strip.rulefile import check_rules

Edited = Mapping[str, str]
"""What a person typed: ``match``, ``kind`` and ``where`` of a rule, or ``text`` and ``was``."""

_WITHDRAWN: Mapping[str, tuple[str, JsonValue]] = {
    "jekyll": ("published", False),
    "hexo": ("published", False),
    "pelican": ("status", "draft"),
    "nikola": ("status", "draft"),
}
"""The front matter by which a generator leaves a post out; ``draft: true`` in all others."""


def writable(
    named: Iterable[str], config: ReadConfig, settings: Path, rules_file: Path
) -> Callable[[Path], bool]:
    """Return what tells whether decisions may change a file.

    Args:
        named: files and folders as the user named them: their posts may be changed.
        config: which files are posts.
        settings: the file of settings, which may be too.
        rules_file: the file of strip rules, which may be too.
    """
    places = [Path(name) for name in named]
    own = {os.path.abspath(one) for one in (settings, rules_file)}  # noqa: PTH100 (links stay links)
    return lambda path: (
        os.path.abspath(path) in own or is_post_in(places, config, path)  # noqa: PTH100 (the same)
    )


class _Drafts:
    """What a decision will change, before anything is written.

    Attributes:
        files: the new bytes of each file.
        read: the posts that change, as they are on disk, by their paths.
        posts: the same as they will be.
    """

    def __init__(self) -> None:
        self.files: dict[Path, bytes] = {}
        self.read: dict[str, Post] = {}
        self.posts: dict[str, Post] = {}

    def text(self, file: Path) -> str:
        """Return the text of settings, with what is decided so far."""
        drafted = self.files.get(file)
        return _text(file) if drafted is None else drafted.decode()


class Desk:
    """What waits, what is decided, and the files that decisions go into.

    Args:
        config: the settings of the archive.
        settings: the file that settings are written to; made by the first decision that needs it.
        rules_file: the file of the archive's strip rules.
        roots: the folders that the user named.
        gathered: what waits.
        journal: the decisions so far.
    """

    def __init__(
        self,
        config: Config,
        settings: Path,
        rules_file: Path,
        roots: Iterable[str],
        gathered: Gathered,
        journal: Journal,
    ) -> None:
        self.config = config
        self.settings = settings
        self.rules_file = rules_file
        self.gathered = gathered
        self.journal = journal
        self._roots = sorted((root for root in roots if Path(root).is_dir()), key=len, reverse=True)
        self._lock = threading.Lock()
        self._decided = journal.decided()
        self.rules: dict[str, StripRule] = {}
        self._read_rules()

    def _read_rules(self) -> None:
        rules = read_rule_file(self.rules_file) if self.rules_file.exists() else ()
        self.rules = {rule.id: rule for rule in rules}

    def state(self, item: Item) -> str:
        """Return what was decided on an item; empty while it waits."""
        if item.queue is not Queue.RULES:
            return self._decided.get(item.key, item.settled)
        rules = [self.rules.get(name) for name in item.members]
        states = {one.state.value if one and one.reviewed else "" for one in rules}
        return "" if "" in states else " and ".join(sorted(states))

    def waiting(self, queue: Queue) -> int:
        """Return how many items of a queue wait."""
        return sum(
            one.queue is queue and not self.state(one) for one in self.gathered.items.values()
        )

    def source(self, path: str) -> Source:
        """Return the source of a post of an item."""
        for root in self._roots:
            prefix = os.path.join(root, "")  # noqa: PTH118 (as the walk names files)
            if path.startswith(prefix):
                return placed_source(path, path[len(prefix) :].replace(os.sep, "/"))
        return placed_source(path, Path(path).as_posix().removeprefix("./"))

    def post(self, path: str) -> Post:
        """Read a post of an item as it is now.

        Raises:
            ReadError: when it cannot be read any more.
        """
        post = open_source(self.source(path), self.config.read)
        if isinstance(post, Problem):
            raise ReadError(f"{path}: {post.message}", hint=post.hint)
        return post

    def decide(self, key: str, choice: Choice, edited: Edited) -> str:
        """Carry a decision out, and return what was done, in words.

        Raises:
            UsageError: when there is no such item, or this cannot be decided of it.
            NewskitError: when it cannot be written; nothing is changed then.
        """
        with self._lock:
            item = self.gathered.items.get(key)
            if item is None:
                raise UsageError("there is no such item")
            if choice is Choice.SPLIT:
                return self._split(item)
            return self._decide([item], choice, edited)

    def decide_all(self, items: Sequence[Item], choice: Choice) -> str:
        """Carry the same decision out on several items of a queue; one undo takes it back.

        What cannot be decided of an item is said, and it goes on waiting.

        Raises:
            NewskitError: when nothing can be decided or written; nothing is changed then.
        """
        with self._lock:
            return self._decide(items, choice, {})

    def _decide(self, items: Sequence[Item], choice: Choice, edited: Edited) -> str:
        drafts = _Drafts()
        decided: dict[str, str] = {}
        left: list[NewskitError] = []
        said = ""
        if items[0].queue is Queue.RULES:
            word, said = self._rules(items, choice, edited, drafts)
            decided = {item.key: word for item in items}
        else:
            for item in items:
                try:
                    decided[item.key], said = self._carry_out(item, choice, edited, drafts)
                except NewskitError as error:
                    left.append(error)
        if not decided:
            raise left[0]
        self.journal.decide(decided, drafts.files)
        self._decided |= decided
        self._read_rules()
        if len(items) > 1 and items[0].queue is not Queue.RULES:
            said = f"{len(decided):,} decided. The last: {said}"
        if left:
            said += f" {len(left):,} still wait: {left[0].message}."
        return said

    def _split(self, item: Item) -> str:
        """Show the rules of a family one by one from now on; nothing is decided or written."""
        if len(item.members) < 2:
            raise UsageError("this is one rule")
        items = self.gathered.items
        singles = [
            rule_item(self.rules[name], idle=item.idle)
            for name in item.members
            if name in self.rules
        ]
        self.gathered.items = {
            one.key: one
            for old in items.values()
            for one in (singles if old.key == item.key else (old,))
        }
        return f"{len(singles)} rules, one by one."

    def undo(self) -> tuple[str, str]:
        """Take the last decision back; return its item and what was done, in words.

        Raises:
            WriteError: when a file has changed since.
        """
        with self._lock:
            entry = self.journal.undo()
            if entry is None:
                return "", "There is nothing to undo."
            self._decided = self.journal.decided()
            self._read_rules()
            key = next(iter(entry.decisions), "")
            if len(entry.decisions) > 1:
                return key, f"Undone: {len(entry.decisions):,} decisions"
            item = self.gathered.items.get(key)
            # What was decided in an earlier run is not looked at any more: its files name it.
            files = ", ".join(sorted({Path(change.path).name for change in entry.changes}))
            named = item.title if item is not None else files or "a note"
            return key, f"Undone: {named}"

    def _carry_out(
        self, item: Item, choice: Choice, edited: Edited, drafts: _Drafts
    ) -> tuple[str, str]:
        """Draft a decision; return it as a word, and what was done, in words."""
        if item.queue is Queue.DIFFERENCES:
            return self._difference(item, choice, drafts)
        if item.queue is Queue.DUPLICATES:
            return self._duplicate(item, choice, drafts)
        return self._repair(item, choice, edited, drafts)

    def _rules(
        self, items: Sequence[Item], choice: Choice, edited: Edited, drafts: _Drafts
    ) -> tuple[str, str]:
        state = RuleState.REJECTED if choice is Choice.REJECT else RuleState.ACCEPTED
        values: dict[str, object] = {"state": state.value, "reviewed": True}
        names = [name for item in items for name in item.members]
        if choice is Choice.EDIT:
            if len(names) > 1:
                raise UsageError("rules are edited one by one")
            values |= self.edited_rule(names[0], edited)[1]
        text = drafts.text(self.rules_file)
        new = with_rules(text, self.rules_file, dict.fromkeys(names, values))
        if mistakes := check_rules(new):
            raise ConfigError(str(mistakes[0]), hint=mistakes[0].hint)
        drafts.files[self.rules_file] = new.encode()
        if state is RuleState.ACCEPTED and not self._is_listed():
            name = os.path.relpath(self.rules_file, self.settings.parent)
            self._set(("strip", "rules-files"), Path(name).as_posix(), drafts)
        many = f" {len(names):,} rules" if len(names) > 1 else ""
        return state.value, f"{state.value.capitalize()}{many}, in {self.rules_file.name}."

    def edited_rule(self, name: str, edited: Edited) -> tuple[StripRule, dict[str, object]]:
        """Return a rule as a person has edited it, and the keys that differ.

        Raises:
            ConfigError: when there is no such rule or kind.
        """
        rule = self.rules.get(name)
        if rule is None:
            raise ConfigError(f"{self.rules_file}: has no rule {name}")
        try:
            new = replace(
                rule,
                match=edited.get("match", rule.match),
                kind=StripKind(edited.get("kind", rule.kind.value)),
                where=Where(edited.get("where", rule.where.value)),
            )
        except ValueError as error:
            raise ConfigError(str(error)) from error
        values: dict[str, object] = {}
        for key in ("match", "kind", "where"):
            if getattr(new, key) != getattr(rule, key):
                values[key] = str(getattr(new, key))
        return new, values

    def _is_listed(self) -> bool:
        real = self.rules_file.resolve()
        return any(Path(name).resolve() == real for name in self.config.strip.rules_files) or (
            self.rules_file.name in _text(self.settings)
        )

    def _difference(self, item: Item, choice: Choice, drafts: _Drafts) -> tuple[str, str]:
        if choice is Choice.ACCEPT:
            return "accepted", "Noted: it may be so."
        what, _, name = item.subject.partition(" ")
        if choice is not Choice.REJECT or not name:
            raise UsageError("this difference can only be accepted")
        key = "keep-attributes" if what == "attribute" else "keep"
        self._set(("convert", key), name, drafts)
        return "rejected", f"From now on {name} stays HTML: {key} in {self.settings.name}."

    def _duplicate(self, item: Item, choice: Choice, drafts: _Drafts) -> tuple[str, str]:
        if choice is Choice.REJECT:
            self._ignore(item, drafts)
            return "rejected", f"Both stay; ignored in {self.settings.name}."
        path = item.examples[1 if choice is Choice.OTHER else 0].path
        after, key, value = _withdrawn(self._drafted(path, drafts), self.config)
        self._put(path, after, drafts)
        return "withdrawn", f"{key}: {str(value).lower()} is now in {path}."

    def _repair(
        self, item: Item, choice: Choice, edited: Edited, drafts: _Drafts
    ) -> tuple[str, str]:
        if choice is Choice.REJECT:
            self._ignore(item, drafts)
            return "rejected", f"{item.subject} is ignored in this post, in {self.settings.name}."
        path = item.examples[0].path
        post = self._drafted(path, drafts)
        if choice is Choice.EDIT:
            after = _with_lines(post, self._finding(post, item), edited, self.config)
        else:
            after = self.repaired(post, item)
        self._put(path, after, drafts)
        return "edited" if choice is Choice.EDIT else "accepted", f"Written to {path}."

    def _drafted(self, path: str, drafts: _Drafts) -> Post:
        """Return a post with what is decided so far."""
        if path not in drafts.posts:
            drafts.read[path] = drafts.posts[path] = self.post(path)
        return drafts.posts[path]

    def _put(self, path: str, after: Post, drafts: _Drafts) -> None:
        source = self.source(path)
        data, _ = encode_text(drafts.read[path], source, after.text, self.config.read)
        drafts.posts[path] = after
        drafts.files[own_path(source)] = data

    def repaired(self, post: Post, item: Item) -> Post:
        """Return a post with the repair of an item.

        Raises:
            UsageError: when the finding is gone, or the repaired post would not read as it should.
        """
        from newskit.validate.repair.apply import repair_once

        done = repair_once(post, [self._finding(post, item)], self.config.read, unsafe=True)
        if not done.repaired:
            raise UsageError(
                "the repaired post would not read as it should, so it was left as it is",
                hint="edit the lines instead",
            )
        return done.post

    def _finding(self, post: Post, item: Item) -> Problem:
        found = finding_of(post, item, self.config)
        if found is None:
            raise UsageError("the post has changed: the finding is not there any more")
        return found

    def _ignore(self, item: Item, drafts: _Drafts) -> None:
        place = os.path.relpath(item.examples[0].path, self.settings.parent)
        pattern = exactly(Path(place).as_posix())
        self._set(("validate", "per-file-ignores", pattern), item.subject, drafts)

    def _set(self, keys: tuple[str, ...], item: str, drafts: _Drafts) -> None:
        text = with_item(drafts.text(self.settings), self.settings, keys, item)
        drafts.files[self.settings] = text.encode()


def _text(file: Path) -> str:
    try:
        return (read_there(file) or b"").decode("utf-8")
    except UnicodeDecodeError as error:
        raise ConfigError(f"{file}: not UTF-8 (byte {error.start})") from error


def finding_of(post: Post, item: Item, config: Config) -> Problem | None:
    """Return the finding of an item in a post as it is now: the nearest of those like it."""
    from newskit.validate.post import validate_post

    found = [
        one
        for one in validate_post(post, config.validate)
        if one.code == item.subject and one.fix is not None
    ]
    same = [one for one in found if describe(post, one).fingerprint == item.fingerprint]
    line = item.examples[0].line
    return min(same, key=lambda one: abs(one.location.line - line), default=None)


def lines_of(post: Post, problem: Problem) -> tuple[int, int]:
    """Return the span of `Post.text` that a person may edit: whole lines, or the front matter."""
    place = problem.location
    content = post.front_matter.content
    if place.offset < post.body_start and content[0] < content[1]:
        return content
    starts = post.line_starts
    last = post.locate(max(place.offset, place.end)).line
    end = starts[last] if last < len(starts) else len(post.text)
    return starts[place.line - 1], end


def _with_lines(post: Post, problem: Problem, edited: Edited, config: Config) -> Post:
    start, end = lines_of(post, problem)
    if edited.get("was") != _unix(post.text[start:end]):
        raise UsageError("the post has changed since it was shown", hint="look at it again")
    newline = post.encoding.newline or "\n"
    new = edited.get("text", "").replace("\n", newline)
    after = read_again(post, post.text[:start] + new + post.text[end:], config.read)
    if not after.front_matter.valid:
        wrong = next((one.message for one in after.problems), "it cannot be read")
        raise UsageError(f"the front matter would be broken: {wrong}")
    if start < post.body_start and after.body != post.body:
        raise UsageError("the edit would move the end of the front matter")
    return after


def _unix(text: str) -> str:
    """Return text as a text field of a page gives it back."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _withdrawn(post: Post, config: Config) -> tuple[Post, str, JsonValue]:
    """Return a post that its generator leaves out, and the entry that says so.

    Raises:
        UsageError: when its front matter cannot take the entry.
    """
    key, value = _WITHDRAWN.get(post.generator, ("draft", True))
    held = dict(post.front_matter.values)
    if held.get(key) == value:
        raise UsageError(f"the post is withdrawn already: {key}")
    if not post.front_matter.valid or post.front_matter.format is FrontMatterFormat.OTHER:
        raise UsageError("the front matter cannot be read, so nothing is written into it")
    place = post.front_matter.spans.get(f"/{key}")
    edits = (
        insert_keys(post, {key: value}) if place is None else (_replaced(post, place.value, value),)
    )
    after = read_again(post, apply_edits(post.text, edits), config.read)
    if dict(after.front_matter.values) != {**held, key: value} or after.body != post.body:
        raise UsageError(f"{key} cannot be written without changing something else")
    return after, key, value


def _replaced(post: Post, span: tuple[int, int], value: JsonValue) -> Edit:
    quoted = post.front_matter.format in {FrontMatterFormat.JSON, FrontMatterFormat.TOML}
    word = str(value).lower()
    return Edit(*span, f'"{word}"' if quoted and isinstance(value, str) else word)
