"""The one place where the ways a command can end become exit codes."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

from newskit.cli import signals
from newskit.cli.messages import print_error, print_note
from newskit.cli.streams import leave_pipe, tell_output_failed
from newskit.errors import NewskitError
from newskit.run import timings

EXIT_CLEAN = 0
EXIT_FINDINGS = 1
EXIT_COULD_NOT_RUN = 2
EXIT_INTERRUPTED = 130
EXIT_CLOSED_PIPE = 141


def exit_code(command: Callable[[], int]) -> int:
    """Run a command and return its exit code; errors become words on stderr and a code."""
    try:
        return _exit_code(command)
    finally:
        _end_workers()


def _end_workers() -> None:
    """End what a command that failed has left running, here and now.

    Left to the collector, that would happen as the interpreter ends, or in any thread.
    """
    pool = sys.modules.get("newskit.run.pool")
    if pool is not None:
        pool.end_pools()


def _exit_code(command: Callable[[], int]) -> int:
    try:
        code = command()
        sys.stdout.flush()
        if timings.enabled():
            print_timings()
    except NewskitError as error:
        print_error(error.message, error.hint)
        return EXIT_COULD_NOT_RUN
    except BrokenPipeError:
        leave_pipe()
        return EXIT_CLOSED_PIPE
    except KeyboardInterrupt:
        return _interrupted()
    except Exception as error:  # noqa: BLE001 (the last line: a bug is shown whole, and is not a finding)
        if signals.stop_code():
            return _interrupted()  # Python wraps an interrupt that comes while a class is made
        if tell_output_failed(error):
            return EXIT_COULD_NOT_RUN
        if isinstance(error, OSError) and error.filename is not None:
            print_error(f"{os.fsdecode(error.filename)}: {error.strerror or error}")
            return EXIT_COULD_NOT_RUN
        import traceback

        traceback.print_exc()
        print_error("newskit has met a bug of its own", "please report it with the lines above")
        return EXIT_COULD_NOT_RUN
    return code


def _interrupted() -> int:
    print_error("interrupted; every file is old or new, none is half written")
    return signals.stop_code() or EXIT_INTERRUPTED


def print_timings() -> None:
    """Print the seconds of each stage, summed over the processes, and those of the whole run."""
    stages = sorted(timings.totals().items(), key=lambda item: -item[1])
    total = sum(seconds for _, seconds in stages)
    for stage, seconds in stages:
        print_note(f"{seconds:10.2f} s  {seconds / total:4.0%}  {stage}")
    spent = os.times()
    cpu = spent.user + spent.system + spent.children_user + spent.children_system
    print_note(f"{total:10.2f} s  100%  all stages, summed over the processes")
    print_note(f"{cpu:10.2f} s        processor time of the run, with start-up")
