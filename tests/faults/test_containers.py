"""Containers are read to their end: what one holds and cannot be read is reported."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import random
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from newskit.config.model import ReadConfig
from newskit.read import containers, decompress
from newskit.read.files import iter_sources
from newskit.read.source import Source

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

PACK: dict[str, Callable[[bytes], bytes]] = {
    "gz": gzip.compress,
    "zst": zstd.compress,
    "xz": lzma.compress,
    "bz2": bz2.compress,
}
NAMES = ["p/a.md", "p/b.md", "p/c.md", "p/d.md"]


def _file(archive: tarfile.TarFile, name: str, data: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size = len(data)
    archive.addfile(member, io.BytesIO(data))


def _link(archive: tarfile.TarFile, name: str, target: str, kind: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.type, member.linkname = kind, target
    archive.addfile(member)


def _tar(*more: Callable[[tarfile.TarFile], None]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name in NAMES:
            _file(archive, name, f"text of {name}\n".encode())
        for add in more:
            add(archive)
    return out.getvalue()


def _read(path: Path, data: bytes, **settings: int) -> tuple[dict[str, bytes], list[str]]:
    path.write_bytes(data)
    found: list[Source] = list(iter_sources([str(path)], ReadConfig(**settings)))
    texts = {one.relative: one.data for one in found if one.data is not None}
    return texts, [one.error.removeprefix(str(path)) for one in found if one.error]


@pytest.mark.parametrize("header", range(4))
def test_a_damaged_header_costs_its_member_alone(tmp_path: Path, header: int) -> None:
    data = bytearray(_tar())
    data[header * 1024 + 3] ^= 1
    texts, errors = _read(tmp_path / "p.tar", bytes(data))
    assert list(texts) == [name for name in NAMES if name != NAMES[header]]
    assert errors == [": damaged in a place: the files whose headers stood there are missing"]


def test_an_archive_behind_an_end_mark_is_read(tmp_path: Path) -> None:
    texts, errors = _read(tmp_path / "p.tar", _tar() + _tar(lambda it: _file(it, "e.md", b"e")))
    assert (texts.keys(), errors) == ({*NAMES, "e.md"}, [])


def test_bytes_behind_the_end_mark_are_reported(tmp_path: Path) -> None:
    texts, errors = _read(tmp_path / "p.tar", _tar() + b"x" * 600)
    assert (list(texts), errors) == (
        NAMES,
        [": holds bytes behind its end mark that are no archive"],
    )


@pytest.mark.parametrize("end", [2048, 2100, 2600, 3000])
def test_an_archive_that_is_cut_off_is_reported(tmp_path: Path, end: int) -> None:
    texts, errors = _read(tmp_path / "p.tar", _tar()[:end])
    assert set(texts) < set(NAMES)
    assert ": has no end mark: it may be cut off" in errors


def test_links_come_with_what_they_lead_to(tmp_path: Path) -> None:
    data = _tar(
        lambda it: _link(it, "p/hard.md", "p/a.md", tarfile.LNKTYPE),
        lambda it: _link(it, "p/soft.md", "b.md", tarfile.SYMTYPE),
        lambda it: _link(it, "p/twice.md", "soft.md", tarfile.SYMTYPE),
    )
    texts, errors = _read(tmp_path / "p.tar", data)
    assert errors == []
    assert texts["p/hard.md"] == texts["p/a.md"]
    assert texts["p/soft.md"] == texts["p/twice.md"] == texts["p/b.md"]


@pytest.mark.parametrize("target", ["../../etc/passwd", "/etc/passwd", "gone.md", "out.md"])
def test_a_link_to_what_is_not_in_the_archive_is_reported(tmp_path: Path, target: str) -> None:
    data = _tar(lambda it: _link(it, "p/out.md", target, tarfile.SYMTYPE))
    texts, errors = _read(tmp_path / "p.tar", data)
    assert list(texts) == NAMES
    assert len(errors) == 1
    assert "not in the archive" in errors[0]


def test_a_name_that_leads_out_is_read_and_written_inside(newskit, tmp_path: Path) -> None:
    post = b"---\ntitle: T\n---\n<p>The <b>ferry</b>.</p>\n"
    (tmp_path / "in").mkdir()
    with tarfile.open(tmp_path / "in" / "p.tar", "w") as archive:
        for name in ("../../x.md", "/y.md", "\udc80.md"):
            _file(archive, name, post)
    done = newskit("convert", "p.tar", "-o", "out", cwd=tmp_path / "in")
    assert b"3 posts: 3 converted" in done.stderr
    assert list(tmp_path.iterdir()) == [tmp_path / "in"]
    assert {path.name for path in (tmp_path / "in" / "out").rglob("*")} == {
        "x.md", "y.md", "\udc80.md",
    }  # fmt: skip


def test_a_pipe_in_an_archive_is_reported(tmp_path: Path) -> None:
    data = _tar(lambda it: _link(it, "p/pipe.md", "", tarfile.FIFOTYPE))
    assert _read(tmp_path / "p.tar", data)[1] == ["/p/pipe.md: is a device or a pipe, not a file"]


def test_extended_headers_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name = "n" * 300 + ".md"
    data = _tar(lambda it: _file(it, name, b"long"))
    assert name in _read(tmp_path / "p.tar", data)[0]
    monkeypatch.setattr(containers, "_MOST_NOTES", 100)
    texts, errors = _read(tmp_path / "p.tar", data)
    assert list(texts)[:4] == NAMES
    assert name not in texts
    assert "damaged" in errors[0]


@pytest.mark.parametrize("ending", PACK)
def test_what_stands_before_damage_is_read_and_the_rest_reported(
    tmp_path: Path, ending: str
) -> None:
    record = {"id": "a", "content_markdown": "x\n"}
    lines = b"".join(json.dumps({**record, "id": f"a{n}"}).encode() + b"\n" for n in range(500))
    packed = PACK[ending](lines)
    name = f"r.jsonl.{ending}" if ending in {"gz", "zst"} else None
    if name is None:
        packed, name = PACK[ending](_tar()), f"p.tar.{ending}"
    whole = len(list(_sources(tmp_path / name, packed)))
    assert whole == (500 if "jsonl" in name else 4)
    for data, said in (
        (packed + b"more", "bytes behind"),
        (packed[:-3], "cut off"),
        (b"", "empty"),
    ):
        found = _sources(tmp_path / name, data)
        assert said in found[-1].error or said in found[-2].error
        if said == "bytes behind":
            assert len(found) == whole + 1
    assert len(_sources(tmp_path / name, packed + bytes(1000))) == whole
    assert len(_sources(tmp_path / name, packed + packed)) == 2 * whole


def _sources(path: Path, data: bytes) -> list[Source]:
    path.write_bytes(data)
    return list(iter_sources([str(path)], ReadConfig()))


def test_a_file_that_expands_out_of_proportion_is_read_no_further(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decompress, "_FREE", 10_000)
    data = gzip.compress(b"\n" * 200_000 + b'{"id":"a","content_markdown":"x"}\n')
    texts, errors = _read(tmp_path / "r.jsonl.gz", data, max_expansion=20)
    assert (texts, errors) == ({}, [": is not read to its end: expands more than 20-fold"])
    assert _read(tmp_path / "r.jsonl.gz", data, max_expansion=0)[1] == []


@pytest.mark.parametrize("ending", ["tar", "tar.gz"])
def test_no_change_of_bytes_is_more_than_a_finding(tmp_path: Path, ending: str) -> None:
    choice = random.Random(ending)
    base = _tar(lambda it: _link(it, "p/hard.md", "p/a.md", tarfile.LNKTYPE))
    base = gzip.compress(base) if ending == "tar.gz" else base
    for _ in range(150):
        data = bytearray(base)
        for _ in range(choice.randint(1, 4)):
            data[choice.randrange(len(data))] = choice.randrange(256)
        texts, errors = _read(tmp_path / f"p.{ending}", bytes(data))
        assert errors or len(texts) >= 4


@pytest.mark.parametrize(
    "command",
    ["export jsonl p.tar", "export epub p.tar -o o", "convert p.tar -o o", "strip p.tar -o o",
     "strip p.tar --dry-run", "validate p.tar", "compare p.tar p.tar", "report p.tar -o r.html"],
)  # fmt: skip
def test_a_run_over_a_damaged_archive_is_not_clean(newskit, tmp_path: Path, command: str) -> None:
    data = bytearray(_tar())
    data[1024 + 3] ^= 1
    (tmp_path / "p.tar").write_bytes(data)
    done = newskit(*command.split())
    assert done.returncode == 1
    if command.startswith(("export jsonl", "strip", "convert")):
        assert b"p.tar:1:1: NK143 damaged in a place" in done.stderr


def test_what_is_behind_the_records_is_said_once(newskit, tmp_path: Path) -> None:
    line = b'{"id": "a", "content_markdown": "x"}\n'
    (tmp_path / "r.jsonl.gz").write_bytes(gzip.compress(line) + b"more")
    done = newskit("import", "jsonl", "r.jsonl.gz", "-o", "o")
    assert done.returncode == 1
    assert b"NK100 is not read to its end: bytes behind the gzip data" in done.stderr
    assert (tmp_path / "o" / "a.md").exists()


@pytest.mark.parametrize("ending", ["gz", "zst"])
def test_nothing_is_appended_to_a_damaged_file(newskit, tmp_path: Path, ending: str) -> None:
    (tmp_path / "a.md").write_text("---\ntitle: A\n---\ntext\n")
    path = tmp_path / f"r.jsonl.{ending}"
    newskit("export", "jsonl", "a.md", "-o", path.name)
    path.write_bytes(before := path.read_bytes() + b"more")
    done = newskit("export", "jsonl", "a.md", "-o", path.name, "--append")
    assert (done.returncode, path.read_bytes()) == (2, before)
    assert b"cannot be added to" in done.stderr
