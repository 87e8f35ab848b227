"""The commands about an archive as a whole: `init`, `report`, `site` and `cache`."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Annotated

from newskit.cli import options as shared
from newskit.cli.commands import Argument, Option
from newskit.cli.guard import EXIT_CLEAN, EXIT_COULD_NOT_RUN, ended
from newskit.cli.settings import archive_name, project_folder, settings
from newskit.cli.terminal import counted, output_file, print_note
from newskit.config.model import Config
from newskit.errors import UsageError
from newskit.frozen import replace
from newskit.jobs.sources import COULD_NOT_RUN
from newskit.messages import on_one_line
from newskit.site.survey import Group, Survey, survey

# `newskit init`.

_SETTINGS = "newskit.toml"
_BASELINE = "newskit-baseline.json"
_HOOKS = ".pre-commit-config.yaml"
_HOOK = """\
repos:
  - repo: local
    hooks:
      - id: newskit-validate
        name: newskit validate
        entry: newskit validate --force-exclude --no-archive --quiet --baseline {baseline}
        language: system
        types_or: [markdown, html, plain-text]
"""


def init(
    path: Annotated[str, Argument(help="The folder of the archive.", show_default=".")] = ".",
    dry_run: Annotated[
        bool, Option("--dry-run", help="Write nothing; say what would be written.")
    ] = False,
    force: Annotated[
        bool, Option("--force", help="Write over a newskit.toml that is there.")
    ] = False,
) -> int:
    """Write settings, a baseline and the hook for an archive.

    The baseline holds the findings known so far; the hook is pre-commit's. Files that are there
    are left alone; what would go into them is printed.
    """
    from newskit.jobs.survey import look_at

    folder = Path(path)
    if not folder.is_dir():
        raise UsageError(f"{path}: no such folder")
    os.chdir(folder)  # a baseline names files as a run in this folder does
    folder = Path()
    settings = folder / _SETTINGS
    if settings.exists() and not force:
        raise UsageError(f"{settings} exists", hint="--force writes over it")
    found = look_at(".", replace(Config(), folder="."))
    if not found.posts:
        raise UsageError(f"{path}: there is no post or page in it")
    print_note(found.in_words())
    _write(settings, found.settings(), dry_run=dry_run)
    if found.findings:
        _write(folder / _BASELINE, found.baseline(), dry_run=dry_run)
        print_note(
            f"{counted(found.findings, 'finding')} known from the start: "
            f"`newskit validate --baseline {_BASELINE}` reports new ones alone"
        )
    hook = _HOOK.format(baseline=_BASELINE)
    if not found.findings:
        hook = hook.replace(f" --baseline {_BASELINE}", "")
    if os.path.lexists(folder / _HOOKS):
        print_note(f"{folder / _HOOKS} exists: add this to its repos\n{hook}")
    else:
        _write(folder / _HOOKS, hook, dry_run=dry_run)
    return EXIT_CLEAN


def _write(path: Path, text: str, *, dry_run: bool) -> None:
    from newskit.files import write_atomic

    if dry_run:
        print_note(f"would write {path}:\n{text}")
        return
    write_atomic(path, text.encode())
    print_note(f"wrote {path}")


# `newskit report`.


def report(
    paths: shared.Paths,
    output: Annotated[
        Path, Option("-o", "--output", metavar="FILE", help="Write the page there, or -.")
    ],
    *,
    title: Annotated[str, Option("--title", help="The name of the archive.")] = "",
    learn: Annotated[
        bool, Option("--learn", help="Also show what strip --learn would find; reads twice more.")
    ] = False,
    common: shared.Common,
) -> int:
    """Write a page that shows an archive and what is wrong in it.

    It has the posts over time, findings, and what converting and stripping would change. The
    page needs no network. Nothing of the archive is changed.
    """
    from newskit.jobs.strip import learn_rules
    from newskit.jobs.survey import gather
    from newskit.report.figures import Figures
    from newskit.report.page import page

    config = common.config()
    inputs = common.inputs(paths)
    inputs.spare(output)
    tally = Figures()
    gathered = gather(inputs.sources(config), config, tally, jobs=common.processes)
    for _ in inputs.shown(gathered, "reading", config):
        pass
    if learn:
        verb = "learning what ends the posts"
        tally.learned = learn_rules(
            lambda: inputs.shown(inputs.sources(config), verb, config), config
        )
    name = title or archive_name(paths[0])
    with output_file(output) as file:
        file.write(page(tally, name).encode("utf-8", "replace"))
    findings = sum(rule.count for rule in tally.rules.values())
    if not common.quiet:
        print_note(f"{counted(tally.posts, 'post')}: {counted(findings, 'finding')}")
    failed = not COULD_NOT_RUN.isdisjoint(tally.rules)
    return ended(could_not_run=failed, found="NK143" in tally.rules)


# `newskit site`.


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
    for fault in (*found.faults, *found.unread):
        print_note(fault)
    code = EXIT_COULD_NOT_RUN if found.unread else EXIT_CLEAN
    if as_json:
        for file in found.files:
            row = {"path": file.path, "kind": file.kind, "why": file.why, "read": file.is_read}
            sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
        return code
    if files:
        for file in found.files:
            sys.stdout.write(f"{on_one_line(file.path)}: {file.kind}: {file.why}\n")
        return code
    _print(found, path)
    return code


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


def clean(config_file: shared.ConfigFile = None, isolated: shared.Isolated = False) -> int:
    """Delete what newskit remembers of this project's files."""
    from newskit.jobs.memory import CACHE_FOLDER, clean_cache

    folder = project_folder(settings(config_file, isolated=isolated))
    there = clean_cache(folder)
    print_note(f"{folder / CACHE_FOLDER}: {'deleted' if there else 'nothing to delete'}")
    return EXIT_CLEAN


EPILOGS = {
    "init": """\b
Examples:
  newskit init              newskit.toml, a baseline and the pre-commit hook for this archive
  newskit init blog/        for the archive in blog/
  newskit init --dry-run    only say what would be written
""",
    "report": """\b
Examples:
  newskit report posts/ -o report.html
  newskit report . -o - | less
  newskit report posts/ -o report.html --title "The Gazette, 1998 to 2024"
""",
    "site": """\b
Examples:
  newskit site                 what the files of this folder are, how many, and why
  newskit site blog/ --files   each file with what it is taken for
  newskit site --json          the same for programs, a line a file
""",
    "clean": """\b
Examples:
  newskit cache clean
""",
}
