"""Plans done shard by shard without a cluster, as a SLURM array does them."""

from __future__ import annotations

import json
import tarfile
from pathlib import Path

import pytest

from tests.cluster.conftest import Run, parts, run_all

SMALL = ("--shard-input", "4K")


def test_the_parts_in_order_are_what_one_machine_writes(
    collection: Path, newskit: Run, tmp_path: Path
) -> None:
    newskit("export", "jsonl", collection, "-o", "one.jsonl")
    command = ("export", "jsonl", collection, "-o", "parts", "--cluster", "plan", *SMALL)
    planned = newskit(*command, code=0)
    assert b"shards planned" in planned.stderr
    newskit(*command, "--resume", code=1)  # nothing is done yet
    assert run_all(tmp_path / "parts") > 3
    newskit(*command, "--resume")
    one = (tmp_path / "one.jsonl").read_bytes()
    assert parts(tmp_path / "parts") == one
    # Addresses that several posts state are in different shards, and each has one identifier.
    identifiers = [json.loads(line)["id"] for line in one.splitlines()]
    assert len(set(identifiers)) == len(identifiers) > 70


def test_only_what_is_missing_or_has_changed_is_done_again(
    collection: Path, newskit: Run, tmp_path: Path
) -> None:
    posts = tmp_path / "posts"
    posts.mkdir()
    for number in range(6):
        (posts / f"{number}.md").write_text(f"---\ntitle: {number}\n---\n{'text ' * 300}\n")
    command = ("export", "jsonl", posts, "-o", "parts", "--cluster", "plan", "--shard-input", "2K")
    newskit(*command)
    state = tmp_path / "parts"
    shards = run_all(state)
    assert shards == 6
    times = {path.name: path.stat().st_mtime_ns for path in state.glob("part-*.jsonl")}
    (posts / "2.md").write_text(f"---\ntitle: new\n---\n{'other ' * 300}\n")
    (state / "part-00004.done.json").unlink()
    newskit(*command, "--resume")
    run_all(state)
    after = {path.name: path.stat().st_mtime_ns for path in state.glob("part-*.jsonl")}
    changed = {name for name in times if after[name] != times[name]}
    assert {"part-00002.jsonl", "part-00004.jsonl"} <= changed
    assert "part-00000.jsonl" not in changed
    newskit(*command, "--resume")
    newskit("export", "jsonl", posts, "-o", "one.jsonl")
    assert parts(state) == (tmp_path / "one.jsonl").read_bytes()


def test_a_plan_is_not_overwritten_nor_gone_on_with_under_other_settings(
    collection: Path, newskit: Run
) -> None:
    command = ("export", "jsonl", collection, "-o", "parts", "--cluster", "plan")
    newskit(*command)
    assert b"--resume goes on with it" in newskit(*command, code=2).stderr
    assert b"other settings" in newskit(*command, "--no-strip", "--resume", code=2).stderr


def test_a_shard_whose_attempt_never_ended_is_done_apart(
    collection: Path, newskit: Run, tmp_path: Path
) -> None:
    newskit(
        "export", "jsonl", collection, "-o", "parts", "--cluster", "plan", "--shard-input", "20K"
    )
    state = tmp_path / "parts"
    (state / "part-00001.started").write_text("1\n")
    for index in range(len(list(state.glob("part-*.inputs.json")))):
        newskit("run-shard", "--manifest", state / "manifest.json", "--index", str(index))
    assert not list(state.glob("*.started"))
    assert json.loads((state / "part-00001.done.json").read_bytes())["written"] > 0


def test_findings_are_those_of_one_machine(collection: Path, newskit: Run, tmp_path: Path) -> None:
    one = newskit("validate", collection, "--no-cache", code=1)
    command = ("validate", collection, "--cluster", "plan", "--state", "state", *SMALL)
    assert newskit(*command).stdout == b""
    assert run_all(tmp_path / "state") > 3
    assert newskit(*command, "--resume", code=1).stdout == one.stdout


def test_converted_posts_are_those_of_one_machine(
    collection: Path, newskit: Run, tmp_path: Path
) -> None:
    newskit("convert", collection, "-o", "one")
    command = ("convert", collection, "-o", "many", "--state", "state", "--cluster", "plan", *SMALL)
    newskit(*command)
    run_all(tmp_path / "state")
    newskit(*command, "--resume")
    assert _files(tmp_path / "many") == _files(tmp_path / "one")


def test_records_and_tar_archives_are_shared_out_too(
    collection: Path, newskit: Run, tmp_path: Path
) -> None:
    newskit("export", "jsonl", collection, "-o", "records.jsonl.zst", "--no-strip")
    with tarfile.open(tmp_path / "posts.tar", "w") as archive:
        archive.add(collection / "more", "more")
    inputs = (tmp_path / "records.jsonl.zst", tmp_path / "posts.tar")
    newskit("export", "jsonl", *inputs, "-o", "one.jsonl")
    command = ("export", "jsonl", *inputs, "-o", "parts", "--cluster", "plan", *SMALL)
    newskit(*command)
    assert run_all(tmp_path / "parts") == 2
    newskit(*command, "--resume")
    assert parts(tmp_path / "parts") == (tmp_path / "one.jsonl").read_bytes()


def test_parts_go_to_urls_compressed(collection: Path, newskit: Run, tmp_path: Path) -> None:
    pytest.importorskip("fsspec")
    output = f"file://{tmp_path}/store"
    command = ("export", "jsonl", f"file://{collection}", "-o", output, "--cluster", "plan")
    command = (*command, "--compress", "zst", "--shard-input", "8K")
    newskit(*command)
    manifest = f"{output}/manifest.json"
    shards = run_all(tmp_path / "store", manifest)
    assert newskit("run-shard", "--manifest", manifest, "--status", code=0).stdout.startswith(
        f"{shards} of {shards} shards done".encode()
    )
    newskit(*command, "--resume")
    newskit("export", "jsonl", f"file://{collection}", "-o", "one.jsonl")
    names = sorted((tmp_path / "store").glob("part-*.jsonl.zst"))
    newskit("export", "jsonl", *names, "-o", "again.jsonl")
    assert (tmp_path / "again.jsonl").read_bytes().count(b"\n") == (
        tmp_path / "one.jsonl"
    ).read_bytes().count(b"\n")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("export", "jsonl", "-", "-o", "parts", "--cluster", "plan"), "standard input"),
        (("export", "jsonl", "posts", "--cluster", "plan"), "-o DIR"),
        (("export", "jsonl", "posts", "-o", "p", "--cluster", "plan", "--append"), "--append"),
        (("validate", "posts", "--cluster", "plan"), "--state DIR"),
        (("validate", "posts", "--cluster", "plan", "--state", "s", "--fix"), "repairs nothing"),
        (("convert", "posts", "--cluster", "plan"), "-o DIR"),
        (("run-shard", "--manifest", "nowhere/manifest.json", "--index", "0"), "no plan"),
        (("export", "jsonl", "posts", "-o", "p", "--cluster", "here"), "no address"),
    ],
)
def test_what_cannot_be_shared_out_is_said(
    newskit: Run, tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    (tmp_path / "posts").mkdir()
    (tmp_path / "posts" / "a.md").write_text("---\ntitle: A\n---\nText\n")
    assert words.encode() in newskit(*arguments, code=2).stderr


def _files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }
