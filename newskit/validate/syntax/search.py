"""The search for the smallest set of moves that makes broken front matter readable."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterator

from newskit.config.validate import Generator
from newskit.frozen import NamedTuple, dataclass, replace
from newskit.lazy import lazy
from newskit.post import FrontMatterFormat, JsonValue
from newskit.problem import Edit, Fix, Problem, Severity
from newskit.read.formats.registry import parse_front_matter
from newskit.splice import front_matter_newline, yaml_value
from newskit.validate.repair.neighbours import LIST_KEYS
from newskit.validate.rule import rule_of
from newskit.validate.subject import Subject
from newskit.validate.syntax.meaning import REMOVED, Meaning, Move, replaced, written
from newskit.validate.syntax.yaml_lines import double_quoted, is_entry, take_apart

# YAML front matter whose lines were joined: keys in the middle of a line, lists on one line.
#
#     title: 'The bridge closes date: 2024-01-02
#     tags: - pier - old
#     works changed_on: 2024-01-03
#
# Where a key starts is known from the archive's sound posts. What stands between two keys is the
# value of the first; hyphens with spaces around them part the items of a list.

_KEY = lazy(r"(?:^|(?<=[\s\"'\]]))(?P<key>[A-Za-z_][\w-]*):(?=\s|$)", re.MULTILINE)
_DASH = lazy(r"(?:^|\s)-(?=\s|$)")
_SPACE = lazy(r"[ \t]*(?:\r\n?|\n)[ \t]*")
_MAX_LETTERS = 8_000
_MAX_ITEM_WORDS = 6
_MIN_POSTS = 3


class _Part(NamedTuple):
    """A key and the text up to the next one, as it stands and without the space around it."""

    key: str
    raw: str
    text: str
    at: int
    starts_line: bool


def reflowed(subject: Subject, content: str, meaning: Meaning) -> Problem | None:
    """Find front matter whose lines were joined, with the repair that parts them again.

    The repair is safe when sound posts beside the post have every key of it, in the same shape.
    """
    kind = subject.post.front_matter.format
    if kind is not FrontMatterFormat.YAML or len(content) > _MAX_LETTERS:
        return None
    parts = _parts(content, meaning)
    if not parts or len({part.key for part in parts}) < len(parts):
        return None
    if any(part.text.count("{") != part.text.count("}") for part in parts):
        return None  # a style or a program, whose names with colons are no keys
    glued = next((part for part in parts if not part.starts_line), None)
    listed = next((part for part in parts if part.text[:2] == "- " and _on_key_line(part)), None)
    if glued is None and listed is None:
        return None
    written = [_written(part, meaning) for part in parts]
    if None in written:
        return None
    newline = front_matter_newline(subject.post)
    text = "".join(f"{one}\n" for one in written)
    after = parse_front_matter(kind, text)
    if not after.valid or meaning.is_wrong(content, text, after.values):
        return None
    known = meaning.neighbours.posts >= _MIN_POSTS
    safe = known and all(meaning.neighbours.has(part.key) for part in parts)
    safe = (
        safe and not meaning.is_doubtful(after.values, frozenset(after.values)) and _is_sure(parts)
    )
    start, end = subject.post.front_matter.content
    fix = Fix("put every key on a line of its own", (_edit(start, end, text, newline),), safe)
    part = glued or listed or parts[0]
    span = (start + part.at, start + part.at + len(part.key))
    if glued is not None:
        message = f"`{part.key}` stands on the same line as the key before it"
        hint = f"put `{part.key}` on a line of its own"
        return rule_of("NK126").at(subject, span, message, hint=hint, fix=fix)
    message = f"the list of `{part.key}` is written on the line of its key"
    hint = "put each item on a line of its own, or the list in brackets"
    return rule_of("NK140").at(subject, span, message, hint=hint, fix=fix)


def _edit(start: int, end: int, text: str, newline: str) -> Edit:
    return Edit(start, end, text.replace("\n", newline))


def _parts(content: str, meaning: Meaning) -> list[_Part]:
    """The keys and what stands behind each; none when text stands before the first key."""
    found = [match for match in _KEY.finditer(content) if _is_key(match, content, meaning)]
    if not found or content[: found[0].start()].strip():
        return []
    ends = [*(match.start() for match in found[1:]), len(content)]
    return [
        _Part(
            match["key"],
            content[match.end() : end].rstrip(),
            content[match.end() : end].strip(" \t\r\n"),
            match.start(),
            _starts_line(match, content),
        )
        for match, end in zip(found, ends, strict=True)
    ]


def _starts_line(match: re.Match[str], content: str) -> bool:
    return match.start() == 0 or content[match.start() - 1] in "\r\n"


def _is_key(match: re.Match[str], content: str, meaning: Meaning) -> bool:
    key = match["key"]
    if _starts_line(match, content):
        return True
    return key not in meaning.present and (
        meaning.neighbours.is_usual(key) or (not meaning.neighbours.posts and key in _SURE)
    )


_SURE = frozenset(("date", "tags", "categories", "layout", "author", "slug", "permalink"))


def _on_key_line(part: _Part) -> bool:
    return part.text.partition("\n")[0].strip() not in {"", "-"}


def _is_sure(parts: list[_Part]) -> bool:
    """Whether no value needs a guess: quotes that never close, or items that hold a hyphen."""
    return all(
        len(item.split()) <= _MAX_ITEM_WORDS and ": " not in item
        for part in parts
        if part.text[:2] == "- "
        for item in _DASH.split(part.text)
    )


def _written(part: _Part, meaning: Meaning) -> str | None:
    """An entry on lines of its own, or None when its value is not clear."""
    if "\n" in part.raw and _stands(part):
        return f"{part.key}:{part.raw}"
    text = _SPACE.sub(" ", part.text)
    if not text:
        return f"{part.key}:"
    if text[:2] == "- " and meaning.is_list_key(part.key):
        items = [item.strip() for item in _DASH.split(text)]
        return f"{part.key}:\n" + "\n".join(f"  - {_scalar(item)}" for item in items if item)
    if text[:2] == "- ":
        return None
    return f"{part.key}: {_value(text)}"


def _stands(part: _Part) -> bool:
    """Whether a value over several lines can be read as it is: a list, a mapping, a block."""
    parsed = parse_front_matter(FrontMatterFormat.YAML, f"{part.key}:{part.raw}\n")
    read = parsed.values.get(part.key)
    return parsed.valid and len(parsed.values) == 1 and isinstance(read, (list, dict))


def _value(text: str) -> str:
    """A value as it is where YAML reads all of it, else in quotes; one that never closes goes."""
    parsed = parse_front_matter(FrontMatterFormat.YAML, f"k: {text}\n")
    if parsed.valid and len(parsed.values) == 1 and " #" not in text:
        return text
    if text[0] in "\"'" and text.count(text[0]) == 1:
        return yaml_value(text[1:].strip(), "utf-8")
    if len(text) > 1 and text[0] == text[-1] == '"':
        return double_quoted(text[1:-1])
    return double_quoted(text) if "\\" not in text else yaml_value(text, "utf-8")


def _scalar(item: str) -> str:
    parsed = parse_front_matter(FrontMatterFormat.YAML, f"- {item}\n".replace("- ", "k: ", 1))
    read = parsed.values.get("k") if parsed.valid else None
    return item if isinstance(read, (str, int, float, bool)) else yaml_value(item, "utf-8")


# Broken front matter cut into top-level entries, so that each can be looked at alone.


_NEWLINE = lazy(r"\r\n?|\n")
_YAML_TOP = lazy(
    r"(?:\"[^\"\r\n]*\"|'[^'\r\n]*'|[^\s:：#\"'\[\]{},&*!|>%@`=-][^:：\"'\[\]{}\r\n=]{0,40}?)[ \t]*"
    r"(?::(?=[\s\u00a0\u3000]|$)|：)"
    r"|(?:[A-Za-z_][\w-]{0,30}):(?!//)\S|[A-Za-z_][\w-]{0,30}[ \t]*=[ \t]"
)
_TOML_TOP = lazy(
    r"[ \t]*(?:[A-Za-z0-9_.-]+|\"[^\"\r\n]*\")[ \t]*[=:]|[ \t]*\[\[?[A-Za-z0-9_.\"-]+\]\]?[ \t]*$"
)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Consecutive lines of front matter.

    Attributes:
        first: index of its first line.
        lines: the lines without their line endings.
    """

    first: int
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """The lines joined by line feeds."""
        return "\n".join(self.lines) + "\n"


