"""Standard streams that are closed, full or empty: never a traceback, never data lost unseen."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

FULL = pytest.param(
    "> /dev/full",
    marks=pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device always full"),
)
POST = "---\ntitle: x\ndate: 2024-01-01\n---\n<p>body</p>\n"


def run(folder: Path, line: str) -> subprocess.CompletedProcess[bytes]:
    """Run a line of shell in which $newskit is the program."""
    (folder / "post.html").write_text(POST)
    program = f'newskit() {{ {sys.executable} -m newskit "$@"; }}\n'
    return subprocess.run(
        ["/bin/sh", "-c", program + line], cwd=folder, capture_output=True, check=False
    )


@pytest.mark.parametrize("command", ["validate .", "convert post.html", "export jsonl ."])
@pytest.mark.parametrize("closed", ["<&-", "2>&-"])
def test_closed_input_or_talk_changes_nothing(tmp_path: Path, command: str, closed: str) -> None:
    assert (
        run(tmp_path, f"newskit {command}").stdout
        == (done := run(tmp_path, f"newskit {command} {closed}")).stdout
    )
    assert done.returncode == 0
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("output", [">&-", FULL])
@pytest.mark.parametrize(
    "command",
    ["convert post.html", "export jsonl .", "rule --all", "schema list", "--version", "-h"],
)
def test_output_that_cannot_be_written_is_told(tmp_path: Path, command: str, output: str) -> None:
    done = run(tmp_path, f"newskit {command} {output}")
    assert done.returncode == 2
    assert done.stderr.startswith(b"error: standard output cannot be written: ")
    assert done.stderr.count(b"\n") == 1


@pytest.mark.parametrize("output", [">&-", "2>&-"])
def test_a_run_that_writes_files_needs_no_streams(tmp_path: Path, output: str) -> None:
    done = run(tmp_path, f"newskit convert . -o out {output}")
    assert done.returncode == 0
    assert (tmp_path / "out" / "post.md").read_bytes().endswith(b"---\nbody\n")


@pytest.mark.parametrize("command", ["validate", "convert", "strip", "export jsonl"])
def test_empty_input_is_called_empty(tmp_path: Path, command: str) -> None:
    done = run(tmp_path, f"newskit {command} - < /dev/null")
    assert (done.returncode, done.stdout) == (0, b"")
    assert done.stderr.startswith(b"no posts on standard input: it is empty\n")


def test_talk_into_a_closed_pipe_keeps_the_exit_code(tmp_path: Path) -> None:
    line = "{ newskit validate . > /dev/null; echo $? > code; } 2>&1 | true"
    run(tmp_path, line)
    assert (tmp_path / "code").read_text() == "0\n"


def test_what_a_terminal_obeys_is_told_harmlessly(newskit, tmp_path: Path) -> None:
    name = "esc\x1b[31m\nline.html"
    source = "<p>text of the post, long enough to stay</p>\n<p>Source: <a href='http://a.org/'>A\x1b[2J</a></p>\n"
    (tmp_path / name).write_text(f"---\ntitle: x\n---\n{source}")
    for arguments in (
        ("convert", ".", "--check"),
        ("convert", ".", "-o", "out", "--verbose"),
        ("validate", name + "x"),
        ("strip", ".", "--dry-run"),
        ("strip", ".", "--explain"),
        ("validate", "."),
    ):
        done = newskit(*arguments)
        said = done.stderr + done.stdout
        assert b"\\x1b[31m" in said
        assert b"\x1b" not in said


def test_commands_that_read_twice_take_standard_input_too(newskit, tmp_path) -> None:
    (tmp_path / "posts").mkdir()
    for number in range(5):
        text = f"---\ntitle: T{number}\ndate: 2020-01-0{number + 1}\n---\nText {number}.\n"
        (tmp_path / "posts" / f"{number}.md").write_text(text, "utf-8")
    records = newskit("export", "jsonl", "posts", "--body", "source").stdout
    piped = newskit("schema", "infer", "-", stdin=records)
    assert piped.returncode == 0, piped.stderr
    assert piped.stdout == newskit("schema", "infer", "posts").stdout
    assert b"0 posts of 5 differ" in piped.stderr
    learned = newskit("strip", "-", "--learn", stdin=records)
    assert (learned.returncode, learned.stdout) == (
        0,
        newskit("strip", "posts", "--learn").stdout,
    )


def test_a_book_on_standard_input_is_checked(newskit, tmp_path) -> None:
    (tmp_path / "a.md").write_text("---\ntitle: A\ndate: 2020-01-01\n---\nText.\n", "utf-8")
    newskit("export", "epub", "a.md", "-o", "book", "--split", "none", "--pack")
    (book,) = tmp_path.rglob("*.epub")
    good = newskit("check-epub", "-", "--no-epubcheck", stdin=book.read_bytes())
    assert good.returncode == 0, good.stderr
    assert good.stderr.startswith(b"-: ")
    bad = newskit("check-epub", "-", "--no-epubcheck", stdin=b"no book")
    assert bad.returncode == 2


def test_a_book_on_standard_input_that_is_none_is_named_as_the_user_named_it(newskit) -> None:
    done = newskit("check-epub", "-", "--no-epubcheck", stdin=b"no book")
    assert done.returncode == 2
    assert done.stderr.decode().startswith("error: -: cannot be read: ")
