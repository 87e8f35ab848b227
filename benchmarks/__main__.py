"""All benchmarks with one command: python -m benchmarks [--quick] [--only NAME] [--profile].

Prepares its data and the peers' environments under benchmarks/work/, and writes RESULTS.md.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.common.report import Section
from benchmarks.pipeline import dense, earlier, scaling, speed, startup
from newskit.version import __version__

HERE = Path(__file__).parent
RESULTS = HERE / "RESULTS.md"
SIZES = (1_000, 10_000, 100_000, 1_000_000)


def main() -> None:
    options = _options()
    if options.profile:
        from benchmarks.pipeline.hot import profile

        print(profile(options.posts).text())
        return
    rounds = 3 if options.quick else 7
    plan: dict[str, Callable[[], Section]] = {
        "job": lambda: speed.whole_job(rounds, options.posts),
        "earlier": lambda: earlier.against_earlier(rounds, options.posts, options.commit),
        "stages": lambda: speed.stages(min(rounds, 5), options.posts),
        "startup": lambda: startup.startup(rounds),
        "processes": lambda: scaling.processes(1 if options.quick else 3),
        "memory": lambda: scaling.memory((1, 2) if options.quick else (1, 2, 10)),
        "unchanged": lambda: scaling.unchanged(2 if options.quick else 7),
        "hostile": scaling.hostile,
        "dense": dense.dense,
        "huge": lambda: scaling.huge(
            [size for size in SIZES if size <= (options.huge or SIZES[-1])]
        ),
    }
    chosen = options.only or [name for name in plan if name != "huge" or options.huge]
    texts = dict(_former())
    for name in chosen:
        section = plan[name]()
        texts[name] = f"{section.text()}\n*Measured {_today()} with newskit {__version__}.*\n"
        print(texts[name], flush=True)
        _write(texts, list(plan))
    if options.all:
        for package in _packages():
            print(f"# benchmarks.{package}", flush=True)
            subprocess.run([sys.executable, "-m", f"benchmarks.{package}"], check=False)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    sections = (
        "job",
        "earlier",
        "stages",
        "startup",
        "processes",
        "memory",
        "unchanged",
        "hostile",
        "dense",
        "huge",
    )
    parser.add_argument("--only", action="append", choices=sections, help="this section alone")
    parser.add_argument("--posts", type=int, default=1000, help="posts in the sample")
    parser.add_argument(
        "--commit", default=earlier.BUILD, help="the earlier build that is measured against"
    )
    parser.add_argument("--quick", action="store_true", help="fewer rounds, smaller archives")
    parser.add_argument(
        "--huge",
        type=int,
        nargs="?",
        const=SIZES[-1],
        default=0,
        metavar="N",
        help="sizes up to N posts too, or to a million: an hour more",
    )
    parser.add_argument("--all", action="store_true", help="the stages' own benchmarks too")
    parser.add_argument("--profile", action="store_true", help="name the hot functions instead")
    return parser.parse_args()


def _packages() -> list[str]:
    """Return the stages that bring benchmarks of their own: folders that can be run."""
    return sorted(
        folder.name
        for folder in HERE.iterdir()
        if (folder / "__main__.py").is_file() and folder.name != "work"
    )


def _former() -> list[tuple[str, str]]:
    """Return the sections of the last run, so that one section can be measured again alone."""
    if not RESULTS.is_file():
        return []
    parts = RESULTS.read_text(encoding="utf-8").split("<!-- section ")[1:]
    return [
        (part.partition(" -->")[0], part.partition(" -->\n")[2].strip() + "\n") for part in parts
    ]


def _write(texts: dict[str, str], order: list[str]) -> None:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    head = (
        "# Results\n\nWritten by `python -m benchmarks`; see README.md for what is measured.\n"
        f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, "
        f"{cores} processors (shared).\n"
    )
    sections = [f"<!-- section {name} -->\n{texts[name]}" for name in order if name in texts]
    RESULTS.write_text("\n".join([head, *sections]), encoding="utf-8")


def _today() -> str:
    return datetime.now(UTC).date().isoformat()


if __name__ == "__main__":
    main()
