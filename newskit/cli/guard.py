"""The one place where the ways a command can end become exit codes."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from newskit import timings
from newskit.cli import signals
from newskit.cli.messages import print_error
from newskit.errors import NewskitError

__all__ = [
    "EXIT_CLEAN",
    "EXIT_COULD_NOT_RUN",
    "EXIT_FINDINGS",
    "exit_code",
    "guarded",
    "leave_pipe",
]

EXIT_CLEAN = 0
EXIT_FINDINGS = 1
EXIT_COULD_NOT_RUN = 2
EXIT_INTERRUPTED = 130
EXIT_CLOSED_PIPE = 141
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO})

Parameters = ParamSpec("Parameters")


def guarded(command: Callable[Parameters, int]) -> Callable[Parameters, None]:
    """Wrap a command that returns its exit code; errors become words on stderr and a code."""

    @wraps(command)
    def run(*args: Parameters.args, **kwargs: Parameters.kwargs) -> None:
        import typer

        raise typer.Exit(exit_code(lambda: command(*args, **kwargs)))

    return run


def exit_code(command: Callable[[], int]) -> int:
    """Run a command and return its exit code; errors become words on stderr and a code."""
    try:
        code = command()
        sys.stdout.flush()
        if timings.enabled():
            from newskit.cli.timing import print_timings

            print_timings()
    except NewskitError as error:
        print_error(error.message, error.hint)
        return EXIT_COULD_NOT_RUN
    except BrokenPipeError:
        leave_pipe()
        return EXIT_CLOSED_PIPE
    except KeyboardInterrupt:
        return _interrupted()
    except OSError as error:
        # Files are written by code that names them: what is left is standard output.
        if error.errno not in _NO_ROOM or error.filename is not None:
            return _bug()
        leave_pipe()
        print_error(f"standard output cannot be written: {error.strerror}")
        return EXIT_COULD_NOT_RUN
    except Exception:  # noqa: BLE001 (the last line: a bug is shown whole, and is no finding)
        if signals.exit_code():
            return _interrupted()  # Python wraps an interrupt that comes while a class is made
        return _bug()
    return code


def _bug() -> int:
    import traceback

    traceback.print_exc()
    print_error("newskit has met a bug of its own", "please report it with the lines above")
    return EXIT_COULD_NOT_RUN


def _interrupted() -> int:
    print_error("interrupted; every file is old or new, none is half written")
    return signals.exit_code() or EXIT_INTERRUPTED


def leave_pipe() -> None:
    """Point standard output nowhere: its reader or its disk is gone, which Python need not tell."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
