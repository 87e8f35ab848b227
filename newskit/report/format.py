"""What an output format is: text before, for each file, and after the findings."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from newskit.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newskit.report.finding import Finding

__all__ = ["Format", "OutputFormat", "RuleNote"]


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
