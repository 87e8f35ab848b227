"""Files that are whole or not there, through which every output goes; what a run keeps on disk.

A file is written beside its final place under a temporary name and renamed over it, so a crash, a
full disk or a kill leaves the old file, the new one or none. What a killed run left behind is
cleared by the next one that writes there.
"""

from __future__ import annotations

import contextlib
import errno
import io
import os
import stat
from collections.abc import Generator
from contextlib import contextmanager
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from newskit.errors import WriteError
from newskit.lazy import lazy

if TYPE_CHECKING:
    import sqlite3


# What is remembered of all posts of a run, on disk: memory stays flat, whatever their number.

_SETTINGS = "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-8192;"
_FEW = 10_000


def scratch(tables: str) -> sqlite3.Connection:
    """Return a temporary database with these tables.

    SQLite keeps 8 MB of its pages in memory, and as much of what it sorts; the rest is in files
    that vanish with it.

    Args:
        tables: statements of SQL that make them.
    """
    database = connect("")
    database.executescript(f"{_SETTINGS} {tables}")
    return database


def connect(path: str | Path, timeout: float = 5) -> sqlite3.Connection:
    """Open a database that is closed when nobody holds it any more.

    Python closes it then, too, and since 3.13 warns that it had to.

    Raises:
        sqlite3.Error: when it cannot be opened.
    """
    import sqlite3

    class Closing(sqlite3.Connection):
        def __del__(self) -> None:
            self.close()

    return sqlite3.connect(path, timeout=timeout, factory=Closing)


class Taken:
    """A set of texts that may be endless: beyond some thousands they are kept on disk."""

    def __init__(self) -> None:
        self._few: set[str] = set()
        self._rest: sqlite3.Connection | None = None

    def add(self, text: str) -> bool:
        """Add a text; tell whether it is new."""
        if self._rest is not None:
            return self._rest.execute(_ADD, (_bytes(text),)).rowcount == 1
        if text in self._few:
            return False
        self._few.add(text)
        if len(self._few) > _FEW:
            self._rest = scratch("CREATE TABLE taken (text BLOB PRIMARY KEY) WITHOUT ROWID;")
            self._rest.executemany(_ADD, ((_bytes(one),) for one in self._few))
            self._few.clear()
        return True

    def __contains__(self, text: object) -> bool:
        if self._rest is None:
            return text in self._few
        return self._rest.execute(_FIND, (_bytes(str(text)),)).fetchone() is not None


_ADD = "INSERT OR IGNORE INTO taken VALUES (?)"
_FIND = "SELECT 1 FROM taken WHERE text = ?"


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")  # SQLite would not take a lone surrogate


# Files of others: what is read is a file, and lies where it must.


_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
_STREAMS = ("/dev/", "/proc/")
"""Where the system keeps pipes and devices, so that who names one means it."""


def open_descriptor(path: str | Path) -> tuple[int, os.stat_result]:
    """Open a file for reading; give its descriptor and its state.

    A pipe that nobody writes to keeps its reader waiting for ever, and a device may never end: an
    archive may hold such things, or links to them, under any name.

    Raises:
        OSError: when it cannot be opened, or is a folder, or a pipe or a device that is not named
            as one (``/dev/fd/63``).
    """
    descriptor = os.open(path, _READ)
    try:
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode):
            _check_stream(str(path), found.st_mode)
            os.set_blocking(descriptor, True)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor, found


def _check_stream(path: str, mode: int) -> None:
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), path)
    if not path.startswith(_STREAMS):
        raise OSError(errno.EINVAL, "it is a pipe or a device, not a file", path)


def open_file(path: str | Path) -> BinaryIO:
    """Open a file for reading; see `open_descriptor`."""
    return os.fdopen(open_descriptor(path)[0], "rb")


def read_start(path: str | Path, size: int) -> bytes:
    """Return what a file begins with, without a file object, which takes longer than to read.

    Raises:
        OSError: when it cannot be read; see `open_descriptor`.
    """
    descriptor, _ = open_descriptor(path)
    try:
        return os.read(descriptor, size)
    finally:
        os.close(descriptor)


def read_text(path: str | Path, encoding: str = "utf-8") -> str:
    """Return the text of a file; see `open_descriptor`.

    Raises:
        OSError: when it cannot be read.
        UnicodeDecodeError: when it is not in that encoding.
    """
    with io.TextIOWrapper(open_file(path), encoding) as file:
        return file.read()


