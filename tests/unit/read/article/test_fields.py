"""What a post says about itself, however its archive writes it."""

from __future__ import annotations

import pytest

from newskit.config.export import ExportConfig, FieldMap, FieldPreset
from newskit.read.article import PostFields, read_article
from newskit.read.record_post import merge_fields


def read(values, path: str = "post.md", **config: object) -> PostFields:
    return read_article(values, path, ExportConfig(**config))


def test_keys_are_taken_in_any_case_and_with_hyphens() -> None:
    article = read({"Title": "A", "Published": "2020-01-02", "Source-URL": "https://a.example/b"})
    assert article.title == "A"
    assert article.date_published == "2020-01-02"
    assert article.source_url == "https://a.example/b"


def test_published_may_be_a_date_or_a_switch() -> None:
    assert read({"published": True, "created": "2020-01-02"}).date_published == "2020-01-02"
    assert not read({"published": "2020-01-02"}).draft
    assert read({"published": False}).draft


@pytest.mark.parametrize(
    ("author", "authors", "byline"),
    [
        ("Ann Lee", ("Ann Lee",), "Ann Lee"),
        (["Ann", "Bo"], ("Ann", "Bo"), "Ann, Bo"),
        ({"name": "Ann", "email": "a@b.example"}, ("Ann",), "Ann"),
        ([{"display_name": "Inte", "login": "inte"}], ("Inte",), "Inte"),
        ("", (), None),
        ([None, ""], (), None),
    ],
)
def test_authors_of_all_shapes(author, authors, byline) -> None:
    article = read({"author": author})
    assert (article.authors, article.byline) == (authors, byline)


@pytest.mark.parametrize(
    ("values", "tags"),
    [
        ({"tags": "linux kernel"}, ("linux", "kernel")),
        ({"tags": "linux, open source"}, ("linux", "open source")),
        ({"tags": "财联社新闻"}, ("财联社新闻",)),
        ({"tags": ["a", "b", "a", None, 2020]}, ("a", "b", "2020")),
        ({"tags": [["a", "b"], ["c"]]}, ("a", "b", "c")),
        ({"tag": "open source"}, ("open source",)),
        ({"taxonomies": {"tags": ["a"]}}, ("a",)),
        ({"tags": [], "topics": ["x"]}, ("x",)),
    ],
)
def test_tags_of_all_shapes(values, tags) -> None:
    assert read(values).tags == tags


def test_a_singular_category_is_never_split() -> None:
    assert read({"category": "World, Business News"}).categories == ("World, Business News",)


def test_character_references_in_titles_are_resolved_and_angle_brackets_kept() -> None:
    assert read({"title": "CDC&#8217;s  app\n& <b>"}).title == "CDC’s app & <b>"


def test_the_date_of_the_file_name_stands_in_and_says_so() -> None:
    article = read({"date": "+0800"}, "_posts/2022-05-26-x.md")
    assert article.date_published == "2022-05-26"
    assert article.derived == {"date_published": "file name"}
    assert [(doubt.key, doubt.reading.text) for doubt in article.doubts] == [("date", "+0800")]


def test_a_readable_date_wins_over_an_unreadable_one_which_is_reported() -> None:
    article = read({"date": "01/02/2024", "created": 1173484112})
    assert article.date_published == "2007-03-09T23:48:32+00:00"
    assert len(article.doubts) == 1


def test_a_configured_zone_is_added_only_to_times_without_one() -> None:
    zone = {"timezone": "+08:00"}
    assert read({"date": "2022-02-09 12:00"}, **zone).date_published == "2022-02-09T12:00:00+08:00"
    assert read({"date": "2022-02-09"}, **zone).date_published == "2022-02-09"
    assert read({"date": "2022-02-09 12:00Z"}, **zone).date_published.endswith("+00:00")


def test_permalinks_become_urls_with_a_base_and_are_the_address_without() -> None:
    article = read({"permalink": "/2022/mining/"})
    assert (article.url, article.address) == (None, "/2022/mining/")
    based = read({"permalink": "/2022/mining/"}, base_url="https://n.example/blog")
    assert based.url == "https://n.example/blog/2022/mining/"
    assert read({"permalink": "/:year/:title/"}).address is None
    assert read({"permalink": "/posts/{{ page.fileSlug }}/"}).address is None


