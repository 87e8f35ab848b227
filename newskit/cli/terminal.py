"""What newskit says to people, and the standard streams: closed, full, or a terminal."""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final, TextIO, TypeVar

from newskit.config.model import MARKDOWN_ENDINGS
from newskit.errors import UsageError
from newskit.lazy import lazy
from newskit.messages import escape_controls, escape_surrogates

# What newskit says to people: on stderr, coloured on a terminal only (NO_COLOR honoured).

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


# The standard streams: as the file of an option, and where they are closed or full.

# Rows of reports as lines of JSON.


def row_line(row: object) -> bytes:
    """Return a row as a line of JSON; bytes of file names that are not text become escapes."""
    import orjson

    try:
        return orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE)
    except orjson.JSONEncodeError:
        import json

        return json.dumps(row, separators=(",", ":")).encode("ascii") + b"\n"


_WRITE_FAILED: Final = frozenset(
    number
    for name in ("ENOSPC", "EDQUOT", "EFBIG", "EIO", "EBADF")
    if (number := getattr(errno, name, None)) is not None
)


@contextmanager
def output_file(path: Path) -> Generator[BinaryIO]:
    """Open the file that an option names, whole or not there; ``-`` is standard output.

    Raises:
        WriteError: when it cannot be written.
    """
    if str(path) == "-":
        yield sys.stdout.buffer
        return
    from newskit.files import atomic_file

    refuse_post(path)
    with atomic_file(path) as file:
        yield file


def require_folder(output: Path) -> None:
    """Refuse a file where an option names a folder.

    Raises:
        UsageError: when there is something else.
    """
    if output.exists() and not output.is_dir():
        raise UsageError(f"{output} is a file, not a folder", hint="-o names a folder")


def refuse_post(path: Path) -> None:
    """Refuse to write something else over what looks like a post: none of these files is one.

    Raises:
        UsageError: when there is a file that begins with front matter, or Markdown.
    """
    if not path.is_file():
        return
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD).lstrip(b"\xef\xbb\xbf \t\r\n")
    except OSError:
        return
    is_markdown = path.suffix.lower() in _MARKDOWN and bool(head) and head[:1] not in b"{["
    if is_markdown or _FENCE.match(head):
        raise UsageError(
            f"{path} looks like a post, and would be written over", hint="name another file"
        )


_HEAD: Final = 1024
_FENCE: Final = lazy(rb"(?:---|\+\+\+|;;;)(?:yaml|toml|json)?[ \t]*\r?\n")
_MARKDOWN: Final = frozenset((*MARKDOWN_ENDINGS, ".mdx"))


def open_closed() -> None:
    """Open the standard streams that were closed by who started this (``<&-``, ``2>&-``, cron).

    Python has None for them, and the first file opened would take their number. Input is empty
    then and talk goes nowhere; data must not be lost unseen, so writing to standard output fails.
    """
    if sys.stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115, PTH123 (as long as the run)
    if sys.stdout is None:
        sys.stdout = open(os.open(os.devnull, os.O_RDONLY), "w", encoding="utf-8")  # noqa: SIM115, PTH123
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123


def tell_output_failed(error: BaseException) -> bool:
    """Say on stderr that standard output cannot be written, if that is what `error` is."""
    if (
        not isinstance(error, OSError)
        or error.errno not in _WRITE_FAILED
        or error.filename is not None  # a file's own error names it
    ):
        return False

    leave_pipe()
    print_error(f"standard output cannot be written: {error.strerror}")
    return True


def leave_pipe() -> None:
    """Point standard output nowhere: its reader or its disk is gone, which Python need not tell."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


Outcome = TypeVar("Outcome")
_PATIENCE = 1.0  # seconds before progress appears
_REFRESH = 0.2  # seconds between redraws; no thread draws, so that worker processes may fork
_COUNTING = 0.02  # seconds of each redraw in which posts are counted, as long as that takes
_SOON = 5  # seconds before a rate says anything


def with_progress(
    outcomes: Iterable[Outcome], doing: str, *, quiet: bool, ahead: Iterable[object] | None = None
) -> Iterator[Outcome]:
    """Pass `outcomes` through; on a terminal, show how many have passed and how long it will take.

    Args:
        outcomes: one a post.
        doing: what is done with them, as in ``checking``.
        quiet: whether nothing is shown.
        ahead: what yields once for each post that there will be, and None where their number
            is unknown; counted on the way, and only where progress is shown.
    """
    if quiet or not sys.stderr.isatty():
        yield from outcomes
        return
    yield from _with_bar(outcomes, doing, _Total(ahead))


class _Total:
    """How many posts there will be: counted a little at a time, known when all are."""

    def __init__(self, ahead: Iterable[object] | None) -> None:
        self._ahead = None if ahead is None else iter(ahead)
        self._seen = 0
        self.known: int | None = None

    def count(self) -> None:
        """Go on counting, for a moment."""
        if self._ahead is None:
            return
        end = time.monotonic() + _COUNTING
        for one in self._ahead:
            if one is None:  # a file of many posts
                self._ahead = None
                return
            self._seen += 1
            if time.monotonic() > end:
                return
        self._ahead, self.known = None, self._seen


def _with_bar(outcomes: Iterable[Outcome], doing: str, total: _Total) -> Iterator[Outcome]:
    started = time.monotonic()
    iterator = iter(outcomes)
    count = 0
    for outcome in iterator:
        yield outcome
        count += 1
        if time.monotonic() - started > _PATIENCE:
            break
    else:
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, auto_refresh=False, transient=True) as progress:
        task = progress.add_task(f"{doing} {counted(count, 'post')}")
        drawn = time.monotonic()
        for outcome in iterator:
            yield outcome
            count += 1
            if time.monotonic() - drawn > _REFRESH:
                total.count()
                drawn = time.monotonic()
                said = _said(doing, count, total.known, drawn - started)
                progress.update(task, description=said)
                progress.refresh()
        # Leaving draws once more: with those that came since.
        said = _said(doing, count, total.known, time.monotonic() - started)
        progress.update(task, description=said)


def _said(doing: str, count: int, total: int | None, seconds: float) -> str:
    """Say how far it is: ``checking 1,200 of 15,000 posts, 350/s, 40 s left``."""
    of = f"{count:,} of {counted(total, 'post')}" if total and total >= count else None
    parts = [f"{doing} {of or counted(count, 'post')}"]
    rate = count / seconds if seconds else 0.0
    if seconds >= _SOON and rate:
        parts.append(f"{rate:,.0f}/s" if rate >= 10 else f"{rate:.1f}/s")
        if of and total and total > count:
            parts.append(f"{_time((total - count) / rate)} left")
    return ", ".join(parts)


def _time(seconds: float) -> str:
    whole = int(seconds) + 1
    if whole < 60:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    if minutes < 60:
        return f"{minutes} min {rest:02} s"
    return f"{minutes // 60} h {minutes % 60:02} min"
