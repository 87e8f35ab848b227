"""The run of `newskit validate`: results to output, counts and an exit code."""

from __future__ import annotations

import gc
import os
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from newskit.cli.crowds import Crowds
from newskit.cli.guard import EXIT_CLEAN, EXIT_COULD_NOT_RUN, EXIT_FINDINGS
from newskit.cli.messages import counted, print_note, use_colour
from newskit.cli.progress import shown
from newskit.cli.settings import Walk, processes, project_folder, settings
from newskit.cli.streams import output_file
from newskit.config.validate import FailOn
from newskit.errors import UsageError
from newskit.frozen import dataclass, field, replace
from newskit.jobs.checked import Repairs
from newskit.jobs.opening import COULD_NOT_RUN
from newskit.jobs.validate import validate
from newskit.problem import Severity
from newskit.read.source import is_container
from newskit.report.baseline import Baseline
from newskit.report.choose import make_format
from newskit.report.finding import OutputFormat, RuleNote

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from newskit.cli.clusters import Sharing
    from newskit.config.model import Config
    from newskit.config.validate import ValidateConfig
    from newskit.jobs.cache import Cache
    from newskit.jobs.checked import Checked
    from newskit.report.finding import Finding

__all__ = [
    "SHARD_INPUT",
    "Output",
    "Request",
    "Tally",
    "are_few",
    "carry_out",
    "print_findings",
    "print_summary",
    "refuse_alone",
    "run",
    "sharing_of",
    "statistics",
]


# What a run of `newskit validate` counts, and says of itself.


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


_MANY = 100


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
    for name, many in tally.codes.most_common():
        if many < _MANY or 2 * many < count:
            break
        code = name.partition(" ")[0]
        print_note(f"{many:,} of them are {name}: `newskit rule {code}` says what to do")


# Where `newskit validate` prints its findings, and in which format.


@dataclass(frozen=True, slots=True)
class Output:
    """What a run prints, and where."""

    format: OutputFormat
    file: Path | None = None
    statistics: bool = False
    baseline: Path | None = None
    exit_zero: bool = False
    quiet: bool = False
    every: bool = False


_LISTED = frozenset((OutputFormat.CONCISE, OutputFormat.FULL, OutputFormat.GROUPED))
"""Formats for people, to whom a rule that fires on most posts is said once."""


def print_findings(
    results: Iterable[Checked], output: Output, known: Baseline | None, tally: Tally, *, diff: bool
) -> None:
    """Print what was found as it comes, and count it.

    Args:
        results: the findings of each post.
        output: where they are printed, and how.
        known: findings that are not reported again.
        tally: what counts them.
        diff: whether repairs are shown instead of findings.
    """
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
        # A name of a file may hold bytes that are no text.
        out.write(text.encode("utf-8", "backslashreplace"))


def _rules() -> Mapping[str, RuleNote]:
    from newskit.validate.registry import all_rules

    return {
        rule.code: RuleNote(rule.code, rule.name, rule.summary, rule.page, rule.severity.value)
        for rule in all_rules()
    }


# What a command line asks of `newskit validate`.


SHARD_INPUT = "128M"
"""About how much input makes a shard, unless `--shard-input` says."""


@dataclass(frozen=True, slots=True)
class Request:
    """What a command line asks of `newskit validate`; the names are those of the options."""

    paths: tuple[str, ...]
    schema: str = ""
    fix: bool = False
    unsafe_fixes: bool = False
    diff: bool = False
    select: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    output_format: OutputFormat = OutputFormat.CONCISE
    output_file: Path | None = None
    statistics: bool = False
    baseline: Path | None = None
    fail_on: FailOn | None = None
    exit_zero: bool = False
    every: bool = False
    no_body: bool = False
    no_archive: bool = False
    no_cache: bool = False
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    force_exclude: bool = False
    force: bool = False
    stdin_filename: str = ""
    jobs: int = 0
    config_file: Path | None = None
    isolated: bool = False
    quiet: bool = False
    verbose: bool = False
    timings: bool = False
    cluster: str = ""
    state: str = ""
    resume: bool = False
    shard_input: str = SHARD_INPUT


def refuse_alone(state: str, shard_input: str, *, resume: bool) -> None:
    """Refuse options that say nothing without `--cluster`: the whole run would start anew.

    Raises:
        UsageError: when one of them was given.
    """
    own_size = shard_input != SHARD_INPUT
    for name, given in (("--state", state), ("--resume", resume), ("--shard-input", own_size)):
        if given:
            raise UsageError(f"{name} needs --cluster", hint="name the cluster of the plan")


def sharing_of(request: Request) -> Sharing | None:
    """Return how the work is shared out, or None when it is not.

    Raises:
        UsageError: when repairs are asked for, too, or options of `--cluster` without it.
    """
    if not request.cluster:
        refuse_alone(request.state, request.shard_input, resume=request.resume)
        return None
    if request.fix or request.diff:
        raise UsageError("--cluster repairs nothing", hint="leave out --fix and --diff")
    from newskit.cli.clusters import sharing

    return sharing(request.cluster, request.state, request.shard_input, resume=request.resume)


_FEW = 64


