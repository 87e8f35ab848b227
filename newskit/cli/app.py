"""The entry point `newskit`."""

from __future__ import annotations

import sys

__all__ = ["main"]


def main() -> None:
    """Run the command line and exit: 0 clean, 1 findings, 2 could not run, 130, 141."""
    arguments = sys.argv[1:]
    if arguments in (["--version"], ["-V"]):  # answered before anything is imported
        from newskit.version import __version__

        sys.stdout.write(f"newskit {__version__}\n")
        return
    if arguments[:1] == ["validate"]:
        from newskit.cli.quick import validate_quickly

        code = validate_quickly(arguments[1:])
        if code is not None:
            sys.exit(code)
    from newskit.cli.commands import build

    build(arguments)(prog_name="newskit")
