"""Records whose post was converted or stripped on the way through a pipe."""

from __future__ import annotations

import base64
import json

from newskit.config.export import ExportConfig, RecordBody
from newskit.read.parse import parse_bytes
from newskit.read.record_post import load_record, record_to_post
from newskit.records.record import encode, to_record, update_record

DATA = b"---\ntitle: A\nHeadline: B\n---\n<p>one</p>\n<p>footer</p>\n"


def line(body: RecordBody = RecordBody.MARKDOWN) -> bytes:
    post = parse_bytes("a.md", DATA, relative="a.md")
    markdown = post.body if body is RecordBody.MARKDOWN else None
    return encode(to_record(post, ExportConfig(body=body), markdown=markdown))


def updated(old: bytes, new_text: str, report=()) -> dict:
    post = record_to_post(load_record(old), "-:1")
    return json.loads(update_record(old, post, new_text, report))


def test_an_unchanged_post_gives_the_line_back() -> None:
    old = line()
    post = record_to_post(load_record(old), "-:1")
    assert update_record(old, post, post.text) == old
    assert update_record(old.rstrip(), post, post.text) == old


def test_fields_follow_the_new_text_and_the_rest_is_kept() -> None:
    old = load_record(line())
    old["title"] = "kept: it is from a key of the archive's own"
    new = updated(
        encode(old),
        "---\ntitle: A\nHeadline: B\nsource: Agency\n---\none\n",
        [{"rule": "footer", "text": "footer"}, {"kind": "comment", "action": "dropped"}],
    )
    assert new["content_markdown"] == "one\n"
    assert new["text"] == "one"
    assert new["source"] == "Agency"
    assert new["id"] == old["id"]
    facts = new["metadata"]["newskit"]
    assert new["metadata"]["source"] == "Agency"
    assert facts["stripped"] == [{"rule": "footer", "text": "footer"}]
    assert facts["differences"] == [{"kind": "comment", "action": "dropped"}]
    assert facts["sha256"] == old["metadata"]["newskit"]["sha256"]


def test_a_source_that_goes_along_is_the_new_one() -> None:
    new = updated(line(RecordBody.SOURCE), "---\ntitle: A\n---\none\n")
    post = record_to_post(load_record(json.dumps(new).encode()), "-:1")
    assert post.text == "---\ntitle: A\n---\none\n"


def test_the_base64_of_damaged_files_is_renewed_too() -> None:
    post = parse_bytes("a.md", "é è à".encode() + b" \xff\n", relative="a.md")
    old = encode(to_record(post, ExportConfig(body=RecordBody.SOURCE)))
    again = record_to_post(load_record(old), "-:1")
    new = json.loads(update_record(old, again, again.text + "more\n"))
    source = new["metadata"]["newskit"]["source"]["base64"]
    assert base64.b64decode(source).endswith(b"\xff\nmore\n")
