"""Progress on a terminal."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs a terminal")
SLOW_THEN_QUICK = """
import time
from newskit.cli.terminal import with_progress

def outcomes():
    time.sleep(1.1)  # longer than nothing is shown
    yield from range(7)

for outcome in with_progress(outcomes(), "validating", quiet=False):
    pass
"""
STEADY = """
import time
from newskit.cli import terminal

terminal._SOON = 1

def outcomes():
    for number in range(200):
        time.sleep(0.02)
        yield number

for outcome in terminal.with_progress(outcomes(), "checking", quiet=False, ahead=range(200)):
    pass
"""


def drawn(code: str) -> str:
    parent, child = os.openpty()
    try:
        env = {**os.environ, "TERM": "xterm", "COLUMNS": "120"}
        subprocess.run([sys.executable, "-c", code], stderr=child, env=env, check=True, timeout=60)
        return os.read(parent, 1 << 16).decode()
    finally:
        os.close(parent)
        os.close(child)


def test_the_last_count_is_that_of_all_posts() -> None:
    said = drawn(SLOW_THEN_QUICK)
    assert "validating 1 post " in said
    assert "validating 7 posts " in said


def test_the_total_the_rate_and_the_time_left_are_said() -> None:
    said = drawn(STEADY)
    assert "checking 200 of 200 posts, " in said
    assert "/s, 2 s left" in said


@pytest.mark.parametrize("name", ["a.md", "posts.jsonl"])
def test_posts_ahead_are_counted_where_that_is_cheap(tmp_path: Path, name: str) -> None:
    from newskit.cli.settings import Inputs
    from newskit.config.model import Config

    (tmp_path / name).write_text("---\ntitle: A\n---\nText.\n" if name == "a.md" else "{}\n{}\n")
    (tmp_path / "b.md").write_text("---\ntitle: B\n---\nText.\n")
    ahead = Inputs((str(tmp_path),)).ahead(Config())
    assert ahead is not None
    if name == "a.md":
        assert len(list(ahead)) == 2
    else:  # records are not read twice, so their number is not known
        assert list(zip(range(5), ahead, strict=False)) != []
    assert Inputs(("-",)).ahead(Config()) is None
