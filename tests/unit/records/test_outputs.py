"""Outputs: compressed, in parts, appended to; whole or not at all."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest

from newskit.config.export import Compression, Order, RecordShape
from newskit.errors import UsageError, WriteError
from newskit.records.lines import RecordLine, UniqueIds, in_order
from newskit.records.outputs import OutputTarget, known_ids, open_output

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

LINES = [json.dumps({"id": f"x{number}"}).encode() + b"\n" for number in range(10)]


def write(target: OutputTarget, lines: list[bytes] = LINES) -> None:
    with open_output(target) as sink:
        for line in lines:
            sink.write(line)


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("a.jsonl", bytes),
        ("a.jsonl.gz", gzip.decompress),
        ("a.jsonl.zst", zstd.decompress),
    ],
)
def test_the_ending_decides_the_compression(tmp_path: Path, name: str, read) -> None:
    write(OutputTarget(tmp_path / name))
    assert read((tmp_path / name).read_bytes()) == b"".join(LINES)


def test_the_same_lines_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.gz", "b.gz"):
        write(OutputTarget(tmp_path / name))
    assert (tmp_path / "a.gz").read_bytes() == (tmp_path / "b.gz").read_bytes()


def test_a_failed_export_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"old")
    with pytest.raises(TypeError), open_output(OutputTarget(path)) as sink:
        sink.write(7)
    assert path.read_bytes() == b"old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.jsonl"]


def test_parts_are_numbered_bounded_and_complete(tmp_path: Path) -> None:
    folder = tmp_path / "parts"
    write(OutputTarget(folder, shard_bytes=3 * len(LINES[0])))
    names = sorted(path.name for path in folder.iterdir())
    assert names == [f"part-0000{number}-of-00004.jsonl" for number in range(4)]
    assert b"".join((folder / name).read_bytes() for name in names) == b"".join(LINES)
    assert max((folder / name).stat().st_size for name in names) <= 3 * len(LINES[0])


def test_new_parts_take_the_place_of_old_ones_but_of_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "parts"
    write(OutputTarget(folder, shard_bytes=10))
    write(OutputTarget(folder, shard_bytes=1000, compression=Compression.ZST))
    assert [path.name for path in folder.iterdir()] == ["part-00000-of-00001.jsonl.zst"]
    (folder / "notes.txt").touch()
    with pytest.raises(WriteError, match=r"notes\.txt"):
        write(OutputTarget(folder, shard_bytes=1000))


def test_a_line_larger_than_a_part_has_one_to_itself(tmp_path: Path) -> None:
    write(OutputTarget(tmp_path / "p", shard_bytes=1), LINES[:2])
    assert len(list((tmp_path / "p").iterdir())) == 2


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz", "a.jsonl.zst"])
def test_appending_keeps_what_is_there(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    write(OutputTarget(path), LINES[:5])
    write(OutputTarget(path, append=True), LINES[5:])
    known = known_ids(path, Compression.AUTO)
    assert [f"x{number}" in known for number in range(11)] == [True] * 10 + [False]


@pytest.mark.parametrize("damage", [b'{"id": "x"', b"no json\n", b"[]\n", b'{"id": ""}\n'])
def test_a_damaged_file_is_not_appended_to(tmp_path: Path, damage: bytes) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(LINES[0] + damage)
    with pytest.raises(WriteError, match=r"a\.jsonl:2"):
        known_ids(path, Compression.AUTO)


@pytest.mark.parametrize(
    "target",
    [
        OutputTarget(None, append=True),
        OutputTarget(None, shard_bytes=10),
        OutputTarget(Path("x"), shard_bytes=10, append=True),
        OutputTarget(Path("x"), append=True, shape=RecordShape.JSONFEED),
    ],
)
def test_wishes_that_contradict_each_other_are_refused(target: OutputTarget) -> None:
    with pytest.raises(UsageError), open_output(target):
        pass


def test_a_feed_is_one_document_even_without_items(tmp_path: Path) -> None:
    for name, lines in (("none.json", []), ("some.json", LINES)):
        write(OutputTarget(tmp_path / name, shape=RecordShape.JSONFEED), lines)
        feed = json.loads((tmp_path / name).read_bytes())
        assert len(feed["items"]) == len(lines)


def lines_of(*rows: tuple[str, str, float | None]) -> list[RecordLine]:
    return [
        RecordLine(json.dumps({"id": key, "path": path}).encode() + b"\n", key, path, moment)
        for key, path, moment in rows
    ]


def test_orders() -> None:
    lines = lines_of(("a", "z", 2.0), ("b", "y", None), ("c", "x", 1.0), ("d", "w", 2.0))

    def ids(order: Order) -> str:
        return "".join(json.loads(line)["id"] for line in in_order(lines, order))

    assert ids(Order.FOUND) == "abcd"
    assert ids(Order.DATE) == "cadb"
    assert ids(Order.PATH) == "dcba"


def test_a_taken_identifier_is_replaced_by_one_of_the_path() -> None:
    ids = UniqueIds()
    lines = [ids.claim(line) for line in lines_of(*[("a", f"{n}.md", None) for n in (1, 2, 2)])]
    found = [json.loads(line.line)["id"] for line in lines]
    assert found == [line.id for line in lines]
    assert found[0] == "a"
    assert len(set(found)) == 3


def test_output_is_deterministic_across_processes(tmp_path: Path) -> None:
    code = "from newskit.records.values import path_id; print(path_id('a/ö.md'))"
    runs = {subprocess.check_output([sys.executable, "-c", code]) for _ in range(2)}
    assert len(runs) == 1
