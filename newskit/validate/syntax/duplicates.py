"""Repairs of keys that stand twice in YAML.

Two entries with the same value have one reading: one of them goes. Where one has no value, or both
are names for a list such as `tags`, a repair is offered. Which of two values is right, only their
writer knows.
"""

from __future__ import annotations

from newskit.config.validate import Generator
from newskit.frozen import replace
from newskit.post import FrontMatterFormat, JsonValue
from newskit.problem import Edit, Fix, Problem, Severity
from newskit.read.formats.registry import parse_front_matter
from newskit.splice import yaml_value
from newskit.validate.known_keys import LIST_KEYS
from newskit.validate.subject import Subject
from newskit.validate.syntax.search import Chunk, cut
from newskit.validate.syntax.yaml_lines import take_apart

_TWO = 2
_EMPTY: tuple[JsonValue, ...] = (None, "", [], {})


def with_repair(subject: Subject, problem: Problem) -> Problem:
    """Return a finding about a key that stands twice with its repair, where it has one."""
    matter = subject.post.front_matter
    key = (problem.pointer or "/").lstrip("/").replace("~1", "/").replace("~0", "~")
    if matter.format is not FrontMatterFormat.YAML or not matter.valid or not key:
        return problem
    start, end = matter.content
    chunks = cut(subject.post.text[start:end], matter.format)
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


def _span(subject: Subject, chunk: Chunk) -> tuple[int, int]:
    """Where the lines of a chunk stand, the blank ones at its end left out, with their line end."""
    start, end = subject.post.front_matter.content
    starts = [start, *(at for at in subject.post.line_starts if start < at <= end)]
    count = len(chunk.lines)
    while count > 1 and not chunk.lines[count - 1].split("#")[0].strip():
        count -= 1
    last = chunk.first + count
    return starts[chunk.first], starts[last] if last < len(starts) else end


def _removal(subject: Subject, chunk: Chunk) -> Edit:
    return Edit(*_span(subject, chunk), "")


def _replacement(subject: Subject, chunk: Chunk, line: str) -> Edit:
    start, end = _span(subject, chunk)
    old = subject.post.text[start:end]
    return Edit(start, end, line + old[len(old.rstrip("\r\n")) :])
