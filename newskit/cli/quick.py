"""`newskit validate` without Typer, for command lines that need no help from it.

Typer takes longer to import than a post takes to check, and a pre-commit hook runs for each commit.
What is not understood here (help, completion, a mistake) is left to the command in
`newskit.cli.validate`, which has the same options; a test holds the two together.
"""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from newskit.cli.checking import Request

__all__ = ["read_arguments", "validate_quickly"]

FLAGS = {
    "--fix": "fix",
    "--unsafe-fixes": "unsafe_fixes",
    "--diff": "diff",
    "--statistics": "statistics",
    "--exit-zero": "exit_zero",
    "--all": "every",
    "--no-body": "no_body",
    "--no-archive": "no_archive",
    "--no-cache": "no_cache",
    "--force-exclude": "force_exclude",
    "--force": "force",
    "--isolated": "isolated",
    "--quiet": "quiet",
    "-q": "quiet",
    "--verbose": "verbose",
    "-v": "verbose",
}
VALUES = {
    "--schema": "schema",
    "--output-format": "output_format",
    "--output-file": "output_file",
    "--baseline": "baseline",
    "--fail-on": "fail_on",
    "--stdin-filename": "stdin_filename",
    "--jobs": "jobs",
    "-j": "jobs",
    "--config": "config_file",
}
LISTS = {
    "--select": "select",
    "--extend-select": "extend_select",
    "--ignore": "ignore",
    "--include": "include",
    "--exclude": "exclude",
}


def validate_quickly(arguments: Sequence[str]) -> int | None:
    """Run `newskit validate` and return its exit code, or None to leave it to Typer."""
    # Imports make hardly any garbage, and looking for it takes a tenth of a start.
    gc.disable()
    request = read_arguments(arguments)
    if request is None:
        gc.enable()
        return None
    from newskit.cli.checking import carry_out
    from newskit.cli.guard import exit_code

    return exit_code(lambda: carry_out(request))


def read_arguments(arguments: Sequence[str]) -> Request | None:
    """Return what the arguments ask for, or None when they are not understood."""
    paths: list[str] = []
    given: dict[str, object] = {}
    lists: dict[str, list[str]] = {}
    waiting = list(reversed(arguments))
    while waiting:
        argument = waiting.pop()
        name, equals, value = argument.partition("=")
        if argument.startswith("-j") and argument[2:].isdigit():
            waiting.append(argument[2:])
            argument = name = "-j"
        if argument == "--":
            paths += reversed(waiting)
            break
        if argument == "-" or not argument.startswith("-"):
            paths.append(argument)
        elif argument in FLAGS:
            given[FLAGS[argument]] = True
        elif name in VALUES or name in LISTS:
            if not equals and not waiting:
                return None
            text = value if equals and name.startswith("--") else waiting.pop()
            if name in LISTS:
                lists.setdefault(LISTS[name], []).append(text)
            else:
                given[VALUES[name]] = text
        else:
            return None
    return _request(
        paths or ["."], {**given, **{name: tuple(values) for name, values in lists.items()}}
    )


def _request(paths: list[str], given: dict[str, object]) -> Request | None:
    from newskit.cli.checking import Request
    from newskit.config.validate import FailOn
    from newskit.report.finding import OutputFormat

    kinds: dict[str, Callable[[Any], Any]] = {
        "output_format": OutputFormat,
        "fail_on": FailOn,
        "jobs": _count,
    }
    for name in ("output_file", "baseline", "config_file"):
        if name in given:
            from pathlib import Path

            kinds[name] = Path
    try:
        values: dict[str, Any] = {
            name: kinds.get(name, _same)(value) for name, value in given.items()
        }
    except ValueError:
        return None
    return Request(tuple(paths), **values)


def _count(text: str) -> int:
    number = int(text)
    if number < 0:
        raise ValueError("negative")
    return number


def _same(value: object) -> object:
    return value
