"""Every way out of a run is bounded in time, with worker processes too."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from newskit.run import pool
from newskit.run.parallel import ordered_map
from newskit.run.work import Lost

ROUNDS = int(os.environ.get("FAULT_ROUNDS", "2"))
LIMIT = 30


def _half_sent(number: int) -> int:
    if number == 40:

        def half(connection: Connection, data: bytes, *_: object) -> None:
            os.write(connection.fileno(), bytes(data)[:6])
            os._exit(9)

        Connection._send = half  # type: ignore[attr-defined]
    return number


def test_a_worker_that_dies_while_it_sends_costs_its_item_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pool, "_LOOK", 0.2)
    results = list(ordered_map(_half_sent, range(100), 2, method="fork"))
    assert [one for one in results if isinstance(one, Lost)] == [Lost(40)]
    assert [one for one in results if not isinstance(one, Lost)] == [
        number for number in range(100) if number != 40
    ]


def _slow(number: int) -> int:
    time.sleep(0.01)
    return number


def _workers() -> int:
    import multiprocessing

    return len(multiprocessing.active_children())


def test_a_run_that_is_left_in_another_thread_does_not_keep_it_waiting() -> None:
    results: list[Iterator[object]] = [ordered_map(_slow, range(10**6), 2, method="fork")]
    next(results[0])
    started = time.monotonic()
    thread = threading.Thread(target=results.clear)
    thread.start()
    thread.join(LIMIT)
    assert not thread.is_alive()
    while _workers() and time.monotonic() - started < LIMIT:
        time.sleep(0.05)
    assert not _workers()


def test_what_a_failed_command_leaves_running_is_ended() -> None:
    results = ordered_map(_slow, range(10**6), 2, method="fork")
    next(results)
    assert _workers()
    started = time.monotonic()
    pool.end_pools()
    assert time.monotonic() - started < LIMIT
    assert not _workers()


@pytest.fixture
def posts(tmp_path: Path) -> Path:
    """More posts than go out to the workers at once."""
    for number in range(150):
        path = tmp_path / "posts" / f"{number:03}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"---\ntitle: T{number}\ndate: 2024-01-02\n---\n" + "Text of it. " * 200)
    return tmp_path


def _run(folder: Path, *arguments: str, most_bytes: int = 0) -> subprocess.Popen[bytes]:
    def limit() -> None:
        if most_bytes:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))

    return subprocess.Popen(
        [sys.executable, "-m", "newskit", *arguments, "--jobs", "2"],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        preexec_fn=limit,  # noqa: PLW1509 (no threads here)
        start_new_session=True,
    )


@pytest.mark.parametrize("most_bytes", [60_000 * (one + 1) for one in range(ROUNDS)])
def test_a_disk_that_fills_ends_a_run_with_words(posts: Path, most_bytes: int) -> None:
    process = _run(posts, "export", "jsonl", "posts", "-o", "o.jsonl", most_bytes=most_bytes)
    _, said = process.communicate(timeout=LIMIT)
    assert process.returncode == 2
    assert b"o.jsonl: cannot be written: File too large" in said
    assert b"Traceback" not in said
    assert [path.name for path in posts.iterdir()] == ["posts"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_signals_to_the_whole_group_end_a_run(posts: Path, number: int) -> None:
    process = _run(posts, "export", "jsonl", "posts", "-o", "o.jsonl")
    deadline = time.monotonic() + LIMIT
    while not list(posts.glob(".newskit-*")) and time.monotonic() < deadline:
        time.sleep(0.01)
    os.killpg(process.pid, number)
    _, said = process.communicate(timeout=LIMIT)
    assert process.returncode in {0, 128 + number}
    assert b"Traceback" not in said
