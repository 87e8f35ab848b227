"""A command in a process of its own that meets a fault: a kill, a full disk, a failing call.

The process is forked, so that it costs no start; the fault is put into the calls every write goes
through, of this process and of its workers.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import mmap
import os
import resource
import signal
import sys
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

LIMIT: Final = 60.0
"""Seconds after which a run counts as hanging."""
CALLS: Final = ("replace", "rename", "fsync", "unlink", "mkdir", "link")
"""Calls that make a change last: a kill before one of them finds the disk in every state."""


THEN: Final = ";"
_TIMED: Final = frozenset({"kill all", "kill first", "kill worker"})


@dataclass(frozen=True)
class Fault:
    """What goes wrong.

    Attributes:
        kind: ``none``, ``kill``, ``fail`` (a call raises), ``full`` (no file grows further),
            ``signal``, or a kill after a time: ``kill all``, ``kill first`` (the process that was
            started) or ``kill worker``.
        at: the number of the call, the size of the largest file in bytes, or milliseconds.
        error: the error that a failing call raises.
    """

    kind: str = "none"
    at: int = 0
    error: int = errno.ENOSPC


@dataclass(frozen=True)
class Ended:
    """How a run ended.

    Attributes:
        code: its exit code; negative for the signal that killed it.
        calls: how many calls of `CALLS` its processes made.
        said: what it said on standard error.
        killed: whether the fault came before the end.
        seconds: how long it took.
    """

    code: int
    calls: int
    said: str
    killed: bool = False
    seconds: float = 0.0


def run(folder: Path, arguments: list[str], fault: Fault, work: Path) -> Ended:
    """Run newskit in `folder`; `work` takes what is counted.

    Args:
        folder: where it runs.
        arguments: its arguments; `THEN` stands between those of commands that follow each other.
        fault: what goes wrong.
        work: a folder outside of it.

    Raises:
        TimeoutError: when it hangs.
    """
    counted = work / "counted"
    counted.unlink(missing_ok=True)
    # A pipe: a file of what is said would be full, too.
    heard, said = os.pipe()
    fcntl.fcntl(said, fcntl.F_SETPIPE_SZ, 1 << 20)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        pid = os.fork()
    if not pid:
        _child(folder, arguments, fault, said, counted)
    os.close(said)
    started = time.monotonic()
    try:
        killed = fault.kind in _TIMED and _kill_after(pid, fault)
        code = _await(pid)
        os.set_blocking(heard, False)
        words = b""
        with contextlib.suppress(BlockingIOError):  # a worker that ends later has said nothing
            words = os.read(heard, 1 << 20)
    finally:
        os.close(heard)
    # Killed while it is written, the file of the count is empty.
    calls = int(counted.read_text() or 0) if counted.exists() else 0
    # A worker that was killed is started anew: its run ends by itself.
    killed = killed or (fault.kind == "kill" and (code < 0 or calls >= fault.at))
    taken = time.monotonic() - started
    return Ended(code, calls, words.decode(errors="replace"), killed, taken)


def _kill_after(pid: int, fault: Fault) -> bool:
    """Kill a process, its worker or both when some time has gone; tell whether it still ran."""
    time.sleep(fault.at / 1000)
    there = _members(pid)
    if fault.kind == "kill worker":
        there = [one for one in there if one != pid and not _is_tracker(one)][:1]
    elif fault.kind == "kill first":
        there = [one for one in there if one == pid]
    for one in there:
        with contextlib.suppress(ProcessLookupError):
            os.kill(one, signal.SIGKILL)
    return bool(there)


def _is_tracker(pid: int) -> bool:
    """Tell whether a process is that of the standard library which tidies up behind workers."""
    try:
        return b"resource_tracker" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


def _child(folder: Path, arguments: list[str], fault: Fault, said: int, counted: Path) -> None:
    code = 70
    try:
        os.setsid()
        os.chdir(folder)
        null = os.open(os.devnull, os.O_RDWR)
        for number, target in ((null, 0), (null, 1), (said, 2)):
            os.dup2(number, target)
        sys.stdin = os.fdopen(0, closefd=False)
        sys.stdout = os.fdopen(1, "w", closefd=False)
        sys.stderr = os.fdopen(2, "w", buffering=1, closefd=False)
        counter = _install(fault)
        for words in _commands(arguments):
            sys.argv = ["newskit", *words]
            code = _main()
        counted.write_text(str(counter[0]))
    finally:
        os._exit(code)


def _commands(arguments: list[str]) -> list[list[str]]:
    found: list[list[str]] = [[]]
    for word in arguments:
        if word == THEN:
            found.append([])
        else:
            found[-1].append(word)
    return found


def _main() -> int:
    from newskit.cli.app import main

    try:
        main()
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else 0
    return 0


def _install(fault: Fault) -> memoryview:
    # One count for all processes of the run: a kill of one worker is not a kill of all of them.
    counter = memoryview(mmap.mmap(-1, 8)).cast("Q")
    if fault.kind == "full":
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (fault.at, fault.at))
    for name in CALLS:
        setattr(os, name, _met(getattr(os, name), counter, fault))
    return counter


def _met(call: Callable[..., Any], counter: memoryview, fault: Fault) -> Callable[..., Any]:
    def meet(*args: Any, **kwargs: Any) -> Any:
        counter[0] += 1
        if counter[0] == fault.at and fault.kind in {"kill", "fail", "signal"}:
            if fault.kind == "fail":
                raise OSError(fault.error, os.strerror(fault.error), str(args[0]))
            os.kill(os.getpid(), signal.SIGKILL if fault.kind == "kill" else signal.SIGTERM)
        return call(*args, **kwargs)

    return meet


def _await(pid: int) -> int:
    deadline = time.monotonic() + LIMIT
    code: int | None = None
    while time.monotonic() < deadline:
        if code is None:
            ended, status = os.waitpid(pid, os.WNOHANG)
            code = os.waitstatus_to_exitcode(status) if ended else None
        if code is not None and not _members(pid):
            return code
        time.sleep(0.01)
    os.killpg(pid, signal.SIGKILL)
    raise TimeoutError("the run, or a worker of it, has not ended")


def _members(group: int) -> list[int]:
    """Return the processes of a group that run still."""
    found: list[int] = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                state = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(state[2]) == group and state[0] not in "ZX":
                found.append(int(entry.name))
    return found


def tree(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder, without caches, undo records and temporaries."""
    left_out = (".newskit_cache", ".newskit-")
    return {
        name: path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and not any(mark in (name := str(path.relative_to(folder))) for mark in left_out)
    }


def is_state(name: str) -> bool:
    """Tell whether a file tells how far a plan has come: it changes with every run."""
    return name.endswith((".started", ".done.json", ".failed.json")) or ".tmp-" in name


def settled(files: dict[str, bytes]) -> dict[str, bytes]:
    """Return the files without those that hold how long a shard took."""
    return {name: data for name, data in files.items() if not name.endswith(".done.json")}
