"""Which functions the time goes to: the whole job under the profiler."""

from __future__ import annotations

import cProfile
import pstats
import sys

from benchmarks.common.data import sample
from benchmarks.common.report import Section
from benchmarks.pipeline.job import whole


def profile(count: int, rows: int = 40) -> Section:
    """Profile the whole job and return the functions with the most time of their own."""
    paths = [str(path) for path in sample(count)]
    whole(paths[:40])
    profiler = cProfile.Profile()
    profiler.runcall(whole, paths)
    found = pstats.Stats(profiler, stream=sys.stderr)
    table = found.get_stats_profile().func_profiles
    section = Section("Profile", ("function", "calls", "own s", "with callees s"))
    for name, entry in sorted(table.items(), key=lambda item: -item[1].tottime)[:rows]:
        where = f"{_short(entry.file_name)}:{entry.line_number} {name}"
        section.add(where, entry.ncalls, f"{entry.tottime:.3f}", f"{entry.cumtime:.3f}")
    section.notes.append(f"{len(paths):,} posts; the profiler makes small functions look dearer.")
    return section


def _short(name: str) -> str:
    _, marker, rest = name.rpartition("/newskit/")
    return f"newskit/{rest}" if marker else name.rpartition("/")[2]