def stretches(content: str, kind: FrontMatterFormat) -> tuple[Stretch, ...]:
    """Cut front matter at the lines that look like top-level keys."""
    lines = _NEWLINE.split(content)
    if lines and not lines[-1]:
        lines.pop()
    top = _TOML_TOP if kind is FrontMatterFormat.TOML else _YAML_TOP
    starts = [index for index, line in enumerate(lines) if top.match(line)]
    if not starts or starts[0] != 0:
        starts.insert(0, 0)
    ends = [*starts[1:], len(lines)]
    return tuple(
        Stretch(start, tuple(lines[start:end])) for start, end in zip(starts, ends, strict=True)
    )


Moves = Callable[[tuple[str, ...], int], Iterator[Move]]

_GUESSES = frozenset(("NK105", "NK127", "NK132"))
_MAX_TRIES = 600
_MAX_DEPTH = 3
_MAX_LINES = 60
_MAX_WIDTH = 20_000


@dataclass(frozen=True, slots=True)
class SearchedChunk:
    """A chunk after the search.

    Attributes:
        lines: the lines that can be read, or the first ones when nothing helped.
        steps: the moves made, in order.
        readable: whether the lines can be read now.
    """

    lines: tuple[str, ...]
    steps: tuple[Move, ...]
    readable: bool


