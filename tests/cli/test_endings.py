"""How a run ends: exit codes, closed pipes, Ctrl-C, and what start-up imports."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest


def test_exit_codes_tell_clean_findings_and_could_not_run_apart(newskit, tmp_path: Path) -> None:
    (tmp_path / "good.md").write_text("---\ntitle: x\ndate: 2024-01-01\n---\nbody\n")
    (tmp_path / "bad.md").write_text("---\ntitle: [x\n---\nbody\n")
    assert newskit("validate", "good.md").returncode == 0
    assert newskit("validate", "bad.md").returncode == 1
    assert newskit("validate", "nowhere.md").returncode == 2
    assert newskit("validate", "--nonsense").returncode == 2
    assert newskit("nonsense").returncode == 2
    assert newskit("validate", "good.md", "--schema", "nowhere.json").returncode == 2


def test_errors_say_what_and_where_without_a_traceback(newskit, tmp_path: Path) -> None:
    (tmp_path / "newskit.toml").write_text("[convert]\nprofil = 'gfm'\n")
    done = newskit("convert", "-", stdin=b"x")
    assert done.returncode == 2
    assert done.stdout == b""
    assert done.stderr.decode() == (
        f"error: {tmp_path / 'newskit.toml'}:2: `convert`: unknown key `profil`\n"
        "  hint: did you mean `profile`?\n"
    )


@pytest.mark.parametrize(
    ("schema", "told"),
    [
        ("nowhere.json", "schema nowhere.json: no such file"),
        ("posts", "schema posts cannot be read: Is a directory"),
        ("https://example.org/a.json", "schema https://example.org/a.json is not fetched"),
        ("latin.json", "schema latin.json is not UTF-8 (byte 11)"),
    ],
)
def test_a_schema_that_is_none_is_told_in_words(
    newskit, tmp_path: Path, schema: str, told: str
) -> None:
    (tmp_path / "posts").mkdir()
    (tmp_path / "latin.json").write_bytes(b'{"title": "\xe9"}')
    (tmp_path / "a.md").write_text("---\ntitle: x\n---\n")
    done = newskit("validate", "a.md", "--schema", schema)
    assert done.returncode == 2
    assert done.stderr.decode().startswith(f"error: {told}")
    assert b"Errno" not in done.stderr


@pytest.mark.parametrize("command", ["convert", "strip", "validate"])
def test_a_missing_file_with_marks_of_a_pattern_is_a_missing_file(newskit, command: str) -> None:
    done = newskit(command, "missing[1].md")
    assert done.returncode == 2
    assert done.stderr.startswith(b"error: missing[1].md: no such file")


@pytest.mark.parametrize(
    "arguments", [("validate",), ("convert", "--check"), ("strip", "--check"), ("export", "jsonl")]
)
def test_a_folder_without_posts_is_told_unless_quiet(
    newskit, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    (tmp_path / "notes.csv").write_text("no post")
    done = newskit(*arguments, tmp_path)
    assert (done.returncode, done.stdout) == (0, b"")
    assert b"no posts in " + bytes(tmp_path) in done.stderr
    assert b"*.md" in done.stderr
    assert b"no posts" not in newskit(*arguments, tmp_path, "--quiet").stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("arguments", [("export", "jsonl", "posts"), ("rule", "NK121")])
def test_a_full_disk_behind_standard_output_is_told(many: Path, arguments: tuple[str, ...]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "newskit", *arguments],
            cwd=many.parent,
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 2
    assert done.stderr.startswith(b"error: standard output cannot be written: No space left")
    assert b"Traceback" not in done.stderr


def test_the_nearest_configuration_holds_and_can_be_set_aside(newskit, tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "newskit.toml").write_text("[convert]\nheading-style = 'setext'\n")
    html = b"<h1>title</h1><p>text</p>"
    below = tmp_path / "sub"
    assert newskit("convert", "-", stdin=html, cwd=below).stdout.startswith(b"title\n=")
    assert newskit("convert", "-", "--isolated", stdin=html, cwd=below).stdout.startswith(b"# t")
    (below / "pyproject.toml").write_text("[tool.newskit.convert]\nheading-style = 'atx'\n")
    assert newskit("convert", "-", stdin=html, cwd=below).stdout.startswith(b"# t")
    env = {"NEWSKIT_CONVERT_HEADING_STYLE": "setext"}
    assert newskit("convert", "-", stdin=html, cwd=below, env=env).stdout.startswith(b"title\n=")


@pytest.fixture(autouse=True)
def _hang_ups_are_heard() -> Iterator[None]:
    """What nohup starts ignores SIGHUP, and so would all that these tests start."""
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    yield
    signal.signal(signal.SIGHUP, before)


@pytest.fixture
def many(tmp_path: Path) -> Path:
    folder = tmp_path / "posts"
    folder.mkdir()
    for number in range(600):
        text = f"---\ntitle: {number}\n---\n" + f"<p>paragraph <b>{number}</b></p>\n" * 40
        (folder / f"{number:04}.md").write_text(text)
    return folder


def start(*arguments: str | Path, cwd: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "newskit", *map(str, arguments)],
        cwd=cwd,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_reader_that_leaves_ends_the_run_in_silence(many: Path, jobs: int) -> None:
    with start("export", "jsonl", many, "--jobs", jobs, cwd=many.parent) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline().startswith(b'{"id"')
        process.stdout.close()
        assert process.wait(60) == 141
        assert process.stderr.read() == b""


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("number", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_run_asked_to_stop_does_with_128_and_the_signal_and_no_half_file(
    many: Path, jobs: int, number: str
) -> None:
    signum = getattr(signal, number)
    for post in list(many.iterdir()):  # so that it is not over before the signal comes
        for copy in range(9):
            os.link(post, post.with_suffix(f".{copy}.md"))
    arguments = ("export", "jsonl", many, "-o", "out.jsonl", "--jobs", jobs)
    with start(*arguments, cwd=many.parent) as process:
        deadline = time.monotonic() + 30
        while not list(many.parent.glob(".newskit-*")) and time.monotonic() < deadline:
            time.sleep(0.01)
        os.killpg(process.pid, signum)
        assert process.wait(60) == 128 + signum
        assert process.stderr is not None
        assert process.stderr.read().startswith(b"error: interrupted;")
    assert [path.name for path in many.parent.iterdir()] == ["posts"]


# More rounds for a longer search: STOP_ROUNDS=200 pytest tests/cli/test_endings.py
STOP_ROUNDS = int(os.environ.get("STOP_ROUNDS", "3"))


@pytest.mark.parametrize("number", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_signal_at_any_moment_ends_a_run_in_order(many: Path, number: str) -> None:
    """From newskit's first line on: before it, the signal is the interpreter's."""
    signum = getattr(signal, number)
    command = ["export", "jsonl", "posts", "-o", "out.jsonl", "--jobs", "2"]
    code = (
        "import sys\n"
        f"sys.argv[1:] = {command!r}\n"
        "from newskit.cli import guard\n"
        "guard.listen()\n"
        "sys.stdout.write('ready\\n'), sys.stdout.flush()\n"
        "from newskit.cli.app import main\n"
        "main()\n"
    )
    output = many.parent / "out.jsonl"
    for _ in range(STOP_ROUNDS):
        with subprocess.Popen(
            [sys.executable, "-c", code],
            cwd=many.parent,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        ) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == b"ready\n"
            time.sleep(random.uniform(0, 1))
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signum)
            _, errors = process.communicate(timeout=60)
        assert process.returncode in {0, 128 + signum}, errors
        assert b"Traceback" not in errors
        assert b"ignored" not in errors
        assert not output.exists() or output.read_bytes().count(b"\n") == 600
        output.unlink(missing_ok=True)
        assert [path.name for path in many.parent.iterdir()] == ["posts"]


def test_a_signal_that_is_set_to_be_ignored_is(many: Path) -> None:
    code = "import signal, sys; signal.signal(signal.SIGHUP, signal.SIG_IGN)\n"
    code += f"sys.argv[1:] = ['convert', {str(many)!r}, '-o', 'out', '-q']\n"
    code += "from newskit.cli.app import main\n"
    code += "signal.raise_signal(signal.SIGHUP)\nmain()\n"
    run = [sys.executable, "-c", code]
    with subprocess.Popen(run, cwd=many.parent, stdout=subprocess.DEVNULL) as process:
        time.sleep(0.5)
        process.send_signal(signal.SIGHUP)
        assert process.wait(60) == 0


HEAVY = {"bs4", "markdownify", "rich", "lxml", "selectolax", "cmarkgfm", "newskit.records.record"}


@pytest.mark.parametrize(
    ("arguments", "more"),
    [
        (["--version"], {"typer", "yaml", "jsonschema"}),
        (["validate", "post.md"], set()),
        (["validate", "post.md", "--schema", "builtin:jekyll-post"], {"jsonschema"}),
    ],
)
def test_start_up_imports_nothing_heavy(
    tmp_path: Path, arguments: list[str], more: set[str]
) -> None:
    (tmp_path / "post.md").write_text("---\ntitle: x\ndate: 2024-01-01\n---\nbody\n")
    code = (
        "import sys, atexit\n"
        f"atexit.register(lambda: print('LOADED', sorted({HEAVY | more!r} & set(sys.modules))))\n"
        f"sys.argv[1:] = {arguments!r}\n"
        "from newskit.cli.app import main\nmain()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, check=False
    )
    assert done.stdout.splitlines()[-1] == b"LOADED []", done.stdout + done.stderr
