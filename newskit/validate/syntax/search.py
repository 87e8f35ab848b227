"""The search for the smallest set of moves that makes broken front matter readable."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator

from newskit.frozen import dataclass
from newskit.lazy import lazy
from newskit.post import FrontMatterFormat
from newskit.read.formats.registry import parse_front_matter
from newskit.validate.syntax.meaning import Meaning
from newskit.validate.syntax.move import REMOVED, Move, replaced, written
from newskit.validate.syntax.yaml_lines import is_entry

__all__ = ["Chunk", "SearchedChunk", "cut", "mend"]


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
class Chunk:
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


def cut(content: str, kind: FrontMatterFormat) -> tuple[Chunk, ...]:
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
        Chunk(start, tuple(lines[start:end])) for start, end in zip(starts, ends, strict=True)
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


def mend(chunk: Chunk, kind: FrontMatterFormat, moves: Moves, meaning: Meaning) -> SearchedChunk:
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
