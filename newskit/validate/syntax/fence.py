"""Closing fences that are missing: where the front matter must have ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newskit.frozen import replace
from newskit.lazy import lazy
from newskit.post import FrontMatterFormat
from newskit.problem import Edit, Fix
from newskit.validate.registry import rule_of
from newskit.validate.syntax.search import readable
from newskit.validate.syntax.yaml_lines import is_entry

if TYPE_CHECKING:
    from newskit.problem import Problem
    from newskit.validate.subject import Subject

__all__ = ["missing_fence", "unterminated"]

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
    before = "" if post.text[end - 1 : end] in {"\n", "\r"} else newline
    edit = Edit(end, end, f"{before}{fence}{newline}")
    rest = next((line for line in lines[count:] if line.strip()), "")
    goes_on = bool(rest) and _key_or_item(rest, matter.format)
    return replace(problem, fix=Fix("add the closing fence", (edit,), safe=not goes_on))


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
