"""A collection of posts with what makes sharing it out hard, and newskit run as a program."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from newskit.cluster.run import run_shard

EXAMPLES = Path(__file__).parents[2] / "examples" / "posts"
Run = Callable[..., "subprocess.CompletedProcess[bytes]"]


@pytest.fixture(scope="session")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The examples, posts that share an address, broken ones, one name twice."""
    folder = tmp_path_factory.mktemp("collection") / "posts"
    shutil.copytree(EXAMPLES, folder)
    for number in range(60):
        path = folder / f"more/{number % 7}" / f"post-{number:03}.{'html' if number % 2 else 'md'}"
        path.parent.mkdir(parents=True, exist_ok=True)
        url = f"https://example.org/{number % 25}/"
        path.write_text(
            f"---\ntitle: Post {number}\nurl: {url}\ndate: 2024-01-{number % 28 + 1:02}\n---\n"
            f"<p>Paragraph {number} with <b>words</b>.</p>\n<p>（文章来源：财联社）</p>\n",
            encoding="utf-8",
        )
    (folder / "more" / "unreadable.jsonl").write_bytes(b"")
    (folder / "zz-broken.md").write_bytes(b"---\ntitle: [\n---\n\xff\xfe\x00body")
    return folder


@pytest.fixture
def newskit(tmp_path: Path) -> Run:
    def run(*arguments: str | Path, code: int | None = None) -> subprocess.CompletedProcess[bytes]:
        done = subprocess.run(
            [sys.executable, "-m", "newskit", *map(str, arguments)],
            cwd=tmp_path,
            capture_output=True,
            check=False,
            timeout=120,
        )
        assert b"Traceback" not in done.stderr, done.stderr.decode()
        if code is not None:
            assert done.returncode == code, done.stderr.decode()
        return done

    return run


def parts(folder: Path) -> bytes:
    """Return the parts of an export in a row."""
    return b"".join(
        path.read_bytes()
        for path in sorted(folder.glob("part-*.jsonl"))
        if path.name.count(".") == 1
    )


def run_all(state: Path, location: str = "") -> int:
    """Do each shard of a plan, here; return how many there are."""
    shards = len(json.loads((state / "manifest.json").read_bytes())["shards"])
    for index in range(shards):
        run_shard(location or str(state / "manifest.json"), index)
    return shards
