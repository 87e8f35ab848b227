"""Decisions carried out: each is written at once, whole, and can be undone."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Callable, Iterable, Mapping, MutableMapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final, cast

from newskit.config.model import Config
from newskit.config.read import ReadConfig
from newskit.config.strip import Kind as StripKind
from newskit.config.strip import RuleState, StripRule, Where
from newskit.errors import ConfigError, ReadError, UsageError
from newskit.findings.finding import describe
from newskit.jobs.rule_files import read_rule_file
from newskit.jobs.sources import open_source
from newskit.jobs.targets import encode_text, own_path
from newskit.jobs.undo import is_post_in
from newskit.parsing import load_toml
from newskit.post import FrontMatterFormat, JsonValue, Post
from newskit.problem import Edit, Problem
from newskit.read.files import placed_source
from newskit.read.parse import read_again
from newskit.read.source import Source
from newskit.review.gather import Choice, Gathered, Item, Queue
from newskit.review.journal import Journal, read_there
from newskit.splice import apply_edits, insert_keys
from newskit.strip.rulefile import check_rules

# Decisions written into TOML that people wrote: comments, order and style stay as they are.

_PYPROJECT: Final = "pyproject.toml"
_MARKS: Final = re.compile(r"([\\*?\[\]!#])")


def exactly(path: str) -> str:
    """Return the pattern (as in .gitignore) that matches one path alone."""
    escaped = _MARKS.sub(r"\\\1", path)
    if escaped.endswith(" "):
        escaped = f"{escaped[:-1]}\\ "
    return escaped if "/" in escaped else f"/{escaped}"


def with_item(text: str, file: Path, keys: Sequence[str], item: str) -> str:
    """Return settings with `item` in the list that `keys` lead to; missing tables are made.

    Args:
        text: the settings; empty for a new file.
        file: their file: in ``pyproject.toml`` they lie below ``[tool.newskit]``.
        keys: the way to the list.
        item: what is added, unless it is there.

    Raises:
        ConfigError: when the settings are not TOML, or something else stands on the way.
    """
    import tomlkit

    document = _parsed(text, file)
    table: MutableMapping[str, Any] = document
    way = ("tool", "newskit", *keys) if file.name == _PYPROJECT else tuple(keys)
    for key in way[:-1]:
        if key not in table:
            table[key] = tomlkit.table()
        table = table[key]
    found = table.setdefault(way[-1], tomlkit.array())
    if not isinstance(found, list):
        raise ConfigError(f"{file}: {'.'.join(way)} is not a list")
    if item not in found:
        cast("list[str]", found).append(item)
    return _checked(tomlkit.dumps(cast("Any", document)), file)


def with_rule(text: str, file: Path, rule: str, values: Mapping[str, object]) -> str:
    """Return a file of strip rules with `values` in one of them.

    Raises:
        ConfigError: when the file is not TOML or does not have the rule.
    """
    import tomlkit

    document: Any = _parsed(text, file)
    tables: Any = document.get("rules") or document.get("strip", {}).get("rules", [])
    for table in tables:
        if table.get("id") == rule:
            table.update(values)
            return _checked(tomlkit.dumps(document), file)
    raise ConfigError(f"{file}: has no rule {rule}", hint="was the file changed? start again")


def _parsed(text: str, file: Path) -> MutableMapping[str, Any]:
    import tomlkit

    try:
        load_toml(text)  # that it nests too deep for a parser is found out by no other
        return tomlkit.parse(text)
    except ValueError as error:
        raise ConfigError(f"{file}: is not valid TOML: {error}") from error


def _checked(text: str, file: Path) -> str:
    try:
        load_toml(text)
    except ValueError as error:
        raise ConfigError(f"{file}: the decision cannot be written into it: {error}") from error
    return text


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
        if item.queue is Queue.RULES:
            rule = self.rules.get(item.subject)
            return rule.state.value if rule is not None and rule.reviewed else ""
        return self._decided.get(item.key, item.settled)

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
            word, files, said = self._carry_out(item, choice, edited)
            self.journal.decide(key, word, files)
            self._decided[key] = word
            self._read_rules()
            return said

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
            item = self.gathered.items.get(entry.key)
            # What was decided in an earlier run is not looked at any more: its files name it.
            files = ", ".join(sorted({Path(change.path).name for change in entry.changes}))
            named = item.title if item is not None else files or "a note"
            return entry.key, f"Undone: {named}"

    def _carry_out(
        self, item: Item, choice: Choice, edited: Edited
    ) -> tuple[str, dict[Path, bytes], str]:
        """Return a decision as a word, the files it changes, and what was done, in words."""
        if item.queue is Queue.RULES:
            return self._rule(item, choice, edited)
        if item.queue is Queue.DIFFERENCES:
            return self._difference(item, choice)
        if item.queue is Queue.DUPLICATES:
            return self._duplicate(item, choice)
        return self._repair(item, choice, edited)

    def _rule(
        self, item: Item, choice: Choice, edited: Edited
    ) -> tuple[str, dict[Path, bytes], str]:
        state = RuleState.REJECTED if choice is Choice.REJECT else RuleState.ACCEPTED
        values: dict[str, object] = {"state": state.value, "reviewed": True}
        if choice is Choice.EDIT:
            values |= self.edited_rule(item.subject, edited)[1]
        text = _text(self.rules_file)
        new = with_rule(text, self.rules_file, item.subject, values)
        if mistakes := check_rules(new):
            raise ConfigError(str(mistakes[0]), hint=mistakes[0].hint)
        files = {self.rules_file: new.encode()}
        if state is RuleState.ACCEPTED and not self._is_listed():
            name = os.path.relpath(self.rules_file, self.settings.parent)
            files |= self._with_setting(("strip", "rules-files"), Path(name).as_posix())
        return state.value, files, f"{state.value.capitalize()}, in {self.rules_file.name}."

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

    def _difference(self, item: Item, choice: Choice) -> tuple[str, dict[Path, bytes], str]:
        if choice is Choice.ACCEPT:
            return "accepted", {}, "Noted: it may be so."
        what, _, name = item.subject.partition(" ")
        if choice is not Choice.REJECT or not name:
            raise UsageError("this difference can only be accepted")
        key = "keep-attributes" if what == "attribute" else "keep"
        said = f"From now on {name} stays HTML: {key} in {self.settings.name}."
        return "rejected", self._with_setting(("convert", key), name), said

    def _duplicate(self, item: Item, choice: Choice) -> tuple[str, dict[Path, bytes], str]:
        if choice is Choice.REJECT:
            return "rejected", self._ignored(item), f"Both stay; ignored in {self.settings.name}."
        at = 1 if choice is Choice.OTHER else 0
        path = item.examples[at].path
        source = self.source(path)
        post = self.post(path)
        after, key, value = _withdrawn(post, self.config)
        data, _ = encode_text(post, source, after.text, self.config.read)
        shown = str(value).lower()
        return "withdrawn", {own_path(source): data}, f"{key}: {shown} is now in {path}."

    def _repair(
        self, item: Item, choice: Choice, edited: Edited
    ) -> tuple[str, dict[Path, bytes], str]:
        if choice is Choice.REJECT:
            said = f"{item.subject} is ignored in this post, in {self.settings.name}."
            return "rejected", self._ignored(item), said
        path = item.examples[0].path
        source, post = self.source(path), self.post(path)
        if choice is Choice.EDIT:
            after = _with_lines(post, self._finding(post, item), edited, self.config)
        else:
            after = self.repaired(post, item)
        data, _ = encode_text(post, source, after.text, self.config.read)
        word = "edited" if choice is Choice.EDIT else "accepted"
        return word, {own_path(source): data}, f"Written to {path}."

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

    def _ignored(self, item: Item) -> dict[Path, bytes]:
        place = os.path.relpath(item.examples[0].path, self.settings.parent)
        pattern = exactly(Path(place).as_posix())
        return self._with_setting(("validate", "per-file-ignores", pattern), item.subject)

    def _with_setting(self, keys: tuple[str, ...], item: str) -> dict[Path, bytes]:
        text = _text(self.settings)
        return {self.settings: with_item(text, self.settings, keys, item).encode()}


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
