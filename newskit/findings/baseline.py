"""A baseline: the findings an archive had when it adopted newskit, which are not shown again.

It only shrinks: what was mended leaves it, and nothing is ever added to an existing one. Only a run
that checked a file by a rule can tell that the rule's findings there are mended.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from newskit.errors import ConfigError
from newskit.files import read_text
from newskit.findings.finding import Finding
from newskit.parsing import load_json

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
