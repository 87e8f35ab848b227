"""Every command on a Python that lacks what Windows does not have, as far as one machine can try.

Names of POSIX are taken out of `os` and `signal`, and its modules out of reach, after the standard
library has loaded what it needs here; processes are spawned, as they are there.
"""

from __future__ import annotations

import re
import subprocess
import sys
import threading
import urllib.request
from pathlib import Path

import pytest

RUNNER = '''
"""The command line without POSIX; a spawned worker loads this file as well."""
import asyncio, multiprocessing.resource_tracker, shutil, socket, subprocess, tarfile, tempfile
import os, signal, sys, threading

_OS = """pread pwrite preadv pwritev fork forkpty geteuid getuid getegid getgid getgroups chown
fchown lchown mkfifo mknod setsid killpg getpgid getpgrp sysconf statvfs fstatvfs sched_getaffinity
fchmod register_at_fork posix_fadvise posix_fallocate sendfile uname nice wait wait3 wait4
O_NOFOLLOW O_DIRECTORY O_CLOEXEC O_NONBLOCK O_SYNC fchdir chroot sync fdatasync lockf ctermid
getloadavg"""
_SIGNAL = """SIGPIPE SIGHUP SIGALRM SIGUSR1 SIGUSR2 SIGQUIT SIGTSTP SIGCHLD SIGWINCH SIGCONT SIGXFSZ
alarm setitimer getitimer ITIMER_REAL pthread_sigmask pthread_kill sigwait SIG_BLOCK
SIG_SETMASK SIG_UNBLOCK siginterrupt pause"""
if os.name != "nt":
    for module, names in ((os, _OS), (signal, _SIGNAL)):
        for name in names.split():
            if hasattr(module, name):
                delattr(module, name)
    for name in ("fcntl", "pwd", "grp", "resource", "termios", "pty", "tty", "curses", "readline"):
        sys.modules[name] = None
    shutil._use_fd_functions = multiprocessing.resource_tracker._HAVE_SIGMASK = False
    threading.Thread(target=threading.Event().wait, daemon=True).start()  # so that nothing forks

if __name__ == "__main__":
    from newskit.cli.app import main

    main()
'''
COMMANDS = [
    ("--version", 0),
    ("site posts", 0),
    ("init posts --dry-run", 0),
    ("validate posts -j 2", 1),
    ("validate posts --fix", 0),
    ("convert posts -o converted -j 2", 0),
    ("strip posts --in-place", 0),
    ("strip posts --undo", 0),
    ("compare posts converted", 0),
    ("export jsonl posts -o posts.jsonl -j 2", 0),
    ("import jsonl posts.jsonl -o back", 0),
    ("export epub posts -o book", 0),
    ("check-epub book --no-epubcheck", 0),
    ("report posts -o report.html", 0),
    ("schema list", 0),
    ("schema infer posts", 0),
    ("rule NK121", 0),
    ("cache clean", 0),
]


def run(folder: Path, command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "runner.py", *command.split()],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "runner.py").write_text(RUNNER, "utf-8")
    (tmp_path / "posts").mkdir()
    for number in range(40):
        body = f"<p>The <b>{number}</b> boats.</p>\n\n<p><a href='https://a.example/'>Home</a></p>"
        title = "Boats: again" if number == 7 else f"Boats {number}"
        text = f"---\ntitle: {title}\ndate: 2020-01-02T10:00:00Z\n---\n{body}\n"
        (tmp_path / "posts" / f"{number}.md").write_text(text, "utf-8")
    return tmp_path


def test_every_command_runs(folder: Path) -> None:
    for command, code in COMMANDS:
        done = run(folder, command)
        assert done.returncode == code, f"{command}\n{done.stderr}"
        assert "Traceback" not in done.stderr, command
    records = (folder / "posts.jsonl").read_text("utf-8").splitlines()
    assert len(records) == 40
    assert "**0** boats" in records[0]


def test_the_page_to_decide_on_answers(folder: Path) -> None:
    pytest.importorskip("uvicorn")
    command = [sys.executable, "runner.py", "review", "posts", "--no-browser", "--no-learn"]
    with subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, text=True) as serving:
        ending = threading.Timer(60, serving.kill)
        ending.start()
        try:
            assert serving.stderr is not None
            said = "".join(
                iter(serving.stderr.readline, "Ctrl-C ends it; what is decided is on disk.\n")
            )
            address = re.search(r"http://127\.0\.0\.1:\d+/\S+", said)
            assert address is not None, said
            with urllib.request.urlopen(address[0], timeout=30) as answer:
                assert b": review</h1>" in answer.read()
        finally:
            ending.cancel()
            serving.kill()
