"""`newskit convert` at the command line."""

from __future__ import annotations

import json
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


def test_the_report_may_go_to_standard_output(newskit, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(POST)
    rows = newskit("convert", "a.md", "-o", "out", "--report", "-").stdout.splitlines()
    assert [json.loads(row)["kind"] for row in rows] == ["attribute", "attribute", "comment"]
    ended = newskit("convert", "a.md", "--report", "-")
    assert (ended.returncode, ended.stdout) == (2, b"")
    found = newskit("validate", "a.md", "--output-file", "-", "--isolated")
    assert found.stdout == newskit("validate", "a.md", "--isolated").stdout != b""
    assert b"$schema" in newskit("schema", "infer", "a.md", "-o", "-").stdout
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.md", "out"]


def test_options_that_would_do_nothing_are_refused(newskit, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(POST)
    for command in ("convert", "validate"):
        for option in (("--resume",), ("--state", "plan"), ("--shard-input", "1M")):
            ended = newskit(command, "a.md", *option)
            assert ended.returncode == 2
            assert f"{option[0]} needs --cluster" in ended.stderr.decode()
    ended = newskit("convert", "a.md", "-o", "out", "--cluster", "local:2", "--report", "r")
    assert ended.returncode == 2
    assert b"takes no --in-place" in ended.stderr


def test_a_name_that_says_markdown_already_stays(newskit, tmp_path: Path) -> None:
    for name in ("a.markdown", "b.mkd", "c.html"):
        tmp_path.joinpath("in").mkdir(exist_ok=True)
        (tmp_path / "in" / name).write_text("---\ntitle: T\n---\n<p>Low <b>tide</b>.</p>\n")
    newskit("convert", "in", "-o", "out", cwd=tmp_path)
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == ["a.markdown", "b.mkd", "c.md"]
    assert (tmp_path / "out/a.markdown").read_text().endswith("\nLow **tide**.\n")


def test_template_code_with_scripts_alone_stays_html_by_its_name(newskit, tmp_path: Path) -> None:
    body = "{% if site.key %}\n  <!-- counts -->\n  <script>count()</script>\n{% endif %}\n"
    (tmp_path / "posts").mkdir()
    (tmp_path / "posts" / "a.html").write_text(f"---\ntitle: T\n---\n{body}")
    newskit("convert", "posts", "-o", "out")
    newskit("convert", "out", "-o", "again")
    assert [path.name for path in (tmp_path / "again").iterdir()] == ["a.html"]
    assert (tmp_path / "again/a.html").read_text().endswith(body)
