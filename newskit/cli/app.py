"""The entry point `newskit`."""

from __future__ import annotations

import os
import sys

_COMPLETION = "_NEWSKIT_COMPLETE"
"""The variable in which a shell asks Typer for completions."""
_EXPANDED = frozenset("*?[]~$%")
"""Signs of patterns, home folders and variables, which on Windows Typer puts in, not the shell."""


def main() -> None:
    """Run the command line and exit: 0 clean, 1 findings, 2 could not run.

    A run that is asked to stop ends with 130 (Ctrl-C), 143 (SIGTERM) or 129 (SIGHUP), one whose
    reader has gone with 141.
    """
    try:
        from newskit.cli import guard, terminal

        try:
            guard.listen()
            terminal.open_closed()
            _run(sys.argv[1:])
            sys.stdout.flush()
        except BaseException as ended:
            guard.finish(_code_of(ended))
            raise
        guard.finish(0)
    except (KeyboardInterrupt, SystemExit) as ended:
        from newskit.cli import guard

        # Typer has an exit code of its own for an interrupt, whatever the signal.
        sys.exit(guard.stop_code() or (ended.code if isinstance(ended, SystemExit) else 130))
    except BrokenPipeError:
        from newskit.cli.terminal import leave_pipe

        leave_pipe()
        sys.exit(141)
    except Exception as error:
        from newskit.cli import guard
        from newskit.cli.terminal import tell_output_failed

        # Python wraps an interrupt that comes while a class is made, as in an import.
        if guard.stop_code():
            sys.exit(guard.stop_code())
        if tell_output_failed(error):
            sys.exit(2)
        raise


def _code_of(ended: BaseException) -> int:
    """Return the exit code of a run that ended so."""
    from newskit.cli import guard

    if code := guard.stop_code():
        return code
    if isinstance(ended, SystemExit):
        return ended.code if isinstance(ended.code, int) else 0
    return 141 if isinstance(ended, BrokenPipeError) else 2


def _run(arguments: list[str]) -> None:
    if arguments in (["--version"], ["-V"]):  # answered before anything else is imported
        from newskit.version import __version__

        sys.stdout.write(f"newskit {__version__}\n")
        return
    code = run_quickly(arguments)
    if code is not None:
        sys.exit(code)
    from newskit.cli.typed import build

    build(arguments)(prog_name="newskit")


def run_quickly(arguments: list[str]) -> int | None:
    """Run a command that needs no help from Typer; return its exit code, or None for all others."""
    if _COMPLETION in os.environ or (
        os.name == "nt" and not _EXPANDED.isdisjoint("".join(arguments))
    ):
        return None
    import gc

    from newskit.cli.commands import command_of

    # Imports make hardly any garbage, and looking for it takes a tenth of a start.
    gc.disable()
    try:
        found = command_of(arguments)
        if found is None:
            return None
        from newskit.cli.commands import call, read
        from newskit.cli.guard import exit_code

        command, rest = found
        values = read(command.run, rest)
        gc.freeze()
    finally:
        gc.enable()
    return None if values is None else exit_code(lambda: call(command.run, values))