def readable(lines: tuple[str, ...], kind: FrontMatterFormat) -> bool:
    """Tell whether lines can be read as entries."""
    text = written(lines)
    if not text.strip():
        return True
    parsed = parse_front_matter(kind, text)
    return parsed.valid and not any(note.code == "NK106" for note in parsed.notes)


def plausible(
    lines: tuple[str, ...], kind: FrontMatterFormat, before: tuple[str, ...], meaning: Meaning
) -> bool:
    """Tell whether lines can be read, and as what was written."""
    text = written(lines)
    if not text.strip():
        return True
    if kind is FrontMatterFormat.YAML and _is_list(lines):
        return False
    parsed = parse_front_matter(kind, text)
    if not parsed.valid or any(note.code == "NK106" for note in parsed.notes):
        return False
    if any(_swallows(text[slice(*span.value)]) for span in parsed.spans.values()):
        return False
    return not meaning.is_wrong(written(before), text, parsed.values)


def _is_list(lines: tuple[str, ...]) -> bool:
    """Whether YAML reads lines as a list, if it can read them: the first entry tells."""
    entries = (line for line in lines if line != REMOVED and line.strip() and line[0] != "#")
    return next(entries, "").startswith("- ")


def _swallows(value: str) -> bool:
    if "\n" not in value or value[0] in "\"'|>[{&!-":
        return False
    first, *rest = value.split("\n")
    # A mapping's own span starts with its first key: its lines are entries by right.
    return not is_entry(first) and any(is_entry(line) for line in rest)


def mend(chunk: Stretch, kind: FrontMatterFormat, moves: Moves, meaning: Meaning) -> SearchedChunk:
    """Try moves on a chunk, one, then two, then three together, until it can be read."""
    if len(chunk.lines) > _MAX_LINES or any(len(line) > _MAX_WIDTH for line in chunk.lines):
        return SearchedChunk(chunk.lines, (), readable=False)
    # No move takes the hyphen from the first item of a list, so none makes entries of it.
    if kind is FrontMatterFormat.YAML and _is_list(chunk.lines):
        return SearchedChunk(chunk.lines, (), readable=False)
    queue: deque[tuple[tuple[str, ...], tuple[Move, ...]]] = deque([(chunk.lines, ())])
    seen = {chunk.lines}
    tries = 0
    while queue:
        lines, steps = queue.popleft()
        for move in _all(lines, kind, moves):
            after = replaced(lines, move)
            if after in seen:
                continue
            seen.add(after)
            tries += 1
            if plausible(after, kind, chunk.lines, meaning):
                return SearchedChunk(after, (*steps, move), readable=True)
            if tries > _MAX_TRIES:
                return SearchedChunk(chunk.lines, (), readable=False)
            if len(steps) + 1 < _MAX_DEPTH:
                queue.append((after, (*steps, move)))
    return SearchedChunk(chunk.lines, (), readable=False)


