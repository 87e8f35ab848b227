"""A baseline: the findings an archive had when it adopted newskit, which are not shown again.

It only shrinks: what was mended leaves it, and nothing is ever added to an existing one.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

from newskit.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from newskit.report.finding import Finding

__all__ = ["Baseline"]

_VERSION = 1


class Baseline:
    """Known findings by fingerprint, counted.

    Args:
        known: how often each fingerprint is known.
        new: whether there was none before, so that every finding is taken in.
    """

    def __init__(self, known: Counter[str], *, new: bool) -> None:
        self.left = known
        self.new = new
        self.kept: Counter[str] = Counter()
        self.hidden = 0

    @classmethod
    def load(cls, path: Path) -> Baseline:
        """Read a baseline; a file that is not there makes a new one.

        Raises:
            ConfigError: when the file is no baseline.
        """
        try:
            text = path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return cls(Counter(), new=True)
        except OSError as error:
            raise ConfigError(f"{path}: cannot be read: {error.strerror}") from error
        try:
            data = json.loads(text)
            findings = data["findings"]
            known = Counter({str(name): int(count) for name, count in findings.items()})
        except (ValueError, KeyError, TypeError, AttributeError):
            hint = "Delete it to make a new one."
            raise ConfigError(f"{path}: is no baseline of newskit", hint=hint) from None
        return cls(known, new=False)

    def unknown(self, findings: Iterable[Finding]) -> Sequence[Finding]:
        """Return the findings the baseline does not hold; those it holds are remembered."""
        shown: list[Finding] = []
        for finding in findings:
            name = finding.fingerprint
            if self.new or self.left[name] > 0:
                self.left[name] -= 1
                self.kept[name] += 1
                self.hidden += 1
            else:
                shown.append(finding)
        return shown

    def text(self) -> str:
        """Return the baseline as it is now: new, or without what is mended."""
        findings = {name: count for name, count in sorted(self.kept.items()) if count > 0}
        return json.dumps({"version": _VERSION, "findings": findings}, indent=1) + "\n"
