"""`newskit init`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

from newskit.cli.arguments import Argument, Option
from newskit.cli.guard import EXIT_CLEAN
from newskit.cli.messages import counted, print_note
from newskit.config.model import Config
from newskit.errors import UsageError
from newskit.frozen import replace

EPILOG = """\b
Examples:
  newskit init              newskit.toml, a baseline and the pre-commit hook for this archive
  newskit init blog/        for the archive in blog/
  newskit init --dry-run    only say what would be written
"""

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
    from newskit.jobs.init import look_at

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