def carry_out(request: Request) -> int:
    """Check the posts a command line names and return the exit code.

    Raises:
        NewskitError: when the run cannot go on.
    """
    if request.diff and request.fix:
        raise UsageError(
            "--diff and --fix exclude each other",
            hint="--diff alone prints what --fix would write",
        )
    if request.fix and "-" in request.paths:
        raise UsageError("standard input cannot be repaired in place", hint="use --diff")
    config = settings(
        request.config_file,
        isolated=request.isolated,
        include=request.include,
        exclude=request.exclude,
        force_exclude=request.force_exclude,
        force=request.force,
        verbose=request.verbose,
        timings=request.timings,
    )
    checks = config.validate
    checks = replace(
        checks,
        schema=request.schema or checks.schema,
        select=_codes(request.select) or checks.select,
        extend_select=(*checks.extend_select, *_codes(request.extend_select)),
        ignore=(*checks.ignore, *_codes(request.ignore)),
        fail_on=request.fail_on or checks.fail_on,
        body=checks.body and not request.no_body,
        archive=checks.archive and not request.no_archive,
        cache=checks.cache and not request.no_cache,
    )
    output = Output(
        request.output_format,
        request.output_file,
        statistics=request.statistics,
        baseline=request.baseline,
        exit_zero=request.exit_zero,
        quiet=request.quiet,
        every=request.every,
    )
    walk = Walk(request.paths, request.stdin_filename, quiet=request.quiet)
    walk.spare(request.output_file)
    if walk.is_one_file:
        checks = replace(checks, archive=False)
    return run(
        walk,
        replace(config, validate=checks),
        output,
        jobs=1 if are_few(walk) else processes(request.jobs),
        fix=request.fix or request.diff,
        unsafe=request.unsafe_fixes,
        diff=request.diff,
        sharing=sharing_of(request),
    )


def are_few(walk: Walk) -> bool:
    """Whether the posts are so few that starting processes takes longer than checking them.

    Only files that hold one post are sure to be few: no folders, patterns, URLs, archives.
    """
    return len(walk.paths) <= _FEW and all(
        os.path.isfile(path) and not is_container(path)  # noqa: PTH113 (64 Paths)
        for path in walk.paths
    )


def _codes(values: tuple[str, ...]) -> tuple[str, ...]:
    """The codes of an option that may be repeated and may hold commas."""
    codes = (code.strip() for value in values for code in value.split(","))
    return tuple(code for code in codes if code)


def run(
    walk: Walk,
    config: Config,
    output: Output,
    *,
    jobs: int,
    fix: bool = False,
    unsafe: bool = False,
    diff: bool = False,
    sharing: Sharing | None = None,
) -> int:
    """Check posts, print what is found and return the exit code.

    Raises:
        SchemaError: when a schema is missing or wrong.
        ConfigError: when the configuration names a rule that does not exist.
    """
    if not are_few(walk):
        gc.enable()
    _check_rules(config.validate)
    repairs = (Repairs.UNSAFE if unsafe else Repairs.SAFE) if fix else Repairs.NONE
    known = Baseline.load(output.baseline) if output.baseline else None
    tally = Tally()
    if sharing is not None:
        from newskit.cli.clusters import validate_shared

        shared = validate_shared(walk, config, sharing)
        if isinstance(shared, int):
            return shared
        results = shared
    else:
        results = validate(
            walk.sources(config),
            config,
            jobs=jobs,
            repairs=repairs,
            diff=diff,
            cache=_cache(walk, config, repairs),
        )
    seen = shown(results, "checking", quiet=output.quiet, ahead=walk.ahead(config))
    print_findings(seen, output, known, tally, diff=diff)
    if known and output.baseline and not diff:
        _keep(known.text(_applied(walk, config)), output.baseline)
    if not output.quiet:
        print_summary(tally, known, fix=fix, diff=diff)
    return _exit_code(tally, config, output, diff=diff)


def _cache(walk: Walk, config: Config, repairs: Repairs) -> Cache | None:
    if not config.validate.cache or repairs is not Repairs.NONE or walk.is_one_file:
        return None
    from newskit.jobs.cache import Cache

    return Cache(project_folder(config), config)


def _check_rules(checks: ValidateConfig) -> None:
    """Refuse a rule that does not exist, even where there are no posts."""
    if checks.select or checks.extend_select or checks.ignore or checks.per_file_ignores:
        from newskit.validate.selection import selected_codes

        selected_codes(checks)


def _exit_code(tally: Tally, config: Config, output: Output, *, diff: bool) -> int:
    if tally.could_not_run:
        return EXIT_COULD_NOT_RUN
    if output.exit_zero:
        return EXIT_CLEAN
    if diff:
        return EXIT_FINDINGS if tally.changed else EXIT_CLEAN
    return EXIT_FINDINGS if tally.fails(config.validate.fail_on) else EXIT_CLEAN


def _applied(walk: Walk, config: Config) -> frozenset[str]:
    """The codes whose findings the run would have found."""
    from newskit.validate.needs import BODY
    from newskit.validate.registry import all_rules
    from newskit.validate.rule import Finder
    from newskit.validate.selection import selected_codes

    checks = config.validate
    codes = selected_codes(checks)
    if not checks.body:
        codes -= BODY.keys()
    # Of files that are named, few of an archive, it cannot be told what others are like them.
    if not checks.archive or not any(os.path.isdir(path) for path in walk.paths):  # noqa: PTH112
        codes -= {rule.code for rule in all_rules() if rule.finder is Finder.ARCHIVE}
    return codes


def _keep(text: str, path: Path) -> None:
    from newskit.files import write_atomic

    write_atomic(path, text.encode())
