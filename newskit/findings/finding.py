"""A finding with what the output formats need of its text, and the baseline of known findings."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Protocol

from newskit.errors import ConfigError
from newskit.files import read_text
from newskit.frozen import NamedTuple, dataclass
from newskit.parsing import load_json
from newskit.post import Post
from newskit.problem import Problem

# What an output format is: text before, for each file, and after the findings.


class OutputFormat(StrEnum):
    """The names of the output formats, as ruff has them."""

    FULL = "full"
    CONCISE = "concise"
    GROUPED = "grouped"
    JSON = "json"
    JSONL = "jsonl"
    GITHUB = "github"
    GITLAB = "gitlab"
    SARIF = "sarif"
    JUNIT = "junit"
    RDJSON = "rdjson"


@dataclass(frozen=True, slots=True)
class RuleNote:
    """What a report says of a rule: SARIF lists the rules it speaks of."""

    code: str
    name: str
    summary: str
    manual: str
    severity: str


class Format(Protocol):
    """Turns findings into text, file by file, so that memory stays flat."""

    def begin(self) -> str:
        """Return what stands before all findings."""
        ...

    def file(self, path: str, findings: Sequence[Finding]) -> str:
        """Return the findings about one file; called for files without findings too."""
        ...

    def end(self) -> str:
        """Return what stands behind all findings."""
        ...


_MAX_LINE = 2000


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem and its surroundings.

    Attributes:
        problem: what is wrong.
        line: text of the line it starts on, without the line ending; of a very long line, the
            part around it.
        shift: code points of the line that are left out in front.
        end_line: 1-based line on which the place ends.
        end_column: 1-based column behind its last code point.
        byte_offset: bytes of the file before it, the byte order mark included.
        byte_end: bytes of the file before its end.
        utf16_column: 1-based column in UTF-16 code units, as editors count.
        utf8_column: 1-based column in bytes of UTF-8, as reviewdog counts.
        utf8_end_column: the same for the end of the place.
        fingerprint: the same for the same finding on the same text, wherever the line stands.
    """

    problem: Problem
    line: str = ""
    shift: int = 0
    end_line: int = 1
    end_column: int = 1
    byte_offset: int = 0
    byte_end: int = 0
    utf16_column: int = 1
    utf8_column: int = 1
    utf8_end_column: int = 1
    fingerprint: str = ""


def undescribed(problem: Problem) -> Finding:
    """Return a finding about which no text is at hand."""
    place = problem.location
    return Finding(
        problem,
        end_line=place.line,
        end_column=place.column + place.end - place.offset,
        utf16_column=place.column,
        utf8_column=place.column,
        utf8_end_column=place.column + place.end - place.offset,
        fingerprint=_fingerprint(problem, problem.message),
    )


