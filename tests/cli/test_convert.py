"""`newskit convert` at the command line."""

from __future__ import annotations

from pathlib import Path

POST = '---\ntitle: x\n---\n<p class="a">b</p><p class="c">d</p><!-- e -->\n'


def test_differences_are_counted_by_kind(newskit, tmp_path: Path) -> None:
    (tmp_path / "posts").mkdir()
    for name in ("a.md", "b.md"):
        (tmp_path / "posts" / name).write_text(POST)
    line = "differences: 4 attribute, 2 comment\n"
    for options in (("--check",), ("-o", "out", "--report", "r.jsonl"), ("--in-place",)):
        assert newskit("convert", "posts", *options).stderr.decode().endswith(line), options


def test_differences_are_not_counted_where_nobody_reads_them(newskit, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(POST)
    for options in ((), ("--diff",), ("--check", "--quiet")):
        assert b"differences" not in newskit("convert", "a.md", *options).stderr


def test_a_post_without_differences_has_no_such_line(newskit, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("---\ntitle: x\n---\n<p>b</p>\n")
    assert b"differences" not in newskit("convert", "a.md", "--check").stderr
