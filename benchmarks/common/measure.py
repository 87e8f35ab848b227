"""Measuring commands: processor time, memory, ratios of pairs run in turn."""

from __future__ import annotations

import os
import statistics
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Run:
    """What a command took.

    Attributes:
        cpu: user and system time of it and of its children, in seconds.
        wall: seconds on the clock.
        peak: largest resident memory of one of its processes, in MB (10**6 bytes).
        code: its exit code.
        output: what it wrote on standard output.
    """

    cpu: float
    wall: float
    peak: float
    code: int
    output: str


@dataclass(frozen=True, slots=True)
class Ratio:
    """How many times the second a first takes: the median over rounds, and the quartiles."""

    median: float
    low: float
    high: float

    def __str__(self) -> str:
        """Return the median with its spread."""
        return f"{self.median:.2f} ({self.low:.2f}–{self.high:.2f})"


def run(command: Sequence[str | Path], *, folder: Path | None = None, keep: bool = True) -> Run:
    """Run a command to its end and measure it; what it says on stderr is dropped."""
    started = time.perf_counter()
    process = subprocess.Popen(
        [str(part) for part in command],
        cwd=folder,
        # What is measured lies in a folder that Git ignores; bytecode is kept, as where newskit
        # is installed.
        env={
            **os.environ,
            "NEWSKIT_READ_GITIGNORE": "false",
            "PYTHONDONTWRITEBYTECODE": "",
        },
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE if keep else subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    output = process.stdout.read() if process.stdout is not None else ""
    # wait4 tells of this child and its children alone; it takes the place of Popen.wait.
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.stdout is not None:
        process.stdout.close()
    wall = time.perf_counter() - started
    cpu = usage.ru_utime + usage.ru_stime
    return Run(cpu, wall, usage.ru_maxrss * 1024 / 1e6, process.returncode, output)


def in_turn(measures: Sequence[Callable[[], float]], rounds: int) -> list[list[float]]:
    """Call each measure `rounds` times, in turn, so that a busy moment meets them all."""
    results: list[list[float]] = [[] for _ in measures]
    for _ in range(rounds):
        for figures, measure in zip(results, measures, strict=True):
            figures.append(measure())
    return results


def ratio(first: Sequence[float], second: Sequence[float]) -> Ratio:
    """Return the ratio of two series measured in turn, round by round."""
    pairs = sorted(a / b for a, b in zip(first, second, strict=True))
    if len(pairs) < 4:
        return Ratio(statistics.median(pairs), pairs[0], pairs[-1])
    low, median, high = statistics.quantiles(pairs, n=4, method="inclusive")
    return Ratio(median, low, high)
