"""What a command costs before it has done anything."""

from __future__ import annotations

import statistics
import sys
from collections.abc import Callable
from pathlib import Path

from benchmarks.common.data import EXAMPLES, WORK
from benchmarks.common.measure import in_turn, ratio, run
from benchmarks.common.peers import peer_python
from benchmarks.common.report import Section

BASE = [sys.executable, "-c", "import typer"]


def startup(rounds: int) -> Section:
    """Compare start-up with that of Typer alone, and with check-jsonschema."""
    post = EXAMPLES / "000_12a10f2c5a4f20d9.txt"
    hook = peer_python("hooks", ["check-jsonschema"])
    newskit = [sys.executable, "-m", "newskit"]
    schema = EXAMPLES.parents[1] / "schemas" / "post.schema.json"
    instance = WORK / "instance.json"
    instance.write_text('{"title": "A title", "date": "2024-01-01"}')
    measured: dict[str, tuple[list[str | Path], str]] = {
        "newskit --version": ([*newskit, "--version"], "≤ 2"),
        "newskit validate, one post": ([*newskit, "validate", post], "≤ 4"),
        "newskit convert, one post": ([*newskit, "convert", post], ""),
        "newskit export jsonl, one post": ([*newskit, "export", "jsonl", post], ""),
        "check-jsonschema, one JSON file": (
            [hook, "-m", "check_jsonschema", "--schemafile", schema, instance],
            "",
        ),
    }
    commands: list[list[str | Path]] = [[*BASE], *(command for command, _ in measured.values())]
    measures: list[Callable[[], float]] = [
        lambda command=command: run(command).cpu for command in commands
    ]
    base, *others = in_turn(measures, rounds)
    section = Section("Start-up", ("command", "CPU ms", "against import typer", "goal"))
    section.add("python -c 'import typer'", f"{statistics.median(base) * 1000:.0f}", "1.00", "")
    for (name, (_, goal)), figures in zip(measured.items(), others, strict=True):
        section.add(name, f"{statistics.median(figures) * 1000:.0f}", ratio(figures, base), goal)
    section.notes.append(f"{rounds} rounds in turn, user + system time of the whole process.")
    return section
