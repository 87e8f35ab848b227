"""What reading a post leaves for later is the same as if it had been done at once."""

from __future__ import annotations

import hashlib
import pickle
from dataclasses import replace

import pytest

from newskit.post import BodyFormat, Post
from newskit.read.parse import parse_bytes, parse_text

SOURCES = {
    "plain": b"---\ntitle: T\n---\nText.\n",
    "crlf": b"---\r\ntitle: T\r\n---\r\nText.\r\n",
    "bom": b"\xef\xbb\xbf---\ntitle: T\n---\n<p>Text.</p>\n",
    "lone bytes": b"---\ntitle: T\n---\n" + "naïve café ".encode() * 3 + b"\x92\n",
    "gb18030": "---\ntitle: 新闻\n---\n这是一条新闻，讲的是城市和人。\n".encode("gb18030"),
    "utf-16": "---\ntitle: T\n---\nText.\n".encode("utf-16"),
    "empty": b"",
    "no body": b"---\ntitle: T\n---\n",
}


@pytest.mark.parametrize("data", SOURCES.values(), ids=SOURCES)
def test_the_digest_is_that_of_the_files_bytes(data: bytes) -> None:
    assert parse_bytes("a.md", data).source_sha256 == hashlib.sha256(data).hexdigest()


def test_what_the_body_is_written_in_is_told_when_asked_for() -> None:
    formats = {name: parse_bytes("a.md", data).body_format for name, data in SOURCES.items()}
    assert formats["plain"] is BodyFormat.PLAIN
    assert formats["bom"] is BodyFormat.HTML
    assert formats["empty"] is formats["no body"] is BodyFormat.EMPTY
    known = parse_bytes("a.md", SOURCES["bom"], body_format=BodyFormat.PLAIN)
    assert known.body_format is BodyFormat.PLAIN
    assert parse_text("a.md", "- one\n").body_format is BodyFormat.MARKDOWN
    assert parse_text("a.md", "- one\n").source_sha256 == ""


@pytest.mark.parametrize("data", SOURCES.values(), ids=SOURCES)
def test_a_post_can_be_compared_copied_and_sent_before_and_after(data: bytes) -> None:
    fresh, asked = parse_bytes("a.md", data), parse_bytes("a.md", data)
    assert asked.body_format
    sent: Post = pickle.loads(pickle.dumps(fresh))
    assert sent == asked == fresh == replace(fresh)
    assert replace(fresh, text="other").source_sha256 == asked.source_sha256


def test_a_post_has_no_other_attributes() -> None:
    with pytest.raises(AttributeError, match="nothing"):
        parse_bytes("a.md", b"").nothing  # type: ignore[attr-defined]  # noqa: B018
