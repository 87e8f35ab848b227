"""Options that several commands share, each told once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, TypeAlias

import typer

__all__ = [
    "Check",
    "Cluster",
    "ConfigFile",
    "Diff",
    "Exclude",
    "ForceExclude",
    "InPlace",
    "Include",
    "Isolated",
    "Jobs",
    "OutputFolder",
    "Paths",
    "Quiet",
    "ReportFile",
    "Resume",
    "ShardInput",
    "State",
    "StdinFilename",
    "Timings",
    "Verbose",
]

Paths: TypeAlias = Annotated[
    list[str],
    typer.Argument(help="Files, folders, globs, or - for standard input.", show_default=False),
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
    bool, typer.Option("--force-exclude", help="Leave excluded files out even when named.")
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
