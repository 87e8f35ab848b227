"""`newskit validate`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from newskit.cli import options as shared
from newskit.cli.arguments import Option
from newskit.cli.checking import FindingCounts, FindingsOutput, print_findings, print_summary
from newskit.cli.guard import EXIT_CLEAN, EXIT_COULD_NOT_RUN, EXIT_FINDINGS
from newskit.cli.progress import shown
from newskit.cli.settings import Inputs, project_folder
from newskit.config.validate import FailOn
from newskit.errors import UsageError
from newskit.findings.baseline import Baseline
from newskit.findings.finding import OutputFormat
from newskit.frozen import dataclass, replace
from newskit.jobs.check import Repairs
from newskit.jobs.validate import validate as validated
from newskit.read.files import STDIN
from newskit.read.source import is_container

if TYPE_CHECKING:
    from newskit.cli.clusters import Sharing
    from newskit.config.model import Config
    from newskit.config.validate import ValidateConfig
    from newskit.jobs.validate_memory import Cache

# Options of `newskit validate` alone.


@dataclass(frozen=True, slots=True)
class CheckOptions:
    """What is checked, and how findings are reported."""

    schema: Annotated[
        str,
        Option("--schema", metavar="FILE|builtin:NAME|none", help="The schema to use."),
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
        Option("--extend-select", metavar="CODE", help="Apply these rules besides."),
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
        bool,
        Option("--all", help="List each finding of rules that fire on most posts, too."),
    ] = False
    no_body: Annotated[bool, Option("--no-body", help="Leave bodies out.")] = False
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
    seen = shown(results, "checking", quiet=quiet, ahead=inputs.ahead(config))
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
    from newskit.jobs.validate_memory import Cache

    return Cache(project_folder(config), config)


def _check_rules(checks: ValidateConfig) -> None:
    """Refuse a rule that does not exist, even where there are no posts."""
    if checks.select or checks.extend_select or checks.ignore or checks.per_file_ignores:
        from newskit.validate.ignores import selected_codes

        selected_codes(checks)


def _exit_code(tally: FindingCounts, config: Config, asked: CheckOptions) -> int:
    if tally.could_not_run:
        return EXIT_COULD_NOT_RUN
    if asked.exit_zero:
        return EXIT_CLEAN
    if asked.diff:
        return EXIT_FINDINGS if tally.changed else EXIT_CLEAN
    return EXIT_FINDINGS if tally.fails(config.validate.fail_on) else EXIT_CLEAN


def _applied(inputs: Inputs, config: Config) -> frozenset[str]:
    """The codes whose findings the run would have found."""
    from newskit.validate.ignores import selected_codes
    from newskit.validate.registry import all_rules
    from newskit.validate.rule import Finder

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
