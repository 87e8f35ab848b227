"""Formats of services: GitHub annotations, GitLab code quality, reviewdog, JUnit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

from newskit.findings.finding import Finding, RuleNote, in_repository
from newskit.findings.written import Json, compact
from newskit.messages import OBEYED, escape_surrogates, on_one_line
from newskit.post import JsonValue
from newskit.problem import Location
from newskit.version import __version__

# SARIF 2.1.0 (OASIS Standard, Static Analysis Results Interchange Format).

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
    return {"physicalLocation": {"artifactLocation": {"uri": quote(path)}, "region": region}}


_GITHUB_LEVELS = {"error": "error", "warning": "warning", "info": "notice"}
_GITLAB_SEVERITIES = {"error": "major", "warning": "minor", "info": "info"}
_REVIEWDOG_SEVERITIES = {"error": "ERROR", "warning": "WARNING", "info": "INFO"}
# XML 1.0, section 2.2: characters that no XML document can hold.
_NOT_XML = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 65534, 65535), "�")


class GitHub:
    """Workflow commands, which become annotations (GitHub Actions, "Workflow commands").

    GitHub shows the first ten errors and ten warnings of a step: print text beside it.
    """

    def begin(self) -> str:
        """Return what stands before all findings."""
        return ""

    def file(self, path: str, findings: Sequence[Finding]) -> str:
        """Return the findings about one file."""
        del path
        return "".join(self._one(one) for one in findings)

    def end(self) -> str:
        """Return what stands behind all findings."""
        return ""

    def _one(self, finding: Finding) -> str:
        problem = finding.problem
        place = problem.location
        path = _property(in_repository(place.path))
        properties = (
            f"title={_property(f'newskit ({problem.code})')},file={path},"
            f"line={place.line},col={place.column},"
            f"endLine={finding.end_line},endColumn={finding.end_column}"
        )
        hint = f" ({problem.hint})" if problem.hint else ""
        text = _data(on_one_line(f"{place}: {problem.code} {problem.message}{hint}"))
        return f"::{_GITHUB_LEVELS[problem.severity]} {properties}::{text}\n"


def _data(text: str) -> str:
    # Line ends have an escape of their own here; what else is obeyed is shown.
    text = escape_surrogates(text.translate(_OBEYED))
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


_OBEYED = {code: escape for code, escape in OBEYED.items() if code not in {10, 13}}


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


class GitLab(Json):
    """A Code Quality report (GitLab, "Code Quality report format")."""

    def file(self, path: str, findings: Sequence[Finding]) -> str:
        """Return the findings about one file."""
        seen: Counter[str] = Counter()
        return "".join(
            self.item(
                {
                    "description": f"{one.problem.code}: {on_one_line(one.problem.message)}",
                    "check_name": one.problem.name,
                    "fingerprint": _unique(one.fingerprint, seen),
                    "severity": _GITLAB_SEVERITIES[one.problem.severity],
                    "location": {
                        "path": in_repository(path),
                        "positions": {
                            "begin": _position(
                                one.problem.location.line, one.problem.location.column
                            ),
                            "end": _position(one.end_line, one.end_column),
                        },
                    },
                }
            )
            for one in findings
        )


def _unique(fingerprint: str, seen: Counter[str]) -> str:
    """The fingerprint, numbered from the second one on: GitLab shows one finding for each."""
    seen[fingerprint] += 1
    count = seen[fingerprint]
    return fingerprint if count == 1 else f"{fingerprint}-{count}"


def _position(line: int, column: int) -> dict[str, int]:
    return {"line": line, "column": column}


class Reviewdog(Json):
    """Reviewdog Diagnostic Format, one JSON object (rdjson); columns count bytes of UTF-8."""

    def begin(self) -> str:
        """Return what stands before all findings."""
        source = compact({"name": "newskit"})
        return f'{{"source":{source},"diagnostics":['

    def file(self, path: str, findings: Sequence[Finding]) -> str:
        """Return the findings about one file."""
        return "".join(
            self.item(
                {
                    "message": on_one_line(one.problem.message),
                    "location": {
                        "path": in_repository(path),
                        "range": {
                            "start": _position(one.problem.location.line, one.utf8_column),
                            "end": _position(one.end_line, one.utf8_end_column),
                        },
                    },
                    "severity": _REVIEWDOG_SEVERITIES[one.problem.severity],
                    "code": {"value": one.problem.code},
                }
            )
            for one in findings
        )

    def end(self) -> str:
        """Return what stands behind all findings."""
        return "\n]}\n" if self.started else "]}\n"


class JUnit:
    """JUnit XML: a test suite a file, a failed test case a finding."""

    def begin(self) -> str:
        """Return what stands before all findings."""
        return '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="newskit">\n'

    def file(self, path: str, findings: Sequence[Finding]) -> str:
        """Return the findings about one file; a file without findings is a passed test."""
        name = _attribute(path)
        cases = [self._case(path, one) for one in findings]
        if not cases:
            cases = [f"    <testcase name={name} classname={name}/>\n"]
        counts = f'tests="{len(cases)}" failures="{len(findings)}" errors="0"'
        return f"  <testsuite name={name} {counts}>\n{''.join(cases)}  </testsuite>\n"

    def end(self) -> str:
        """Return what stands behind all findings."""
        return "</testsuites>\n"

    def _case(self, path: str, finding: Finding) -> str:
        problem = finding.problem
        place = problem.location
        name = _attribute(f"{problem.code} {problem.name} at {place.line}:{place.column}")
        text = escape(_xml(f"{place}: {problem.message}"))
        return (
            f"    <testcase name={name} classname={_attribute(path)}"
            f' file={_attribute(path)} line="{place.line}">\n'
            f"      <failure type={_attribute(problem.code)}"
            f" message={_attribute(problem.message)}>{text}</failure>\n    </testcase>\n"
        )


def _xml(text: str) -> str:
    return escape_surrogates(on_one_line(text)).translate(_NOT_XML)


def _attribute(text: str) -> str:
    return quoteattr(_xml(text), {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})
