"""Time of `export jsonl --body source` against a script of python-frontmatter and json."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from benchmarks.common.data import WORK, archive_folder, posts
from benchmarks.common.measure import Run, ratio, run
from benchmarks.common.peers import peer_python, versions
from benchmarks.common.report import Section

SCRIPT = Path(__file__).parent / "peers" / "script.py"
PEER = ("python-frontmatter",)


def section(rounds: int) -> Section:
    folder, python = archive_folder(), peer_python("script", PEER)
    base = [sys.executable, "-m", "newskit", "export", "jsonl", str(folder), "-q"]
    ours = [*base, "--body", "source", "-o", str(WORK / "source.jsonl")]
    commands: dict[str, list[str]] = {
        "script": [str(python), str(SCRIPT), str(folder), str(WORK / "script.jsonl")],
        "all processors": ours,
        "one process": [*ours, "-j", "1"],
    }
    runs: dict[str, list[Run]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            runs[name].append(run(command))
    count = len(posts(folder))
    table = Section(
        f"Time for {count:,} posts, `--body source`",
        ("", "clock, s", "processors, s", "clock, times the script's", "processors, times"),
    )
    for name, measured in runs.items():
        clock, cpu = [r.wall for r in measured], [r.cpu for r in measured]
        peer_clock = [r.wall for r in runs["script"]]
        peer_cpu = [r.cpu for r in runs["script"]]
        table.add(
            name,
            f"{min(clock):.2f}",
            f"{min(cpu):.2f}",
            ratio(clock, peer_clock),
            ratio(cpu, peer_cpu),
        )
    done = runs["script"][0].output.strip()
    script = f"The script: {versions(python, PEER)}, one process; written, failed: {done}."
    table.notes = [f"{script} newskit: {os.cpu_count()} processors; a record for every post."]
    return table
