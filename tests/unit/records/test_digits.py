"""Numbers keep the digits they were written with, and the record says so."""

from __future__ import annotations

import pytest

from newskit.config.export import ExportConfig
from newskit.config.read import ReadConfig
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
