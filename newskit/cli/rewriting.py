"""The joint part of the commands that rewrite posts: options to a target, outcomes to output."""

from __future__ import annotations

import glob
import os
import sys
from collections import Counter
from collections.abc import Iterable
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import BinaryIO

from newskit.cli.guard import ended
from newskit.cli.settings import Inputs
from newskit.cli.terminal import counted, output_file, print_note, row_line
from newskit.convert.result import Action, DifferenceKind
from newskit.errors import UsageError
from newskit.frozen import dataclass, field
from newskit.jobs.rewrite import Rewritten, Status
from newskit.jobs.sources import COULD_NOT_RUN
from newskit.jobs.targets import Mode, Target
from newskit.messages import on_one_line
from newskit.problem import Severity
from newskit.read.source import is_container


@dataclass(slots=True)
class RewriteCounts:
    """Counts that add up: every post is unchanged, changed or failed."""

    counts: dict[Status, int] = field(default_factory=lambda: dict.fromkeys(Status, 0))
    could_not_run: bool = False
    findings: bool = False
    unread: int = 0

    def add(self, outcome: Rewritten) -> None:
        """Count an outcome."""
        self.counts[outcome.status] += 1
        self.could_not_run |= any(problem.code in COULD_NOT_RUN for problem in outcome.problems)
        errors = [one for one in outcome.problems if one.severity is Severity.ERROR]
        self.findings |= bool(errors)
        self.unread += outcome.status is not Status.FAILED and any(
            one.code.startswith("NK1") for one in errors
        )

    def summary(self, verb: str) -> str:
        """Say the counts in words."""
        total = sum(self.counts.values())
        changed, same, failed = (
            self.counts[Status.CHANGED],
            self.counts[Status.UNCHANGED],
            self.counts[Status.FAILED],
        )
        posts = "post" if total == 1 else "posts"
        unread = f", {self.unread:,} not read whole" if self.unread else ""
        return (
            f"{total:,} {posts}: {changed:,} {verb}, {same:,} unchanged, {failed:,} failed{unread}"
        )

    def exit_code(self, mode: Mode) -> int:
        """Return the exit code: 2 if a post could not be done, 1 for findings, else 0."""
        would_change = mode in {Mode.CHECK, Mode.DIFF} and self.counts[Status.CHANGED] > 0
        return ended(could_not_run=self.could_not_run, found=would_change or self.findings)


_TARGETS = {
    "-o": Mode.FOLDER,
    "--in-place": Mode.IN_PLACE,
    "--check": Mode.CHECK,
    "--diff": Mode.DIFF,
}


def choose_target(
    inputs: Inputs,
    output: Path | None,
    *,
    in_place: bool,
    check: bool,
    diff: bool,
    markdown_names: bool,
) -> Target:
    """Return the target that the options ask for.

    Raises:
        UsageError: when they contradict each other, or several posts would go to stdout.
    """
    given = (output is not None, in_place, check, diff)
    asked = [name for name, is_given in zip(_TARGETS, given, strict=True) if is_given]
    if len(asked) > 1:
        raise UsageError(f"{' and '.join(asked)} exclude each other")
    if in_place and "-" in inputs.paths:
        raise UsageError("standard input cannot be rewritten in place", hint="leave out --in-place")
    if in_place and any(is_container(path) for path in inputs.paths):
        raise UsageError(
            "records cannot be rewritten in place",
            hint="write them to standard output or, with -o, into a folder",
        )
    if output is not None:
        check_folder(output, inputs)
    if not asked and not inputs.is_one_file:
        raise UsageError(
            "several posts need a place to go", hint="add -o DIR, --in-place, --check or --diff"
        )
    mode = _TARGETS[asked[0]] if asked else Mode.STDOUT
    read = frozenset[str]() if output is None else _paths_read(output, inputs)
    return Target(mode, output, markdown_names, read)


def _paths_read(output: Path, inputs: Inputs) -> frozenset[str]:
    """Return the real paths of what is read; a folder around the output is read without it."""
    if not output.exists():
        return frozenset()
    folder = os.path.join(os.path.realpath(output), "")  # noqa: PTH118 (ends in /)
    named = (
        one
        for path in inputs.paths
        for one in ([path] if os.path.lexists(path) else glob.iglob(path, recursive=True))  # noqa: PTH207
    )
    reals = map(os.path.realpath, named)
    return frozenset(one for one in reals if not folder.startswith(os.path.join(one, "")))  # noqa: PTH118


