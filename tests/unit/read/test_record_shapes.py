"""Records of other shapes are read by their own keys, and lose nothing."""

from __future__ import annotations

import json

import pytest

from newskit.errors import ReadError
from newskit.importers.jsonl import JsonlImport, import_records
from newskit.importers.port import ImportedPost, Refused
from newskit.post import Post
from newskit.read.parse import parse_bytes
from newskit.read.source import Source

SCHEMA_ORG = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "@id": "https://blatt.example/7",
    "headline": "Der Kran steht still",
    "articleBody": "Seit Montag steht der Kran.",
    "author": [{"@type": "Person", "name": "Ana Lima", "url": "https://blatt.example/ana"}],
    "datePublished": "2023-05-06T07:08:09Z",
    "keywords": "Kran, Hafen",
    "wordCount": 5,
}
NINJS_1 = {
    "uri": "urn:blatt:1",
    "type": "text",
    "headline": "Der Kran steht still",
    "body_html": "<p>Seit Montag steht der Kran.</p>",
    "byline": "Ana Lima",
    "versioncreated": "2023-05-06T07:08:09Z",
    "urgency": 4,
}
NINJS_3 = {
    "uri": "urn:blatt:3",
    "headlines": [{"value": "Der Kran steht still"}],
    "bodies": [
        {"contentType": "text/plain", "value": "nur Text"},
        {"contentType": "text/html", "value": "<p>Seit Montag steht der Kran.</p>"},
    ],
    "people": [{"name": "Ana Lima", "rel": "author"}],
    "contentCreated": "2023-05-06T07:08:09Z",
    "places": [{"name": "Hafen"}],
}
TRAFILATURA = {
    "title": "Der Kran steht still",
    "author": "Ana Lima; Ben Roth",
    "hostname": "blatt.example",
    "date": "2023-05-06",
    "fingerprint": "d9a",
    "id": None,
    "license": None,
    "comments": "Gut so.",
    "raw_text": "Seit Montag steht der Kran.",
    "text": "Seit Montag steht der Kran.",
    "language": "de",
    "excerpt": "Der Kran.",
    "categories": "Hafen;Technik",
    "tags": "",
    "source": "https://blatt.example/2023/kran",
    "source-hostname": "Blatt",
}
FEED_ITEM = {
    "id": "https://blatt.example/9",
    "title": "Der Kran steht still",
    "content_html": "<p>Seit Montag steht der Kran.</p>",
    "authors": [{"name": "Ana Lima"}],
    "date_published": "2023-05-06T07:08:09Z",
    "attachments": [{"url": "https://blatt.example/kran.mp3", "mime_type": "audio/mpeg"}],
}
NEWS_PLEASE = {
    "url": "https://blatt.example/kran",
    "title": "Der Kran steht still",
    "maintext": "Seit Montag steht der Kran.",
    "authors": ["Ana Lima"],
    "date_publish": "2023-05-06 07:08:09",
    "image_url": "https://blatt.example/kran.jpg",
}


def taken(*records: dict[str, object] | str) -> list[ImportedPost | Refused]:
    lines = [one if isinstance(one, str) else json.dumps(one) for one in records]
    sources = [Source("r", "r", line.encode(), n) for n, line in enumerate(lines, start=1)]
    return list(import_records(sources, JsonlImport()))


def post(record: dict[str, object]) -> Post:
    (found,) = taken(record)
    assert isinstance(found, ImportedPost), found
    return parse_bytes(found.name, found.data)


@pytest.mark.parametrize(
    "record", [SCHEMA_ORG, NINJS_1, NINJS_3, TRAFILATURA, FEED_ITEM, NEWS_PLEASE]
)
def test_title_body_author_and_day_are_read(record: dict[str, object]) -> None:
    found = post(record)
    values = found.front_matter.values
    assert values["title"] == "Der Kran steht still"
    assert "Seit Montag steht der Kran." in found.body
    assert "Ana Lima" in str(dict(values))
    assert str(values.get("date", values.get("updated"))).startswith("2023-05-06")


