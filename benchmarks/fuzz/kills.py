"""Kills at random and at chosen points, and what must be so afterwards.

    python -m benchmarks.fuzz.kills --rounds 100

Each command, with one process, two, as shards of a plan and on a cluster of two, is killed before a
rename, a sync or a removal, or after a time: all of it, its first process alone, or a worker. Then
every file must be old or new, no process may be left, and the next run must give what an
undisturbed one gives, with nothing beside it.
"""

from __future__ import annotations

import argparse
import importlib.util
import pkgutil
import random
import shutil
import sys
import tempfile
from collections import Counter
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

import newskit

_HARNESS = Path(__file__).parents[2] / "tests" / "faults" / "harness.py"
POSTS = 12
POSTS_FOR_TWO = 40  # a pool starts where there is more than one chunk of 32 posts
BODY = "<p>The council of the <b>harbour</b> has met and closed the old bridge.</p>\n" * 6
TAIL = "<p>© 2024 Harbour Notes. All rights reserved.</p>\n"
RECORDS = ["export", "jsonl", "posts", "-o", "records.jsonl"]
COMMANDS = {
    "convert": ["convert", "posts", "-o", "out"],
    "convert in place": ["convert", "posts", "--in-place"],
    "strip": ["strip", "posts", "-o", "out"],
    "strip in place": ["strip", "posts", "--in-place"],
    "fix": ["validate", "posts", "--fix"],
    "validate": ["validate", "posts", "--output-file", "out/found.txt"],
    "records": ["export", "jsonl", "posts", "-o", "out/r.jsonl"],
    "parts": ["export", "jsonl", "posts", "-o", "out/parts", "--shard-size", "2K"],
    "book": ["export", "epub", "posts", "-o", "out/book", "--pack"],
    "import": ["import", "jsonl", "records.jsonl", "-o", "out"],
}
PLANNED = {
    "plan of records": ["export", "jsonl", "posts", "-o", "out/parts"],
    "plan of conversion": ["convert", "posts", "-o", "out/posts", "--state", "out/state"],
    "plan of checks": ["validate", "posts", "--state", "out/state", "--output-file", "found.txt"],
}
PLAN = ["--cluster", "plan", "--shard-input", "2K"]
LOCAL = ["--cluster", "local:2", "--shard-input", "2K", "--resume"]
TIMED = ("kill all", "kill all", "kill first", "kill worker")


def _harness() -> Any:
    spec = importlib.util.spec_from_file_location("fault_harness", _HARNESS)
    assert spec is not None
    assert spec.loader is not None
    harness = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = harness
    spec.loader.exec_module(harness)
    return harness


harness = _harness()


def archive(folder: Path, posts: int) -> None:
    """Write posts with something to do for every command, and their records."""
    (folder / "posts").mkdir(parents=True)
    for number in range(posts):
        head = f"title: Post {number}\ndate: 2024-{number % 3 + 1:02}-01\n"
        head += "slug: a: b\n" if number % 4 == 0 else ""
        path = folder / "posts" / f"{number:03}.md"
        path.write_text(f"---\n{head}---\n{BODY}{TAIL}", encoding="utf-8")
    harness.run(folder, RECORDS, harness.Fault(), folder.parent)


