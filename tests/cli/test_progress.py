"""The bar on a terminal."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

SLOW_THEN_QUICK = """
import time
from newskit.cli.progress import shown

def outcomes():
    time.sleep(1.1)  # longer than nothing is shown
    yield from range(7)

for outcome in shown(outcomes(), "validating", quiet=False):
    pass
"""


@pytest.mark.skipif(os.name == "nt", reason="needs a terminal")
def test_the_last_count_is_that_of_all_posts() -> None:
    parent, child = os.openpty()
    try:
        command = [sys.executable, "-c", SLOW_THEN_QUICK]
        env = {**os.environ, "TERM": "xterm"}
        subprocess.run(command, stderr=child, env=env, check=True, timeout=60)
        drawn = os.read(parent, 1 << 16)
    finally:
        os.close(parent)
        os.close(child)
    assert b"validating 1 post " in drawn
    assert b"validating 7 posts " in drawn
