"""Why front matter cannot be parsed, in words, and how to mend it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum

from newskit.config.validate import Generator
from newskit.frozen import replace
from newskit.lazy import lazy
from newskit.post import FrontMatterFormat
from newskit.problem import Edit, Fix, Problem, Severity
from newskit.read.formats.registry import parse_front_matter
from newskit.splice import front_matter_newline, shared_start, smallest_edit
from newskit.validate.repair.neighbours import neighbours_of
from newskit.validate.rule import rule_of
from newskit.validate.subject import Subject
from newskit.validate.syntax.meaning import REMOVED, Meaning, Move, replaced, written
from newskit.validate.syntax.search import (
    Moves,
    SearchedChunk,
    Stretch,
    mend,
    readable,
    reflowed,
    stretches,
)
from newskit.validate.syntax.yaml_lines import is_entry, take_apart

# Marks of a merge that was never finished, in front matter.
#
# Two sides that say the same, or marks that are left over alone, have one reading without them; two
# sides that differ are for a person to choose from.

_MARK = lazy(
    r"^(?P<mark><{7}|={7}|>{7}|\|{7})(?=[ \t\r\n]|\Z)[^\r\n]*(?:\r\n?|\n|\Z)", re.MULTILINE
)
_WHOLE = lazy(
    r"^<{7}(?:[ \t][^\r\n]*)?\n(?P<ours>(?:(?![<=>|]{7}).*\n)*)"
    r"={7}[ \t]*\n(?P<theirs>(?:(?![<=>|]{7}).*\n)*)>{7}(?:[ \t].*)?(?:\n|\Z)",
    re.MULTILINE,
)


def merge_conflict(subject: Subject, content: str) -> Problem | None:
    """Find the marks of a merge, with the repair of those that have one reading."""
    first = _MARK.search(content)
    if first is None:
        return None
    at = subject.post.front_matter.content[0]
    message = "a merge conflict was never resolved"
    hint = "keep one of the two sides and remove the markers"
    span = (at + first.start(), at + first.start() + 7)
    fix = _repair(subject, content)
    return rule_of("NK130").at(subject, span, message, hint=hint, fix=fix)


def _repair(subject: Subject, content: str) -> Fix | None:
    start, end = subject.post.front_matter.content
    left = _WHOLE.sub(_same, content)
    alone = {match["mark"][0] for match in _MARK.finditer(left)}
    if len(alone) > 1:
        return None
    text = _MARK.sub("", left)
    kind = subject.post.front_matter.format
    parsed = parse_front_matter(kind, text)
    if not parsed.valid or any(note.code == "NK106" for note in parsed.notes):
        return None
    return Fix("remove the markers", (Edit(start, end, text),), safe=not alone)


def _same(match: re.Match[str]) -> str:
    """One side where both say the same, else the conflict as it stands."""
    return match["ours"] if match["ours"] == match["theirs"] else match[0]


# Closing fences that are missing: where the front matter must have ended.

_TOML_ENTRY = lazy(r"[ \t]*[\w.\"-]+[ \t]*=|[ \t]*\[|[ \t]*#|[ \t]*$")
_MIN_PROSE_LINES = 2
# What people write for a closing fence, and no generator takes for one.
_NEAR_FENCE = lazy(
    r"[ \t\u00a0]*(?:-{1,2}|-{4,}|-[ \t]-[ \t]-|[–—]{1,3}-?|={3,}|\*{3,}|_{3,}|~{3}|\+{2,}"
    r"|;{2,}|#{3,})[ \t\u00a0]*|[ \t\u00a0]+-{3}[ \t\u00a0]*"
)
_BLOCK = lazy(r":[ \t]*[|>][-+\d]*[ \t]*$")
_SHORT_KEY = lazy(r"[^\s:][^\s:]{0,40}(?:[ ][^\s:]{1,40})?[ \t]*:(?:\s|$)")
_HEADING = lazy(r"#{1,6}[ \t]+\S")
_MAX_LOOK = 64 * 1024


def unterminated(subject: Subject, problem: Problem) -> Problem:
    """Add the repair to the reader's finding about a block that nothing closes."""
    post = subject.post
    matter = post.front_matter
    start = matter.content[0]
    if matter.format is FrontMatterFormat.JSON:
        return problem
    lines = post.text[start : start + _MAX_LOOK].splitlines(keepends=True)
    count = 0
    while count < len(lines) and lines[count].strip() and _key_or_item(lines[count], matter.format):
        count += 1
    end = start + sum(map(len, lines[:count]))
    if end == start or not readable(
        tuple(line.rstrip("\r\n") for line in lines[:count]), matter.format
    ):
        return problem
    fence = post.text[slice(*matter.opening)].strip()[:3]
    newline = post.encoding.newline or "\n"
    near = lines[count].rstrip("\r\n") if count < len(lines) else ""
    if _NEAR_FENCE.fullmatch(near):
        edit = Edit(end, end + len(near), fence)
        message = (
            f"{problem.message}: `{near.strip()}` in line {_line(subject, end)} is not a fence"
        )
        hint = f"write `{fence}` at the start of that line, and nothing else on it"
        fix = Fix("write the closing fence", (edit,))
        return replace(problem, message=message, hint=hint, fix=fix)
    after = count
    while after < len(lines) and not lines[after].strip():
        after += 1
    glued = _GLUED.match(lines[after]) if after < len(lines) else None
    if glued is not None and glued[1] == fence:
        return _glued(subject, problem, start + sum(map(len, lines[:after])), glued)
    last = post.text[start:end].rstrip()
    if last.endswith(fence) and last.splitlines()[-1].strip("-+ \t"):
        at = start + len(last) - len(fence)  # behind the last value: it is not part of it
        fix = Fix("put the fence on a line of its own", (Edit(at, at, newline),), safe=False)
        return replace(problem, fix=fix)
    before = "" if post.text[end - 1 : end] in {"\n", "\r"} else newline
    edit = Edit(end, end, f"{before}{fence}{newline}")
    rest = next((line for line in lines[count:] if line.strip()), "")
    goes_on = bool(rest) and _key_or_item(rest, matter.format)
    return replace(problem, fix=Fix("add the closing fence", (edit,), safe=not goes_on))


