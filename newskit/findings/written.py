"""Findings as rows of JSON, on which every machine format builds, and as text for people."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Sequence

from newskit.findings.finding import Finding
from newskit.messages import BIDI, escape_surrogates, on_one_line
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


# Formats for people: concise, grouped, and full with the line and a caret under the place.


# How many columns of a terminal a text takes (Unicode Standard Annex 11).


_TAB = 4


def width(text: str) -> int:
    """Return the columns of `text`: two for wide characters, none for combining ones."""
    if text.isascii():
        return len(text)
    total = 0
    for character in text:
        if unicodedata.combining(character) or unicodedata.category(character) in {
            "Mn",
            "Me",
            "Cf",
        }:
            continue
        total += 2 if unicodedata.east_asian_width(character) in "WF" else 1
    return total


def shown(text: str) -> str:
    """Return `text` as a terminal may show it: tabs as spaces, control characters as pictures.

    Direction marks and other invisible characters become ``·``: they would move the caret.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(_shown(character) for character in text)


def _shown(character: str) -> str:
    if character == "\t":
        return " " * _TAB
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    if 0x80 <= code < 0xA0 or 0xD800 <= code < 0xE000:
        return "\ufffd"
    if unicodedata.category(character) in {"Cf", "Zl", "Zp"}:
        return "·"
    return character


_WINDOW = 100
_MAX_CARETS = 80
_RED, _YELLOW, _BLUE, _BOLD, _END = "\x1b[1;31m", "\x1b[1;33m", "\x1b[1;34m", "\x1b[1m", "\x1b[0m"


class _Text:
    """Joint part of the formats for people.

    Args:
        colour: whether to use colours.
    """

    def __init__(self, *, colour: bool = False) -> None:
        self.colour = colour

    def begin(self) -> str:
        """Return what stands before all findings."""
        return ""

    def end(self) -> str:
        """Return what stands behind all findings."""
        return ""

    def paint(self, text: str, colour: str) -> str:
        """Return `text` in a colour, where colours are used."""
        return f"{colour}{text}{_END}" if self.colour else text

    def code(self, finding: Finding) -> str:
        """The code in its severity's colour, with a mark when there is a repair."""
        problem = finding.problem
        colour = _RED if problem.severity.rank == 2 else _YELLOW
        mark = " [*]" if problem.fix and problem.fix.safe else ""
        return self.paint(problem.code, colour) + mark


class Concise(_Text):
    """``path:line:column: CODE message``, a line each; ``[*]`` marks a safe repair."""

    def file(self, path: str, findings: Sequence[Finding]) -> str:
        """Return the findings about one file."""
        del path
        return "".join(
            f"{one.problem.location}: {self.code(one)} {shown(one.problem.message)}\n"
            for one in findings
        )


class Grouped(_Text):
    """The findings of a file below its name."""

    def file(self, path: str, findings: Sequence[Finding]) -> str:
        """Return the findings about one file."""
        if not findings:
            return ""
        places = [f"{one.problem.location.line}:{one.problem.location.column}" for one in findings]
        widest = max(map(len, places))
        lines = [
            f"  {place:>{widest}} {self.code(one)} {shown(one.problem.message)}\n"
            for place, one in zip(places, findings, strict=True)
        ]
        return f"{self.paint(on_one_line(path), _BOLD)}:\n{''.join(lines)}\n"


class Full(_Text):
    """The line of each finding with a caret under the place, the hint and the repair."""

    def file(self, path: str, findings: Sequence[Finding]) -> str:
        """Return the findings about one file."""
        del path
        return "".join(self._one(one) for one in findings)

    def _one(self, finding: Finding) -> str:
        problem = finding.problem
        margin = " " * len(str(problem.location.line))
        bar = self.paint("|", _BLUE)
        arrow = self.paint("-->", _BLUE)
        parts = [
            f"{self.code(finding)} {shown(problem.message)}\n",
            f"{margin}{arrow} {problem.location}\n",
        ]
        if finding.line.strip():
            text, before, length = _frame(finding)
            number = self.paint(str(problem.location.line), _BLUE)
            caret = self.paint("^" * length, _RED if problem.severity.rank == 2 else _YELLOW)
            parts += [
                f"{margin} {bar}\n",
                f"{number} {bar} {text}\n",
                f"{margin} {bar} {' ' * before}{caret}\n",
            ]
        for place in problem.related:
            parts.append(f"{margin} = see {place}\n")
        if problem.hint:
            parts.append(f"{margin} = help: {shown(problem.hint)}\n")
        if problem.fix:
            how = "--fix" if problem.fix.safe else "--fix --unsafe-fixes"
            parts.append(f"{margin} = repair ({how}): {shown(problem.fix.title)}\n")
        return "".join(parts) + "\n"


def _frame(finding: Finding) -> tuple[str, int, int]:
    """The part of the line to show, the columns before the caret, and the caret's length."""
    place = finding.problem.location
    at = min(max(0, place.column - 1 - finding.shift), len(finding.line))
    end = len(finding.line)
    if finding.end_line == place.line:
        end = min(end, max(at, finding.end_column - 1 - finding.shift))
    start = max(0, at - _WINDOW // 2)
    stop = max(start + _WINDOW, min(end, at + _MAX_CARETS))
    before, marked = finding.line[start:at], finding.line[at : min(end, stop)]
    head = "…" if start or finding.shift else ""
    tail = "…" if stop < len(finding.line) else ""
    text = f"{head}{shown(finding.line[start:stop])}{tail}"
    return text, width(head + shown(before)), max(1, min(width(shown(marked)), _MAX_CARETS))