def commands() -> dict[str, list[str]]:
    """Return every command with one process, with two, as shards of a plan, and on a cluster."""
    found = {"import": COMMANDS["import"]}
    for name, words in COMMANDS.items():
        if name != "import":
            found |= {f"{name}, {jobs}": [*words, "--jobs", jobs] for jobs in ("1", "2")}
    for name, words in PLANNED.items():
        state = "out/parts" if "records" in name else "out/state"
        go_on = [*words, *PLAN, "--resume"]
        steps = [[*words, *PLAN], go_on]
        steps += [
            ["run-shard", "--manifest", f"{state}/manifest.json", "--index", str(index)]
            for index in range(POSTS // 2)
        ]
        found[name] = [word for step in [*steps, go_on] for word in (*step, harness.THEN)][:-1]
        found[name.replace("plan", "cluster")] = [*words, *LOCAL]
    return found


def broken_promises(folder: Path, words: list[str], fault: Any, known: Known) -> list[str]:
    """Run a command that is killed, then once more; return what is not as it must be."""
    broken: list[str] = []
    try:
        ended = harness.run(folder, words, fault, folder.parent)
    except TimeoutError as error:
        return [str(error)]
    known.kills += ended.killed
    if "Traceback" in ended.said or "bug of its own" in ended.said:
        broken.append("a traceback")
    for name, data in harness.tree(folder).items():
        sound = {known.before.get(name), known.after.get(name)}
        if data not in sound and not harness.is_state(name):
            broken.append(f"{name} is neither old nor new")
    again = harness.run(folder, words, harness.Fault(), folder.parent)
    if again.code != known.code:
        broken.append(f"the next run ends with {again.code}, not {known.code}: {again.said[-200:]}")
    now, after = harness.settled(harness.tree(folder)), harness.settled(known.after)
    if other := [name for name in now.keys() | after.keys() if now.get(name) != after.get(name)]:
        broken.append(f"the next run gives something else: {sorted(other)[:3]}")
    if left := [path.name for path in folder.rglob("*") if path.name.endswith(".tmp")]:
        broken.append(f"left behind: {left[0]}")
    return broken


class Known:
    """What an undisturbed run gives."""

    def __init__(self, folder: Path, words: list[str]) -> None:
        self.before = harness.tree(folder)
        ended = harness.run(folder, words, harness.Fault(), folder.parent)
        self.code, self.calls, self.seconds = ended.code, ended.calls, ended.seconds
        self.after = harness.tree(folder)
        self.kills = 0
        self.found = Counter[str]()
        assert self.code in {0, 1}, ended.said


def main() -> int:
    """Read the command line and kill."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=20, help="kills of each command")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="commands whose name holds this")
    given = parser.parse_args()
    # Forked runs find every module imported: a start costs next to nothing.
    for module in pkgutil.walk_packages(newskit.__path__, "newskit."):
        if not module.name.endswith("__main__"):
            with suppress(ImportError):  # of an extra
                import_module(module.name)
    choice = random.Random(given.seed)
    kills, found = 0, Counter[str]()
    with tempfile.TemporaryDirectory(dir=_in_memory()) as work:
        small, large = Path(work) / "small", Path(work) / "large"
        archive(small, POSTS)
        archive(large, POSTS_FOR_TWO)
        for name, words in commands().items():
            if given.only in name:
                base = large if name.endswith(", 2") else small
                known = _kill(base, words, given.rounds, choice)
                kills += known.kills
                found.update({f"{name}: {one}": count for one, count in known.found.items()})
                print(f"{name}: {known.kills} kills in {given.rounds} rounds", flush=True)
    print(f"{kills:,} kills: {dict(found) or 'nothing broken'}")
    return 1 if found else 0


def _kill(base: Path, words: list[str], rounds: int, choice: random.Random) -> Known:
    # One name for all copies: a plan says where its output lies.
    shutil.copytree(base, folder := base.with_name("run"))
    known = Known(folder, words)
    shutil.rmtree(folder)
    for _ in range(rounds):
        fault = _fault(choice, known)
        shutil.copytree(base, folder)
        for one in broken_promises(folder, words, fault, known):
            known.found[one] += 1
            print(f"{fault}: {one}", flush=True)
        shutil.rmtree(folder)
    return known


def _in_memory() -> str | None:
    """Return a file system in memory where there is one: syncs cost nothing there."""
    return "/dev/shm" if Path("/dev/shm").is_dir() else None


def _fault(choice: random.Random, known: Known) -> Any:
    if choice.random() < 0.5:
        return harness.Fault("kill", choice.randint(1, max(known.calls, 1)))
    return harness.Fault(choice.choice(TIMED), choice.randint(0, int(known.seconds * 1000)))


if __name__ == "__main__":
    sys.exit(main())
