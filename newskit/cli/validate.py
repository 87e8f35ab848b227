"""`newskit validate`, and findings to output for the commands that report them."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO, Final

from newskit.cli import options as shared
from newskit.cli.commands import Option
from newskit.cli.guard import EXIT_CLEAN, EXIT_COULD_NOT_RUN, ended
from newskit.cli.settings import Inputs, project_folder
from newskit.cli.terminal import counted, output_file, print_note, use_colour
from newskit.config.validate import FailOn
from newskit.errors import UsageError
from newskit.findings.finding import Baseline, Finding, OutputFormat, RuleNote
from newskit.findings.formats import make_format
from newskit.frozen import dataclass, field, replace
from newskit.jobs.check import Checked, Repairs
from newskit.jobs.sources import COULD_NOT_RUN
from newskit.jobs.validate import validate as validated
from newskit.messages import to_utf8
from newskit.problem import Severity
from newskit.read.files import STDIN
from newskit.read.source import is_container

if TYPE_CHECKING:
    from newskit.cli.clusters import Sharing
    from newskit.config.model import Config
    from newskit.config.validate import ValidateConfig
    from newskit.jobs.remembered import Cache


# Findings to output, with their counts: the joint part of the commands that report them.

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
    from newskit.validate.rule import all_rules

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

    Fewer than twenty posts are listed whatever they have. What is a convention of the archive's is
    counted too, and not listed. Until the rules are known, the findings
    of the first posts wait, so memory stays flat.
    """

    def __init__(self) -> None:
        self.codes: frozenset[str] | None = None
        self.posts = 0
        self._waiting: list[Shown] = []
        self._found: Counter[str] = Counter()
        self._first: dict[str, Finding] = {}
        self._usual: Counter[str] = Counter()
        self._first_usual: dict[str, Finding] = {}

    def take(
        self, path: str, findings: Sequence[Finding], *, counted: bool = True
    ) -> Iterator[Shown]:
        """Yield what may be printed now that a post's findings are known."""
        self.posts += counted
        for code, finding in {one.problem.code: one for one in reversed(findings)}.items():
            self._found[code] += 1
            self._first.setdefault(code, finding)
        usual = [one for one in findings if one.problem.usual]
        for code, finding in {one.problem.code: one for one in reversed(usual)}.items():
            self._usual[code] += 1
            self._first_usual.setdefault(code, finding)
        findings = [one for one in findings if not one.problem.usual] if usual else findings
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
        codes = self.codes or frozenset()
        for code in sorted(codes | self._usual.keys()):
            if code in codes:
                count, problem, what = self._found[code], self._first[code].problem, ""
            else:
                count, problem = self._usual[code], self._first_usual[code].problem
                what = " as their convention"
            yield (
                f"{code} {problem.name}: on {count:,} of {self.posts:,} posts{what}, first"
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


# Options of `newskit validate` alone.


@dataclass(frozen=True, slots=True)
class CheckOptions:
    """What is checked, and how findings are reported."""

    schema: Annotated[
        str, Option("--schema", metavar="FILE|builtin:NAME|none", help="The schema to use.")
    ] = ""
    fix: Annotated[bool, Option("--fix", help="Repair what can be repaired safely.")] = False
    unsafe_fixes: Annotated[
        bool, Option("--unsafe-fixes", help="Repair what may change the meaning, too.")
    ] = False
    diff: Annotated[
        bool, Option("--diff", help="Write nothing; print what --fix would change.")
    ] = False
    select: Annotated[
        list[str] | None,
        Option("--select", metavar="CODE", help="Apply these rules only (or prefixes, names)."),
    ] = None
    extend_select: Annotated[
        list[str] | None,
        Option("--extend-select", metavar="CODE", help="Apply these rules as well."),
    ] = None
    ignore: Annotated[
        list[str] | None, Option("--ignore", metavar="CODE", help="Leave these rules out.")
    ] = None
    output_format: Annotated[
        OutputFormat, Option("--output-format", help="How findings are printed.")
    ] = OutputFormat.CONCISE
    output_file: Annotated[
        Path | None, Option("--output-file", metavar="FILE", help="Write findings there.")
    ] = None
    statistics: Annotated[
        bool, Option("--statistics", help="Print how often each rule found something.")
    ] = False
    baseline: Annotated[
        Path | None,
        Option("--baseline", metavar="FILE", help="Hide known findings; made when missing."),
    ] = None
    fail_on: Annotated[
        FailOn | None, Option("--fail-on", help="Least severity for exit code 1.")
    ] = None
    exit_zero: Annotated[
        bool, Option("--exit-zero", help="Exit 0 whatever is found, if all could be read.")
    ] = False
    every: Annotated[
        bool, Option("--all", help="List each finding of rules that fire on most posts, too.")
    ] = False
    no_body: Annotated[bool, Option("--no-body", help="Do not check bodies.")] = False
    no_archive: Annotated[
        bool, Option("--no-archive", help="Do not compare posts with each other.")
    ] = False
    no_cache: Annotated[bool, Option("--no-cache", help="Check every file, changed or not.")] = (
        False
    )

    def laid_over(self, checks: ValidateConfig, inputs: Inputs) -> ValidateConfig:
        """Return the settings with these options laid over them."""
        return replace(
            checks,
            schema=self.schema or checks.schema,
            select=_codes(self.select) or checks.select,
            extend_select=(*checks.extend_select, *_codes(self.extend_select)),
            ignore=(*checks.ignore, *_codes(self.ignore)),
            fail_on=self.fail_on or checks.fail_on,
            body=checks.body and not self.no_body,
            archive=checks.archive and not self.no_archive and not inputs.is_one_file,
            cache=checks.cache and not self.no_cache,
        )


EPILOG = """\b
Examples:
  newskit validate                                 the site or archive in this folder
  newskit validate posts/                          with the schema the posts call for
  newskit validate posts/ --fix                    repair what can be repaired safely
  newskit validate posts/ --schema news.json       with your own JSON Schema
  newskit validate post.md --output-format full    with the line and a caret
  newskit validate posts/ --statistics             how often each rule finds something
  newskit export jsonl posts | newskit validate -  records too
  newskit rule NK121                               what a code means
"""


def validate(
    paths: shared.PathsOrHere = None,
    *,
    asked: CheckOptions,
    sharing: shared.ClusterOptions,
    common: shared.Common,
) -> int:
    """Check front matter against a JSON Schema, and whole posts.

    The rules look for what is broken in real archives (docs/rules.md). Every problem is one
    line on standard output, path:line:column: CODE message.
    """
    if asked.diff:
        asked = replace(asked, fix=False)  # --diff writes nothing, whatever is to be shown
    inputs = common.inputs(paths or ["."])
    if asked.fix and STDIN in inputs.paths:
        raise UsageError("standard input cannot be repaired in place", hint="use --diff")
    if sharing.cluster and (asked.fix or asked.diff):
        raise UsageError("--cluster repairs nothing", hint="leave out --fix and --diff")
    config = common.config()
    inputs.spare(asked.output_file, files=(asked.baseline,))
    return _run(
        inputs,
        replace(config, validate=asked.laid_over(config.validate, inputs)),
        asked,
        jobs=1 if are_few(inputs) else common.processes,
        quiet=common.quiet,
        sharing=sharing.sharing() if sharing.cluster else None,
    )


_FEW = 64


def are_few(inputs: Inputs) -> bool:
    """Whether the posts are so few that starting processes takes longer than checking them.

    Only files that hold one post are sure to be few: no folders, patterns, URLs, archives.
    """
    return len(inputs.paths) <= _FEW and all(
        os.path.isfile(path) and not is_container(path)  # noqa: PTH113 (64 Paths)
        for path in inputs.paths
    )


def _codes(values: list[str] | None) -> tuple[str, ...]:
    """The codes of an option that may be repeated and may hold commas."""
    codes = (code.strip() for value in values or () for code in value.split(","))
    return tuple(code for code in codes if code)


def _run(
    inputs: Inputs,
    config: Config,
    asked: CheckOptions,
    *,
    jobs: int,
    quiet: bool,
    sharing: Sharing | None,
) -> int:
    _check_rules(config.validate)
    repairs = Repairs.NONE
    if asked.fix or asked.diff:
        repairs = Repairs.UNSAFE if asked.unsafe_fixes else Repairs.SAFE
    known = Baseline.load(asked.baseline) if asked.baseline else None
    tally = FindingCounts()
    if sharing is not None:
        from newskit.cli.clusters import validate_shared

        shared = validate_shared(inputs, config, sharing)
        if isinstance(shared, int):
            return shared
        results = shared
    else:
        results = validated(
            inputs.sources(config),
            config,
            jobs=jobs,
            repairs=repairs,
            diff=asked.diff,
            cache=_cache(inputs, config, repairs),
        )
    seen = inputs.shown(results, "checking", config)
    output = FindingsOutput(asked.output_format, asked.output_file, asked.statistics, asked.every)
    print_findings(seen, output, known, tally, diff=asked.diff)
    if known and asked.baseline and not asked.diff:
        _keep(known.text(_applied(inputs, config)), asked.baseline)
    if not quiet:
        print_summary(tally, known, fix=asked.fix, diff=asked.diff)
    return _exit_code(tally, config, asked)


def _cache(inputs: Inputs, config: Config, repairs: Repairs) -> Cache | None:
    if not config.validate.cache or repairs is not Repairs.NONE or inputs.is_one_file:
        return None
    from newskit.jobs.remembered import Cache

    return Cache(project_folder(config), config)


def _check_rules(checks: ValidateConfig) -> None:
    """Refuse a rule that does not exist, even where there are no posts."""
    if checks.select or checks.extend_select or checks.ignore or checks.per_file_ignores:
        from newskit.validate.rule import selected_codes

        selected_codes(checks)


def _exit_code(tally: FindingCounts, config: Config, asked: CheckOptions) -> int:
    if tally.could_not_run:
        return EXIT_COULD_NOT_RUN
    if asked.exit_zero:
        return EXIT_CLEAN
    found = tally.changed if asked.diff else tally.fails(config.validate.fail_on)
    return ended(could_not_run=False, found=found)


def _applied(inputs: Inputs, config: Config) -> frozenset[str]:
    """The codes whose findings the run would have found."""
    from newskit.validate.rule import Finder, all_rules, selected_codes

    checks = config.validate
    codes = selected_codes(checks)
    if not checks.body:
        codes -= {rule.code for rule in all_rules() if rule.finder is Finder.BODY}
    # A few named files of an archive do not show what others are like them.
    if not checks.archive or not any(os.path.isdir(path) for path in inputs.paths):  # noqa: PTH112
        codes -= {rule.code for rule in all_rules() if rule.finder is Finder.ARCHIVE}
    return codes


def _keep(text: str, path: Path) -> None:
    from newskit.files import write_atomic

    write_atomic(path, text.encode())
