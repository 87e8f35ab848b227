"""Records back to posts; hostile ones refused with words."""

from __future__ import annotations

import io
import json

import pytest

from newskit.config.model import ReadConfig
from newskit.errors import ReadError
from newskit.problem import Problem
from newskit.read.record_post import (
    is_record_line,
    iter_record_lines,
    load_record,
    parse_record,
    record_to_post,
)


def line(**record: object) -> bytes:
    return json.dumps(record).encode()


def test_a_bare_record_becomes_a_post_with_front_matter() -> None:
    record = load_record(
        line(id="x1", title="A: B", tags=["a"], date_published="2022-02-09", text="Body.\n")
    )
    post = record_to_post(record, "in.jsonl:1")
    assert post.text == '---\ntitle: "A: B"\ndate: 2022-02-09\ntags: ["a"]\n---\nBody.\n'
    assert (post.path, post.relative) == ("in.jsonl:1", "x1.md")


def test_a_body_that_looks_like_front_matter_stays_body() -> None:
    facts = {"path": "a.md", "input_format": {"front_matter": "none", "body": "markdown"}}
    body = "---\nnot: front matter\n---\n"
    post = record_to_post(
        load_record(line(id="a", content_markdown=body, metadata={"newskit": facts})), "x"
    )
    assert post.body == body
    assert dict(post.front_matter.values) == {}


@pytest.mark.parametrize("kind", ["toml", "json", "yaml"])
def test_front_matter_comes_back_in_its_format(kind: str) -> None:
    facts = {"path": "a.md", "input_format": {"front_matter": kind, "body": "plain"}}
    metadata = {"title": "A", "date": "2022-02-09", "n": 3, "deep": {"a": [1, "x"]}}
    record = load_record(
        line(id="a", content_markdown="b", metadata={**metadata, "newskit": facts})
    )
    post = record_to_post(record, "x")
    assert post.front_matter.format == kind
    assert dict(post.front_matter.values) == metadata


def test_broken_front_matter_comes_back_as_it_was() -> None:
    facts = {
        "path": "a.md",
        "front_matter_text": "---\ntitle: a: b\n---\n",
        "input_format": {"front_matter": "yaml", "body": "plain"},
    }
    post = record_to_post(
        load_record(line(id="a", content_markdown="b\n", metadata={"newskit": facts})), "x"
    )
    assert post.text == "---\ntitle: a: b\n---\nb\n"


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        ({"id": 12, "text": ""}, "id is not text"),
        ({"id": "a", "text": ["x"]}, "text is not text"),
        ({"id": "a", "tags": "x"}, "tags is not a list of texts"),
        ({"id": "a", "authors": [1]}, "authors is not a list of texts"),
        ({"id": "a", "draft": "no"}, "draft is neither"),
        ({"id": "a", "metadata": [1]}, "metadata is not an object"),
        ({"id": "a", "metadata": "{"}, "metadata is not JSON"),
        ({"id": "a", "metadata": {"newskit": {"path": "../../etc/passwd"}}}, "climbs out"),
        ({"id": "a", "metadata": {"newskit": {"path": "/etc/passwd"}}}, "absolute"),
        ({"id": "a", "metadata": {"newskit": {"path": "C:\\x.md"}}}, "absolute"),
        ({"id": "a", "metadata": {"newskit": {"path": "a\\..\\..\\x.md"}}}, "climbs out"),
        (
            {"id": "a", "metadata": {"newskit": {"path": ".git/hooks/pre-commit"}}},
            "version control",
        ),
        ({"id": "a", "metadata": {"newskit": {"path": "a/.GIT./config"}}}, "version control"),
        ({"id": "a", "metadata": {"newskit": {"path": "a\x00.md"}}}, "NUL"),
        ({"id": "a", "metadata": {"newskit": {"path": "a//b.md"}}}, "empty part"),
        ({"id": "a", "metadata": {"newskit": {"path": "x" * 300}}}, "too long"),
        ({"id": "a", "metadata": {"newskit": {"path": 7}}}, "path is not text"),
        ({"id": "a", "metadata": {"newskit": {"path": "a", "source": {}}}}, "neither text nor"),
        ({"id": "a", "metadata": {"newskit": {"path": "a", "source": {"base64": "%"}}}}, "base64"),
        (
            {
                "id": "a",
                "metadata": {
                    "newskit": {"path": "a", "encoding": {"name": "rot13"}, "source": {"text": "x"}}
                },
            },
            "no encoding",
        ),
        (
            {
                "id": "a",
                "metadata": {"newskit": {"path": "a", "sha256": "0" * 64, "source": {"text": "x"}}},
            },
            "SHA-256",
        ),
    ],
)
def test_hostile_records_are_refused_with_the_reason(record, reason: str) -> None:
    with pytest.raises(ReadError, match=reason):
        record_to_post(load_record(json.dumps(record).encode()), "x")


@pytest.mark.parametrize("data", [b"[1]", b"12", b"{", b"", b'{"id": "\xff"}', b'"' + b"[" * 9999])
def test_lines_that_are_no_records_become_findings(data: bytes) -> None:
    finding = parse_record("in.jsonl:3", data, ReadConfig())
    assert isinstance(finding, Problem)
    assert str(finding.location).startswith("in.jsonl:3")


def test_a_huge_line_is_refused_without_being_held_and_the_next_one_read() -> None:
    stream = io.BytesIO(b'{"id": "' + b"x" * 5000 + b'"}\n{"id": "b", "text": ""}\n')
    lines = dict(iter_record_lines(stream, max_bytes=1000))
    assert (len(lines[1]), lines[2]) == (1001, b'{"id": "b", "text": ""}\n')
    with pytest.raises(ReadError, match="more than 1,000"):
        load_record(lines[1], ReadConfig(max_bytes=1000))


def test_json_front_matter_on_one_line_is_no_record() -> None:
    assert not is_record_line(b'{"title": "A"}\n')
    assert is_record_line(b'{"id": "a", "metadata": {}}\n')
    assert not is_record_line(b"---\n")


def test_a_record_of_a_version_to_come_is_refused() -> None:
    for version in (1, 2):
        data = line(id="a", text="x", metadata={"newskit": {"record": version, "path": "a.md"}})
        if version == 1:
            assert record_to_post(load_record(data), "a.jsonl:1").relative == "a.md"
        else:
            with pytest.raises(ReadError, match="version 2; this newskit reads those up to 1"):
                load_record(data)
