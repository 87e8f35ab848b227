"""Files that are whole or not there: every output goes through here.

A file is written beside its final place under a temporary name and renamed over it, so a crash, a
full disk or a kill leaves the old file, the new one or none. What a killed run left behind is
cleared by the next one that writes there.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from newskit.errors import WriteError
from newskit.records.stale import clear_once, clear_stale, restore, temporary_name

__all__ = [
    "atomic_file",
    "clear_stale",
    "replace_folder",
    "restore",
    "temporary_folder",
    "write_atomic",
]


def write_atomic(path: Path, data: bytes, *, like: Path | None = None) -> None:
    """Write `data` to `path`, whole or not at all; a link's target is replaced, not the link.

    Args:
        path: the file.
        data: what it holds then.
        like: the file whose permissions a new file gets.

    Raises:
        WriteError: when it cannot be written; what was at `path` before is still there.
    """
    with atomic_file(path, like=like) as file:
        file.write(data)


@contextmanager
def atomic_file(
    path: Path, buffering: int = -1, *, like: Path | None = None
) -> Generator[BinaryIO]:
    """Open a file that appears at `path` when the block ends well, and never otherwise.

    The permissions of a file that is replaced are kept; missing folders are made. A device or a
    pipe, such as ``/dev/null`` or ``/dev/fd/63``, is written to as it comes, and never replaced.

    Args:
        path: the file.
        buffering: bytes that are gathered before they are written; -1 for the system's block.
        like: the file whose permissions a new file gets.

    Raises:
        WriteError: when it cannot be written; what was at `path` before is still there.
    """
    if _is_stream(path):
        with _opened(path, buffering) as file:
            yield file
        return
    target = Path(os.path.realpath(path))
    temporary = temporary_name(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        clear_once(target.parent)
        with temporary.open("xb", buffering) as file:
            # Before anything is in it: what only its owner may read is never open to others.
            with contextlib.suppress(FileNotFoundError):
                shutil.copymode(target if like is None or target.exists() else like, temporary)
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
    except OSError as error:
        raise WriteError(
            f"{path}: cannot be written: {error.strerror or error}",
            hint="nothing was changed there",
        ) from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def _is_stream(path: Path) -> bool:
    try:
        mode = path.stat().st_mode
    except OSError:
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


@contextmanager
def _opened(path: Path, buffering: int) -> Generator[BinaryIO]:
    try:
        with path.open("wb", buffering) as file:
            yield file
    except BrokenPipeError:
        raise  # the reader has gone: the end of the run, not a fault of the output
    except OSError as error:
        raise WriteError(f"{path}: cannot be written: {error.strerror or error}") from error


@contextmanager
def temporary_folder(target: Path) -> Generator[Path]:
    """Make a folder beside `target` to build in; it is removed at the end if it is still there.

    Raises:
        WriteError: when the folder cannot be made.
    """
    temporary = temporary_name(Path(os.path.realpath(target)))
    try:
        temporary.parent.mkdir(parents=True, exist_ok=True)
        restore(target)
        clear_stale(temporary.parent)
        temporary.mkdir()
    except OSError as error:
        raise WriteError(f"{target}: cannot be written: {error.strerror or error}") from error
    try:
        yield temporary
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def replace_folder(temporary: Path, target: Path) -> None:
    """Put the folder `temporary` in the place of `target`; both are on one file system.

    Raises:
        WriteError: when it cannot be put there; what was there before is put back.
    """
    real = Path(os.path.realpath(target))
    old = temporary_name(real, kind="old")
    try:
        if real.exists():
            real.rename(old)
        try:
            temporary.rename(real)
        except OSError:
            if old.exists():
                old.rename(real)
            raise
    except OSError as error:
        raise WriteError(f"{target}: cannot be replaced: {error.strerror or error}") from error
    shutil.rmtree(old, ignore_errors=True)
