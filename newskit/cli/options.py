"""Options that several commands share, each written once."""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable, Iterator
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias, cast, get_type_hints

import typer

from newskit.cli.checking import SHARD_INPUT, refuse_alone
from newskit.cli.settings import Walk, processes, settings
from newskit.config.model import Config
from newskit.frozen import MISSING, dataclass, fields

if TYPE_CHECKING:
    from newskit.cli.clusters import Sharing

__all__ = [
    "AllowCode",
    "Check",
    "ClusterOptions",
    "Common",
    "ConfigFile",
    "Diff",
    "Exclude",
    "Force",
    "ForceExclude",
    "InPlace",
    "Include",
    "Isolated",
    "Jobs",
    "OutputFolder",
    "Paths",
    "PathsOrHere",
    "Quiet",
    "ReportFile",
    "Resume",
    "ShardInput",
    "State",
    "StdinFilename",
    "Timings",
    "Verbose",
    "given",
    "grouped",
]


# Groups of options: a frozen dataclass in a command's signature becomes one option a field.


def grouped(command: Callable[..., int]) -> Callable[..., int]:
    """Give a command the options of its groups, in the place of each group.

    Args:
        command: a function; a parameter whose type is a class of `newskit.frozen` is a group. The
            fields of one have Typer's annotations and, unless they are required, defaults.

    Returns:
        A function that takes the options by name and hands the command its groups.
    """
    hints = get_type_hints(command, include_extras=True)
    groups: dict[str, Any] = {
        name: hint for name, hint in hints.items() if hasattr(hint, "newskit_fields")
    }
    parameters: list[inspect.Parameter] = []
    for name, parameter in inspect.signature(command).parameters.items():
        if name in groups:
            parameters += _options(groups[name])
        else:
            kind = inspect.Parameter.KEYWORD_ONLY
            parameters.append(parameter.replace(kind=kind, annotation=hints[name]))

    @wraps(command)
    def run(**options: Any) -> int:
        for name, group in groups.items():
            options[name] = group(**{one.name: options.pop(one.name) for one in fields(group)})
        return command(**options)

    run.__annotations__ = {one.name: one.annotation for one in parameters}
    # A name of inspect's own that functions have no type for.
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue]
    return run


def given(group: Any) -> dict[str, Any]:
    """Return the options of a group that were given, lists as tuples.

    Args:
        group: a dataclass of options, all with defaults.
    """
    values = [(field, getattr(group, field.name)) for field in fields(group)]
    return {
        field.name: tuple(cast("list[str]", value)) if isinstance(value, list) else value
        for field, value in values
        if value not in (field.default, [])
    }


def _options(group: Any) -> Iterator[inspect.Parameter]:
    hints = get_type_hints(group, include_extras=True)
    for field in fields(group):
        required = field.default is MISSING
        yield inspect.Parameter(
            field.name,
            inspect.Parameter.KEYWORD_ONLY,
            default=inspect.Parameter.empty if required else field.default,
            annotation=hints[field.name],
        )


