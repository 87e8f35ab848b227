"""Options of `newskit strip` alone."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, TypeAlias

import typer

__all__ = [
    "Builtin",
    "CheckRules",
    "DryRun",
    "Explain",
    "Interactive",
    "Learn",
    "MaxShare",
    "OptionalPaths",
    "Output",
    "RuleFiles",
    "Sidecar",
    "Undo",
]

OptionalPaths: TypeAlias = Annotated[
    list[str] | None,
    typer.Argument(help="Files, folders, globs, or - for standard input.", show_default=False),
]
Output: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "-o",
        "--output",
        metavar="DIR",
        help="Write the posts into this folder; with --learn, the rules into this file.",
    ),
]
DryRun: TypeAlias = Annotated[
    bool, typer.Option("--dry-run", help="Write nothing; list what would go, and why.")
]
Explain: TypeAlias = Annotated[
    bool,
    typer.Option("--explain", help="Write nothing; tell each block at the end, and why it stays."),
]
RuleFiles: TypeAlias = Annotated[
    list[Path] | None,
    typer.Option("--rules", metavar="FILE", help="Apply the rules of this file too; repeatable."),
]
Builtin: TypeAlias = Annotated[
    bool, typer.Option("--builtin/--no-builtin", help="Apply the built-in rules of all languages.")
]
MaxShare: TypeAlias = Annotated[
    float | None,
    typer.Option(
        "--max-share",
        metavar="SHARE",
        min=0.0,
        max=1.0,
        help="Largest share of a post that built-in rules may remove, 0 to 1.",
        show_default=False,
    ),
]
Learn: TypeAlias = Annotated[
    bool, typer.Option("--learn", help="Learn the archive's rules from its posts; write with -o.")
]
CheckRules: TypeAlias = Annotated[
    Path | None,
    typer.Option("--check-rules", metavar="FILE", help="Tell what is wrong in a rule file."),
]
Interactive: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--interactive", metavar="FILE", help="Decide on the proposed rules of a file, one by one."
    ),
]
Undo: TypeAlias = Annotated[
    bool, typer.Option("--undo", help="Put back what --in-place removed, byte for byte.")
]
Sidecar: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--undo-file",
        metavar="FILE",
        help="Where removed text is kept for --undo.",
        show_default="FOLDER/.newskit-undo.jsonl",
    ),
]
