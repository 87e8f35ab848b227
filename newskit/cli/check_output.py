"""Where `newskit validate` prints its findings, and in which format."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from newskit.cli.check_tally import statistics
from newskit.cli.messages import use_colour
from newskit.cli.progress import shown
from newskit.cli.streams import output_file
from newskit.frozen import dataclass
from newskit.jobs.opening import COULD_NOT_RUN
from newskit.report.choose import make_format
from newskit.report.format import OutputFormat, RuleNote

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from newskit.cli.check_tally import Tally
    from newskit.jobs.checked import Checked
    from newskit.report.baseline import Baseline

__all__ = ["Output", "print_findings"]


@dataclass(frozen=True, slots=True)
class Output:
    """What a run prints, and where."""

    format: OutputFormat
    file: Path | None = None
    statistics: bool = False
    baseline: Path | None = None
    exit_zero: bool = False
    quiet: bool = False


def print_findings(
    results: Iterable[Checked], output: Output, known: Baseline | None, tally: Tally, *, diff: bool
) -> None:
    """Print what was found as it comes, and count it.

    Args:
        results: the findings of each post.
        output: where they are printed, and how.
        known: findings that are not told again.
        tally: what counts them.
        diff: whether repairs are shown instead of findings.
    """
    with output_file(output.file or Path("-")) as out:
        style = make_format(
            output.format, colour=output.file is None and use_colour(sys.stdout), rules=_rules
        )
        _put(out, "" if diff else style.begin())
        for checked in shown(results, "checking", quiet=output.quiet):
            findings = known.unknown(checked.findings) if known else checked.findings
            tally.add(checked, findings)
            if known and not any(one.code in COULD_NOT_RUN for one in checked.problems):
                known.settle(checked.path)
            if diff:
                out.write(checked.diff)
            elif findings or checked.counted:
                _put(out, style.file(checked.path, findings))
        _put(out, "" if diff else style.end())
        if output.statistics:
            _put(out, statistics(tally))


def _put(out: BinaryIO, text: str) -> None:
    if text:
        # A name of a file may hold bytes that are no text.
        out.write(text.encode("utf-8", "backslashreplace"))


def _rules() -> Mapping[str, RuleNote]:
    from newskit.validate.registry import all_rules

    return {
        rule.code: RuleNote(rule.code, rule.name, rule.summary, rule.page, rule.severity.value)
        for rule in all_rules()
    }
