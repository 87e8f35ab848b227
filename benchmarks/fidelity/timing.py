"""Time per document, converters in turn, in one run.

    python -m benchmarks.fidelity.timing [ROUNDS]

Every converter is a process of its own and gets each document in turn, so that whatever else the
machine does strikes all of them; the least processor time of all rounds counts. `posts` are our own
examples in HTML, `articles` the articles under 60 kB of the shared cases, where they are at hand.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import IO

from benchmarks.common.data import ROOT
from benchmarks.common.peers import peer_python, versions
from benchmarks.common.report import Section
from benchmarks.fidelity.cases import load

DRIVER = Path(__file__).resolve().parent / "peers" / "convert.py"
PEERS = ("markdownify", "html-to-markdown")
OURS = {
    "newskit, conversion and proof": "newskit/portable/keep/proved",
    "newskit, conversion alone": "newskit/portable/keep/unproved",
}
LARGEST = 60_000


class Converter:
    """A converter that runs until its input is closed."""

    def __init__(self, command: Sequence[object], stack: ExitStack) -> None:
        process = stack.enter_context(
            subprocess.Popen(
                [str(part) for part in command],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                cwd=ROOT,
            )
        )
        assert process.stdin is not None
        assert process.stdout is not None
        self.input: IO[str] = process.stdin
        self.output: IO[str] = process.stdout

    def time(self, case: dict[str, str]) -> float:
        """Return the processor seconds a case takes."""
        self.input.write(json.dumps({"id": case["id"], "html": case["html"]}) + "\n")
        self.input.flush()
        return float(json.loads(self.output.readline())["cpu"])


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 9
    cases = [case for case in load(None) if len(case["html"]) < LARGEST]
    groups = {
        "posts": [case for case in cases if case["set"] == "posts"],
        "articles": [case for case in cases if case["set"] == "shared/articles"],
    }
    groups = {name: group for name, group in groups.items() if group}
    python = peer_python("timing", PEERS)
    commands = {name: [python, DRIVER, name] for name in PEERS}
    commands |= {name: [Path(sys.executable), DRIVER, spec] for name, spec in OURS.items()}
    least: dict[tuple[str, str], float] = {}
    with ExitStack() as stack:
        converters = {name: Converter(command, stack) for name, command in commands.items()}
        for _ in range(rounds):
            for case in [case for group in groups.values() for case in group]:
                for name, converter in converters.items():
                    key = (name, case["id"])
                    least[key] = min(least.get(key, 1e9), converter.time(case))
    section = Section("Time: markdownify = 1", ("", *groups))
    for name in commands:
        shares = [
            sum(least[name, case["id"]] for case in group)
            / sum(least["markdownify", case["id"]] for case in group)
            for group in groups.values()
        ]
        section.add(name, *[f"{share:.2f}" for share in shares])
    section.notes.append(versions(python, PEERS))
    section.notes.append(f"The least processor time of {rounds} rounds; documents: " + ", ".join(
        f"{name} {len(group)}" for name, group in groups.items()
    ))  # fmt: skip
    print(section.text())


if __name__ == "__main__":
    main()
