"""What `newskit strip` does to posts: the run with its report, the explanation, the undoing."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, BinaryIO, Self

from newskit.cli.guard import EXIT_CLEAN, EXIT_COULD_NOT_RUN, EXIT_FINDINGS
from newskit.cli.rewriting import report_file
from newskit.cli.settings import Inputs
from newskit.cli.terminal import counted, print_note, row_line, use_colour
from newskit.config.model import Config
from newskit.config.strip import Keep, RuleState, StripRule
from newskit.frozen import replace
from newskit.jobs.rewrite import Rewritten, check, rewrite
from newskit.jobs.targets import Mode, Target
from newskit.messages import escape_controls, on_one_line, to_utf8
from newskit.post import JsonValue, Post
from newskit.problem import Problem
from newskit.strip.result import Action, RunReport, Step

if TYPE_CHECKING:
    from newskit.jobs.memory import Memory

# What `newskit strip` does with rules: learn them, check them, decide on them.


_KEYS = {"a": RuleState.ACCEPTED, "r": RuleState.REJECTED}


def learn(inputs: Inputs, config: Config, output: Path | None, *, quiet: bool) -> int:
    """Learn the rules of the posts and write them; an existing file keeps a person's decisions."""
    from newskit.files import write_atomic
    from newskit.jobs.stages import read_rule_file
    from newskit.jobs.strip import learn_rules
    from newskit.strip.rulefile import format_rules

    inputs = inputs.twice()
    old = read_rule_file(output) if output is not None and output.exists() else ()
    rules = learn_rules(
        lambda: inputs.shown(inputs.sources(config), "learning what ends the posts", config),
        config,
        old,
    )
    text = format_rules(rules)
    if output is None:
        sys.stdout.buffer.write(to_utf8(text))
    else:
        write_atomic(output, to_utf8(text))
    if not quiet:
        accepted = sum(rule.state is RuleState.ACCEPTED for rule in rules)
        proposed = sum(rule.state is RuleState.PROPOSED for rule in rules)
        print_note(
            f"{counted(len(rules), 'rule')}: {accepted:,} accepted,"
            f" {proposed:,} waiting for a person"
        )
    return EXIT_CLEAN


def check_strip_rules(path: Path) -> int:
    """Print what is wrong in a rule file."""
    from newskit.jobs.stages import rule_text
    from newskit.strip.rulefile import check_rules

    mistakes = check_rules(rule_text(path))
    for mistake in mistakes:
        hint = f" ({mistake.hint})" if mistake.hint else ""
        line = f"{path}: {mistake}{hint}\n"
        sys.stdout.buffer.write(to_utf8(line))
    return EXIT_FINDINGS if mistakes else EXIT_CLEAN


def review(path: Path) -> int:
    """Ask about each proposed rule, and write the decisions back; they survive learning again."""
    from newskit.files import write_atomic
    from newskit.jobs.stages import read_rule_file
    from newskit.strip.rulefile import format_rules

    rules = list(read_rule_file(path))
    waiting = [number for number, rule in enumerate(rules) if rule.state is RuleState.PROPOSED]
    decided = 0
    for count, number in enumerate(waiting, 1):
        answer = _ask(rules[number], f"{count}/{len(waiting)}")
        if answer == "q":
            break
        if answer in _KEYS:
            rules[number] = replace(rules[number], state=_KEYS[answer], reviewed=True)
            decided += 1
    if decided:
        write_atomic(path, to_utf8(format_rules(tuple(rules))))
    rest = len(waiting) - decided
    print_note(f"{counted(len(waiting), 'rule')}: {decided:,} decided, {rest:,} still wait")
    return EXIT_CLEAN


def _ask(rule: StripRule, place: str) -> str:
    evidence = rule.evidence
    print_note(f"\n{place} {rule.id} ({rule.kind.value}, {rule.where.value})")
    print_note(f"  {rule.match}")
    if evidence.of:
        print_note(
            f"  ends {evidence.posts:,} of {evidence.of:,} posts; "
            f"{evidence.tail_share:.0%} of its places are at the end"
        )
    for sample in rule.samples:
        print_note(f"  in {sample}")
    if rule.near:
        print_note(f"  kept and like it: {rule.near}")
    while True:
        print_note("  [a]ccept, [r]eject, [s]kip, [q]uit?")
        line = sys.stdin.readline()
        answer = line.strip().lower()[:1] if line else "q"
        if answer in {"a", "r", "s", "q"}:
            return answer


_SHOWN = 100
_COLOURS = {
    Action.REMOVED: "\x1b[31m",
    Action.PASSED: "\x1b[2m",
    Action.KEPT: "\x1b[33m",
    Action.STOPPED: "\x1b[32m",
}


