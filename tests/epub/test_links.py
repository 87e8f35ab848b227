"""Links in books live: to notes and back, to places, and from post to post."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from newskit.epub.check import EpubCheck

PIER = """---
title: The pier
permalink: /sea/pier/
aliases: [/old/pier.html]
---
Opens today.[^1] And again.[^1] See [the tides](2024-01-03-tides.md#high-water),
[by date](/2024/01/03/tides.html),
[by tag]({% post_url 2024-01-03-tides %}), [on the web](https://news.example/2024/01/03/tides/),
[by name](/posts/2024-01-03-tides.md), [in French](/fr/2024-01-02-pier.md),
[elsewhere](https://other.example/2024/01/03/tides/) and [nowhere](2024-01-09-lost.md).

Then [down](#the-end-of-it).

[^1]: By the harbour office, *in person*.

## The end of it

$$
\\frac{p}{q} \\le 1
$$

With $$x^2$$ and $$\\tide$$.
"""
TIDES = """---
title: Tides
---
## High water

Back to [the pier](/sea/pier/), [as it was called](/old/pier.html#nothing),
[itself](2024-01-03-tides.md#high-water).
"""


@pytest.fixture
def book(newskit, tmp_path: Path) -> Path:
    posts = tmp_path / "_posts"
    posts.mkdir()
    (posts / "2024-01-02-pier.md").write_text(PIER)
    (posts / "2024-01-03-tides.md").write_text(TIDES)
    done = newskit(
        *("export", "epub", "_posts", "-o", "book", "--split", "none", "--pack", "--no-strip"),
        *("--base-url", "https://news.example", "--report", "report.jsonl"),
    )
    assert done.returncode == 0, done.stderr.decode()
    return tmp_path


def page(book: Path, name: str) -> str:
    return (book / "book" / "EPUB" / "text" / name).read_text()


def target(html: str, words: str) -> str | None:
    found = re.search(rf"<a([^>]*)>{re.escape(words)}</a>", html)
    assert found, words
    address = re.search(r' href="([^"]*)"', found[1])
    return address[1] if address else None


@pytest.mark.parametrize(
    ("words", "address"),
    [
        ("the tides", "2024-01-03-tides.xhtml#high-water"),
        ("by date", "2024-01-03-tides.xhtml"),
        ("by tag", "2024-01-03-tides.xhtml"),
        ("by name", "2024-01-03-tides.xhtml"),
        ("on the web", "2024-01-03-tides.xhtml"),
        ("elsewhere", "https://other.example/2024/01/03/tides/"),
        ("in French", "https://news.example/fr/2024-01-02-pier.md"),
        ("down", "#the-end-of-it"),
    ],
)
def test_links_of_a_post(book: Path, words: str, address: str) -> None:
    assert target(page(book, "2024-01-02-pier.xhtml"), words) == address


@pytest.mark.parametrize(
    ("words", "address"),
    [
        ("the pier", "2024-01-02-pier.xhtml"),
        ("as it was called", "2024-01-02-pier.xhtml"),
        ("itself", "2024-01-03-tides.xhtml#high-water"),
    ],
)
def test_links_by_other_names(book: Path, words: str, address: str) -> None:
    assert target(page(book, "2024-01-03-tides.xhtml"), words) == address


def test_a_link_to_a_post_that_is_not_there_goes_where_it_went(book: Path) -> None:
    html = page(book, "2024-01-02-pier.xhtml")
    assert target(html, "nowhere") == "https://news.example/2024-01-09-lost.md"


def test_without_the_address_of_the_site_such_a_link_is_reported(newskit, tmp_path: Path) -> None:
    posts = tmp_path / "_posts"
    posts.mkdir()
    (posts / "2024-01-03-tides.md").write_text(TIDES)
    command = ("export", "epub", "_posts", "-o", "book", "--split", "none", "--report", "r.jsonl")
    done = newskit(*command)
    rows = [json.loads(line) for line in (tmp_path / "r.jsonl").read_bytes().splitlines()]
    assert [(row["kind"], row["text"]) for row in rows] == [
        ("relative-link", "/sea/pier/"),
        ("relative-link", "/old/pier.html#nothing"),
    ]
    assert b"2 relative-link" in done.stderr
    assert target(page(tmp_path, "2024-01-03-tides.xhtml"), "the pier") is None


def test_notes_are_notes(book: Path) -> None:
    html = page(book, "2024-01-02-pier.xhtml")
    references = re.findall(r'<a[^>]*role="doc-noteref"[^>]*>', html)
    assert len(references) == 2
    assert all('epub:type="noteref"' in one for one in references)
    note = re.search(
        r'<aside[^>]*epub:type="footnote"[^>]*role="doc-footnote"[^>]*>(.*?)</aside>',
        html,
        re.DOTALL,
    )
    assert note
    assert "By the harbour office, <em>in person</em>." in note[1]
    assert note[1].count('role="doc-backlink"') == 2
    ids = set(re.findall(r' id="([^"]*)"', html))
    assert {one[1:] for one in re.findall(r' href="(#[^"]*)"', html)} <= ids


def test_formulas_are_mathml_where_their_tex_is_known(book: Path) -> None:
    html = page(book, "2024-01-02-pier.xhtml")
    formula = 'display="block" alttext="\\frac{p}{q} \\le 1">'
    assert f'<math xmlns="http://www.w3.org/1998/Math/MathML" {formula}' in html
    assert "<msup><mi>x</mi><mn>2</mn></msup>" in html
    assert "\\tide" in html
    rows = [json.loads(line) for line in (book / "report.jsonl").read_bytes().splitlines()]
    assert [(row["kind"], row["text"]) for row in rows] == [("math", "\\tide")]
    assert 'properties="mathml"' in (book / "book" / "EPUB" / "package.opf").read_text()


def test_nobody_complains_about_the_book(book: Path, newskit, epubcheck: EpubCheck) -> None:
    done = newskit("check-epub", "book.epub", "--require-epubcheck")
    assert done.stdout == b""
    assert done.returncode == 0, done.stderr.decode()


HTML_NOTES = {
    "word": (
        '<p>A<sup><a href="#ftn1" id="ref1">[1]</a></sup></p>'
        '<p id="ftn1"><a href="#ref1">[1]</a> N.</p>'
    ),
    "anchors": (
        '<p>A<a name="back" href="#note">*</a></p>'
        '<div><a name="note"></a>N. <a href="#back">up</a></div>'
    ),
    "list": (
        '<p>A<sup id="r"><a href="#n">1</a></sup></p>'
        '<ol><li id="n"><p>N. <a href="#r">back</a></p></li></ol>'
    ),
}


@pytest.mark.parametrize("name", HTML_NOTES)
def test_notes_are_told_by_their_links(
    name: str, make, tmp_path: Path, epubcheck: EpubCheck
) -> None:
    records = [{"id": "a", "title": "T", "content_html": HTML_NOTES[name], "language": "en"}]
    make(records, split="none", pack=True)
    html = next((tmp_path / "book" / "EPUB" / "text").glob("*a.xhtml")).read_text()
    assert html.count('epub:type="noteref"') == 1
    assert html.count('epub:type="footnote"') == 1
    assert html.count('epub:type="backlink"') == 1
    assert epubcheck.check(tmp_path / "book.epub") == []


def test_contents_and_their_ways_back_are_no_notes(make, tmp_path: Path) -> None:
    html = (
        '<ul id="top"><li><a href="#one">One</a></li></ul>'
        '<h2 id="one">One <a href="#top">up</a></h2><p>Words.</p>'
    )
    make([{"id": "a", "title": "T", "content_html": html}], split="none")
    page = next((tmp_path / "book" / "EPUB" / "text").glob("*a.xhtml")).read_text()
    assert "doc-footnote" not in page
    assert "doc-noteref" not in page


def test_posts_in_folders_of_their_own_lead_to_each_other(newskit, tmp_path: Path) -> None:
    posts = tmp_path / "en" / "news" / "_posts"
    posts.mkdir(parents=True)
    (posts / "2024-01-02-ebb.md").write_text("[on](/en/news/2024/01/03/flow/)\n")
    back = "[back]({% link en/news/_posts/2024-01-02-ebb.md %})\n"
    (posts / "2024-01-03-flow.md").write_text(back)
    for given, name in ((".", "whole"), ("en/news", "part")):
        newskit("export", "epub", given, "-o", name, "--split", "none")
        text = tmp_path / name / "EPUB" / "text"
        ebb, flow = ((text / f"2024-01-0{n}.xhtml").read_text() for n in ("2-ebb", "3-flow"))
        assert target(ebb, "on") == "2024-01-03-flow.xhtml"
        assert target(flow, "back") == "2024-01-02-ebb.xhtml"