Paths: TypeAlias = Annotated[
    list[str],
    typer.Argument(help="Files, folders, globs, or - for standard input.", show_default=False),
]
PathsOrHere: TypeAlias = Annotated[
    list[str] | None,
    typer.Argument(
        help="Files, folders, globs, or - for standard input; this folder when none is named.",
        show_default=False,
    ),
]
OutputFolder: TypeAlias = Annotated[
    Path | None,
    typer.Option("-o", "--output", metavar="DIR", help="Write the posts into this folder."),
]
InPlace: TypeAlias = Annotated[
    bool, typer.Option("--in-place", help="Rewrite the files where they are.")
]
Check: TypeAlias = Annotated[
    bool, typer.Option("--check", help="Write nothing; exit 1 if anything would change.")
]
NoCache: TypeAlias = Annotated[
    bool,
    typer.Option("--no-cache", help="With --check: look at every file, changed or not."),
]
Diff: TypeAlias = Annotated[
    bool, typer.Option("--diff", help="Write nothing; print what would change as a diff.")
]
ReportFile: TypeAlias = Annotated[
    Path | None,
    typer.Option("--report", metavar="FILE", help="Write what was done, as JSON Lines."),
]
Include: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--include", metavar="PATTERN", help="Files a folder walk takes (as in .gitignore)."
    ),
]
Exclude: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--exclude", metavar="PATTERN", help="Files and folders a walk leaves out."),
]
ForceExclude: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--force-exclude", help="Leave excluded files, and what is not a post, out even when named."
    ),
]
Force: TypeAlias = Annotated[
    bool, typer.Option("--force", help="Work on every file, whatever its site takes it for.")
]
StdinFilename: TypeAlias = Annotated[
    str, typer.Option("--stdin-filename", metavar="NAME", help="Name of the post on stdin.")
]
Jobs: TypeAlias = Annotated[
    int,
    typer.Option(
        "--jobs", "-j", min=0, metavar="N", help="Processes; 0 means one for each processor."
    ),
]
ConfigFile: TypeAlias = Annotated[
    Path | None,
    typer.Option("--config", metavar="FILE", help="Use this configuration file."),
]
Isolated: TypeAlias = Annotated[
    bool, typer.Option("--isolated", help="Ignore configuration files and NEWSKIT_* variables.")
]
AllowCode: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--allow-code", help="Let the configuration name a converter of its own (module:Class)."
    ),
]
Quiet: TypeAlias = Annotated[
    bool, typer.Option("--quiet", "-q", help="Say nothing on stderr but errors.")
]
Timings: TypeAlias = Annotated[
    bool, typer.Option("--timings", help="Say on stderr where the time went, by stage.")
]
Cluster: TypeAlias = Annotated[
    str,
    typer.Option(
        "--cluster",
        metavar="ADDRESS",
        help="Share the work out: a Dask scheduler (tcp://host:8786), local:N, or plan.",
    ),
]
State: TypeAlias = Annotated[
    str,
    typer.Option(
        "--state", metavar="DIR|URL", help="Plan and progress of --cluster; default: the output."
    ),
]
Resume: TypeAlias = Annotated[
    bool, typer.Option("--resume", help="Go on with a plan: do only the shards that are missing.")
]
ShardInput: TypeAlias = Annotated[
    str, typer.Option("--shard-input", metavar="SIZE", help="About how much input makes a shard.")
]
Verbose: TypeAlias = Annotated[bool, typer.Option("--verbose", "-v", help="Say more on stderr.")]


@dataclass(frozen=True, slots=True)
class Common:
    """The options of every command that works on posts."""

    include: Include = None
    exclude: Exclude = None
    force_exclude: ForceExclude = False
    force: Force = False
    stdin_filename: StdinFilename = ""
    jobs: Jobs = 0
    config_file: ConfigFile = None
    isolated: Isolated = False
    quiet: Quiet = False
    verbose: Verbose = False
    timings: Timings = False
    allow_code: AllowCode = False

    def config(self) -> Config:
        """Return the configuration with these options laid over it.

        Raises:
            UsageError: when the options contradict each other.
            ConfigError: when the configuration is wrong.
        """
        if self.allow_code:
            os.environ["NEWSKIT_ALLOW_CODE"] = "1"  # the processes that convert hear of it so
        return settings(
            self.config_file,
            isolated=self.isolated,
            include=self.include,
            exclude=self.exclude,
            force_exclude=self.force_exclude,
            force=self.force,
            verbose=self.verbose,
            timings=self.timings,
        )

    def walk(self, paths: list[str]) -> Walk:
        """Return which posts the paths of the command line mean."""
        return Walk(tuple(paths), self.stdin_filename, quiet=self.quiet)

    @property
    def processes(self) -> int:
        """The number of processes to work with."""
        return processes(self.jobs)


@dataclass(frozen=True, slots=True)
class ClusterOptions:
    """The options of commands whose work several machines can share.

    Raises:
        UsageError: when the others are given without `cluster`.
    """

    cluster: Cluster = ""
    state: State = ""
    resume: Resume = False
    shard_input: ShardInput = SHARD_INPUT

    def __post_init__(self) -> None:
        if not self.cluster:
            refuse_alone(self.state, self.shard_input, resume=self.resume)

    def sharing(self) -> Sharing:
        """Return how the work is shared out.

        Raises:
            UsageError: when the size of a shard is not a size.
        """
        from newskit.cli.clusters import sharing

        return sharing(self.cluster, self.state, self.shard_input, resume=self.resume)
