"""`newskit site`."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Annotated

from newskit.cli.arguments import Argument, Option
from newskit.cli.guard import EXIT_CLEAN
from newskit.cli.messages import print_note
from newskit.errors import UsageError
from newskit.printable import on_one_line
from newskit.site.survey import Group, Survey, survey

EPILOG = """\b
Examples:
  newskit site                 what the files of this folder are, how many, and why
  newskit site blog/ --files   each file with what it is taken for
  newskit site --json          the same for programs, a line a file
"""


def site(
    path: Annotated[
        str, Argument(help="A folder of the site, or a file in it.", show_default=".")
    ] = ".",
    files: Annotated[bool, Option("--files", help="List every file.")] = False,
    as_json: Annotated[bool, Option("--json", help="Print a line of JSON for every file.")] = False,
) -> int:
    """Show what the files of a site are taken for, and why.

    Commands work on posts, pages, section indexes and drafts, and pass over the rest.
    """
    if not os.path.lexists(path):
        raise UsageError(f"{path}: no such file or folder")
    found = survey(path)
    for fault in found.faults:
        print_note(fault)
    if as_json:
        for file in found.files:
            row = {"path": file.path, "kind": file.kind, "why": file.why, "read": file.is_read}
            sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
        return EXIT_CLEAN
    if files:
        for file in found.files:
            sys.stdout.write(f"{on_one_line(file.path)}: {file.kind}: {file.why}\n")
        return EXIT_CLEAN
    _print(found, path)
    return EXIT_CLEAN


def _print(found: Survey, path: str) -> None:
    for one in found.sites:
        where = os.path.relpath(one.root)
        config = Path(where, one.config_file).as_posix()
        sys.stdout.write(f"{one.name} site in {on_one_line(where)} ({on_one_line(config)})\n")
    if not found.sites:
        print_note(f"{path} belongs to no site: every file of text in it is a post")
    for title, groups in (
        ("worked on", [group for group in found.groups if group.is_worked_on]),
        ("passed over", [group for group in found.groups if not group.is_worked_on]),
    ):
        if groups:
            sys.stdout.write(f"\n{title}:\n")
            for group in groups:
                sys.stdout.write(_row(group))


def _row(group: Group) -> str:
    example = f"  e.g. {on_one_line(group.example)}" if group.example else ""
    return f"{group.count:8,}  {group.kind:<14}  {group.why}{example}\n"
