"""Importing records: posts to write, refusals with the line."""

from __future__ import annotations

import json

import pytest

from newskit.config.export import ExportConfig, RecordBody
from newskit.config.model import ReadConfig
from newskit.errors import UsageError
from newskit.importers.jsonl import JsonlImport, import_records
from newskit.importers.port import ImportedPost, Refused
from newskit.importers.target import check_pattern, name_for, slug_of
from newskit.post import FrontMatterFormat
from newskit.read.parse import parse_bytes
from newskit.read.source import Source
from newskit.records.record import encode, to_record

ODD = {
    "plain.md": b"---\ntitle: A\n---\nbody\n",
    "crlf.md": b"---\r\ntitle: A\r\n---\r\nbody\r\n",
    "bom.md": b"\xef\xbb\xbf---\ntitle: A\n---\nbody",
    "broken.md": b"---\ntitle: a: b: c\nx\n---\nbody\n",
    "unclosed.md": b"---\ntitle: A\n\nbody\n",
    "empty.md": b"",
    "damaged.md": "---\ntitle: é è ê ë ç\n---\n".encode() + b"\xff\x00\n",
    "gb.md": "---\ntitle: 中文新闻标题很长\n---\n这是一篇用旧编码写的文章。\n".encode("gb18030"),
    "utf16.md": "---\ntitle: é\n---\nbody\n".encode("utf-16"),
    "toml.md": b'+++\ntitle = "A"\ndate = 2020-01-02T03:04:05Z\n+++\nbody\n',
    "json.md": b'{"title": "A"}\n\nbody\n',
    "dir/新 闻|x\n.md": b"body\n",
}


def lines_of(body: RecordBody) -> list[Source]:
    lines = []
    for number, (name, data) in enumerate(ODD.items(), start=1):
        post = parse_bytes(name, data, relative=name)
        markdown = post.body if body is RecordBody.MARKDOWN else None
        record = to_record(post, ExportConfig(body=body), markdown=markdown, source=data)
        lines.append(Source("in.jsonl", "in.jsonl", encode(record), number))
    return lines


def run(lines: list[Source], **options: object) -> list[ImportedPost | Refused]:
    return list(import_records(lines, JsonlImport(**options)))


def test_the_source_comes_back_byte_for_byte() -> None:
    found = {post.name: post.data for post in run(lines_of(RecordBody.SOURCE))}
    assert found == ODD


def test_the_fields_come_back_as_the_same_post() -> None:
    for post in run(lines_of(RecordBody.MARKDOWN)):
        assert isinstance(post, ImportedPost)
        before = parse_bytes(post.name, ODD[post.name], relative=post.name)
        after = parse_bytes(post.name, post.data, relative=post.name)
        assert after.front_matter.values == before.front_matter.values
        if before.encoding.how != "damaged":
            assert after.body == before.body


def test_front_matter_can_be_written_in_another_format() -> None:
    found = run(lines_of(RecordBody.SOURCE)[:1], front_matter=FrontMatterFormat.TOML)
    assert isinstance(found[0], ImportedPost)
    assert found[0].data == b'+++\ntitle = "A"\n+++\nbody\n'


def source(number: int, **record: object) -> Source:
    return Source("in.jsonl", "in.jsonl", json.dumps(record).encode(), number)


def test_refusals_name_their_line_and_the_rest_goes_on() -> None:
    climbing = {"newskit": {"path": "../x.md"}}
    lines = [
        source(1, id="a", text="one"),
        source(2, id="a", text="again"),
        source(3, id="b", text="x", metadata=climbing),
        source(4, id="c", text=1),
        Source("in.jsonl", "in.jsonl", b"no json", 5),
        source(6, id="d", text="two"),
        source(7, id="e", text="same file", metadata={"newskit": {"path": "d.md"}}),
        Source("post.md", "post.md"),
    ]
    found = run(lines)
    assert [type(item) for item in found] == [
        ImportedPost,
        Refused,
        Refused,
        Refused,
        Refused,
        ImportedPost,
        ImportedPost,
        Refused,
    ]
    labels = [item.label for item in found]
    assert labels[1] == "in.jsonl:2"
    assert "in.jsonl:1" in found[1].reason
    assert "climbs out" in found[2].reason
    assert (found[6].name, found[6].asked) == ("d-2.md", "d.md")


def test_html_that_has_become_markdown_is_named_so_and_keeps_its_identifier() -> None:
    post = parse_bytes("a.html", b"<p>x</p>\n", relative="a.html")
    record = to_record(post, ExportConfig(), markdown="x\n")
    [item] = run([Source("x", "x", encode(record), 1)])
    assert isinstance(item, ImportedPost)
    assert item.name == "a.md"
    again = parse_bytes("a.md", item.data, relative="a.md")
    assert to_record(again, ExportConfig(), markdown="x\n")["id"] == record["id"]


def test_huge_lines_are_refused() -> None:
    line = Source("in.jsonl", "in.jsonl", b'{"id": "' + b"x" * 2000, 1)
    assert "more than 1,000" in run([line], read=ReadConfig(max_bytes=1000))[0].reason


@pytest.mark.parametrize(
    ("pattern", "name"),
    [
        ("{path}", "blog/2022-02-09-mining.md"),
        ("{date}-{slug}.md", "2022-02-09-mining-power.md"),
        ("{year}/{month}/{day}/{stem}.markdown", "2022/02/09/2022-02-09-mining.markdown"),
        ("{lang}/{id}.md", "zh/x1.md"),
        ("{folder}/{slug}.md", "blog/mining-power.md"),
    ],
)
def test_names_by_pattern(pattern: str, name: str) -> None:
    record = {
        "id": "x1",
        "title": "Mining & Power!",
        "date_published": "2022-02-09T12:49:59+08:00",
        "language": "zh",
    }
    check_pattern(pattern)
    assert name_for(pattern, record, "blog/2022-02-09-mining.md") == name


@pytest.mark.parametrize("pattern", ["{nope}", "{", "{0}", "{title.__class__}"])
def test_wrong_patterns_are_refused(pattern: str) -> None:
    with pytest.raises(UsageError):
        check_pattern(pattern)


def test_slugs_keep_every_script_and_fit_a_file_name() -> None:
    assert slug_of("整治 “挖矿”！") == "整治-挖矿"
    assert slug_of("../../etc/passwd") == "etc-passwd"
    assert len(slug_of("長" * 500).encode()) <= 120
    assert slug_of("!!!") == ""
