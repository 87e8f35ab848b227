"""Each command under each fault: every file is old or new, and the next run finishes the work.

`FAULT_ROUNDS=200 pytest tests/faults` tries that many points of each command; 1 is for the gate.
"""

from __future__ import annotations

import errno
import importlib.util
import os
import random
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

if sys.platform != "linux":
    pytest.skip("needs fork and /proc", allow_module_level=True)

_spec = importlib.util.spec_from_file_location(
    "fault_harness", Path(__file__).with_name("harness.py")
)
assert _spec is not None
assert _spec.loader is not None
harness = importlib.util.module_from_spec(_spec)
sys.modules["fault_harness"] = harness  # its dataclasses look there
_spec.loader.exec_module(harness)
Fault, run, tree = harness.Fault, harness.run, harness.tree
is_state, settled = harness.is_state, harness.settled

ROUNDS = int(os.environ.get("FAULT_ROUNDS", "1"))
SEED = int(os.environ.get("FAULT_SEED", "1"))
JOBS = ("1", "2")
COMMANDS = {
    "convert": ["convert", "posts", "-o", "out"],
    "convert in place": ["convert", "posts", "--in-place"],
    "strip": ["strip", "posts", "-o", "out"],
    "strip in place": ["strip", "posts", "--in-place"],
    "fix": ["validate", "posts", "--fix", "--output-file", "out/found.txt", "--exit-zero"],
    "validate": ["validate", "posts", "--output-file", "out/found.txt", "--exit-zero"],
    "records": ["export", "jsonl", "posts", "-o", "out/r.jsonl"],
    "parts": ["export", "jsonl", "posts", "-o", "out/parts", "--shard-size", "4K"],
    "book": ["export", "epub", "posts", "-o", "out/book", "--pack"],
    "import": ["import", "jsonl", "records.jsonl", "-o", "out"],
}
CLUSTER = ["--cluster", "local:2", "--shard-input", "8K", "--resume"]
CLUSTERED = {
    "records": ["export", "jsonl", "posts", "-o", "out/parts", *CLUSTER],
    "convert": ["convert", "posts", "-o", "out/posts", "--state", "out/state", *CLUSTER],
    "validate": ["validate", "posts", "--state", "out/state", "--output-file", "f.txt", *CLUSTER],
}
NO_JOBS = {"import", *(f"{name} on a cluster" for name in CLUSTERED)}
TAIL = "<p>© 2024 Harbour Notes. All rights reserved.</p>\n"
WORDS = "<p>The council of the <b>harbour</b> has met and closed the old bridge.</p>\n"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of posts with something to do for every command."""
    folder = tmp_path_factory.mktemp("archive")
    (folder / "posts").mkdir()
    for number in range(36):
        head = f"---\ntitle: Post {number}\ndate: 2024-{number % 3 + 1:02}-01\nslug: a: b\n---\n"
        head = head if number % 4 == 0 else head.replace("slug: a: b\n", "")
        (folder / "posts" / f"{number:03}.md").write_text(f"{head}{WORDS * 8}{TAIL}")
    done = run(folder, ["export", "jsonl", "posts", "-o", "records.jsonl"], Fault(), folder.parent)
    assert done.code in {0, 1, 2}
    return folder


Case = Callable[..., tuple[Any, Path]]


@pytest.fixture
def case(request: pytest.FixtureRequest, archive: Path, tmp_path: Path) -> Case:
    """Run a command on a fresh copy of the archive, and tell where."""
    folder = tmp_path / "run"  # one name for all: a plan says where its output lies

    def meet(fault: Any) -> tuple[Any, Path]:
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(archive, folder)
        return run(folder, request.param, fault, tmp_path), folder

    return meet


def _commands() -> list[object]:
    """Every command with one process and with two; by turns where there is one round."""
    found: list[object] = []
    # A cluster takes seconds to start: one in the gate.
    shared = list(CLUSTERED.items())[: len(CLUSTERED) if ROUNDS > 1 else 1]
    clustered = {f"{name} on a cluster": words for name, words in shared}
    for place, (name, words) in enumerate({**COMMANDS, **clustered}.items()):
        for jobs in JOBS if ROUNDS > 1 else (JOBS[place % 2],):
            options = () if name in NO_JOBS else ("--jobs", jobs)
            if not (name in NO_JOBS and ROUNDS > 1 and jobs == "2"):
                found.append(pytest.param([*words, *options], id=f"{name}, {jobs}"))
    return found


def _faults(calls: int, largest: int, choice: random.Random) -> list[Any]:
    """Choose faults; by turns of each kind, so that the gate meets all over the commands."""
    kinds: list[Callable[[], Any]] = [
        lambda: Fault("kill", choice.randint(1, max(calls, 1))),
        lambda: Fault("fail", choice.randint(1, max(calls, 1)), errno.ENOSPC),
        lambda: Fault("full", choice.randint(1, max(largest, 2))),
        lambda: Fault("fail", choice.randint(1, max(calls, 1)), errno.EIO),
        lambda: Fault("signal", choice.randint(1, max(calls, 1))),
    ]
    start = choice.randrange(len(kinds))
    return [kinds[(start + number) % len(kinds)]() for number in range(ROUNDS)]


@pytest.mark.parametrize("case", _commands(), indirect=True)
def test_every_file_is_old_or_new_and_the_next_run_ends_the_work(
    case: Case, archive: Path, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    before = tree(archive)
    if "--cluster" in request.node.callspec.params["case"]:
        pytest.importorskip("distributed")
    done, folder = case(Fault())
    assert done.code in {0, 1, 2}, done.said
    after = tree(folder)
    choice = random.Random(f"{SEED} {request.node.name}")
    written = [len(data) for name, data in after.items() if data != before.get(name)]
    largest = max(written, default=1000)
    for fault in _faults(done.calls, largest, choice):
        ended, folder = case(fault)
        assert "Traceback" not in ended.said, (fault, ended.said)
        assert "bug of its own" not in ended.said, (fault, ended.said)
        for name, data in tree(folder).items():
            known = {before.get(name), after.get(name)}
            assert data in known or "found.txt" in name or is_state(name), (fault, name)
        words = request.node.callspec.params["case"]
        if fault.kind in {"fail", "full"} and ended.code == 0 and "--exit-zero" not in words:
            assert settled(tree(folder)) == settled(after), (fault, "said to be whole")
        again = run(folder, words, Fault(), tmp_path)
        assert again.code == done.code, (fault, again.said)
        assert settled(tree(folder)) == settled(after), fault
