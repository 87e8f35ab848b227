"""What a run of `newskit validate` counts, and says of itself."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from newskit.cli.messages import counted, print_note
from newskit.config.validate import FailOn
from newskit.frozen import dataclass, field
from newskit.jobs.opening import COULD_NOT_RUN
from newskit.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newskit.jobs.checked import Checked
    from newskit.report.baseline import Baseline
    from newskit.report.finding import Finding

__all__ = ["Tally", "print_summary", "statistics"]


@dataclass(slots=True)
class Tally:
    """Counts of posts, findings and repairs."""

    posts: int = 0
    repaired: int = 0
    changed: int = 0
    codes: Counter[str] = field(default_factory=Counter[str])
    severities: Counter[Severity] = field(default_factory=Counter[Severity])
    repairable: int = 0
    could_not_run: bool = False

    def add(self, checked: Checked, findings: Sequence[Finding]) -> None:
        """Count a result; `findings` are those of it that are shown."""
        self.posts += checked.counted
        self.repaired += checked.repaired
        self.changed += checked.repaired > 0
        for finding in findings:
            problem = finding.problem
            self.codes[f"{problem.code} {problem.name}"] += 1
            self.severities[problem.severity] += 1
            self.repairable += problem.fix is not None and problem.fix.safe
            self.could_not_run |= problem.code in COULD_NOT_RUN

    def fails(self, least: FailOn) -> bool:
        """Whether something was found that matters enough."""
        if least is FailOn.NEVER:
            return False
        rank = Severity(least.value).rank
        return any(severity.rank >= rank for severity in self.severities)


def statistics(tally: Tally) -> str:
    """Return how often each rule found something, a line each."""
    widest = max((len(f"{count:,}") for count in tally.codes.values()), default=0)
    return "".join(f"{count:>{widest},}  {name}\n" for name, count in tally.codes.most_common())


def print_summary(tally: Tally, known: Baseline | None, *, fix: bool, diff: bool) -> None:
    """Say the counts in words."""
    count = sum(tally.severities.values())
    errors = tally.severities[Severity.ERROR]
    words = [
        f"{counted(tally.posts, 'post')}: {counted(count, 'finding')}, {errors:,} of them errors"
    ]
    if diff:
        words = [f"{counted(tally.posts, 'post')}: {tally.changed:,} would be repaired"]
    elif fix:
        words.append(f"{tally.repaired:,} repaired in {counted(tally.changed, 'file')}")
    elif tally.repairable:
        words.append(f"{tally.repairable:,} can be repaired with --fix")
    if known and known.hidden:
        words.append(f"{known.hidden:,} in the baseline")
    print_note("; ".join(words))
