"""The run of `newskit validate`: results to output, counts and an exit code."""

from __future__ import annotations

import gc
import os
from pathlib import Path
from typing import TYPE_CHECKING

from newskit.cli.check_output import Output, print_findings
from newskit.cli.check_request import Request, sharing_of
from newskit.cli.check_tally import Tally, print_summary
from newskit.cli.guard import EXIT_CLEAN, EXIT_COULD_NOT_RUN, EXIT_FINDINGS
from newskit.cli.settings import Walk, processes, project_folder, settings
from newskit.errors import UsageError
from newskit.frozen import replace
from newskit.jobs.checked import Repairs
from newskit.jobs.validate import validate
from newskit.read.source import is_container
from newskit.report.baseline import Baseline

if TYPE_CHECKING:
    from newskit.cli.sharing import Sharing
    from newskit.config.model import Config
    from newskit.config.validate import ValidateConfig
    from newskit.jobs.cache import Cache

__all__ = ["Output", "Request", "are_few", "carry_out", "run"]

_FEW = 64


def carry_out(request: Request) -> int:
    """Check the posts a command line names and return the exit code.

    Raises:
        NewskitError: when the run cannot go on.
    """
    if request.diff and request.fix:
        raise UsageError("--diff and --fix exclude each other")
    if request.fix and "-" in request.paths:
        raise UsageError("standard input cannot be repaired in place", hint="use --diff")
    config = settings(
        request.config_file,
        isolated=request.isolated,
        include=request.include,
        exclude=request.exclude,
        force_exclude=request.force_exclude,
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
    )
    walk = Walk(request.paths, request.stdin_filename, quiet=request.quiet)
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

        results = validate_shared(walk, config, sharing)
    else:
        results = validate(
            walk.sources(config),
            config,
            jobs=jobs,
            repairs=repairs,
            diff=diff,
            cache=_cache(walk, config, repairs),
        )
    print_findings(results, output, known, tally, diff=diff)
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
    """Tell of a rule that is none, even where there are no posts."""
    if checks.select or checks.extend_select or checks.ignore or checks.per_file_ignores:
        from newskit.validate.selection import selected_codes

        selected_codes(checks)


def _exit_code(tally: Tally, config: Config, output: Output, *, diff: bool) -> int:
    if output.exit_zero:
        return EXIT_CLEAN
    if tally.could_not_run:
        return EXIT_COULD_NOT_RUN
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