def describe(post: Post, problem: Problem) -> Finding:
    """Return a finding with the line it is on and its place in every unit."""
    place = problem.location
    text = post.text
    start = post.line_starts[min(place.line, len(post.line_starts)) - 1]
    stop = len(text) if place.line >= len(post.line_starts) else post.line_starts[place.line]
    line = text[start:stop].rstrip("\r\n")
    end = post.locate(max(place.offset, place.end))
    before = line[: place.column - 1]
    shift = max(0, place.column - 1 - _MAX_LINE // 2)
    byte_offset = len(post.encoding.mark) + _size(post, text[: place.offset])
    return Finding(
        problem,
        line[shift : shift + _MAX_LINE],
        shift,
        end.line,
        end.column,
        byte_offset,
        byte_offset + _size(post, text[place.offset : max(place.offset, place.end)]),
        _utf16(before) + 1,
        _utf8(before) + 1,
        _utf8(text[max(place.offset, place.end) - end.column + 1 : max(place.offset, place.end)])
        + 1,
        _fingerprint(problem, line.strip() or problem.message),
    )


def describe_top(problem: Problem, line: str, mark: int) -> Finding:
    """Return a finding about the start of a file, without the file.

    Args:
        problem: its place is the first character, and empty.
        line: the first line, without the line ending; 2,000 characters at most.
        mark: bytes of the byte order mark.
    """
    return Finding(
        problem,
        line,
        byte_offset=mark,
        byte_end=mark,
        fingerprint=_fingerprint(problem, line.strip() or problem.message),
    )


def _utf16(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def _utf8(text: str) -> int:
    if text.isascii():
        return len(text)
    return len(text.encode("utf-8", "surrogateescape"))


def _size(post: Post, text: str) -> int:
    if post.encoding.name == "utf-8":
        return len(text.encode("utf-8", "surrogateescape"))
    return len(text.encode(post.encoding.name, "replace"))


def _fingerprint(problem: Problem, text: str) -> str:
    from hashlib import blake2b

    parts = "\0".join((problem.location.path, problem.code, problem.pointer or "", text))
    data = parts.encode("utf-8", "surrogatepass")
    return blake2b(data, digest_size=12).hexdigest()


# Where the services check a repository out.
_VARIABLES = ("GITHUB_WORKSPACE", "CI_PROJECT_DIR")


def in_repository(path: str) -> str:
    """Return a path from the repository's root; one outside of it, or no file's, as it is.

    GitHub, GitLab and reviewdog show a finding beside its line by that path alone.
    """
    if "\0" in path or not path or path == "-":
        return path
    root = _root(Path.cwd())
    whole = os.path.normpath(os.path.join(Path.cwd(), path))  # noqa: PTH118 (a name, not a file)
    if not Path(whole).is_relative_to(root):
        return path
    return Path(whole).relative_to(root).as_posix()


@cache
def _root(folder: Path) -> Path:
    for name in _VARIABLES:
        root = os.environ.get(name)
        if root and folder.is_relative_to(root):
            return Path(root)
    for one in (folder, *folder.parents):
        if os.path.lexists(one / ".git"):
            return one
    return folder


# A baseline: the findings an archive had when it adopted newskit, which are not shown again.
#
# It only shrinks: what was mended leaves it, and nothing is ever added to an existing one. Only a
# run that checked a file by a rule can tell that the rule's findings there are mended.

_VERSION = 2


class BaselineEntry(NamedTuple):
    """What a baseline knows a finding by; the path is as the user named the file."""

    path: str
    code: str
    fingerprint: str


class Baseline:
    """Known findings by file, code and fingerprint, counted.

    Args:
        known: how often each finding is known.
        new: whether there was none before, so that every finding is taken in.
    """

    def __init__(self, known: Counter[BaselineEntry], *, new: bool) -> None:
        self.left = known
        self.new = new
        self.kept: Counter[BaselineEntry] = Counter()
        self.checked: set[str] = set()
        self._paths = frozenset(entry.path for entry in known)
        self.hidden = 0

    @classmethod
    def load(cls, path: Path) -> Baseline:
        """Read a baseline; a file that is not there makes a new one.

        Raises:
            ConfigError: when the file is not a baseline.
        """
        try:
            text = read_text(path)
        except FileNotFoundError:
            return cls(Counter(), new=True)
        except OSError as error:
            raise ConfigError(f"{path}: cannot be read: {error.strerror}") from error
        try:
            known = _read(text)
        except (ValueError, KeyError, TypeError, AttributeError):
            hint = "Delete it to make a new one."
            raise ConfigError(f"{path}: is not a baseline of newskit", hint=hint) from None
        return cls(known, new=False)

    def unknown(self, findings: Iterable[Finding]) -> Sequence[Finding]:
        """Return the findings the baseline does not hold; those it holds are remembered."""
        shown: list[Finding] = []
        for finding in findings:
            problem = finding.problem
            entry = BaselineEntry(problem.location.path, problem.code, finding.fingerprint)
            if not self.new:
                if self.left[entry] <= 0:
                    shown.append(finding)
                    continue
                self.left[entry] -= 1
            self.kept[entry] += 1
            self.hidden += 1
        return shown

    def settle(self, path: str) -> None:
        """Take note that a file was checked: what was not found in it is mended."""
        if path in self._paths:
            self.checked.add(path)

    def text(self, codes: Collection[str]) -> str:
        """Return the baseline as it is now: new, or without what is mended.

        Args:
            codes: the rules that were applied; what others found before stays.
        """
        counts = self.kept.copy()
        for entry, count in self.left.items():
            if count > 0 and (entry.path not in self.checked or entry.code not in codes):
                counts[entry] += count
        import json

        findings: dict[str, dict[str, int]] = {}
        for entry, count in sorted(counts.items()):
            findings.setdefault(entry.path, {})[f"{entry.code} {entry.fingerprint}"] = count
        return json.dumps({"version": _VERSION, "findings": findings}, indent=1) + "\n"


def _read(text: str) -> Counter[BaselineEntry]:
    data = load_json(text)
    if data["version"] != _VERSION:
        raise ValueError("another version")
    return Counter(
        {
            BaselineEntry(path, *name.split(" ")): int(count)
            for path, names in data["findings"].items()
            for name, count in names.items()
        }
    )