def file_below(folder: str | Path, name: str) -> Path | None:
    """Return the file that a name leads to in a folder, when all links on the way are followed.

    None for what lies outside of it, is not a file or has a name that no file can have.
    """
    try:
        path = os.path.realpath(os.path.join(folder, name))  # noqa: PTH118 (as below)
        regular = stat.S_ISREG(os.stat(path).st_mode)  # noqa: PTH116 (the same)
    except (OSError, ValueError):
        return None
    return Path(path) if regular and inside(path, folder) else None


# Temporary files and folders: their names, and what becomes of those of runs that were killed.


_PREFIX = ".newskit-"
_TEMPORARY = lazy(
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
            import shutil

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
    from hashlib import sha256  # loads OpenSSL, for a name that few commands need

    return sha256(os.fsencode(name)).hexdigest()[:8]


def _is_stale(name: str) -> bool:
    match = _TEMPORARY.fullmatch(name) if name.startswith(_PREFIX) else None
    # On a shared file system another machine's processes cannot be asked for: leave theirs alone.
    own = match is not None and match["host"] == _host()
    return own and match is not None and not _is_running(int(match["pid"]))


@cache
def _host() -> str:
    import platform

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


def write_atomic(
    path: Path, data: bytes, *, like: Path | None = None, within: Path | None = None
) -> None:
    """Write `data` to `path`, whole or not at all; see `atomic_file`.

    Args:
        path: the file.
        data: what it holds then.
        like: the file whose permissions a new file gets.
        within: the folder that the file must lie in, where not the user has named it.

    Raises:
        WriteError: when it cannot be written; what was at `path` before is still there.
    """
    with atomic_file(path, like=like, within=within) as file:
        file.write(data)


def inside(path: str | Path, folder: str | Path) -> bool:
    """Tell whether a path leads to a place in a folder, when all links on the way are followed."""
    real, root = os.path.realpath(path), _real(os.path.abspath(folder))  # noqa: PTH100 (as below)
    return real.startswith(os.path.join(root, ""))  # noqa: PTH118 (a Path for each post costs more)


@lru_cache(maxsize=64)
def _real(folder: str) -> str:
    return os.path.realpath(folder)


@contextmanager
def atomic_file(
    path: Path, buffering: int = -1, *, like: Path | None = None, within: Path | None = None
) -> Generator[BinaryIO]:
    """Open a file that appears at `path` when the block ends well, and never otherwise.

    The permissions of a replaced file are kept; missing folders are made. A device or a pipe, such
    as ``/dev/null``, is written to as it comes. Where the user has named the file, a link is
    followed: its target is replaced, not the link.

    Args:
        path: the file.
        buffering: bytes that are gathered before they are written; -1 for the system's block.
        like: the file whose permissions a new file gets.
        within: the folder that the file must lie in, where not the user has named it: no link on
            the way may lead out of the folder, and what stands at `path` is replaced itself.

    Raises:
        WriteError: when it cannot be written; what was at `path` before is still there.
    """
    if within is None and _is_stream(path):
        with _opened(path, buffering) as file:
            yield file
        return
    target = Path(os.path.realpath(path)) if within is None else _target_in(within, path)
    temporary = temporary_name(target)
    import shutil

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
        message = f"{path}: cannot be written: {error.strerror or error}"
        raise WriteError(message, hint="nothing was changed there") from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def _target_in(folder: Path, path: Path) -> Path:
    target = Path(os.path.realpath(path.parent), path.name)
    if not inside(target.parent / "x", folder):
        raise WriteError(f"{path}: a link on the way leads out of {folder}")
    return target


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
    except OSError as error:
        if error.errno not in _WRITE_FAILED:
            raise
        raise WriteError(
            f"{target}: cannot be written: {error.strerror}", hint="nothing was changed there"
        ) from error
    finally:
        import shutil

        shutil.rmtree(temporary, ignore_errors=True)


_WRITE_FAILED = frozenset(
    number
    for name in ("ENOSPC", "EDQUOT", "EFBIG", "EROFS")
    if (number := getattr(errno, name, None)) is not None
)


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
    import shutil

    shutil.rmtree(old, ignore_errors=True)
