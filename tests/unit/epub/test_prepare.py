from __future__ import annotations

import json
import pickle
from xml.etree import ElementTree as ET

import pytest

from newskit.config.export import EpubConfig, GroupBy
from newskit.epub.prepare import prepare

_XHTML = "{http://www.w3.org/1999/xhtml}"
RECORD: dict[str, object] = {
    "id": "7f",
    "title": "Market <reopens>",
    "date_published": "2024-02-09T23:30:00+08:00",
    "date_modified": "2024-02-10T01:00:00Z",
    "language": "en",
    "authors": ["R. Okafor"],
    "categories": ["City"],
    "tags": ["market"],
    "source": "Riverside Post",
    "source_url": "https://news.example/a?b=1&c=2",
    "url": "https://site.example/market/",
    "content_html": "<p>Text</p>",
    "metadata": {"newskit": {"path": "_posts/2024-02-09-market-reopens.md"}},
}


def _page(record: dict[str, object], **options: object) -> ET.Element:
    config = EpubConfig(**options)  # type: ignore[arg-type]
    page = prepare(record, config).page
    return ET.fromstring(page)


def test_the_page_says_who_when_and_where() -> None:
    root = _page(RECORD)
    text = " ".join(part.strip() for part in root.itertext())
    assert root.find(f".//{_XHTML}h1").text == "Market <reopens>"  # type: ignore[union-attr]
    assert root.find(f".//{_XHTML}time").get("datetime") == "2024-02-09T23:30:00+08:00"  # type: ignore[union-attr]
    assert "9 February 2024 23:30" in text
    assert "Riverside Post" in text
    assert "R. Okafor" in text
    links = [link.get("href") for link in root.iter(f"{_XHTML}a")]
    assert links == ["https://news.example/a?b=1&c=2"]


def test_the_article_is_described_for_machines() -> None:
    root = _page(RECORD)
    script = root.find(f".//{_XHTML}script")
    assert script is not None
    data = json.loads(script.text or "")
    assert data["@type"] == "NewsArticle"
    assert data["headline"] == "Market <reopens>"
    assert data["author"] == [{"@type": "Person", "name": "R. Okafor"}]
    assert data["url"] == "https://site.example/market/"


def test_facts_for_the_book() -> None:
    article = prepare(RECORD, EpubConfig())
    assert article.day == "2024-02-09"
    assert article.modified == "2024-02-10T01:00:00Z"
    assert article.slug == "market-reopens"
    assert article.section == "City"
    assert pickle.loads(pickle.dumps(article)) == article


@pytest.mark.parametrize(
    ("group", "section"),
    [(GroupBy.TAG, "market"), (GroupBy.SOURCE, "Riverside Post"), (GroupBy.NONE, "")],
)
def test_sections(group: GroupBy, section: str) -> None:
    assert prepare(RECORD, EpubConfig(group_by=group)).section == section


@pytest.mark.parametrize(
    ("title", "html", "expected"),
    [
        ("", "<p>First words of it</p>", "First words of it"),
        (None, "", "Untitled"),
        (" a\n b\x01 ", "", "a b"),
        (["x"], "", "Untitled"),
    ],
)
def test_a_title_is_never_empty(title: object, html: str, expected: str) -> None:
    assert prepare({"title": title, "content_html": html}, EpubConfig()).title == expected


@pytest.mark.parametrize(
    ("date", "day"),
    [
        ("2024-02-30", ""),
        ("0000-00-00", ""),
        ("yesterday", ""),
        ("2024-02-09", "2024-02-09"),
        ("2024-02-09T99:99", "2024-02-09"),
        ("2024-02-09 10:00:00 +05:43", "2024-02-09"),
        (20240209, ""),
    ],
)
def test_days(date: object, day: str) -> None:
    assert prepare({"date_published": date}, EpubConfig()).day == day


@pytest.mark.parametrize(
    ("stated", "configured", "html", "language", "direction"),
    [
        ("zh_TW", "", "<p>新聞</p>", "zh-TW", "ltr"),
        (None, "", "<p>صوّت المجلس على إعادة فتح السوق</p>", "ar", "rtl"),
        ("nonsense", "fr", "<p>Le conseil</p>", "fr", "ltr"),
        (None, "", "<p>Words</p>", "und", "ltr"),
    ],
)
def test_language_and_direction(
    stated: object, configured: str, html: str, language: str, direction: str
) -> None:
    record = {"language": stated, "content_html": html}
    article = prepare(record, EpubConfig(language=configured))
    assert (article.language, article.direction) == (language, direction)
    root = ET.fromstring(article.page)
    assert (root.get("lang"), root.get("dir")) == (language, direction)


def test_a_file_name_is_ascii_and_safe() -> None:
    paths = ("名前.md", "a b?c#d.md", "../../etc/passwd", "x" * 300 + ".md", "")
    for path in paths:
        slug = prepare({"metadata": {"newskit": {"path": path}}}, EpubConfig()).slug
        assert slug.isascii()
        assert slug.replace("-", "").isalnum()
        assert len(slug) <= 60


def test_a_record_without_html_shows_its_text() -> None:
    page = prepare({"text": "One & two\n\nThree"}, EpubConfig()).page
    assert b"<p>One &amp; two</p><p>Three</p>" in page


def test_damaged_text_does_not_stop_a_post() -> None:
    record = {"title": "a\udcffb", "content_html": "<a href='http://e.example/\udcff'>c\udcff</a>"}
    page = prepare(record, EpubConfig()).page
    assert ET.fromstring(page) is not None


def test_a_permalink_is_completed_by_the_base_url() -> None:
    record = {"url": "/2024/market/", "content_html": '<a href="plan.html">plan</a>'}
    page = prepare(record, EpubConfig(base_url="https://site.example/")).page
    assert b'<link rel="canonical" href="https://site.example/2024/market/"/>' in page
    assert b'<a href="https://site.example/2024/market/plan.html">plan</a>' in page
