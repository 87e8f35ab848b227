"""Real clusters of several processes on this machine, with something killed in mid-run."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.cluster.conftest import Run, parts

pytest.importorskip("distributed")
pytestmark = pytest.mark.skipif(os.name == "nt", reason="processes are killed by signals here")

DASK = [sys.executable, "-m", "dask"]
SHARDS = 16
SIZE = "60K"


@pytest.fixture(scope="module")
def posts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Posts that take a while: a shard each, many tables of links."""
    folder = tmp_path_factory.mktemp("posts")
    body = "".join(f"<p>Words <b>and</b> <a href='/{n}'>a link {n}</a>.</p>\n" for n in range(900))
    for number in range(SHARDS):
        (folder / f"{number:02}.html").write_text(f"---\ntitle: Post {number}\n---\n{body}")
    return folder


@pytest.fixture(scope="module")
def expected(posts: Path) -> bytes:
    command = [sys.executable, "-m", "newskit", "export", "jsonl", str(posts), "--jobs", "1"]
    return subprocess.run(command, capture_output=True, check=False).stdout


def test_a_local_cluster_writes_what_one_machine_writes(
    posts: Path, newskit: Run, tmp_path: Path, expected: bytes
) -> None:
    command = ("export", "jsonl", posts, "-o", "parts", "--cluster", "local:2")
    done = newskit(*command, "--shard-input", SIZE, code=0)
    assert b"16 posts: 16 records written" in done.stderr
    assert parts(tmp_path / "parts") == expected


