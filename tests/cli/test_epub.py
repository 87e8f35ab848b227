"""`newskit export epub` and `newskit check-epub`, as a user runs them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

POST = """---
title: {title}
date: 2024-0{month}-09 10:00:00 +0100
categories: News
lang: en
---
<p>Words of post {title}.</p><script>run()</script><img src="https://i.example/a.png" alt="A">
"""


def _run(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "newskit", *map(str, arguments)]
    return subprocess.run(command, check=False, capture_output=True, text=True)


@pytest.fixture
def posts(tmp_path: Path) -> Path:
    folder = tmp_path / "posts"
    folder.mkdir()
    for month in (1, 2):
        text = POST.format(title=f"T{month}", month=month)
        (folder / f"2024-0{month}-09-t{month}.md").write_text(text, "utf-8")
    return folder


def test_volumes_are_written_checked_and_left_alone_when_nothing_changed(
    posts: Path, tmp_path: Path
) -> None:
    out, report = tmp_path / "out", tmp_path / "report.jsonl"
    first = _run("export", "epub", posts, "-o", out, "--pack", "--report", report, "--isolated")
    assert first.returncode == 0, first.stderr
    assert "2 posts: 2 in 2 volumes (2 written), 0 reported" in first.stderr
    assert sorted(path.name for path in out.iterdir()) == [
        "2024-01",
        "2024-01.epub",
        "2024-02",
        "2024-02.epub",
        "volumes.json",
    ]
    rows = [json.loads(line) for line in report.read_text("utf-8").splitlines()]
    assert {row["kind"] for row in rows} >= {"image"}
    assert all(row["path"].endswith(".md") for row in rows)
    again = _run("export", "epub", posts, "-o", out, "--pack", "--isolated")
    assert "(0 written)" in again.stderr
    check = _run("check-epub", out, "--no-epubcheck")
    assert check.returncode == 0, check.stdout
    assert check.stdout == ""


def test_metadata_options_reach_the_book(posts: Path, tmp_path: Path) -> None:
    out = tmp_path / "book"
    options: tuple[str, ...] = (
        "--split",
        "none",
        "--title",
        "My News",
        "--creator",
        "The Desk",
        "--rights",
        "CC0",
    )
    options += ("--publisher", "Us", "--identifier", "urn:isbn:1", "--language", "en-GB")
    done = _run("export", "epub", posts, "-o", out, *options, "--isolated")
    assert done.returncode == 0, done.stderr
    package = (out / "EPUB" / "package.opf").read_text("utf-8")
    for value in ("My News", "The Desk", "CC0", "Us", "urn:isbn:1", "en-GB"):
        assert f">{value}</dc:" in package


@pytest.mark.parametrize(
    ("settings", "content", "path", "title"),
    [
        ("_config.yml", "title: Tide Tables\n", "_posts/2024-01-02-a.md", "Tide Tables"),
        ("_config.yml", "name: 潮汐表\n", "_posts/2024-01-02-a.md", "潮汐表"),
        ("hugo.toml", "title = 'The Quay'\n", "content/posts/a.md", "The Quay"),
        ("_config.yml", "title: Your awesome title\n", "_posts/2024-01-02-a.md", "News"),
    ],
)
def test_a_book_is_called_as_the_site_it_is_made_of(
    tmp_path: Path, settings: str, content: str, path: str, title: str
) -> None:
    post = tmp_path / path
    post.parent.mkdir(parents=True)
    (tmp_path / ".git").mkdir()
    (tmp_path / settings).write_text(content, encoding="utf-8")
    post.write_text(POST.format(title="A", month=1), encoding="utf-8")
    done = _run("export", "epub", post, "-o", tmp_path / "book", "--split", "none", "--isolated")
    assert done.returncode == 0, done.stderr
    package = (tmp_path / "book" / "EPUB" / "package.opf").read_text("utf-8")
    assert f">{title}</dc:title>" in package


def test_a_broken_book_is_a_finding(posts: Path, tmp_path: Path) -> None:
    out = tmp_path / "book"
    _run("export", "epub", posts, "-o", out, "--split", "none", "--isolated")
    (out / "EPUB" / "css" / "news.css").unlink()
    done = _run("check-epub", out, "--no-epubcheck")
    assert done.returncode == 1
    assert "news.css: is in the manifest but not there" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--split", "week"), "not a way to split"),
        (("--fetch-images",), "needs a folder"),
        (("--css", "none.css"), "none.css"),
        (("--language", "xx"), "language: 'xx' cannot be stated in a book"),
        (("--cover", "none.png"), "none.png"),
        (("--images", "none"), "no such folder"),
    ],
)
def test_options_that_cannot_be_carried_out(
    arguments: tuple[str, ...], words: str, posts: Path, tmp_path: Path
) -> None:
    done = _run("export", "epub", posts, "-o", tmp_path / "out", "--isolated", *arguments)
    assert done.returncode == 2
    assert words in done.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("before", [False, True])
def test_without_posts_no_book_is_written(posts: Path, tmp_path: Path, before: bool) -> None:  # noqa: FBT001 (a case)
    out = tmp_path / "out"
    if before:
        _run("export", "epub", posts, "-o", out, "--isolated")
    there = sorted(out.rglob("*"))
    (tmp_path / "empty").mkdir()
    done = _run("export", "epub", tmp_path / "empty", "-o", out, "--isolated")
    assert done.returncode == 2
    assert "error: there is no post to make a book of; nothing was written" in done.stderr
    assert sorted(out.rglob("*")) == there
    assert out.exists() is before


def test_nothing_to_check_is_an_error(tmp_path: Path) -> None:
    assert _run("check-epub", tmp_path / "none").returncode == 2


def test_paths_in_a_configuration_file_start_at_its_folder(posts: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "own.css").write_text("p { margin: 0 }", "utf-8")
    settings = '[export.epub]\ncss = "own.css"\nsplit = "none"\ngroup-by = "day"\n'
    (site / "newskit.toml").write_text(settings, "utf-8")
    out = tmp_path / "book"
    done = _run("export", "epub", posts, "-o", out, "--config", site / "newskit.toml")
    assert done.returncode == 0, done.stderr
    assert (out / "EPUB" / "css" / "own.css").read_text("utf-8") == "p { margin: 0 }"
