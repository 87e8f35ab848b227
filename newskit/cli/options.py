"""Options that several commands share, each written once."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

from newskit.cli.commands import Argument, Option
from newskit.cli.settings import Inputs, processes, settings
from newskit.config.model import Config
from newskit.errors import UsageError
from newskit.frozen import dataclass

if TYPE_CHECKING:
    from newskit.cli.clusters import Sharing

Paths: TypeAlias = Annotated[
    list[str], Argument(help="Files, folders, globs, or - for standard input.", show_default=False)
]
PathsOrHere: TypeAlias = Annotated[
    list[str] | None,
    Argument(
        help="Files, folders, globs, or - for standard input; this folder when none is named.",
        show_default=False,
    ),
]
OutputFolder: TypeAlias = Annotated[
    Path | None, Option("-o", "--output", metavar="DIR", help="Write the posts into this folder.")
]
InPlace: TypeAlias = Annotated[bool, Option("--in-place", help="Rewrite the files where they are.")]
Check: TypeAlias = Annotated[
    bool, Option("--check", help="Write nothing; exit 1 if anything would change.")
]
NoCache: TypeAlias = Annotated[
    bool, Option("--no-cache", help="With --check: look at every file, changed or not.")
]
Diff: TypeAlias = Annotated[
    bool, Option("--diff", help="Write nothing; print what would change as a diff.")
]
ReportFile: TypeAlias = Annotated[
    Path | None, Option("--report", metavar="FILE", help="Write what was done, as JSON Lines.")
]
Include: TypeAlias = Annotated[
    list[str] | None,
    Option("--include", metavar="PATTERN", help="Files a folder walk takes (as in .gitignore)."),
]
Exclude: TypeAlias = Annotated[
    list[str] | None,
    Option("--exclude", metavar="PATTERN", help="Files and folders a walk leaves out."),
]
ForceExclude: TypeAlias = Annotated[
    bool,
    Option(
        "--force-exclude", help="Leave excluded files, and what is not a post, out even when named."
    ),
]
Force: TypeAlias = Annotated[
    bool, Option("--force", help="Work on every file, whatever its site takes it for.")
]
StdinFilename: TypeAlias = Annotated[
    str, Option("--stdin-filename", metavar="NAME", help="Name of the post on stdin.")
]
Jobs: TypeAlias = Annotated[
    int,
    Option("--jobs", "-j", min=0, metavar="N", help="Processes; 0 means one for each processor."),
]
ConfigFile: TypeAlias = Annotated[
    Path | None, Option("--config", metavar="FILE", help="Use this configuration file.")
]
Isolated: TypeAlias = Annotated[
    bool, Option("--isolated", help="Ignore configuration files and NEWSKIT_* variables.")
]
AllowCode: TypeAlias = Annotated[
    bool,
    Option(
        "--allow-code", help="Let the configuration name a converter of its own (module:Class)."
    ),
]
Quiet: TypeAlias = Annotated[
    bool, Option("--quiet", "-q", help="Say nothing on stderr but errors.")
]
Timings: TypeAlias = Annotated[
    bool, Option("--timings", help="Say on stderr where the time went, by stage.")
]
Cluster: TypeAlias = Annotated[
    str,
    Option(
        "--cluster",
        metavar="ADDRESS",
        help="Share the work out: a Dask scheduler (tcp://host:8786), local:N, or plan.",
    ),
]
State: TypeAlias = Annotated[
    str,
    Option(
        "--state", metavar="DIR|URL", help="Plan and progress of --cluster; default: the output."
    ),
]
Resume: TypeAlias = Annotated[
    bool, Option("--resume", help="Continue a plan: do only the shards that are missing.")
]
ShardInput: TypeAlias = Annotated[
    str, Option("--shard-input", metavar="SIZE", help="About how much input makes a shard.")
]
Verbose: TypeAlias = Annotated[bool, Option("--verbose", "-v", help="Say more on stderr.")]


@dataclass(frozen=True, slots=True)
class ImportCommon:
    """The options of every command that imports."""

    config_file: ConfigFile = None
    isolated: Isolated = False
    quiet: Quiet = False
    verbose: Verbose = False

    def config(self) -> Config:
        """Return the configuration with these options laid over it.

        Raises:
            ConfigError: when the configuration is wrong.
        """
        return settings(self.config_file, isolated=self.isolated, verbose=self.verbose)


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

    def inputs(self, paths: list[str]) -> Inputs:
        """Return which posts the paths of the command line mean."""
        return Inputs(tuple(paths), self.stdin_filename, quiet=self.quiet)

    @property
    def processes(self) -> int:
        """The number of processes to work with."""
        return processes(self.jobs)


SHARD_INPUT = "128M"
"""About how much input makes a shard, unless `--shard-input` says."""


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
        if self.cluster:
            return
        own_size = self.shard_input != SHARD_INPUT
        for name, given in (
            ("--state", self.state),
            ("--resume", self.resume),
            ("--shard-input", own_size),
        ):
            if given:  # the whole run would start anew
                raise UsageError(f"{name} needs --cluster", hint="name the cluster of the plan")

    def sharing(self) -> Sharing:
        """Return how the work is shared out.

        Raises:
            UsageError: when the size of a shard is not a size.
        """
        from newskit.cli.clusters import sharing

        return sharing(self.cluster, self.state, self.shard_input, resume=self.resume)