def test_a_link_is_the_url_only_where_it_ends_like_the_post() -> None:
    own = {"link": "https://n.example/2007/04/24/news-items/", "slug": "news-items"}
    assert read(own).url == own["link"]
    assert read({"link": "https://other.example/thing"}, "2007-04-24-mine.md").url is None


def test_a_source_that_is_a_url_is_the_source_url() -> None:
    article = read({"from": "https://pao.example/21"})
    assert (article.source, article.source_url) == (None, "https://pao.example/21")


def test_own_keys_come_before_those_of_the_preset() -> None:
    fields = FieldMap(title=("Headline",), summary=("extra.deck",), authors=("author.nick",))
    values = {
        "title": "wrong",
        "headline": "right",
        "extra": {"Deck": "below the head"},
        "author": {"name": "Ann", "nick": "ann"},
    }
    article = read(values, fields=fields)
    assert (article.title, article.summary, article.authors) == (
        "right",
        "below the head",
        ("ann",),
    )


@pytest.mark.parametrize(
    ("key", "field"),
    [
        *((key, "date_published") for key in ("pub_date", "publishedAt", "posted_at", "post-date")),
        *((key, "date_modified") for key in ("modified_at", "updatedAt", "last_updated")),
    ],
)
def test_dates_are_found_under_the_names_that_writers_give_them(key: str, field: str) -> None:
    assert getattr(read({key: "2021-01-30"}), field) == "2021-01-30"


@pytest.mark.parametrize(
    ("preset", "values", "expected"),
    [
        ("jekyll", {"last_modified_at": "2020-01-02"}, {"date_modified": "2020-01-02"}),
        ("hugo", {"Lastmod": "2020-01-02"}, {"date_modified": "2020-01-02"}),
        ("zola", {"extra": {"author": "Ann"}, "updated": "2020-01-02"}, {"authors": ("Ann",)}),
        ("hexo", {"categories": [["a", "b"]]}, {"categories": ("a", "b")}),
        ("pelican", {"authors": "Lee, Ann; Chen, Bo"}, {"authors": ("Lee, Ann", "Chen, Bo")}),
        ("pelican", {"author": "Doe, Jane"}, {"authors": ("Doe, Jane",)}),
        ("pelican", {"category": "open source"}, {"categories": ("open source",)}),
        ("eleventy", {"tags": "open source"}, {"tags": ("open source",)}),
        ("docusaurus", {"last_update": {"date": "2020-01-02"}}, {"date_modified": "2020-01-02"}),
        ("jekyll", {"topics": ["a"]}, {"tags": ()}),
    ],
)
def test_presets(preset, values, expected) -> None:
    article = read(values, preset=FieldPreset(preset))
    assert {name: getattr(article, name) for name in expected} == expected


@pytest.mark.parametrize(
    ("values", "path", "draft"),
    [
        ({"draft": True}, "a.md", True),
        ({"draft": "false"}, "a.md", False),
        ({"status": "draft"}, "a.md", True),
        ({"status": "publish"}, "a.md", False),
        ({}, "blog/_drafts/a.md", True),
        ({}, "a.md", False),
    ],
)
def test_drafts(values, path, draft) -> None:
    assert read(values, path).draft is draft


def test_merging_adds_only_what_front_matter_does_not_say() -> None:
    values = {"title": "A", "date": "2022-02-09 12:00 +0800", "tags": "a b"}
    record = {
        "title": "A",
        "date_published": "2022-02-09T12:00:00+08:00",
        "tags": ["a", "b"],
        "source": "Agency",
        "authors": ["Ann", "Bo"],
        "draft": False,
    }
    merged = merge_fields(record, values, "a.md", {}, ExportConfig())
    assert merged == {**values, "source": "Agency", "authors": ["Ann", "Bo"]}


def test_merging_takes_edits_to_the_key_that_holds_the_field() -> None:
    values = {"Title": "old", "summary": "gone"}
    merged = merge_fields({"title": "new", "summary": None}, values, "a.md", {}, ExportConfig())
    assert merged == {"Title": "new"}