def test_one_shard_needs_no_scheduler(newskit: Run, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("---\ntitle: A\n---\nWords.\n")
    command = ("export", "jsonl", "a.md", "-o", "parts")
    newskit(*command, "--cluster", "plan")
    (tmp_path / "parts" / "part-00000.jsonl").mkdir()
    done = newskit(*command, "--cluster", "local:2", "--resume", code=1)
    assert b"part-00000: failed" in done.stderr
    (tmp_path / "parts" / "part-00000.jsonl").rmdir()
    newskit(*command, "--cluster", "local:2", "--resume", code=0)
    assert parts(tmp_path / "parts").count(b"Words.") == 2


def test_a_worker_killed_while_the_cluster_starts_only_delays_it(
    posts: Path, tmp_path: Path, expected: bytes
) -> None:
    command = ("export", "jsonl", str(posts), "-o", "parts", "--cluster", "local:2")
    run = subprocess.Popen(
        [sys.executable, "-m", "newskit", *command, "--shard-input", SIZE],
        cwd=tmp_path,
        stderr=subprocess.PIPE,
    )
    _wait_until(lambda: bool(_spawned(run.pid)))
    os.kill(_spawned(run.pid)[0], signal.SIGKILL)
    _, said = run.communicate(timeout=120)
    assert run.returncode == 0, said.decode()
    assert b"Traceback" not in said, said.decode()
    assert parts(tmp_path / "parts") == expected


def _spawned(parent: int) -> list[int]:
    """Return the processes of a cluster that are starting below a process."""
    listed = subprocess.run(
        ["pgrep", "-P", str(parent), "-f", "spawn_main"], capture_output=True, check=False
    )
    return [int(line) for line in listed.stdout.split()]


def test_a_worker_killed_in_mid_run_loses_nothing_and_doubles_nothing(
    posts: Path, tmp_path: Path, expected: bytes
) -> None:
    port = _free_port()
    with _scheduler(tmp_path, port), _workers(tmp_path, port, 2) as workers:
        run = _export(posts, tmp_path, port)
        _wait_until(lambda: _done(tmp_path) >= 2)
        workers[0].send_signal(signal.SIGKILL)
        _wait_until(lambda: run.poll() is not None)
    assert run.returncode == 0
    assert parts(tmp_path / "parts") == expected


def test_a_scheduler_started_anew_goes_on_with_what_is_missing(
    posts: Path, tmp_path: Path, expected: bytes
) -> None:
    port = _free_port()
    with _scheduler(tmp_path, port) as scheduler, _workers(tmp_path, port, 2) as workers:
        run = _export(posts, tmp_path, port)
        _wait_until(lambda: _done(tmp_path) >= 2)
        scheduler.send_signal(signal.SIGKILL)
        scheduler.wait()
        for worker in workers:
            worker.kill()
            worker.wait()
    before = {
        path.name: path.stat().st_mtime_ns for path in (tmp_path / "parts").glob("*.done.json")
    }
    assert 2 <= len(before) < SHARDS
    with _scheduler(tmp_path, port), _workers(tmp_path, port, 2):
        _wait_until(lambda: run.poll() is not None)
    assert run.returncode == 0
    assert parts(tmp_path / "parts") == expected
    for name, changed in before.items():
        assert (tmp_path / "parts" / name).stat().st_mtime_ns == changed, "done once, and kept"


def test_a_driver_killed_in_mid_run_is_gone_on_with(
    posts: Path, newskit: Run, tmp_path: Path, expected: bytes
) -> None:
    port = _free_port()
    with _scheduler(tmp_path, port), _workers(tmp_path, port, 2):
        run = _export(posts, tmp_path, port)
        _wait_until(lambda: _done(tmp_path) >= 2)
        run.send_signal(signal.SIGKILL)
        run.wait()
        command = ("export", "jsonl", posts, "-o", "parts", "--shard-input", SIZE, "--resume")
        newskit(*command, "--cluster", f"tcp://127.0.0.1:{port}", code=0)
    assert parts(tmp_path / "parts") == expected
    assert not list((tmp_path / "parts").glob("*.tmp-*"))


def test_a_shard_that_fails_every_time_is_recorded_and_the_rest_is_done(
    posts: Path, newskit: Run, tmp_path: Path
) -> None:
    command = ("export", "jsonl", posts, "-o", "parts", "--shard-input", SIZE)
    newskit(*command, "--cluster", "plan")
    # A folder where the part should go: no attempt can write it.
    (tmp_path / "parts" / "part-00001.jsonl").mkdir()
    done = newskit(*command, "--cluster", "local:2", "--resume", code=1)
    assert b"part-00001: failed" in done.stderr
    assert _done(tmp_path) == SHARDS - 1
    (tmp_path / "parts" / "part-00001.jsonl").rmdir()
    newskit(*command, "--cluster", "local:1", "--resume", code=0)
    assert not list((tmp_path / "parts").glob("*.failed.json"))


def _done(folder: Path) -> int:
    return len(list((folder / "parts").glob("*.done.json")))


def _export(posts: Path, folder: Path, port: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "newskit", "export", "jsonl", str(posts), "-o", "parts"]
    command += ["--cluster", f"tcp://127.0.0.1:{port}", "--shard-input", SIZE]
    log = (folder / "export.log").open("wb")
    with log:
        return subprocess.Popen(command, cwd=folder, stderr=log)


@contextlib.contextmanager
def _scheduler(folder: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    command = [*DASK, "scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard"]
    with _program(folder, command) as process:
        _wait_until(lambda: _listens(port))
        yield process


@contextlib.contextmanager
def _workers(folder: Path, port: int, count: int) -> Iterator[list[subprocess.Popen[bytes]]]:
    command = [*DASK, "worker", f"tcp://127.0.0.1:{port}", "--nthreads", "1", "--no-nanny"]
    command += ["--no-dashboard", "--local-directory", str(folder / "dask")]
    with contextlib.ExitStack() as stack:
        yield [stack.enter_context(_program(folder, command)) for _ in range(count)]


@contextlib.contextmanager
def _program(folder: Path, command: list[str]) -> Iterator[subprocess.Popen[bytes]]:
    with (folder / "dask.log").open("ab") as log:
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _wait_until(happens: Callable[[], bool], seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < end
        time.sleep(0.05)
