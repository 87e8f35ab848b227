"""Why front matter cannot be parsed, in words, and how to mend it."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from newskit.frozen import replace
from newskit.post import FrontMatterFormat
from newskit.problem import Edit, Fix
from newskit.read.formats.registry import parse_front_matter
from newskit.splice import front_matter_newline, shared_start, smallest_edit
from newskit.validate.registry import rule_of
from newskit.validate.repair.neighbours import neighbours_of
from newskit.validate.syntax.conflict import merge_conflict
from newskit.validate.syntax.fence import missing_fence, unterminated
from newskit.validate.syntax.meaning import Meaning
from newskit.validate.syntax.move import REMOVED, Move, replaced, written
from newskit.validate.syntax.reflow import reflowed
from newskit.validate.syntax.search import Chunk, SearchedChunk, cut, mend, readable
from newskit.validate.syntax.yaml_lines import take_apart

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newskit.problem import Problem
    from newskit.validate.subject import Subject
    from newskit.validate.syntax.search import Moves

__all__ = ["diagnose"]

_MAX_CHARACTERS = 64 * 1024
_MAX_CHUNKS = 400
_MIN_CHUNKS = 2


class Trust(Enum):
    """How far a repair can be trusted."""

    NONE = "none"
    UNSAFE = "unsafe"
    SAFE = "safe"


def diagnose(subject: Subject, broken: tuple[Problem, ...]) -> Iterator[Problem]:
    """Yield findings that name causes, in place of the parser's where a cause is found.

    Args:
        subject: a post whose front matter could not be parsed.
        broken: the reader's findings about its syntax.
    """
    matter = subject.post.front_matter
    content = subject.post.text[slice(*matter.content)]
    conflict = merge_conflict(subject, content)
    if conflict is not None:
        yield conflict
        return
    named: list[Problem] = []
    if len(content) <= _MAX_CHARACTERS and _is_syntax(broken):
        named = list(_named(subject, content, broken))
    yield from named or broken


def _is_syntax(broken: tuple[Problem, ...]) -> bool:
    return any(problem.code in {"NK103", "NK104", "NK105"} for problem in broken)


def _named(subject: Subject, content: str, broken: tuple[Problem, ...]) -> Iterator[Problem]:
    kind = subject.post.front_matter.format
    open_end = next((problem for problem in broken if problem.code == "NK103"), None)
    if open_end is not None:
        yield unterminated(subject, open_end)
        if all(problem.code == "NK103" for problem in broken):
            return
    elif (found := missing_fence(subject)) is not None:
        yield found
        return
    chunks = cut(content, kind)
    if kind is FrontMatterFormat.JSON:
        chunks = (Chunk(0, tuple(line for chunk in chunks for line in chunk.lines)),)
    meaning = _meaning(subject, chunks)
    mended = _mend_all(chunks, kind, meaning) if len(chunks) <= _MAX_CHUNKS else []
    whole = bool(mended) and all(part.readable for _, part in mended)
    trust = _trust(chunks, mended, kind, meaning) if whole else Trust.NONE
    if trust is Trust.NONE and (found := reflowed(subject, content, meaning)) is not None:
        yield found
        return
    for chunk, part in mended:
        yield from _problems(subject, chunk, part, trust)
    if not whole:
        yield from (problem for problem in broken if problem is not open_end)


def _meaning(subject: Subject, chunks: tuple[Chunk, ...]) -> Meaning:
    """What the archive says of the front matter: its keys, and the sound posts beside the post."""
    keys = (take_apart(chunk.lines[0]) for chunk in chunks)
    present = frozenset(line.key for line in keys if line.key and not line.indent)
    return Meaning(neighbours_of(subject.post.path), present)


def _mend_all(
    chunks: tuple[Chunk, ...], kind: FrontMatterFormat, meaning: Meaning
) -> list[tuple[Chunk, SearchedChunk]]:
    """Mend every chunk that cannot be read alone, joined with what it goes on in."""
    moves = _moves(kind)
    found = _outdented(chunks, kind)
    position = len(found)
    while position < len(chunks):
        chunk, taken = _joined(chunks, position, kind)
        # A byte order mark counts for nothing at the start of a text, which this is not.
        marked = position > 0 and chunk.lines[0].startswith("\ufeff")
        if marked or not readable(chunk.lines, kind):
            found.append((chunk, mend(chunk, kind, moves, meaning)))
        position += taken
    return found


def _outdented(
    chunks: tuple[Chunk, ...], kind: FrontMatterFormat
) -> list[tuple[Chunk, SearchedChunk]]:
    """The first entry of YAML moved to the first column, where the others stand; none if it is."""
    lines = chunks[0].lines
    first = next((line for line in lines if line.strip() and line.lstrip()[0] != "#"), "")
    indent = first[: len(first) - len(first.lstrip(" "))]
    if kind is not FrontMatterFormat.YAML or len(chunks) < _MIN_CHUNKS or not indent:
        return []
    new = {at: line.removeprefix(indent) for at, line in enumerate(lines) if line.strip()}
    at = lines.index(first)
    message = "the first key is indented, and the others are not"
    move = Move("NK127", message, at, len(indent), new)
    mended = replaced(lines, move)
    return (
        [(chunks[0], SearchedChunk(mended, (move,), readable=True))]
        if readable(mended, kind)
        else []
    )


def _joined(chunks: tuple[Chunk, ...], position: int, kind: FrontMatterFormat) -> tuple[Chunk, int]:
    """The chunk at a position, or several when only together they can be read (a quoted text)."""
    chunk = chunks[position]
    if readable(chunk.lines, kind):
        return chunk, 1
    lines = chunk.lines
    for more in range(1, min(4, len(chunks) - position)):
        lines += chunks[position + more].lines
        if readable(lines, kind) and _one_entry(lines, kind):
            return Chunk(chunk.first, lines), more + 1
    return chunk, 1


def _one_entry(lines: tuple[str, ...], kind: FrontMatterFormat) -> bool:
    return len(parse_front_matter(kind, "\n".join(lines) + "\n").values) == 1


def _moves(kind: FrontMatterFormat) -> Moves:
    if kind is FrontMatterFormat.TOML:
        from newskit.validate.syntax.toml_moves import toml_moves

        return toml_moves
    if kind is FrontMatterFormat.JSON:
        from newskit.validate.syntax.json_moves import json_moves

        return json_moves
    from newskit.validate.syntax.yaml_moves import yaml_moves

    return yaml_moves


def _trust(
    chunks: tuple[Chunk, ...],
    mended: list[tuple[Chunk, SearchedChunk]],
    kind: FrontMatterFormat,
    meaning: Meaning,
) -> Trust:
    """How far to trust the whole: every untouched entry must read as it did alone."""
    touched: dict[int, str] = {}
    for chunk, part in mended:
        touched |= {chunk.first + number: line for number, line in enumerate(part.lines)}
    lines = [line for chunk in chunks for line in chunk.lines]
    text = written(tuple(touched.get(index, line) for index, line in enumerate(lines)))
    after = parse_front_matter(kind, text)
    if not after.valid or any(note.code == "NK106" for note in after.notes):
        return Trust.NONE
    if meaning.is_wrong("\n".join(lines), text, after.values):
        return Trust.NONE
    for chunk in chunks:
        if chunk.first in touched or kind is not FrontMatterFormat.YAML:
            continue
        alone = parse_front_matter(kind, chunk.text)
        if any(after.values.get(key) != value for key, value in alone.values.items()):
            return Trust.NONE
    keys = frozenset(take_apart(part.lines[0]).key for _, part in mended)
    return Trust.UNSAFE if meaning.is_doubtful(after.values, keys) else Trust.SAFE


def _problems(
    subject: Subject, chunk: Chunk, part: SearchedChunk, trust: Trust
) -> Iterator[Problem]:
    """One finding for each step; the first on a line carries the line's repair."""
    starts = _line_offsets(subject)
    mended_lines: set[int] = set()
    safe = trust is Trust.SAFE and all(step.safe for step in part.steps)
    lines = chunk.lines
    for step in part.steps:
        line = chunk.first + step.line
        at = starts[line] + _column(chunk.lines[step.line], lines[step.line], step.column)
        lines = replaced(lines, step)
        end = starts[line] + len(chunk.lines[step.line].rstrip())
        fix = None
        changed = [index for index in step.lines if index not in mended_lines]
        if trust is not Trust.NONE and changed:
            edits = tuple(
                edit
                for index in sorted(changed)
                for edit in _line_edit(
                    subject, starts[chunk.first + index], chunk.lines[index], part.lines[index]
                )
            )
            title = f"mend the {rule_of(step.code).name.replace('-', ' ')}"
            fix = Fix(title, edits, safe) if edits else None
            mended_lines.update(changed)
        rule = rule_of(step.code)
        span = (at, max(at, end))
        yield rule.at(subject, span, step.message, hint=step.hint, fix=fix)


def _column(original: str, mended: str, column: int) -> int:
    """The offset in a line as it stands in the file of an offset in it after earlier steps."""
    shared = shared_start(original, mended)
    if column > shared:
        column = max(shared, column + len(original) - len(mended))
    return min(column, len(original))


def _line_offsets(subject: Subject) -> list[int]:
    start, end = subject.post.front_matter.content
    inside = [offset for offset in subject.post.line_starts if start < offset <= end]
    return [start, *inside]


def _line_edit(subject: Subject, start: int, old: str, new: str) -> Iterator[Edit]:
    """The smallest edit that makes one line another, in the file's own line ending."""
    if old == new:
        return
    if new == REMOVED:
        after = next((at for at in subject.post.line_starts if at > start), start + len(old))
        yield Edit(start, after, "")
        return
    edit = smallest_edit(start, old, new)
    yield replace(edit, text=edit.text.replace("\n", front_matter_newline(subject.post)))