class Run:
    """A run over posts; as a context it opens and closes the report."""

    def __init__(
        self,
        inputs: Inputs,
        config: Config,
        target: Target,
        jobs: int,
        sidecar: Path | None,
        report: Path | None,
        memory: Memory[Rewritten] | None = None,
    ) -> None:
        self._inputs = inputs
        self._config = config
        self._target = target
        self._jobs = jobs
        self._sidecar = sidecar
        self._report = report
        self._memory = memory
        self._stack = ExitStack()
        self._rows: BinaryIO | None = None
        self._counts = RunReport()

    def __enter__(self) -> Self:
        if self._report is not None:
            opened = report_file(self._report, self._target.mode)
            self._rows = self._stack.enter_context(opened)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._rows is not None and kind is None:
            self._write(*self._counts.rows(self._config.strip.rules))
        self._stack.__exit__(kind, error, trace)

    def outcomes(self) -> Iterator[Rewritten]:
        """Strip the posts, in order; the report is written as they come."""
        from newskit.jobs.strip import strip_maker

        within = self._inputs.paths if self._target.mode is Mode.IN_PLACE else ()
        make = strip_maker(self._sidecar, suspects=self._report is not None, within=within)
        sources = self._inputs.sources(self._config)
        if self._memory is not None:
            outcomes = check(sources, make, self._config, self._memory, jobs=self._jobs)
        else:
            outcomes = rewrite(sources, make, self._config, self._target, jobs=self._jobs)
        for outcome in outcomes:
            if self._rows is not None:
                self._counts.add(outcome.report)
                self._write(*outcome.report)
                self._write(*(_problem_row(outcome.path, found) for found in outcome.problems))
            yield outcome

    def _write(self, *rows: object) -> None:
        if self._rows is not None:
            self._rows.writelines(row_line(row) for row in rows)


def _problem_row(path: str, problem: Problem) -> dict[str, str]:
    return {"path": path, "kind": "problem", "code": problem.code, "text": problem.message}


def explain(inputs: Inputs, config: Config) -> int:
    """Print each block at the end of each post, the last first, and what becomes of it."""
    from newskit.jobs.sources import open_source
    from newskit.jobs.stages import load_rules
    from newskit.strip.post import strip_post

    rules = load_rules(config.strip)
    code = EXIT_CLEAN
    for source in inputs.sources(config):
        post = open_source(source, config.read)
        if isinstance(post, Problem):
            print_note(str(post))
            code = EXIT_COULD_NOT_RUN
            continue
        stripped = strip_post(post, config.strip, rules)
        lines = [_step_line(post, step) for step in stripped.steps]
        lines += [
            f"{on_one_line(source.label)}: {key}: {escape_controls(_said(value))}"
            for key, value in stripped.facts.items()
        ]
        lines += [str(problem) for problem in stripped.conflicts]
        data = to_utf8("".join(f"{line}\n" for line in lines))
        sys.stdout.buffer.write(data)
    return code


def _said(value: JsonValue) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _step_line(post: Post, step: Step) -> str:
    text = " ".join(post.text[step.start : step.end].split())
    text = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
    colour, end = (_COLOURS[step.action], "\x1b[0m") if use_colour(sys.stdout) else ("", "")
    known = f" {step.kind.value} ({step.rule or 'by its place'})" if step.kind else ""
    place = post.locate(step.start)
    return (
        f"{place}: {colour}{step.action.value}{end}{known}: {step.reason}: {escape_controls(text)}"
    )


def undo(sidecar: Path, inputs: Inputs, config: Config, *, quiet: bool) -> int:
    """Put back what `sidecar` or, without one, the posts' own keys tell was removed.

    What has changed since is left, and reported.
    """
    from newskit.jobs.strip import undo_all, undo_by_keys

    restored = kept = 0
    by_keys = config.strip.keep is Keep.KEY and not sidecar.exists()
    if not by_keys and not sidecar.exists():
        if not quiet:
            print_note(f"nothing to undo: there are no records at {sidecar}")
        return EXIT_CLEAN
    results = (
        undo_by_keys(inputs.sources(config), config.read)
        if by_keys
        else undo_all(sidecar, inputs.paths, config.read)
    )
    for result in results:
        restored += result.restored
        if result.reason:
            kept += 1
            print_note(f"{result.path}: left alone: {result.reason}")
    if not quiet:
        looked = counted(restored + kept, "post")
        print_note(f"{looked}: {restored:,} restored, {kept:,} left alone")
    return EXIT_FINDINGS if kept else EXIT_CLEAN
