"""Numbers keep the digits they were written with, and the record says so."""

from __future__ import annotations

import pytest

from newskit.config.export import ExportConfig
from newskit.config.model import ReadConfig
from newskit.read.parse import parse_text
from newskit.records.record import to_record


def record(front: str) -> dict:
    post = parse_text("a.md", f"---\n{front}\n---\nx\n", ReadConfig(), relative="a.md")
    return to_record(post, ExportConfig(), markdown=post.body)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1.10", "1.10"),
        ("-2.50", "-2.50"),
        ("007", "007"),
        ("12345678901234567", "12345678901234567"),
        ("0.12345678901234567890", "0.12345678901234567890"),
        ("1.5", 1.5),
        ("3.0", 3.0),
        ("10", 10),
        ("100", 100),
        ("0", 0),
        ("9007199254740992", 9007199254740992),
        ("'1.10'", "1.10"),
        ("v1.10", "v1.10"),
    ],
)
def test_a_number(written: str, value: object) -> None:
    made = record(f"version: {written}")
    assert made["metadata"]["version"] == value
    losses = made["metadata"]["newskit"].get("losses", [])
    changed = not isinstance(value, (int, float)) and written[0] in "-0123456789"
    assert losses == ([{"pointer": "/metadata/version", "kind": "digits"}] if changed else [])


def test_fields_and_lists_have_them_too() -> None:
    made = record("title: 12.10\ntags: [23.10, rust]\nmore:\n  - at: 1.20\n  - 2.30")
    assert made["title"] == "12.10"
    assert made["tags"] == ["23.10", "rust"]
    assert made["metadata"]["more"] == [{"at": "1.20"}, "2.30"]
    pointers = [one["pointer"] for one in made["metadata"]["newskit"]["losses"]]
    assert pointers == [
        "/metadata/title",
        "/metadata/tags/0",
        "/metadata/more/0/at",
        "/metadata/more/1",
    ]


def test_a_number_in_another_notation_stays_as_written() -> None:
    made = record("title: 1_000\ntags: [0x1F, 1e3, 24_7]\nversion: 2.0")
    assert made["title"] == "1_000"
    assert made["tags"] == ["0x1F", "1e3", "24_7"]
    assert made["metadata"]["version"] == 2.0
    toml = "+++\ntitle = 'T'\nmask = 0xFF\nbig = 1_000\n+++\nx\n"
    post = parse_text("a.md", toml, ReadConfig(), relative="a.md")
    values = to_record(post, ExportConfig(), markdown=post.body)["metadata"]
    assert (values["mask"], values["big"]) == (255, 1000)


def test_words_for_truth_values_are_words_where_a_post_has_words() -> None:
    made = record("title: No\nauthor: On\ntags: [yes, off, rust]\ncomments: no\ndraft: off")
    assert made["title"] == "No"
    assert made["authors"] == ["On"]
    assert made["tags"] == ["yes", "off", "rust"]
    assert made["metadata"]["comments"] is False
    assert made["draft"] is False
    assert made["metadata"]["newskit"]["losses"] == [
        {"pointer": f"/metadata/{place}", "kind": "word"}
        for place in ("title", "author", "tags/0", "tags/1")
    ]
    assert record("title: true")["metadata"]["title"] is True
