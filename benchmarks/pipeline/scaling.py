"""Two processes against one; memory, cost a post and second runs over growing archives."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.common.data import WORK, archive_folder, copies, number_of, posts, thousands
from benchmarks.common.measure import Run, ratio, run
from benchmarks.common.report import Section

NEWSKIT = [sys.executable, "-m", "newskit"]


def processes(rounds: int) -> Section:
    """Compare the wall time of `export jsonl` with one process and with two."""
    folder = archive_folder()
    one: list[float] = []
    two: list[float] = []
    cpu: list[float] = []
    for _ in range(rounds):
        alone, both = _export(folder, 1), _export(folder, 2)
        one.append(alone.wall)
        two.append(both.wall)
        cpu.append(both.cpu / alone.cpu)
    section = Section("Two processes", ("posts", "wall 1 / wall 2", "CPU 2 / CPU 1", "goal"))
    middle = sorted(cpu)[len(cpu) // 2]
    section.add(f"{len(posts(folder)):,}", ratio(one, two), f"{middle:.2f}", "≥ 1.8")
    section.notes.append(
        "Wall time needs two idle processors; the CPU column does not: 1 / CPU ratio x 2 is what "
        "two idle processors would give, less what the reader of the results takes alone."
    )
    return section


def memory(times: tuple[int, ...]) -> Section:
    """Measure the peak of one process, and the time a post, over growing archives."""
    section = Section(
        "Memory and cost over growing archives",
        ("posts", "command", "peak MB a process", "CPU ms a post", "goal"),
    )
    for times_over in times:
        folder = archive_folder() if times_over == 1 else copies(times_over)
        number = number_of(folder)
        for name, done in (
            ("export jsonl, 1 process", _export(folder, 1)),
            ("export jsonl, 2 processes", _export(folder, 2)),
            ("validate, 1 process", _fresh("validate", folder, "--no-cache")),
            ("validate, remembering", _fresh("validate", folder)),
            ("convert -o, 1 process", _fresh("convert", folder, "-o", "out")),
            ("strip --dry-run, 1 process", _fresh("strip", folder, "--dry-run")),
        ):
            each = done.cpu / number * 1000
            section.add(f"{number:,}", name, f"{done.peak:.0f}", f"{each:.3f}", "≤ 150 MB, flat")
    section.notes.append(
        "Larger archives are the same posts again, as hard links: every article has a double in "
        "each copy, and `validate` a finding about each."
    )
    return section


def unchanged(times: int) -> Section:
    """Measure a second run over posts that have not changed."""
    section = Section(
        "A second run over unchanged posts",
        ("posts", "command", "first CPU s", "second CPU s", "second / first", "goal"),
    )
    for count, goal in ((1, "≤ 0.05"), (times, "100,000 in 5 s")):
        folder = archive_folder() if count == 1 else copies(count)
        number = number_of(folder)
        for words in (["validate"], ["convert", "--check"], ["strip", "--check"]):
            place = WORK / "project"
            shutil.rmtree(place, ignore_errors=True)
            place.mkdir()
            command = [*NEWSKIT, *words, folder, "--jobs", "1", "--quiet"]
            first = run(command, folder=place, keep=False)
            second = run(command, folder=place, keep=False)
            share = second.cpu / first.cpu
            section.add(
                f"{number:,}",
                " ".join(words),
                f"{first.cpu:.1f}",
                f"{second.cpu:.2f}",
                f"{share:.3f}",
                goal,
            )
    return section


def hostile() -> Section:
    """Time single posts of great size; twice the size should take twice the time."""
    folder = WORK / "hostile"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    front = "---\ntitle: Large\ndate: 2024-01-01\n---\n\n"
    paragraph = (
        "<p>A paragraph of <b>some</b> words, with a <a href='/x'>link</a> &amp; more.</p>\n"
    )
    link = "<p><a href='https://example.org/{}'>link</a></p>\n"
    line = "A line of *Markdown* with [a link](https://example.org).\n"
    cases: dict[str, tuple[str, int]] = {
        "HTML, 25 MB": (paragraph, 25_000_000 // len(paragraph)),
        "HTML, 50 MB": (paragraph, 50_000_000 // len(paragraph)),
        "50,000 links": (link, 50_000),
        "100,000 links": (link, 100_000),
        "Markdown, 500,000 lines": (line, 500_000),
        "Markdown, 1,000,000 lines": (line, 1_000_000),
    }
    section = Section("Single large posts", ("post", "MB", "command", "CPU s", "peak MB"))
    for name, (text, times) in cases.items():
        path = folder / "post.md"
        # Written piece by piece: what this process holds would count as the memory of a command.
        with path.open("w", encoding="utf-8") as file:
            file.write(front)
            file.writelines(text.format(number) for number in range(times))
        size = path.stat().st_size / 1e6
        for words in (["validate"], ["strip"], ["convert"], ["export", "jsonl"]):
            done = run([*NEWSKIT, *words, path], keep=False)
            command = " ".join(words)
            section.add(name, f"{size:.1f}", command, f"{done.cpu:.1f}", f"{done.peak:.0f}")
    shutil.rmtree(folder)
    section.notes.append(
        "Each kind comes in two sizes: twice the time for twice the size is linear."
    )
    return section


def huge(counts: Sequence[int]) -> Section:
    """Measure what a post costs, from a thousand to a million of them (hard links to the posts)."""
    section = Section(
        "From a thousand posts to a million",
        ("posts", "command", "CPU ms a post", "against the first", "peak MB", "goal"),
    )
    commands = {
        "validate --no-archive": ["validate", "--no-archive", "--no-cache", "--quiet"],
        "export jsonl --body source": ["export", "jsonl", "--body", "source", "--no-strip"],
    }
    start: dict[str, float] = {}
    first: dict[str, float] = {}
    for count in (0, *counts):
        folder = thousands(count or 40)
        for name, words in commands.items():
            command = [*NEWSKIT, *words, folder, "--jobs", "1"]
            if not count:
                start[name] = run(command, folder=WORK, keep=False).cpu
                continue
            done = run(command, folder=WORK, keep=False)
            each = (done.cpu - start[name]) / (count - 40) * 1000
            share = each / first.setdefault(name, each)
            goal = "0.90–1.10"
            section.add(f"{count:,}", name, f"{each:.3f}", f"{share:.2f}", f"{done.peak:.0f}", goal)
        shutil.rmtree(folder)
    section.notes.append(
        "The same 1,000 posts, spread over all archives, again and again: every size has one mix. "
        "What a run over 40 posts takes, which is start-up, is left out."
    )
    return section


def _export(folder: Path, jobs: int) -> Run:
    target = WORK / "out.jsonl"
    return run([*NEWSKIT, "export", "jsonl", folder, "-o", target, "--jobs", str(jobs)])


def _fresh(command: str, folder: Path, *options: str) -> Run:
    """Run a command with one process, in a project that remembers nothing."""
    place = WORK / "project"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    words = [*NEWSKIT, command, folder.resolve(), *options, "--jobs", "1", "--quiet"]
    done = run(words, folder=place, keep=False)
    shutil.rmtree(place)
    return done