@pytest.mark.parametrize(
    "record", [SCHEMA_ORG, NINJS_1, NINJS_3, TRAFILATURA, FEED_ITEM, NEWS_PLEASE]
)
def test_every_value_of_the_record_is_in_the_post(record: dict[str, object]) -> None:
    def leaves(value: object) -> list[str]:
        if isinstance(value, dict):
            return [leaf for one in value.values() for leaf in leaves(one)]
        if isinstance(value, list):
            return [leaf for one in value for leaf in leaves(one)]
        return [] if value in (None, "") else [str(value)]

    found = post(record)
    whole = json.dumps(dict(found.front_matter.values), ensure_ascii=False) + found.body
    parts = [part for leaf in leaves(record) for part in leaf.replace(", ", ";").split(";")]
    skipped = {"text/plain", "text/html", "author"}
    assert [p for p in parts if p.strip() not in whole and p not in skipped] == []


def test_unknown_keys_are_kept_and_named() -> None:
    (found,) = taken({"id": "a", "title": "T", "content_markdown": "x\n", "rating": {"stars": 5}})
    assert isinstance(found, ImportedPost)
    assert found.kept == ("rating",)
    assert parse_bytes("a.md", found.data).front_matter.values["rating"] == {"stars": 5}


def test_a_key_that_contradicts_the_metadata_refuses_the_record() -> None:
    (found,) = taken({"id": "a", "text": "x", "rating": 5, "metadata": {"rating": 4}})
    assert isinstance(found, Refused)
    assert "rating" in found.reason


def test_a_record_without_a_body_is_refused_by_its_keys() -> None:
    (found,) = taken({"id": "a", "title": "T", "payload": "all of it"})
    assert isinstance(found, Refused)
    assert "payload" in found.reason


def test_the_items_of_a_feed_on_one_line_are_posts() -> None:
    item = {"title": "B", "content_text": "b"}
    feed = {"version": "https://jsonfeed.org/version/1.1", "items": [FEED_ITEM, item, item]}
    found = taken(feed)
    assert [one.name for one in found if isinstance(one, ImportedPost)][1:] == ["B.md", "B-2.md"]


def test_the_articles_of_a_graph_are_posts() -> None:
    graph = {"@graph": [{"@type": "WebPage"}, {**SCHEMA_ORG, "@context": None}]}
    (found,) = taken(graph)
    assert isinstance(found, ImportedPost)
    assert b"Der Kran steht still" in found.data


def test_a_name_given_twice_refuses_the_record_by_that_name() -> None:
    (found,) = taken('{"id": "a", "text": "x", "title": "T", "title": "U"}')
    assert isinstance(found, Refused)
    assert "title" in found.reason


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("newskit.toml", "newskit.toml.md"),
        (".hidden/a.md", "_hidden/a.md"),
        ("a/.env", "a/_env.md"),
        ("x.yml", "x.yml.md"),
        ("Makefile", "Makefile.md"),
    ],
)
def test_names_of_files_that_are_no_posts_become_safe_ones(path: str, name: str) -> None:
    (found,) = taken({"id": "a", "text": "x", "metadata": {"newskit": {"path": path}}})
    assert isinstance(found, ImportedPost)
    assert (found.name, found.asked) == (name, path)


def test_one_bad_record_costs_itself_alone() -> None:
    bad = {"id": "m", "text": "m", "metadata": {"newskit": {"input_format": {"front_matter": []}}}}
    found = taken({"id": "a", "text": "x"}, bad, "{", {"id": "b", "text": "y"})
    assert [type(one) for one in found].count(ImportedPost) >= 2
    assert isinstance(found[0], ImportedPost)
    assert isinstance(found[-1], ImportedPost)


def test_reading_other_shapes_is_no_import_alone() -> None:
    from newskit.read.record_post import load_record

    assert load_record(json.dumps(SCHEMA_ORG).encode())["title"] == "Der Kran steht still"
    with pytest.raises(ReadError, match="many posts"):
        load_record(b'{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"1"}]}')
