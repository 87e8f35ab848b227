"""Findings to output, with their counts: the joint part of the commands that report them."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO, Final

from newskit.cli.messages import counted, print_note, use_colour
from newskit.cli.streams import output_file
from newskit.config.validate import FailOn
from newskit.findings.baseline import Baseline
from newskit.findings.finding import Finding, OutputFormat, RuleNote
from newskit.findings.formats import make_format
from newskit.frozen import dataclass, field
from newskit.jobs.check import Checked
from newskit.jobs.sources import COULD_NOT_RUN
from newskit.printable import to_utf8
from newskit.problem import Severity

# What a run of `newskit validate` counts, and its summary.


@dataclass(slots=True)
class FindingCounts:
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


def statistics(tally: FindingCounts) -> str:
    """Return how often each rule found something, a line each."""
    widest = max((len(f"{count:,}") for count in tally.codes.values()), default=0)
    return "".join(f"{count:>{widest},}  {name}\n" for name, count in tally.codes.most_common())


_MANY = 100


def print_summary(tally: FindingCounts, known: Baseline | None, *, fix: bool, diff: bool) -> None:
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
    for name, many in tally.codes.most_common():
        if many < _MANY or 2 * many < count:
            break
        code = name.partition(" ")[0]
        print_note(f"{many:,} of them are {name}: `newskit rule {code}` says what to do")


# Where `newskit validate` prints its findings, and in which format.


@dataclass(frozen=True, slots=True)
class FindingsOutput:
    """What a run prints, and where."""

    format: OutputFormat
    file: Path | None = None
    statistics: bool = False
    every: bool = False


_LISTED = frozenset((OutputFormat.CONCISE, OutputFormat.FULL, OutputFormat.GROUPED))
"""Formats for people, which show a rule that fires on most posts once."""


def print_findings(
    results: Iterable[Checked],
    output: FindingsOutput,
    known: Baseline | None,
    tally: FindingCounts,
    *,
    diff: bool,
) -> None:
    """Print what was found as it comes, and count it."""
    with output_file(output.file or Path("-")) as out:
        style = make_format(
            output.format, colour=output.file is None and use_colour(sys.stdout), rules=_rules
        )
        crowds = Crowds() if output.format in _LISTED and not (diff or output.every) else None
        _put(out, "" if diff else style.begin())
        for checked in results:
            findings = known.unknown(checked.findings) if known else checked.findings
            tally.add(checked, findings)
            if known and not any(one.code in COULD_NOT_RUN for one in checked.problems):
                known.settle(checked.path)
            if diff:
                out.write(checked.diff)
            elif crowds is not None:
                for path, listed in crowds.take(checked.path, findings, counted=checked.counted):
                    _put(out, style.file(path, listed) if listed else "")
            elif findings or checked.counted:
                _put(out, style.file(checked.path, findings))
        for path, listed in crowds.end() if crowds is not None else ():
            _put(out, style.file(path, listed) if listed else "")
        _put(out, "" if diff else style.end())
        for note in crowds.notes() if crowds is not None else ():
            _put(out, f"{note}\n")
        if output.statistics:
            _put(out, statistics(tally))


def _put(out: BinaryIO, text: str) -> None:
    if text:
        out.write(to_utf8(text))


def _rules() -> Mapping[str, RuleNote]:
    from newskit.validate.registry import all_rules

    return {
        rule.code: RuleNote(rule.code, rule.name, rule.summary, rule.page, rule.severity.value)
        for rule in all_rules()
    }


Shown = tuple[str, "Sequence[Finding]"]
"""The findings of one post that are printed."""

_LOOKED_AT: Final = 200
_FEWEST: Final = 20
_SHARE: Final = 0.5


class Crowds:
    """Which rules fire on most posts, judged by the first two hundred; counts what they find.

    Fewer than twenty posts are listed whatever they have. Until the rules are known, the findings
    of the first posts wait, so memory stays flat.
    """

    def __init__(self) -> None:
        self.codes: frozenset[str] | None = None
        self.posts = 0
        self._waiting: list[Shown] = []
        self._found: Counter[str] = Counter()
        self._first: dict[str, Finding] = {}

    def take(
        self, path: str, findings: Sequence[Finding], *, counted: bool = True
    ) -> Iterator[Shown]:
        """Yield what may be printed now that a post's findings are known."""
        self.posts += counted
        for code, finding in {one.problem.code: one for one in reversed(findings)}.items():
            self._found[code] += 1
            self._first.setdefault(code, finding)
        if self.codes is None:
            self._waiting.append((path, findings))
            if self.posts >= _LOOKED_AT:
                yield from self._decide()
        else:
            yield path, self._without(findings)

    def end(self) -> Iterator[Shown]:
        """Yield what still waits."""
        if self.codes is None:
            yield from self._decide()

    def notes(self) -> Iterator[str]:
        """Yield a line for each rule that was not listed."""
        for code in sorted(self.codes or ()):
            problem = self._first[code].problem
            yield (
                f"{code} {problem.name}: on {self._found[code]:,} of {self.posts:,} posts, first"
                f" {problem.location}: {problem.message} (--all lists each;"
                f' ignore = ["{code}"] in [validate] leaves it out)'
            )

    def _decide(self) -> Iterator[Shown]:
        least = max(_FEWEST, _SHARE * self.posts)
        many = self.posts >= _FEWEST
        self.codes = frozenset(
            code for code, count in self._found.items() if many and count > least
        )
        for path, findings in self._waiting:
            yield path, self._without(findings)
        self._waiting.clear()

    def _without(self, findings: Iterable[Finding]) -> Sequence[Finding]:
        codes = self.codes or frozenset()
        return [one for one in findings if one.problem.code not in codes]
