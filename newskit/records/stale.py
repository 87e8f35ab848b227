"""Temporary files and folders: their names, and what becomes of those of runs that were killed."""

from __future__ import annotations

import contextlib
import os
import platform
import re
import shutil
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path

__all__ = ["clear_once", "clear_stale", "restore", "temporary_name"]

_PREFIX = ".newskit-"
_TEMPORARY = re.compile(
    r"\.newskit-(?P<host>[0-9a-f]{8})-(?P<pid>\d+)-(?P<kind>new|old)-(?P<of>[0-9a-f]{8})-.*\.tmp"
)
_MAX_NAME_BYTES = 255


def clear_stale(folder: Path) -> None:
    """Remove what killed runs left in `folder`: temporaries whose process is gone."""
    try:
        with os.scandir(folder) as entries:
            stale = [entry for entry in entries if _is_stale(entry.name)]
    except OSError:
        return
    for entry in stale:
        if _is_needed(entry.name, folder):
            continue
        if entry.is_dir(follow_symlinks=False):
            shutil.rmtree(entry.path, ignore_errors=True)
        else:
            with contextlib.suppress(OSError):
                Path(entry.path).unlink()


@lru_cache(maxsize=4096)
def clear_once(folder: Path) -> None:
    """Clear a folder at the first write there, not at every one: listing it takes time."""
    clear_stale(folder)


def _is_needed(name: str, folder: Path) -> bool:
    """Tell whether a leftover is all there is of an output: its run was killed between renames.

    It is put back where it was, if that can be done.
    """
    match = _TEMPORARY.fullmatch(name)
    if match is None or match["kind"] != "old":
        return False
    with os.scandir(folder) as entries:
        if any(_digest(entry.name) == match["of"] for entry in entries):
            return False
    return True


def restore(target: Path) -> None:
    """Put an output back that a killed run had moved away and not yet replaced."""
    real = Path(os.path.realpath(target))
    if os.path.lexists(real) or not real.parent.is_dir():
        return
    with os.scandir(real.parent) as entries:
        names = [entry.name for entry in entries if _is_stale(entry.name)]
    for name in names:
        match = _TEMPORARY.fullmatch(name)
        if match and match["kind"] == "old" and match["of"] == _digest(real.name):
            real.with_name(name).rename(real)
            return


def _digest(name: str) -> str:
    return sha256(os.fsencode(name)).hexdigest()[:8]


def _is_stale(name: str) -> bool:
    match = _TEMPORARY.fullmatch(name) if name.startswith(_PREFIX) else None
    # On a shared file system another machine's processes cannot be asked for: leave theirs alone.
    own = match is not None and match["host"] == _host()
    return own and match is not None and not _is_running(int(match["pid"]))


@cache
def _host() -> str:
    return _digest(platform.node())


def _is_running(pid: int) -> bool:
    if os.name == "nt":  # a signal 0 would end the process there; leave its files alone
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return not _is_zombie(pid)


def _is_zombie(pid: int) -> bool:
    """Tell whether a process has ended and waits for its parent (containers may never reap it)."""
    try:
        status = Path(f"/proc/{pid}/stat").read_bytes()
    except OSError:
        return False
    return status.rpartition(b")")[2].split()[:1] == [b"Z"]


def temporary_name(target: Path, kind: str = "new") -> Path:
    """Return a name beside `target` that tells this process, and what it is for.

    Args:
        target: what is to be written or replaced.
        kind: ``new`` for what is being made, ``old`` for what is moved away.
    """
    unique = f"{_digest(target.name)}-{os.urandom(4).hex()}"
    room = _MAX_NAME_BYTES - len(f"{_PREFIX}{_host()}-{2**32}-{kind}-{unique}-.tmp")
    name = os.fsencode(target.name)[: room // 2].decode("ascii", "replace").replace("\ufffd", "_")
    return target.with_name(f"{_PREFIX}{_host()}-{os.getpid()}-{kind}-{unique}-{name}.tmp")
