"""What a command line asks of `newskit validate`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from newskit.config.validate import FailOn
from newskit.errors import UsageError
from newskit.frozen import dataclass
from newskit.report.format import OutputFormat

if TYPE_CHECKING:
    from newskit.cli.sharing import Sharing

__all__ = ["SHARD_INPUT", "Request", "refuse_alone", "sharing_of"]

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
    no_body: bool = False
    no_archive: bool = False
    no_cache: bool = False
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    force_exclude: bool = False
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
    from newskit.cli.sharing import sharing

    return sharing(request.cluster, request.state, request.shard_input, resume=request.resume)