def _all(lines: tuple[str, ...], kind: FrontMatterFormat, moves: Moves) -> Iterator[Move]:
    """The moves of every line; those that only guess at indentation come last."""
    guesses: list[Move] = []
    for index in _order(lines, kind):
        for move in moves(lines, index):
            if move.code in _GUESSES:
                guesses.append(move)
            else:
                yield move
    yield from guesses


def _order(lines: tuple[str, ...], kind: FrontMatterFormat) -> list[int]:
    """Line indices, the one the parser points at first, then the one above it, then the rest."""
    text = written(lines)
    notes = parse_front_matter(kind, text).notes
    pointed = text.count("\n", 0, notes[0].start) if notes else 0
    near = [index for index in (pointed, pointed - 1) if 0 <= index < len(lines)]
    return list(dict.fromkeys([*near, *range(len(lines))]))


# Repairs of keys that stand twice in YAML.
#
# Two entries with the same value have one reading: one of them goes. Where one has no value, or
# both are names for a list such as `tags`, a repair is offered. Which of two values is right, only
# their writer knows.

_TWO = 2
_EMPTY: tuple[JsonValue, ...] = (None, "", [], {})


def with_repair(subject: Subject, problem: Problem) -> Problem:
    """Return a finding about a key that stands twice with its repair, where it has one."""
    matter = subject.post.front_matter
    key = (problem.pointer or "/").lstrip("/").replace("~1", "/").replace("~0", "~")
    if matter.format is not FrontMatterFormat.YAML or not matter.valid or not key:
        return problem
    start, end = matter.content
    chunks = stretches(subject.post.text[start:end], matter.format)
    two = [chunk for chunk in chunks if take_apart(chunk.lines[0]).key.strip("\"'") == key]
    parsed = [parse_front_matter(matter.format, chunk.text) for chunk in two]
    if len(two) != _TWO or not all(one.valid and key in one.values for one in parsed):
        return problem
    first, last = (one.values[key] for one in parsed)
    if first == last:
        fix = Fix("delete the second", (_removal(subject, two[1]),), safe=True)
        # Jekyll reads what is meant; the readers of most others stop.
        harmless = subject.generator is Generator.JEKYLL
        severity = Severity.WARNING if harmless else problem.severity
        return replace(problem, hint="delete the second", fix=fix, severity=severity)
    if first in _EMPTY or last in _EMPTY:
        empty = two[0] if first in _EMPTY else two[1]
        hint = "delete the one without a value"
        return replace(problem, hint=hint, fix=Fix(hint, (_removal(subject, empty),), safe=False))
    items = _items(first) + [one for one in _items(last) if one not in _items(first)]
    if key.lower() in LIST_KEYS and all(isinstance(one, str) for one in items):
        line = f"{key}: [{', '.join(yaml_value(one, 'utf-8') for one in items)}]"
        edits = (_replacement(subject, two[0], line), _removal(subject, two[1]))
        return replace(problem, hint="write one list", fix=Fix("write one list", edits, safe=False))
    return problem


def _items(value: JsonValue) -> list[JsonValue]:
    return list(value) if isinstance(value, list) else [value]


def _span(subject: Subject, chunk: Stretch) -> tuple[int, int]:
    """Where the lines of a chunk stand, the blank ones at its end left out, with their line end."""
    start, end = subject.post.front_matter.content
    starts = [start, *(at for at in subject.post.line_starts if start < at <= end)]
    count = len(chunk.lines)
    while count > 1 and not chunk.lines[count - 1].split("#")[0].strip():
        count -= 1
    last = chunk.first + count
    return starts[chunk.first], starts[last] if last < len(starts) else end


def _removal(subject: Subject, chunk: Stretch) -> Edit:
    return Edit(*_span(subject, chunk), "")


def _replacement(subject: Subject, chunk: Stretch, line: str) -> Edit:
    start, end = _span(subject, chunk)
    old = subject.post.text[start:end]
    return Edit(start, end, line + old[len(old.rstrip("\r\n")) :])
