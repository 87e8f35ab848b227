"""What `export` shows of a body is counted and reported where it is not all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

POST = """---
title: Ebb
date: 2024-01-02
---
The *pier*.[^1]

{% Tide 3 %}{{ site.data.x }}

{% Note %}mind{% endNote %}

[^1]: A note.
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "_posts").mkdir()
    (tmp_path / "_posts" / "2024-01-02-a.md").write_text(POST)
    (tmp_path / "_posts" / "2024-01-03-b.md").write_text("---\ntitle: B\n---\nplain\n")
    return tmp_path


def test_template_code_is_counted_and_listed(newskit, site: Path) -> None:
    done = newskit("export", "jsonl", "_posts", "-o", "o.jsonl", cwd=site)
    record = json.loads((site / "o.jsonl").read_bytes().splitlines()[0])
    assert record["text"] == "The pier.1\n\nmind\n\nA note."
    assert "{% Tide 3 %}{{ site.data.x }}" in record["content_markdown"]
    left = ["{% Tide 3 %}", "{{ site.data.x }}", "{% Note %}"]
    assert record["metadata"]["newskit"]["templates"] == left
    assert b"3 pieces of template code in 1 post not shown" in done.stderr
    assert (
        "templates"
        not in json.loads((site / "o.jsonl").read_bytes().splitlines()[1])["metadata"]["newskit"]
    )


def test_an_archive_says_what_its_tags_show(newskit, site: Path) -> None:
    (site / "newskit.toml").write_text(
        '[export.templates]\nTide = "{0} m"\nNote = "{content}"\n"site.data.*" = ""\n'
    )
    done = newskit("export", "jsonl", "_posts", "-o", "o.jsonl", cwd=site)
    record = json.loads((site / "o.jsonl").read_bytes().splitlines()[0])
    assert record["text"] == "The pier.1\n\n3 m\n\nmind\n\nA note."
    assert "templates" not in record["metadata"]["newskit"]
    assert b"template code" not in done.stderr


def test_a_book_reports_them(newskit, site: Path) -> None:
    command = ("export", "epub", "_posts", "-o", "book", "--split", "none", "--report", "r.jsonl")
    newskit(*command, cwd=site)
    rows = [json.loads(line) for line in (site / "r.jsonl").read_bytes().splitlines()]
    assert {"template-code"} == {row["kind"] for row in rows}
    assert [row["text"] for row in rows] == ["{% Tide 3 %}", "{{ site.data.x }}", "{% Note %}"]
