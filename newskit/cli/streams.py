"""The standard streams: as the file of an option, and where they are closed or full."""

from __future__ import annotations

import errno
import os
import re
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

from newskit.config.read import MARKDOWN_ENDINGS
from newskit.errors import UsageError

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
_FENCE: Final = re.compile(rb"(?:---|\+\+\+|;;;)(?:yaml|toml|json)?[ \t]*\r?\n")
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
    from newskit.cli.messages import print_error

    leave_pipe()
    print_error(f"standard output cannot be written: {error.strerror}")
    return True


def leave_pipe() -> None:
    """Point standard output nowhere: its reader or its disk is gone, which Python need not tell."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
