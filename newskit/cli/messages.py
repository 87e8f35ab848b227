"""What newskit says to people: on stderr, coloured on a terminal only (NO_COLOR honoured)."""

from __future__ import annotations

import os
import sys
from typing import TextIO

from newskit.printable import escape_controls, escape_surrogates

_RED = "\x1b[1;31m"
_DIM = "\x1b[2m"
_END = "\x1b[0m"


def use_colour(stream: TextIO) -> bool:
    """Tell whether to colour `stream`: a terminal, and neither NO_COLOR nor TERM=dumb is set."""
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return stream.isatty()


def counted(number: int, noun: str) -> str:
    """Return a number with its noun: ``1 post``, ``2,000 posts``."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def print_error(message: str, hint: str = "") -> None:
    """Print an error and what to do about it."""
    red, dim, end = (_RED, _DIM, _END) if use_colour(sys.stderr) else ("", "", "")
    _print(f"{red}error:{end} {escape_controls(message)}")
    if hint:
        _print(f"{dim}  hint:{end} {escape_controls(hint)}")


def print_note(message: str) -> None:
    """Print a line of talk."""
    _print(escape_controls(message))


def _print(line: str) -> None:
    safe = escape_surrogates(line)
    try:
        print(safe, file=sys.stderr, flush=True)  # noqa: T201 (this is the printer)
    except OSError:  # nobody hears; what is left in the buffer must not change the exit code
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())
