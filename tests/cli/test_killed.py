"""A kill at any moment leaves every output file old, whole-new or absent."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

# More rounds for a longer search: KILL_ROUNDS=200 pytest tests/cli/test_killed.py
ROUNDS = int(os.environ.get("KILL_ROUNDS", "4"))


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "posts"
    folder.mkdir()
    for number in range(60):
        text = f"---\ntitle: Post {number}\ndate: 2024-{number % 3 + 1:02}-01\n---\n"
        body = f"<p>paragraph <b>{number}</b></p>\n" * 60
        (folder / f"{number:04}.md").write_text(text + body)
    return folder


def run(arguments: list[str], cwd: Path, seconds: float | None = None) -> float:
    """Run newskit; with `seconds`, kill it and its workers then. Returns how long it took."""
    started = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "newskit", *arguments, "--quiet", "--jobs", "2"],
        cwd=cwd,
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    return time.monotonic() - started


def tree(folder: Path) -> dict[str, bytes]:
    """Every file of a folder but the temporaries of a killed run."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and ".newskit-" not in str(path.relative_to(folder))
    }


@pytest.mark.parametrize(
    "arguments",
    [
        ["convert", "posts", "-o", "out"],
        ["strip", "posts", "-o", "out"],
        ["export", "jsonl", "posts", "-o", "out/posts.jsonl"],
        ["export", "epub", "posts", "-o", "out"],
    ],
    ids=lambda arguments: " ".join(arguments[:2]),
)
def test_a_killed_run_leaves_no_half_file(archive: Path, arguments: list[str]) -> None:
    base = archive.parent
    seconds = run(arguments, base)
    whole = tree(base / "out")
    assert whole
    for index in range(ROUNDS):
        (base / "out").rename(base / f"done-{index}")
        run(arguments, base, random.uniform(0, seconds))
        for name, data in (tree(base / "out") if (base / "out").exists() else {}).items():
            assert data == whole[name], name
        run(arguments, base)
        assert tree(base / "out") == whole
    leftovers = [path for path in base.rglob(".newskit-*") if "done-" not in str(path)]
    assert not leftovers, "the next run clears what a killed one left"


def test_a_killed_rewrite_in_place_leaves_every_post_old_or_new(archive: Path) -> None:
    old = tree(archive)
    reference = archive.parent / "reference"
    seconds = run(["convert", "posts", "-o", "reference"], archive.parent)
    new = tree(reference)
    for _ in range(ROUNDS):
        run(["convert", "posts", "--in-place"], archive.parent, random.uniform(0, seconds))
        for name, data in tree(archive).items():
            assert data in (old[name], new[name]), name
            if data == new[name]:  # start again from the old post
                (archive / name).write_bytes(old[name])
    run(["convert", "posts", "--in-place"], archive.parent)
    assert tree(archive) == new
