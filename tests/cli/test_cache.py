"""`convert --check` and `strip --check` remember; what they say does not depend on it."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., "subprocess.CompletedProcess[bytes]"]

COMMANDS = [
    ["convert", "posts", "--check", "--report", "report.jsonl"],
    ["convert", "posts", "--check", "--on-difference", "fail"],
    ["strip", "posts", "--check", "--report", "report.jsonl"],
    ["strip", "posts", "--dry-run"],
]


STORY = "The bridge opens on Sunday. " * 9


@pytest.fixture
def posts(tmp_path: Path) -> Path:
    """Posts of every outcome: more than a chunk, so that two processes share them."""
    folder = tmp_path / "posts"
    folder.mkdir()
    for number in range(150):
        body = (
            f"<p>Words <b>of {number}</b> H<sub>2</sub>O.</p>\n",
            f"Plain *Markdown* {number}.\n",
            f"{STORY}{number}\n\nSource: [Gazette](https://g.example/{number})\n",
        )[number % 3]
        front = f"---\ntitle: Post {number}\nsource: Other\n---\n"
        (folder / f"{number:03}.md").write_text(front + body)
    (folder / "broken.md").write_bytes(b"---\ntitle: [\n---\n\xff<p>body</p>\n")
    (folder / "name\udcff.md").write_bytes(b"<p>a name that is not text</p>\n")
    return folder


def said(newskit: Run, arguments: list[str], cwd: Path) -> tuple[int, bytes, bytes, bytes]:
    report = cwd / "report.jsonl"
    report.unlink(missing_ok=True)
    done = newskit(*arguments)
    return (
        done.returncode,
        done.stdout,
        done.stderr,
        report.read_bytes() if report.exists() else b"",
    )


@pytest.mark.parametrize("arguments", COMMANDS, ids=lambda arguments: " ".join(arguments[:3]))
def test_what_is_said_is_the_same_with_and_without_the_cache(
    newskit: Run, posts: Path, tmp_path: Path, arguments: list[str]
) -> None:
    expected = said(newskit, [*arguments, "--no-cache", "--jobs", "1"], tmp_path)
    assert not (tmp_path / ".newskit_cache").exists()
    assert said(newskit, [*arguments, "--jobs", "2"], tmp_path) == expected
    assert said(newskit, [*arguments, "--jobs", "2"], tmp_path) == expected
    assert said(newskit, [*arguments, "--jobs", "1"], tmp_path) == expected
    for number in range(0, 150, 7):  # some change, and are looked at among those that did not
        path = posts / f"{number:03}.md"
        path.write_text(path.read_text() + "\n<p>More <i>words</i>.</p>\n")
    changed = said(newskit, [*arguments, "--jobs", "2"], tmp_path)
    assert changed == said(newskit, [*arguments, "--no-cache"], tmp_path)
    assert changed != expected


@pytest.mark.parametrize("command", ["convert", "strip"])
def test_a_file_that_has_not_changed_is_not_read_again(
    newskit: Run, posts: Path, tmp_path: Path, command: str
) -> None:
    first = newskit(command, "posts", "--check", "--jobs", "2")
    _forget_outcomes(tmp_path)
    remembered = newskit(command, "posts", "--check")
    assert b": 0 would be" in remembered.stderr
    assert newskit("cache", "clean").returncode == 0
    assert newskit(command, "posts", "--check").stderr == first.stderr != remembered.stderr


def _forget_outcomes(folder: Path) -> None:
    """Make the cache say that nothing would become of any post: what is said comes from it then."""
    with sqlite3.connect(folder / ".newskit_cache" / "results.db") as database:
        database.execute("UPDATE result SET findings = x''")
    database.close()


@pytest.mark.parametrize("step", [-1, 37])
def test_files_are_known_again_in_any_order(
    newskit: Run, posts: Path, tmp_path: Path, step: int
) -> None:
    paths = sorted(path for path in posts.iterdir() if path.name[0].isdigit())
    names = [f"posts/{paths[index * step % 150].name}" for index in range(150)]
    newskit("convert", "posts", "--check")
    _forget_outcomes(tmp_path)
    newskit("convert", "posts", "--check")
    assert b": 0 would be" in newskit("convert", *names, "--check").stderr
    assert b": 0 would be" not in newskit("convert", *names, "--check", "--no-cache").stderr


def test_settings_and_rule_files_are_part_of_what_is_remembered(
    newskit: Run, posts: Path, tmp_path: Path
) -> None:
    rules = tmp_path / "rules.toml"
    rule = '[[rules]]\nid = "r"\nkind = "source"\nmatch = "(?s).*{}.*"\nstate = "accepted"\n'
    rules.write_text(rule.format("Nothing"))
    command = ["strip", "posts", "--dry-run", "--rules", "rules.toml"]
    before = newskit(*command).stdout
    found = rules.stat()
    rules.write_text(rule.format("Gazette"))
    os.utime(rules, ns=(found.st_atime_ns, found.st_mtime_ns))
    after = newskit(*command)
    assert after.stdout != before
    assert after.stdout == newskit(*command, "--no-cache").stdout
    command = ["convert", "posts", "--check", "--report", "report.jsonl"]
    portable = said(newskit, command, tmp_path)
    dropped = said(newskit, [*command, "--drop", "b"], tmp_path)
    assert dropped != portable
    assert dropped == said(newskit, [*command, "--drop", "b", "--no-cache"], tmp_path)


def test_a_converter_of_ones_own_is_asked_each_time(newskit: Run, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("<p>Some <b>words</b>.</p>\n")
    (tmp_path / "b.md").write_text("<p>More <b>words</b>.</p>\n")
    (tmp_path / ".newskit.toml").write_text(
        '[convert]\nengine = "markdownify"\n[convert.markdownify]\nconverter = "own:Own"\n'
    )
    (tmp_path / "own.py").write_text("from parts import Own\n")
    (tmp_path / "parts.py").write_text("from markdownify import MarkdownConverter as Own\n")
    command = ["convert", "a.md", "b.md", "--check", "--allow-code"]
    assert newskit(*command).returncode == 1
    (tmp_path / "parts.py").unlink()
    done = newskit(*command)
    assert done.returncode == 2
    assert b"own:Own" in done.stderr


def test_an_outcome_that_is_damaged_is_found_anew(
    newskit: Run, posts: Path, tmp_path: Path
) -> None:
    first = newskit("strip", "posts", "--dry-run")
    with sqlite3.connect(tmp_path / ".newskit_cache" / "results.db") as database:
        database.execute("UPDATE result SET findings = '[1]' WHERE length(findings) > 0")
    assert newskit("strip", "posts", "--dry-run").stdout == first.stdout


def test_runs_at_once_share_the_cache(newskit: Run, posts: Path, tmp_path: Path) -> None:
    expected = newskit("convert", "posts", "--check", "--no-cache").stderr
    command = [sys.executable, "-m", "newskit", "convert", "posts", "--check", "--jobs", "2"]
    runs = [
        subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL)
        for _ in range(3)
    ]
    for run in runs:
        assert run.communicate(timeout=120)[1] == expected
    assert newskit("convert", "posts", "--check").stderr == expected
