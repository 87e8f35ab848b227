"""Results as JSON and back: a cache in a project's folder may come from anyone, so no pickles."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from newskit.findings.finding import Finding
from newskit.jobs.rewrite import Rewritten
from newskit.parsing import load_json
from newskit.problem import Edit, Fix, Location, Problem, Severity
from newskit.validate.archive.facts import Asked, Facts


def dump_findings(findings: Iterable[Finding]) -> bytes:
    """Return findings as JSON."""
    return _bytes([_finding_row(one) for one in findings])


def load_findings(data: object) -> tuple[Finding, ...]:
    """Return the findings of `dump_findings`.

    Raises:
        ValueError: when `data` is something else.
    """
    try:
        return tuple(_finding(row) for row in _rows(data))
    except (TypeError, IndexError, KeyError, AttributeError) as error:
        raise ValueError("not a remembered result") from error


def dump_facts(facts: Facts) -> bytes:
    """Return facts as JSON."""
    ignores = [
        [*one.span, list(one.codes), one.first, one.last, one.whole_file] for one in facts.ignores
    ]
    return _bytes(
        [
            facts.path,
            facts.top,
            [list(one) for one in facts.facts],
            facts.article.hex(),
            facts.signature.hex(),
            sorted(facts.codes),
            ignores,
        ]
    )


def load_facts(data: object) -> Facts:
    """Return the facts of `dump_facts`.

    Raises:
        ValueError: when `data` is something else.
    """
    from newskit.validate.archive.facts import Fact, Facts, Top
    from newskit.validate.ignore_comment import Ignore

    try:
        path, top, facts, article, signature, codes, ignores = _rows(data)
        return Facts(
            path,
            None if top is None else Top(*top),
            tuple(Fact(*one) for one in facts),
            bytes.fromhex(article),
            bytes.fromhex(signature),
            frozenset(codes),
            tuple(Ignore((a, b), tuple(names), *rest) for a, b, names, *rest in ignores),
        )
    except (TypeError, IndexError, AttributeError) as error:
        raise ValueError("not remembered facts") from error


def dump_asked(asked: Iterable[Asked]) -> bytes:
    """Return what was looked for on disk as JSON."""
    return _bytes([list(one) for one in asked])


def load_asked(data: object) -> tuple[Asked, ...]:
    """Return what `dump_asked` was given.

    Raises:
        ValueError: when `data` is something else.
    """
    from newskit.validate.archive.facts import Asked
    from newskit.validate.archive.targets import KINDS

    try:
        asked = tuple(
            Asked(str(kind), str(target), str(path), there is True)
            for kind, target, path, there in _rows(data)
        )
    except TypeError as error:
        raise ValueError("no remembered questions") from error
    if not KINDS.issuperset(one.kind for one in asked):
        raise ValueError("no remembered questions")
    return asked


def dump_outcome(outcome: Rewritten) -> bytes:
    """Return what would become of a post as JSON."""
    problems = [_problem_row(problem) for problem in outcome.problems]
    return _bytes([outcome.status.value, problems, outcome.report])


def load_outcome(path: str, data: object) -> Rewritten:
    """Return the outcome of `dump_outcome` for the post at `path`.

    Raises:
        ValueError: when `data` is something else.
    """
    from newskit.jobs.rewrite import Rewritten, Status

    try:
        status, problems, report = _rows(data)
        found = tuple(_problem(row) for row in problems)
        return Rewritten(path, Status(status), problems=found, report=tuple(map(dict, report)))
    except (TypeError, IndexError, AttributeError) as error:
        raise ValueError("not a remembered outcome") from error


def _bytes(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()


def _rows(data: object) -> Any:
    if not isinstance(data, bytes):
        raise TypeError("no bytes")
    return load_json(data)


def _finding_row(one: Finding) -> list[object]:
    return [
        *_problem_row(one.problem),
        [one.line, one.shift, one.end_line, one.end_column],
        [one.byte_offset, one.byte_end, one.utf16_column],
        [one.utf8_column, one.utf8_end_column, one.fingerprint],
    ]


def _problem_row(problem: Problem) -> list[object]:
    fix = problem.fix
    return [
        [problem.code, problem.name, problem.message, _place_row(problem.location)],
        [problem.severity.value, problem.hint, problem.pointer, problem.schema_path],
        [_place_row(place) for place in problem.related],
        [fix.title, fix.safe, [[e.start, e.end, e.text] for e in fix.edits]] if fix else None,
    ]


def _place_row(place: Location) -> list[object]:
    return [place.path, place.line, place.column, place.offset, place.end]


def _finding(row: Any) -> Finding:
    return Finding(_problem(row), *row[4], *row[5], *row[6])


def _problem(row: Any) -> Problem:
    (code, name, message, place), (severity, hint, pointer, schema_path) = row[0], row[1]
    fix = None
    if row[3]:
        title, safe, edits = row[3]
        fix = Fix(title, tuple(Edit(*edit) for edit in edits), safe)
    return Problem(
        code,
        name,
        message,
        Location(*place),
        Severity(severity),
        hint,
        pointer,
        schema_path,
        tuple(Location(*one) for one in row[2]),
        fix,
    )
