"""Commands that work on posts sum up in one shape: how many, a colon, what became of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

POST = "---\ntitle: A\ndate: 2020-01-02\n---\n<p>Text.</p>\n\n[Back to home](/)\n"


@pytest.mark.parametrize(
    "command",
    [
        "validate posts",
        "convert posts -o out",
        "strip posts -o out",
        "strip posts --dry-run",
        "strip posts --learn -o rules.toml",
        "compare posts posts",
        "export jsonl posts -o posts.jsonl",
        "export parquet posts -o posts.parquet",
        "export epub posts -o book --title Sea --split none",
        "report posts -o report.html",
    ],
)
def test_the_last_line_is_the_sum(newskit, tmp_path: Path, command: str) -> None:
    (tmp_path / "posts").mkdir()
    for name in ("a", "b"):
        (tmp_path / "posts" / f"{name}.md").write_text(POST, "utf-8")
    if "parquet" in command:
        pytest.importorskip("pyarrow")
    done = newskit(*command.split())
    assert done.returncode in {0, 1}, done.stderr
    lines = done.stderr.decode().splitlines()
    sums = [
        line for line in lines if re.match(r"\d+ (?:posts?|rules?|books?|documents?): \S", line)
    ]
    assert len(sums) == 1, lines


def test_books_and_restored_posts_are_summed_up_alike(newskit, tmp_path: Path) -> None:
    (tmp_path / "posts").mkdir()
    (tmp_path / "posts" / "a.md").write_text(POST, "utf-8")
    assert newskit("export", "epub", "posts", "-o", "book", "--split", "none").returncode == 0
    assert re.search(
        rb"^1 book: 0 findings by ", newskit("check-epub", "book").stderr, re.MULTILINE
    )
    (tmp_path / "posts" / "a.md").write_text(
        POST.replace("<p>Text.</p>", "A whole text. " * 20), "utf-8"
    )
    newskit("strip", "posts", "--in-place")
    assert b"1 post: 1 restored, 0 left alone" in newskit("strip", "posts", "--undo").stderr
