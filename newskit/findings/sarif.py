"""SARIF 2.1.0 (OASIS Standard, Static Analysis Results Interchange Format)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from newskit.findings.finding import in_repository
from newskit.findings.rows import Json, compact
from newskit.printable import on_one_line
from newskit.version import __version__

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newskit.findings.finding import Finding, RuleNote
    from newskit.post import JsonValue
    from newskit.problem import Location

__all__ = ["Sarif"]

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {"error": "error", "warning": "warning", "info": "note"}


class Sarif(Json):
    """One run; the rules follow the results, so that findings can stream.

    Args:
        rules: what is known of each rule, by code.
    """

    def __init__(self, rules: Mapping[str, RuleNote]) -> None:
        super().__init__()
        self.rules = rules
        self.met: dict[str, None] = {}

    def begin(self) -> str:
        """Return what stands before all findings."""
        return (
            f'{{"version":"2.1.0","$schema":"{_SCHEMA}","runs":[{{'
            '"columnKind":"unicodeCodePoints","results":['
        )

    def file(self, path: str, findings: Sequence[Finding]) -> str:
        """Return the findings about one file."""
        del path
        return "".join(self.item(self._result(one)) for one in findings)

    def end(self) -> str:
        """Return what stands behind all findings."""
        driver = {
            "name": "newskit",
            "version": __version__,
            "semanticVersion": __version__,
            "rules": [self._rule(code) for code in sorted(self.met)],
        }
        return f'\n],"tool":{{"driver":{compact(driver)}}}}}]}}\n'

    def _rule(self, code: str) -> JsonValue:
        note = self.rules.get(code)
        if note is None:
            return {"id": code}
        return {
            "id": code,
            "name": note.name,
            "shortDescription": {"text": note.summary},
            "fullDescription": {"text": note.summary},
            "help": {"text": note.manual},
            "defaultConfiguration": {"level": _LEVELS[note.severity]},
        }

    def _result(self, finding: Finding) -> dict[str, JsonValue]:
        problem = finding.problem
        place = problem.location
        self.met[problem.code] = None
        hint = f" ({problem.hint})" if problem.hint else ""
        region: dict[str, JsonValue] = {
            "startLine": place.line,
            "startColumn": place.column,
            "endLine": finding.end_line,
            "endColumn": finding.end_column,
        }
        found: dict[str, JsonValue] = {
            "ruleId": problem.code,
            "level": _LEVELS[problem.severity],
            "message": {"text": on_one_line(f"{problem.message}{hint}")},
            "locations": [_location(place, region)],
            "partialFingerprints": {"newskit/v1": finding.fingerprint},
        }
        if problem.related:
            found["relatedLocations"] = [
                {**_location(one, {"startLine": one.line, "startColumn": one.column}), "id": number}
                for number, one in enumerate(problem.related)
            ]
        return found


def _location(place: Location, region: dict[str, JsonValue]) -> dict[str, JsonValue]:
    path = in_repository(place.path).replace("\\", "/").encode("utf-8", "surrogateescape")
    return {
        "physicalLocation": {"artifactLocation": {"uri": quote(path)}, "region": region},
    }
