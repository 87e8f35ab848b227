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
        (("export", "jsonl", "posts", "-o", "p", "--cluster", "here"), "not the address"),
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


def _three(folder: Path) -> Path:
    posts = folder / "posts"
    posts.mkdir()
    for number in range(3):
        (posts / f"{number}.md").write_text(f"---\ntitle: {number}\n---\n{'text ' * 500}\n")
    return posts


@pytest.mark.parametrize("command", [("export", "jsonl"), ("convert",)])
def test_what_is_not_read_whole_ends_a_shared_run_with_1(
    newskit: Run, tmp_path: Path, command: tuple[str, ...]
) -> None:
    posts = _three(tmp_path)
    (posts / "1.md").write_text("---\ntitle: [\n---\ntext\n")
    shared = (*command, posts, "-o", "out", "--cluster", "plan", *SMALL)
    newskit(*shared)
    codes = [
        newskit("run-shard", "--manifest", "out/manifest.json", "--index", str(index)).returncode
        for index in range(len(list((tmp_path / "out").glob("*.inputs.json"))))
    ]
    assert max(codes) == 1
    assert newskit(*shared, "--resume").returncode == 1
    assert newskit(*command, posts, "-o", "alone").returncode == 1
    (posts / "1.md").unlink()
    newskit(*shared, "--resume")
    run_all(tmp_path / "out")
    assert newskit(*shared, "--resume").returncode == 0


def test_a_plan_writes_no_findings_before_there_are_any(newskit: Run, tmp_path: Path) -> None:
    posts = _three(tmp_path)
    (posts / "1.md").write_text("---\ntitle: [\n---\ntext\n")
    shared = ("validate", posts, "--state", "s", "--cluster", "plan", "--output-file", "f.txt")
    assert newskit(*shared).returncode == 0
    assert newskit(*shared, "--resume").returncode == 1
    assert not (tmp_path / "f.txt").exists()
    run_all(tmp_path / "s")
    assert newskit(*shared, "--resume").returncode == 1
    assert "NK129" in (tmp_path / "f.txt").read_text()


def test_the_end_removes_what_an_earlier_plan_made_and_nothing_else(
    newskit: Run, tmp_path: Path
) -> None:
    posts = _three(tmp_path)
    shared = ("export", "jsonl", posts, "-o", "out", "--cluster", "plan", "--shard-input", "2K")
    newskit(*shared)
    out = tmp_path / "out"
    assert run_all(out) == 3
    (out / "part-00007.jsonl").write_text("somebody's\n")
    (out / "part-00001.started").write_text("1\n")  # of an attempt that ended just before this
    (posts / "2.md").unlink()
    newskit(*shared, "--resume")
    run_all(out)
    newskit(*shared, "--resume")
    assert (out / "part-00007.jsonl").read_text() == "somebody's\n"
    assert not [path.name for path in out.iterdir() if path.name.startswith("part-00002")]
    assert not list(out.glob("*.started"))


def test_a_damaged_part_is_not_taken_for_a_whole_one(newskit: Run, tmp_path: Path) -> None:
    posts = _three(tmp_path)
    for number in range(3):
        head = "---\nurl: https://example.org/same/\n---\n"
        (posts / f"{number}.md").write_text(f"{head}{'text ' * 500}\n")
    shared = ("export", "jsonl", posts, "-o", "out", "--cluster", "plan", "--compress", "gz")
    newskit(*shared, "--shard-input", "2K")
    out = tmp_path / "out"
    run_all(out)
    damaged = (out / "part-00001.jsonl.gz").read_bytes()[:-9]
    (out / "part-00001.jsonl.gz").write_bytes(damaged)
    done = newskit(*shared, "--shard-input", "2K", "--resume")
    assert done.returncode == 2
    assert b"part-00001.jsonl.gz: the gzip data is cut off" in done.stderr
    assert (out / "part-00001.jsonl.gz").read_bytes() == damaged