_GLUED = lazy(r"(---|\+\+\+)([ \t]*)(?=[^\s+-])")


def _glued(subject: Subject, problem: Problem, at: int, found: re.Match[str]) -> Problem:
    """Say that text follows the closing fence: Hugo alone reads that (0.111.3, 0.168.0)."""
    hugo = subject.generator is Generator.HUGO
    who = "Hugo reads it so, others do not" if hugo else "so no generator but Hugo sees it"
    gap = (at + found.end(1), at + found.end())
    edit = Edit(*gap, subject.post.encoding.newline or "\n")
    return replace(
        problem,
        message=f"text follows the closing fence in line {_line(subject, at)}; {who}",
        hint="put the text on a line of its own",
        severity=Severity.WARNING if hugo else problem.severity,
        fix=Fix("put the text on a line of its own", (edit,)),
    )


def _line(subject: Subject, offset: int) -> int:
    return subject.post.locate(offset, offset).line


def _key_or_item(line: str, kind: FrontMatterFormat) -> bool:
    """Whether a line of a block that nothing closes belongs to it: prose may hold a colon, too."""
    if kind is not FrontMatterFormat.TOML and line[0] not in " \t#-\"'":
        return _SHORT_KEY.match(line) is not None
    return _entry(line, kind) and not _NEAR_FENCE.fullmatch(line.rstrip("\r\n"))


def missing_fence(subject: Subject) -> Problem | None:
    """Find where a block ended whose closing fence is missing, so that the body was taken for it.

    That is where readable entries are followed by a blank line and by lines that are not entries.
    """
    post = subject.post
    matter = post.front_matter
    if matter.format is FrontMatterFormat.JSON:
        return None
    start, end = matter.content
    lines = post.text[start:end].splitlines()
    last = next((line for line in reversed(lines) if line.strip()), "")
    if _key_or_item(last, matter.format) and is_entry(last):
        return None  # what closes the block stands behind a key: lines within it are broken
    for index, line in enumerate(lines):
        if line.strip():
            continue
        rest = [text for text in lines[index:] if text.strip()]
        head = tuple(lines[:index])
        prose = rest[:_MIN_PROSE_LINES]
        if not _heading(lines, index, matter.format) and (
            any(_entry(text, matter.format) for text in prose) or not prose
        ):
            continue
        if not any(text.strip() for text in head) or not readable(head, matter.format):
            return None
        fence = post.text[slice(*matter.opening)].strip()[:3]
        newline = post.encoding.newline or "\n"
        at = [start, *(offset for offset in post.line_starts if start < offset <= end)][index]
        # The text of a block that was not indented may be what follows.
        block = any(_BLOCK.search(text) for text in head)
        fix = Fix("add the closing fence", (Edit(at, at, f"{fence}{newline}"),), safe=not block)
        message = "front matter is opened here and closed only in the body"
        hint = f"put `{fence}` behind the last key"
        if subject.generator is Generator.OTHER and all(line[:1] in {"", "#"} for line in head):
            # A heading below a line: nobody is known to read front matter there.
            message = "a line above the first heading is read as front matter by site generators"
            found = rule_of("NK103").at(subject, matter.opening, message, hint="remove the line")
            return replace(found, severity=Severity.INFO)
        return rule_of("NK103").at(subject, matter.opening, message, hint=hint, fix=fix)
    return None


