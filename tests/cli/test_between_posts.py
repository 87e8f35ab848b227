"""What `newskit validate` finds between posts: its order, its memory, and what is remembered."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., "subprocess.CompletedProcess[bytes]"]

STORY = "The bridge over the river opens on Sunday, and the band of the school plays. " * 4
STATUS = Path("/proc/self/status")
# The peak of a process is that of the one that started it, if that is higher, wherever the system
# alone is asked; Linux tells the peak of its memory itself.
RUN = """
import sys
from newskit.__main__ import main
sys.argv = ["newskit", *sys.argv[1:]]
try:
    main()
finally:
    print(open("/proc/self/status").read(), file=sys.stderr)
"""


def write_posts(folder: Path, count: int) -> Path:
    """Posts of which each has the address, the tag and the text of others, and a broken link."""
    for number in range(count):
        path = folder / f"{number % 7}" / f"2024-05-01-post-{number}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(
            f"---\nlayout: post\ntitle: Post {number}\ndate: 2024-05-01\n"
            f"permalink: /{number // 9}/\ntags: [{'Linux' if number % 5 else 'linux'}]\n---\n"
            f"{STORY}\n\nSee [more](gone.md).\n"
        )
    return folder


def test_they_come_by_file_and_place_from_the_cache_and_without(
    newskit: Run, tmp_path: Path
) -> None:
    write_posts(tmp_path / "posts", 40)
    expected = newskit("validate", "posts", "--all", "--no-cache", "--jobs", "1").stdout
    lines = expected.decode().splitlines()
    places = [(path, int(line)) for path, line, _ in (text.split(":", 2) for text in lines)]
    assert places == sorted(places)
    assert {text.split()[1] for text in lines} == {"NK401", "NK404", "NK406", "NK407"}
    for _ in range(2):
        assert newskit("validate", "posts", "--all").stdout == expected
    database = sqlite3.connect(tmp_path / ".newskit_cache" / "results.db")
    for damage in (b"\x80", b"[]", b"[[]]"):
        with database:
            database.execute("UPDATE between_posts SET findings = ? WHERE number = 20", (damage,))
        assert newskit("validate", "posts", "--all").stdout == expected
    database.close()


def test_names_that_are_no_text_differ_in_more_than_capitals(newskit: Run, tmp_path: Path) -> None:
    for name in (b"a\xfe.md", b"a\xff.md"):
        try:
            (tmp_path / os.fsdecode(name)).write_text("---\ntitle: T\n---\nText.\n")
        except OSError:
            pytest.skip("the file system takes no such names")
    assert b"NK408" not in newskit("validate", ".").stdout


@pytest.mark.skipif(not STATUS.is_file(), reason="needs Linux, which tells the peak of a process")
def test_memory_does_not_grow_with_what_is_found_between_posts(tmp_path: Path) -> None:
    few, many = write_posts(tmp_path / "few", 500), write_posts(tmp_path / "many", 3000)
    assert peak(many) - peak(few) < 12  # found
    assert peak(many) - peak(few) < 12  # and remembered


def peak(folder: Path) -> float:
    """The largest resident memory of `newskit validate`, in MB."""
    command = [sys.executable, "-c", RUN, "validate", folder.name, "--all", "--jobs", "1"]
    done = subprocess.run(command, cwd=folder.parent, capture_output=True, check=False, timeout=120)
    assert done.stdout.count(b"NK406") > 400
    (line,) = (line for line in done.stderr.splitlines() if line.startswith(b"VmHWM:"))
    return int(line.split()[1]) / 1000
