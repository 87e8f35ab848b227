"""Whole HTML pages keep their facts in records and in converted posts."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import frontmatter
import pytest

Run = Callable[..., "CompletedProcess[bytes]"]

PAGE = """<!DOCTYPE html>
<html lang="nl"><head><meta charset="utf-8"><title>De molen brandt | De Bij</title>
<meta property="og:site_name" content="De Bij"><meta name="generator" content="Pen 3">
<link rel="canonical" href="https://bij.example/2019/05/04/molen/">
<meta name="author" content="Anna"><meta name="description" content="Vannacht.">
<meta property="article:published_time" content="2019-05-04T10:00:00+02:00">
<meta property="article:tag" content="molen"></head>
<body><nav>Start</nav><article><p>De molen is <b>vannacht</b> afgebrand.</p></article></body></html>
"""


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "p" / "a.html"
    path.parent.mkdir()
    path.write_text(PAGE, "utf-8")
    return path


def test_a_record_has_the_facts_and_says_where_from(newskit: Run, page: Path) -> None:
    record = json.loads(newskit("export", "jsonl", "p").stdout)
    assert record["title"] == "De molen brandt"
    assert record["url"] == "https://bij.example/2019/05/04/molen/"
    assert record["authors"] == ["Anna"]
    assert record["date_published"] == "2019-05-04T10:00:00+02:00"
    assert record["summary"] == "Vannacht."
    assert record["tags"] == ["molen"]
    assert record["language"] == "nl"
    assert record["publisher"] == "De Bij"
    derived = record["metadata"]["newskit"]["derived"]
    assert derived["title"] == "<title>"
    assert derived["date_published"] == "<meta article:published_time>"


def test_front_matter_wins_over_the_page(newskit: Run, page: Path) -> None:
    page.write_text(f"---\ntitle: Own\nauthor: Bo\n---\n{PAGE}", "utf-8")
    record = json.loads(newskit("export", "jsonl", "p").stdout)
    assert (record["title"], record["authors"]) == ("Own", ["Bo"])
    assert record["date_published"] == "2019-05-04T10:00:00+02:00"
    assert "title" not in record["metadata"]["newskit"]["derived"]


def test_convert_writes_front_matter_and_reports_the_rest(
    newskit: Run, page: Path, tmp_path: Path
) -> None:
    assert newskit("convert", "p", "-o", "out", "--report", "r.jsonl").returncode == 0
    post = frontmatter.loads((tmp_path / "out" / "a.md").read_text("utf-8"))
    assert post["title"] == "De molen brandt"
    assert post["authors"] == ["Anna"]
    assert "**vannacht**" in post.content
    report = (tmp_path / "r.jsonl").read_text("utf-8")
    assert "Pen 3" in report
    assert "Vannacht." not in report


def test_main_takes_the_article_out_of_its_menus(newskit: Run, page: Path, tmp_path: Path) -> None:
    done = newskit("convert", "p/a.html", "--main", "auto", "--report", "r.jsonl")
    assert "**vannacht**" in done.stdout.decode()
    assert "Start" not in done.stdout.decode()
    assert '"text":"Start"' in (tmp_path / "r.jsonl").read_text("utf-8").replace('": "', '":"')
    assert "Start" in newskit("convert", "p/a.html").stdout.decode()


def test_a_page_without_facts_gets_no_front_matter(newskit: Run, page: Path) -> None:
    page.write_text("<html><body><p>Text <b>alone</b>.</p></body></html>\n", "utf-8")
    assert newskit("convert", "p/a.html").stdout.decode().strip() == "Text **alone**."
