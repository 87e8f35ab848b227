from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path

import pytest

from newskit.cluster.plan import Manifest, ShardCommand, load_inputs, load_manifest, make_plan
from newskit.cluster.store import open_store
from newskit.errors import ReadError, UsageError
from newskit.read.source import Source


@pytest.fixture
def state(tmp_path: Path) -> str:
    return str(tmp_path / "state")


def plan(state: str, sizes: Iterable[int], tmp_path: Path, shard_bytes: int = 100) -> Manifest:
    named = []
    for number, size in enumerate(sizes):
        path = tmp_path / f"{number}.md"
        path.write_bytes(b"x" * size)
        named.append((Source(str(path), path.name), ""))
    manifest = Manifest(ShardCommand.EXPORT, {}, {}, "out")
    return make_plan(manifest, named, state, shard_bytes=shard_bytes, resume=True)


def test_shards_hold_files_in_order_up_to_a_size(state: str, tmp_path: Path) -> None:
    manifest = plan(state, [60, 30, 20, 250, 10], tmp_path)
    assert [(shard.inputs, shard.bytes) for shard in manifest.shards] == [
        (2, 90),
        (1, 20),
        (1, 250),
        (1, 10),
    ]
    store = open_store(state)
    names = [row[1] for shard in manifest.shards for row in load_inputs(store, shard)]
    assert names == ["0.md", "1.md", "2.md", "3.md", "4.md"]


def test_a_plan_comes_back_as_it_was_written(state: str, tmp_path: Path) -> None:
    manifest = plan(state, [10], tmp_path)
    loaded, _ = load_manifest(f"{state}/manifest.json")
    assert loaded == manifest


def test_a_changed_file_changes_its_shard_alone(state: str, tmp_path: Path) -> None:
    before = plan(state, [90, 90, 90], tmp_path)
    os.utime(tmp_path / "1.md", ns=(1, 1))
    named = [(Source(str(tmp_path / f"{n}.md"), f"{n}.md"), "") for n in range(3)]
    after = make_plan(before, named, state, shard_bytes=100, resume=True)
    same = [a.sha256 == b.sha256 for a, b in zip(before.shards, after.shards, strict=True)]
    assert same == [True, False, True]


def test_a_file_name_that_is_no_text_survives(state: str, tmp_path: Path) -> None:
    source = Source("posts/\udcff.md", "\udcff.md")
    manifest = make_plan(
        Manifest(ShardCommand.EXPORT, {}, {}, "out"),
        [(source, "")],
        state,
        shard_bytes=1,
        resume=False,
    )
    assert load_inputs(open_store(state), manifest.shards[0])[0][0] == source.path


def test_a_list_of_inputs_that_was_tampered_with_is_refused(state: str, tmp_path: Path) -> None:
    manifest = plan(state, [10], tmp_path)
    (Path(state) / "part-00000.inputs.json").write_text("[]")
    with pytest.raises(UsageError, match="not that of the plan"):
        load_inputs(open_store(state), manifest.shards[0])


def test_a_plan_of_another_version_is_refused(state: str, tmp_path: Path) -> None:
    plan(state, [10], tmp_path)
    path = Path(state) / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_bytes()), "newskit": "0.0.0"}))
    with pytest.raises(UsageError, match=r"made by newskit 0\.0\.0"):
        load_manifest(str(path))


def test_what_is_no_plan_is_refused(state: str, tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text("[]")
    with pytest.raises(ReadError, match="not a plan"):
        load_manifest(str(tmp_path / "manifest.json"))
