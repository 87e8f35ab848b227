"""What a Jekyll site makes of a body before its renderer reads it."""

from __future__ import annotations

from pathlib import Path

import pytest

from newskit.records.jekyll import as_read


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("The gauge https://m.example/g.rb source", "The gauge source"),
        ("The gauge /g.rb", "The gauge link"),
        ("The gauge", "The gauge"),
        # A run of blanks is looked at once.
        ("The" + " " * 100_000 + "gauge", "The" + " " * 100_000 + "gauge"),
    ],
    ids=["a link and words", "a link", "words", "blanks"],
)
def test_titles_of_octopress_code_stand_above_it(tmp_path: Path, title: str, words: str) -> None:
    (tmp_path / "_config.yml").write_text("title: Mill\n")
    plugins = tmp_path / "plugins"
    plugins.mkdir()
    (plugins / "backtick_code_block.rb").write_text("module BacktickCodeBlock\nend\n")
    post = tmp_path / "_posts" / "2024-01-02-a.md"
    shown = as_read(str(post), f"```ruby {title}\nputs 1\n```")
    assert shown.strip() == f"<figcaption>{words}</figcaption>\n\n```ruby\nputs 1\n```"
