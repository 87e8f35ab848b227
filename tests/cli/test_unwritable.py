"""What cannot be written is told beside everything else that is to be told."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[bytes]]

pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs ulimit")


@pytest.fixture
def on_a_full_disk(tmp_path: Path) -> Run:
    """Run newskit where no file may hold a byte: root, too, is held by this limit."""

    def run(*arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        command = ["sh", "-c", 'ulimit -f 0; exec "$@"', "sh", sys.executable, "-m", "newskit"]
        return subprocess.run(
            [*command, *arguments],
            input=stdin,
            capture_output=True,
            cwd=tmp_path,
            check=False,
            timeout=120,
        )

    return run


def test_a_post_that_cannot_be_repaired_keeps_its_findings(
    on_a_full_disk: Run, tmp_path: Path
) -> None:
    post = b"---\ntitle: A: b\n---\nText [x]().\n"
    (tmp_path / "a.md").write_bytes(post)
    done = on_a_full_disk("validate", "--fix", "a.md")
    lines = done.stdout.decode().splitlines()
    assert [line.split()[1] for line in lines] == ["NK121", "NK356", "NK902"]
    assert b"1 post: 3 findings" in done.stderr
    assert b"0 repaired" in done.stderr
    assert done.returncode == 2
    assert (tmp_path / "a.md").read_bytes() == post


def test_records_that_cannot_be_written_are_no_finding(on_a_full_disk: Run, tmp_path: Path) -> None:
    line = json.dumps({"id": "a", "text": "one"}).encode()
    done = on_a_full_disk("import", "jsonl", "-", "-o", "out", stdin=line)
    assert b"-:1:1:1: NK902" in done.stderr
    assert b"1 record: 0 written, 0 unchanged, 0 refused, 1 failed" in done.stderr
    assert done.returncode == 2
    assert not list((tmp_path / "out").iterdir())


def test_a_post_whose_undo_record_cannot_be_written_stays(
    on_a_full_disk: Run, tmp_path: Path
) -> None:
    post = b"---\ntitle: A\n---\nText that stays.\n\nSource: [The Mill](https://mill.example/a)\n"
    (tmp_path / "a.md").write_bytes(post)
    done = on_a_full_disk("strip", "a.md", "--in-place")
    assert b"undo.jsonl: cannot be written: File too large" in done.stderr
    assert b"this one was not" in done.stderr
    assert done.returncode == 2
    assert (tmp_path / "a.md").read_bytes() == post


def test_a_file_in_the_place_of_the_folder_is_told_once(newskit: Run, tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(b"mine")
    lines = b"".join(b'{"id": "%d", "text": "one"}\n' % number for number in range(3))
    done = newskit("import", "jsonl", "-", "-o", "out", stdin=lines)
    assert done.stderr.startswith(b"error: out is a file, not a folder")
    assert done.returncode == 2


def test_repairs_keep_bytes_that_a_codec_spells_in_two_ways(newskit: Run, tmp_path: Path) -> None:
    text = "これは古い文字コードで書かれた日本語の記事です。長さは十分にあります。" * 5
    body = text.encode("cp932") + b"\x87\x90\n"
    assert body.decode("cp932").encode("cp932") != body
    (tmp_path / "a.md").write_bytes("---\ntitle: あ: い\n---\n".encode("cp932") + body)
    newskit("validate", "--fix", "a.md")
    expected = '---\ntitle: "あ: い"\n---\n'.encode("cp932") + body
    assert (tmp_path / "a.md").read_bytes() == expected
