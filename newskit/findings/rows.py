"""JSON of findings: what every machine format builds on."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from newskit.printable import BIDI, escape_surrogates

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newskit.findings.finding import Finding
    from newskit.post import JsonValue
    from newskit.problem import Location

_ESCAPED = {code: f"\\u{code:04x}" for code in (*BIDI, *range(0x7F, 0xA0), 0x2028, 0x2029)}


def compact(value: object) -> str:
    """Return `value` as JSON on one line; bytes of a file name that are not text are escaped."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    if not text.isprintable():
        text = text.translate(_ESCAPED)  # JSON says the same with these escapes
    return escape_surrogates(text)


def row(finding: Finding) -> dict[str, JsonValue]:
    """Return a finding as a JSON object with every unit of place."""
    problem = finding.problem
    place = problem.location
    fix = problem.fix
    edits: list[JsonValue] = []
    if fix:
        edits = [{"start": one.start, "end": one.end, "text": one.text} for one in fix.edits]
    about: dict[str, JsonValue] = {}
    if problem.value is not None:
        about = {"kind": problem.value[0], "value": problem.value[1]}
    return {
        **about,
        "code": problem.code,
        "name": problem.name,
        "severity": problem.severity.value,
        "message": problem.message,
        "hint": problem.hint or None,
        "path": place.path,
        "line": place.line,
        "column": place.column,
        "end_line": finding.end_line,
        "end_column": finding.end_column,
        "utf16_column": finding.utf16_column,
        "offset": place.offset,
        "end_offset": place.end,
        "byte_offset": finding.byte_offset,
        "byte_end": finding.byte_end,
        "pointer": problem.pointer,
        "schema_path": problem.schema_path,
        "related": [_place(one) for one in problem.related],
        "fix": {"title": fix.title, "safe": fix.safe, "edits": edits} if fix else None,
        "fingerprint": finding.fingerprint,
    }


def _place(place: Location) -> JsonValue:
    return {"path": place.path, "line": place.line, "column": place.column}


class JsonLines:
    """A JSON object a line."""

    def begin(self) -> str:
        """Return what stands before all findings."""
        return ""

    def file(self, path: str, findings: Sequence[Finding]) -> str:
        """Return the findings about one file."""
        del path
        return "".join(f"{compact(row(one))}\n" for one in findings)

    def end(self) -> str:
        """Return what stands behind all findings."""
        return ""


class Json:
    """A JSON array of objects."""

    def __init__(self) -> None:
        self.started = False

    def begin(self) -> str:
        """Return what stands before all findings."""
        return "["

    def file(self, path: str, findings: Sequence[Finding]) -> str:
        """Return the findings about one file."""
        del path
        return "".join(self.item(row(one)) for one in findings)

    def item(self, value: object) -> str:
        """Return one item of the array, with a comma before all but the first."""
        comma = "," if self.started else ""
        self.started = True
        return f"{comma}\n  {compact(value)}"

    def end(self) -> str:
        """Return what stands behind all findings."""
        return "\n]\n" if self.started else "]\n"
