"""The commands beside an earlier build of newskit: no faster is a fault, slower is a bug."""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from benchmarks.common.data import EXAMPLES, ROOT, WORK, sample
from benchmarks.common.measure import in_turn, ratio, run
from benchmarks.common.peers import peer_python
from benchmarks.common.report import Section

BUILD = "055374d"
"""The commit that is measured against unless another is named."""

GOALS = {"export jsonl": 0.5, "validate": 0.5, "one post": 0.4, "inline HTML": 0.1}


def against_earlier(rounds: int, count: int, commit: str = BUILD) -> Section:
    """Compare this build's commands with those of an earlier commit, interleaved."""
    before, now = _installed(commit), Path(sys.executable)
    section = Section(
        f"Against the build of {commit}",
        ("command", "posts", "ms, that build", "ms, this build", "ratio (quartiles)", "goal"),
    )
    for name, posts, command, goal in _rows(count):
        measures: list[Callable[[], float]] = [
            lambda python=python, command=command: _cpu(python, command) for python in (now, before)
        ]
        ours, theirs = in_turn(measures, rounds * (1 if posts > 1 else 3))
        section.add(
            name,
            f"{posts:,}",
            f"{statistics.median(theirs) * 1000:.0f}",
            f"{statistics.median(ours) * 1000:.0f}",
            ratio(ours, theirs),
            f"≤ {GOALS[goal]:.2f}" if goal in GOALS else "",
        )
    section.notes.append(
        f"User + system time of the whole process, one process, {rounds} rounds in turn (three "
        "times as many for one post). This build does more: it renders as the post's site does, "
        "accounts for every value and knows more conventions and phrases."
    )
    return section


def _rows(count: int) -> list[tuple[str, int, list[str], str]]:
    """Return name, posts, arguments and goal of each row."""
    folder, posts = _folder(count)
    one = str(EXAMPLES / "000_12a10f2c5a4f20d9.txt")
    inline = _written("inline.md", _inline_html())
    alone = ["-j", "1"]
    out = str(WORK / "earlier-out")
    return [
        ("export jsonl", posts, ["export", "jsonl", folder, *alone, "-o", _null()], "export jsonl"),
        ("convert -o", posts, ["convert", folder, *alone, "-o", out], ""),
        ("strip --dry-run", posts, ["strip", folder, *alone, "--dry-run"], ""),
        ("validate", posts, ["validate", folder, *alone, "--no-cache"], "validate"),
        ("export jsonl", 1, ["export", "jsonl", one], "one post"),
        ("convert", 1, ["convert", one], "one post"),
        ("strip --dry-run", 1, ["strip", one, "--dry-run"], "one post"),
        ("validate", 1, ["validate", one, "--no-cache"], ""),
        ("convert, 400 paragraphs full of inline HTML", 1, ["convert", inline], "inline HTML"),
    ]


def _cpu(python: Path, command: list[str]) -> float:
    shutil.rmtree(WORK / "earlier-out", ignore_errors=True)
    done = run([python, "-P", "-m", "newskit", *command], folder=WORK)
    if done.code not in {0, 1}:
        raise SystemExit(f"{python} -m newskit {' '.join(command)}: exit code {done.code}")
    return done.cpu


def _installed(commit: str) -> Path:
    """Return the Python of an environment that holds the build of a commit."""
    source = WORK / f"earlier-{commit}"
    if not source.is_dir():
        partial = WORK / f"earlier-{commit}.partial"
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(parents=True)
        packed = subprocess.run(
            ["git", "-C", str(ROOT), "archive", commit], check=True, capture_output=True
        )
        subprocess.run(["tar", "-x", "-C", str(partial)], input=packed.stdout, check=True)
        partial.rename(source)
    return peer_python(f"earlier-{commit}", [str(source)])


def _folder(count: int) -> tuple[str, int]:
    """Return a folder of a sample of posts, with nothing beside it, and how many they are."""
    chosen = sample(count)
    folder = WORK / "sample" / str(count)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for number, path in enumerate(chosen):
        shutil.copyfile(path, folder / f"{number:05}{path.suffix}")
    return str(folder), len(chosen)


def _written(name: str, text: str) -> str:
    path = WORK / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def _inline_html() -> str:
    paragraph = (
        "In the <b>harbour</b> lay <i>three</i> ships of the "
        '<a href="https://example.org/line">line</a>, and a <code>pilot</code> told '
        "<em>number</em> {0} to <strong>wait</strong> for the <u>tide</u>.\n\n"
    )
    return "".join(paragraph.format(number) for number in range(400))


def _null() -> str:
    return "NUL" if sys.platform == "win32" else "/dev/null"