def check_folder(output: Path, inputs: Inputs) -> None:
    """Refuse a folder of posts as the output.

    Raises:
        UsageError: when `output` is one of the inputs, or a file.
    """
    if not output.exists():
        return
    if not output.is_dir():
        raise UsageError(f"{output} is a file, not a folder", hint="-o names a folder")
    if any(Path(path).is_dir() and output.samefile(path) for path in inputs.paths):
        raise UsageError(
            f"{output} is the folder of the posts", hint="use --in-place to rewrite them there"
        )


def deliver(
    outcomes: Iterable[Rewritten],
    target: Target,
    *,
    report: Path | None,
    verb: str,
    quiet: bool,
    verbose: bool,
    differences: bool = False,
) -> int:
    """Print outputs and problems as they come, write the report, and return the exit code."""
    kinds, account = Counter[str](), Counter[str]()
    tally, out = RewriteCounts(), sys.stdout.buffer
    with ExitStack() as stack:
        rows: BinaryIO | None = None
        if report is not None:
            rows = stack.enter_context(report_file(report, target.mode))
        for outcome in outcomes:
            tally.add(outcome)
            if differences:
                kinds.update(str(row["kind"]) for row in outcome.report)
                account.update(
                    str(row["action"])
                    for row in outcome.report
                    if row.get("why") and row["action"] != Action.KEPT_HTML
                )
            if outcome.output:
                out.write(outcome.output)
            _tell(outcome, target.mode, quiet=quiet, verbose=verbose)
            if rows is not None:
                _write_rows(outcome, rows)
    if not quiet and (target.mode is not Mode.STDOUT or sum(tally.counts.values()) != 1):
        would = "would be " if target.mode in {Mode.CHECK, Mode.DIFF} else ""
        print_note(tally.summary(f"{would}{verb}"))
    if account and not quiet:
        print_note(_account_of(account, reported=report is not None))
    if kinds and not quiet and target.mode in {Mode.FOLDER, Mode.IN_PLACE, Mode.CHECK}:
        counts = ", ".join([f"{count:,} {kind}" for kind, count in kinds.most_common()])
        print_note(f"differences: {counts}")
    if (unshown := kinds[DifferenceKind.UNSHOWN]) and not quiet:
        print_note(
            f"{counted(unshown, 'post')} with HTML that Hugo leaves out and Markdown that it shows:"
            " markup.goldmark.renderer.unsafe is not true"
        )
    return tally.exit_code(target.mode)


def _account_of(actions: Counter[str], *, reported: bool) -> str:
    """Say how many values are left out or lost; the rest is in the output."""
    left, lost = actions["dropped"] + actions["reported"], actions["lost"]
    words = f"account: {counted(left, 'value')} left out and reported, {lost:,} lost"
    if reported:
        return words
    return f"{words}; --report FILE says which and why"


def report_file(report: Path, mode: Mode) -> AbstractContextManager[BinaryIO]:
    """Open the file for the rows of what was done.

    Raises:
        UsageError: when they would stand on standard output among the posts.
    """
    if str(report) == "-" and mode in {Mode.STDOUT, Mode.DIFF}:
        raise UsageError(
            "the report cannot go to standard output with the posts", hint="name a file"
        )
    return output_file(report)


def _tell(outcome: Rewritten, mode: Mode, *, quiet: bool, verbose: bool) -> None:
    for problem in outcome.problems:
        if not quiet or problem.severity is Severity.ERROR:
            print_note(str(problem))
            if problem.hint:
                print_note(f"  hint: {problem.hint}")
    if outcome.status is Status.CHANGED and not quiet:
        if mode is Mode.CHECK:
            print_note(f"would change: {on_one_line(outcome.path)}")
        elif verbose and outcome.written:
            print_note(f"{on_one_line(outcome.path)} -> {on_one_line(str(outcome.written))}")


def _write_rows(outcome: Rewritten, rows: BinaryIO) -> None:
    rows.writelines(row_line(row) for row in outcome.report)
    for problem in outcome.problems:
        found = {
            "path": outcome.path,
            "kind": "problem",
            "code": problem.code,
            "text": problem.message,
        }
        rows.write(row_line(found))