def _heading(lines: list[str], blank: int, kind: FrontMatterFormat) -> bool:
    """Whether a Markdown heading stands alone behind a blank line: a comment has its key below."""
    if kind is not FrontMatterFormat.YAML or not _HEADING.match((*lines[blank + 1 :], "")[0]):
        return False
    return not (*lines[blank + 2 :], "")[0].strip()


def _entry(line: str, kind: FrontMatterFormat) -> bool:
    if kind is FrontMatterFormat.TOML:
        return _TOML_ENTRY.match(line) is not None
    return is_entry(line) or line.lstrip().startswith("#") or line[0] in " \t"


_MAX_CHARACTERS = 64 * 1024
_MAX_CHUNKS = 400
_MIN_CHUNKS = 2


class Trust(Enum):
    """How far a repair can be trusted."""

    NONE = "none"
    UNSAFE = "unsafe"
    SAFE = "safe"


def diagnose(subject: Subject, broken: tuple[Problem, ...]) -> Iterator[Problem]:
    """Yield findings that name causes, in place of the parser's where a cause is found."""
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
    chunks = stretches(content, kind)
    if kind is FrontMatterFormat.JSON:
        chunks = (Stretch(0, tuple(line for chunk in chunks for line in chunk.lines)),)
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


def _meaning(subject: Subject, chunks: tuple[Stretch, ...]) -> Meaning:
    """What the archive says of the front matter: its keys, and the sound posts beside the post."""
    keys = (take_apart(chunk.lines[0]) for chunk in chunks)
    present = frozenset(line.key for line in keys if line.key and not line.indent)
    return Meaning(neighbours_of(subject.post.path), present)


def _mend_all(
    chunks: tuple[Stretch, ...], kind: FrontMatterFormat, meaning: Meaning
) -> list[tuple[Stretch, SearchedChunk]]:
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
    chunks: tuple[Stretch, ...], kind: FrontMatterFormat
) -> list[tuple[Stretch, SearchedChunk]]:
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


def _joined(
    chunks: tuple[Stretch, ...], position: int, kind: FrontMatterFormat
) -> tuple[Stretch, int]:
    """The chunk at a position, or several when only together they can be read (a quoted text)."""
    chunk = chunks[position]
    if readable(chunk.lines, kind):
        return chunk, 1
    lines = chunk.lines
    for more in range(1, min(4, len(chunks) - position)):
        lines += chunks[position + more].lines
        if readable(lines, kind) and _one_entry(lines, kind):
            return Stretch(chunk.first, lines), more + 1
    return chunk, 1


def _one_entry(lines: tuple[str, ...], kind: FrontMatterFormat) -> bool:
    return len(parse_front_matter(kind, "\n".join(lines) + "\n").values) == 1


def _moves(kind: FrontMatterFormat) -> Moves:
    if kind is FrontMatterFormat.TOML:
        from newskit.validate.syntax.toml_moves import toml_moves

        return toml_moves
    if kind is FrontMatterFormat.JSON:
        from newskit.validate.syntax.toml_moves import json_moves

        return json_moves
    from newskit.validate.syntax.yaml_moves import yaml_moves

    return yaml_moves


def _trust(
    chunks: tuple[Stretch, ...],
    mended: list[tuple[Stretch, SearchedChunk]],
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
    subject: Subject, chunk: Stretch, part: SearchedChunk, trust: Trust
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
