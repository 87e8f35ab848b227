"""The consumers: other people's programs that read what is exported."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

HERE = Path(__file__).parent


def consumers_python() -> str:
    """The consumers are large, so they live in an environment of their own."""
    folder = HERE.parents[1] / ".venv-consumers"
    made = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    return os.environ.get("CONSUMERS_PYTHON") or str(made if made.exists() else sys.executable)


PYTHON = consumers_python()

# Variables that begin so are settings of newskit.
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("NEWSKIT_")}

Consume = Callable[..., dict]


@cache
def has(module: str) -> bool:
    done = subprocess.run([PYTHON, "-c", f"import {module}"], capture_output=True, check=False)
    return done.returncode == 0


@pytest.fixture
def consume() -> Consume:
    """Run a script of `consumers/` that reads with a package; gives the JSON it prints."""

    def run(module: str, script: str, *arguments: str | Path) -> dict:
        if not has(module):
            pytest.skip(f"needs {module} (python3 tasks.py consumers)")
        done = subprocess.run(
            [PYTHON, str(HERE / "consumers" / script), *map(str, arguments)],
            capture_output=True,
            check=False,
            env={**ENVIRONMENT, "HF_HUB_OFFLINE": "1", "PYTHONWARNINGS": "ignore"},
        )
        assert done.returncode == 0, done.stderr.decode()
        return json.loads(done.stdout)

    return run


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory, posts: Path) -> Path:
    """A folder of the example posts and of posts that make consumers stumble."""
    folder = tmp_path_factory.mktemp("archive")
    for path in posts.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    odd = {
        "00-nulls.md": b"no front matter, no date\n",
        "01-empty-lists.md": b"---\ntags: []\nauthor: ''\n---\nx\n",
        "02-empty.md": b"",
        "03-late-key.md": b"---\ntitle: 2022\ntags: [1, two]\nmeta: {a: [1], b: x}\n---\nx\n",
        "04-other-types.md": b"---\ntitle: [x]\nmeta: text\ndate: 2020-01-02\n---\nx\n",
        "05-media.md": b"---\nmedia: [x]\ntext: y\nid: 0012\n---\nx\n",
        "06-damaged.md": "---\ntitle: é è à\n---\n".encode() + b"\xff\xfe \x00\n",
        "07-url.md": "---\nurl: https://n.example/ü b?q=ß#x#y\nvia: //n.example/a\n---\n".encode(),
        "08-same-url.md": "---\nurl: https://n.example/ü b?q=ß#x#y\n---\nx\n".encode(),
        "09-ambiguous.md": b"---\ndate: 01/02/2024\nlastmod: 2020-01-02 10:00\n---\nx\n",
        "10-big.md": b"---\nn: 123456789012345678901234567890\nf: 1e400\n---\nx\n",
        "11-long.md": b"---\ntitle: long\n---\n" + b"word " * 200_000,
    }
    for name, data in odd.items():
        (folder / name).write_bytes(data)
    return folder


@pytest.fixture(scope="session")
def count(archive: Path) -> int:
    """The number of posts in the archive."""
    return sum(1 for _ in archive.iterdir())


@pytest.fixture(scope="session")
def exported(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Export the archive in a profile, once for each choice of options; gives what was written."""
    made: dict[tuple[str, ...], Path] = {}

    def run(profile: str, *options: str, name: str = "out.jsonl") -> Path:
        key = (profile, *options, name)
        if key not in made:
            target = tmp_path_factory.mktemp("exported") / name
            command = [sys.executable, "-m", "newskit", "export", "jsonl", str(archive), *options]
            command += ["--shape", profile, "-o", str(target), "--isolated"]
            done = subprocess.run(command, capture_output=True, check=False, env=ENVIRONMENT)
            # The archive holds posts that cannot be read whole.
            assert done.returncode in {0, 1}, done.stderr.decode()
            made[key] = target
        return made[key]

    return run


@pytest.fixture
def consume_python() -> Callable[[str], str]:
    """Find the Python that has what a recipe uses, or skip."""

    def find(name: str) -> str:
        if name == "jq":
            return PYTHON if shutil.which("jq") else pytest.skip("needs jq")
        if not has(name):
            pytest.skip(f"needs {name} (python3 tasks.py consumers)")
        return PYTHON

    return find
