"""Shapes for other tools: what they keep and how they say it."""

from __future__ import annotations

import json

import pytest

from newskit.config.export import ExportConfig, RecordShape
from newskit.read.parse import parse_bytes
from newskit.read.record_shapes import RECORD_FIELDS
from newskit.records.record import to_record
from newskit.records.shapes import dataset_card, rfc3339, shape_record, uri_of

DATA = (
    "---\ntitle: A\nauthor: [Ann, Bo]\ndate: 2022-02-09 12:49:59 +0800\nlastmod: 2022-02-10\n"
    "tags: [x]\ncategories: [y]\nsource: 财联社\nsource_url: https://s.example/ü\nlicense: CC0\n"
    "---\nbody\n"
).encode()


def shaped(profile: str, data: bytes = DATA) -> dict:
    post = parse_bytes("a.md", data, relative="a.md")
    config = ExportConfig(shape=RecordShape(profile), dataset="news")
    return shape_record(to_record(post, config, markdown=post.body), config)


def test_hf_has_every_column_and_metadata_as_text() -> None:
    for data in (DATA, b""):
        row = shaped("hf", data)
        assert list(row) == list(RECORD_FIELDS)
        assert json.loads(row["metadata"])["newskit"]["path"] == "a.md"


def test_the_card_names_every_column_and_the_files() -> None:
    card = dataset_card('my "news"', 3, 99, "part-*.jsonl")
    assert all(f"- name: {name}\n" in card for name in RECORD_FIELDS)
    assert 'pretty_name: "my \\"news\\""' in card
    assert "path: part-*.jsonl" in card


def test_dolma_documents_have_text_even_without_a_body() -> None:
    document = shaped("dolma")
    assert (document["source"], document["created"]) == ("news", "2022-02-09T12:49:59+08:00")
    assert document["metadata"]["metadata"]["license"] == "CC0"
    assert shaped("dolma", b"---\ntitle: A\n---\n")["text"] == "A"
    assert shaped("dolma", b"")["text"] == "\n"


def test_ninjs_says_who_what_and_whence() -> None:
    item = shaped("ninjs")
    assert item["uri"].startswith("urn:uuid:")
    assert item["by"] == "Ann, Bo"
    assert item["people"] == [{"name": name, "rel": "author"} for name in ("Ann", "Bo")]
    assert item["infoSources"] == [
        {"name": "财联社", "uri": "https://s.example/%C3%BC", "role": "origin"}
    ]
    assert item["versionCreated"] == "2022-02-10T00:00:00+00:00"
    assert {"role": "path", "value": "a.md"} in item["altIds"]


def test_schemaorg_is_a_news_article() -> None:
    article = shaped("schemaorg")
    assert (article["@type"], article["headline"]) == ("NewsArticle", "A")
    assert article["author"][1] == {"@type": "Person", "name": "Bo"}
    assert article["isBasedOn"] == "https://s.example/ü"
    assert "url" not in article


def test_feed_items_keep_the_date_as_it_was() -> None:
    item = shaped("jsonfeed", b"---\ndate: 2022-02-09 10:00\ntags: [x]\ncategory: x\n---\n")
    assert item["date_published"] == "2022-02-09T10:00:00+00:00"
    assert item["_newskit"]["date_published"] == "2022-02-09T10:00:00"
    assert item["tags"] == ["x"]
    assert item["content_text"] == ""


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        (None, None),
        ("2022-02-09", "2022-02-09T00:00:00+00:00"),
        ("2022-02-09T10:00:00.5", "2022-02-09T10:00:00.5+00:00"),
        ("2022-02-09T10:00:00-05:00", "2022-02-09T10:00:00-05:00"),
    ],
)
def test_strict_moments(value: str | None, moment: str | None) -> None:
    assert rfc3339(value) == moment


@pytest.mark.parametrize(
    ("url", "uri"),
    [
        (None, None),
        ("HTTPS://n.example/a b", "https://n.example/a%20b"),
        ("https://n.example/ü?q=100%#x", "https://n.example/%C3%BC?q=100%25#x"),
        ("https://n.example/%E4%B8%AD", "https://n.example/%E4%B8%AD"),
        ("https://n.example/a#b#c", None),
        ("//n.example/a", None),
        ("not a url", None),
    ],
)
def test_uris(url: str | None, uri: str | None) -> None:
    assert uri_of(url) == uri
