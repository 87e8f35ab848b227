"""What cannot be read is said by every command, with its place, and ends the run with 1."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

Run = Callable[..., "CompletedProcess[bytes]"]

BROKEN = {
    "colon": "---\ntitle: Mill: fire\ndate: 2024-01-02\n---\nText.\n",
    "quote": '---\ntitle: "Mill\ndate: 2024-01-02\n---\nText.\n',
    "toml": "+++\ntitle = Mill\n+++\nText.\n",
    "unclosed": "---\ntitle: Mill\ndate: 2024-01-02\n",
}
COMMANDS = [
    ("convert", "p", "-o", "out"),
    ("strip", "p", "-o", "out"),
    ("export", "jsonl", "p", "-o", "out.jsonl"),
    ("export", "epub", "p", "-o", "book"),
]


@pytest.fixture
def posts(tmp_path: Path) -> Path:
    folder = tmp_path / "p"
    folder.mkdir()
    (folder / "b.md").write_text("---\ntitle: B\ndate: 2024-01-03\n---\nOther text.\n", "utf-8")
    return folder


@pytest.mark.parametrize("arguments", COMMANDS, ids=lambda one: one[-3] + one[0])
def test_every_command_says_it_with_its_place(
    newskit: Run, posts: Path, arguments: tuple[str, ...]
) -> None:
    (posts / "a.md").write_text(BROKEN["colon"], "utf-8")
    done = newskit(*arguments)
    assert done.returncode == 1
    assert b"p/a.md:2:" in done.stderr
    assert b"not read whole" in done.stderr


@pytest.mark.parametrize("kind", BROKEN)
def test_no_record_has_silent_nulls(newskit: Run, posts: Path, kind: str) -> None:
    (posts / "a.md").write_text(BROKEN[kind], "utf-8")
    done = newskit("export", "jsonl", "p")
    assert done.returncode == 1
    assert b"p/a.md:" in done.stderr
    assert [json.loads(line)["title"] for line in done.stdout.splitlines()][1] == "B"


@pytest.mark.parametrize("arguments", COMMANDS, ids=lambda one: one[-3] + one[0])
def test_sound_posts_end_with_0(newskit: Run, posts: Path, arguments: tuple[str, ...]) -> None:
    done = newskit(*arguments)
    assert done.returncode == 0
    assert b"not read whole" not in done.stderr


def test_a_file_with_bytes_that_cannot_be_decoded_is_not_repaired(
    newskit: Run, posts: Path
) -> None:
    text = "---\ntitle: x \ndate: 2024-01-01\n---\n<p>市役所は橋を閉鎖すると発表しました。</p>\n"
    data = text.encode("cp932") + b"<p>\x94 </p>\n"
    (posts / "a.md").write_bytes(data)
    done = newskit("validate", "p", "--fix", "--no-cache")
    assert (posts / "a.md").read_bytes() == data
    assert b"p/a.md:6:4: NK110" in done.stdout


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"id": "a-1", "text": "x", "title": "T", "title": "U"}', "twice: title"),
        ('{"id": "a-1", "text": "x", "metadata": {"x": 1, "x": 2}}', "twice: x"),
    ],
)
def test_a_json_name_given_twice_is_refused_by_name(
    newskit: Run, tmp_path: Path, line: str, said: str
) -> None:
    (tmp_path / "r.jsonl").write_text(
        f'{line}\n{{"id": "b-2", "title": "V", "content_markdown": "y"}}\n', "utf-8"
    )
    done = newskit("import", "jsonl", "r.jsonl", "-o", "o")
    assert done.returncode == 1
    assert said in done.stderr.decode()
    assert (tmp_path / "o" / "b-2.md").exists()


def test_a_byte_order_mark_loses_no_record(newskit: Run, tmp_path: Path) -> None:
    (tmp_path / "r.jsonl").write_bytes(
        b'\xef\xbb\xbf{"id": "a-1", "title": "T", "content_markdown": "y"}\n'
    )
    done = newskit("import", "jsonl", "r.jsonl", "-o", "o")
    assert done.returncode == 0, done.stderr.decode()
    assert "title: T" in (tmp_path / "o" / "a-1.md").read_text("utf-8")


@pytest.mark.parametrize("name", ["a.rst", "b.adoc", "c.org"])
def test_a_file_of_another_format_is_refused(newskit: Run, tmp_path: Path, name: str) -> None:
    text = "Title\n=====\n\nThe sign <b>b</b> stands here.\n"
    (tmp_path / name).write_text(text, "utf-8")
    done = newskit("convert", name, "--in-place")
    assert done.returncode == 2
    assert b"a format that is not read" in done.stderr
    assert (tmp_path / name).read_text("utf-8") == text


@pytest.mark.parametrize("title", ["Mill: fire", '"Quoted" and on', "[Draft] a"])
def test_the_preset_reads_lines_between_fences(newskit: Run, tmp_path: Path, title: str) -> None:
    (tmp_path / "a.md").write_text(f"---\ntitle: {title}\ndate: 2024-01-03\n---\nText\n", "utf-8")
    done = newskit("export", "jsonl", "a.md", "--preset", "pelican")
    assert done.returncode == 0, done.stderr.decode()
    assert json.loads(done.stdout)["title"] == title


@pytest.mark.parametrize(
    ("begins", "said"),
    [
        (b"PK\x03\x04\x14\0\0\0", "is a ZIP archive, not a post"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "is a PNG image, not a post"),
        (b"BZh91AY&SY\0\0", "is compressed by bzip2, not a post"),
        (b"PK\x05\x06\0\0", "is a ZIP archive without files, not a post"),
        (b"\x1f\x8b\x08\0\0\0\0\0", "is compressed by gzip, not a post"),
    ],
)
def test_what_holds_no_text_is_said_to_be_what_it_is_and_never_written(
    newskit: Run, posts: Path, begins: bytes, said: str
) -> None:
    (posts / "a.md").write_bytes(begins + b"<p>one <b>two</b></p>\n")
    for arguments in (("validate", "p"), *COMMANDS):
        done = newskit(*arguments)
        assert done.returncode == 2, arguments
        assert f"a.md:1:1: NK100 {said}" in (done.stdout + done.stderr).decode(), arguments
    assert newskit("convert", "p", "--in-place").returncode == 2
    assert (posts / "a.md").read_bytes().startswith(begins)
    piped = newskit("convert", "-", stdin=begins)
    assert (piped.returncode, piped.stdout) == (2, b"")


def test_a_post_that_begins_like_a_format_is_a_post(newskit: Run, posts: Path) -> None:
    (posts / "a.md").write_text("GIF89a is a format, and so is %PDF-.\n", "utf-8")
    assert b"NK100" not in newskit("validate", "p").stdout
