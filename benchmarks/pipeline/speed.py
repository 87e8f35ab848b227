"""The whole job and its stages, in one process, against peers."""

from __future__ import annotations

import json
import statistics
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.common.data import archive_folder, sample, write_list
from benchmarks.common.measure import in_turn, ratio, run
from benchmarks.common.peers import peer_python, versions
from benchmarks.common.report import Section

PEERS = ("html-to-markdown>=3", "markdownify", "python-frontmatter", "jsonschema")
SCRIPTS = Path(__file__).parent / "peers"
GOALS = {"rust_conversion": "1.50", "script_of_parts": "0.25"}
DOES = {
    "rust_conversion": "html-to-markdown (Rust): the bodies' conversion alone, unproved",
    "script_of_parts": "a script of frontmatter + jsonschema + markdownify + json",
}


def whole_job(rounds: int, count: int) -> Section:
    """Compare the whole job with its peers, interleaved."""
    python = peer_python("pipeline", PEERS)
    section = Section(
        "The whole job, one process",
        ("posts", "against", "its ms a post", "newskit ms a post", "ratio (quartiles)", "goal"),
    )
    everything = sample(count)
    for kind, paths in (("all", everything), ("bodies in HTML", _in_html(everything))):
        names = str(write_list(paths, kind.replace(" ", "-")))
        commands = [
            [sys.executable, "-m", "benchmarks.pipeline.job", names],
            *([python, SCRIPTS / f"{peer}.py", names] for peer in GOALS),
        ]
        measures: list[Callable[[], float]] = [
            lambda command=command: _answer(command)["cpu"] for command in commands
        ]
        ours, *theirs = in_turn(measures, rounds)
        for peer, figures in zip(GOALS, theirs, strict=True):
            section.add(
                f"{kind} ({len(paths):,})",
                DOES[peer],
                _per_post(figures, paths),
                _per_post(ours, paths),
                ratio(ours, figures),
                f"≤ {GOALS[peer]}" if paths is everything else "",
            )
    section.notes.append(
        f"Posts: the examples and {archive_folder().name}; {rounds} rounds in turn; user + system "
        "time of the loop, start-up left out."
    )
    section.notes.append(
        "newskit: read, front matter, schema and rules, stripping, conversion with its proof, "
        "record as JSON. The peers do less: neither proves, strips nor finds positions."
    )
    section.notes.append(f"Peers: {versions(python, [name.partition('>')[0] for name in PEERS])}.")
    return section


def stages(rounds: int, count: int) -> Section:
    """Time each stage alone, over posts that are read already."""
    paths = sample(count)
    command = [sys.executable, "-m", "benchmarks.pipeline.job"]
    command += [str(write_list(paths, "sample")), "stages"]
    answers = [_answer(command)["stages"] for _ in range(rounds)]
    section = Section("Each stage", ("stage", "ms a post (median)", "share"))
    medians = {
        stage: statistics.median(answer[stage] for answer in answers) for stage in answers[0]
    }
    for stage, seconds in medians.items():
        share = seconds / sum(medians.values())
        section.add(stage, f"{seconds / len(paths) * 1000:.3f}", f"{share:.0%}")
    return section


def _in_html(paths: list[Path]) -> list[Path]:
    from newskit.post import BodyFormat
    from newskit.read.parse import parse_bytes

    return [
        path
        for path in paths
        if parse_bytes(str(path), path.read_bytes()).body_format is BodyFormat.HTML
    ]


def _answer(command: list[Any]) -> dict[str, Any]:
    done = run(command)
    if done.code:
        raise SystemExit(f"{command}: exit code {done.code}")
    answer: dict[str, Any] = json.loads(done.output)
    return answer


def _per_post(figures: list[float], paths: list[Path]) -> str:
    return f"{statistics.median(figures) / len(paths) * 1000:.3f}"
