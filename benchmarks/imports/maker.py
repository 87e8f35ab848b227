"""Made exports of any size: a WordPress export and a crawl, whose words no two posts share."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from itertools import count
from pathlib import Path

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"'
    ' xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"'
    ' xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:wp="http://wordpress.org/export/1.2/">\n<channel>'
    "<wp:author><wp:author_login>ana</wp:author_login>"
    "<wp:author_display_name>Ana Lima</wp:author_display_name></wp:author>\n"
)
_ITEM = """<item><title>Post {n}</title><link>https://a.example/2020/post-{n}/</link>
<dc:creator>ana</dc:creator><guid isPermaLink="false">https://a.example/?p={n}</guid>
<content:encoded><![CDATA[{body}]]></content:encoded><excerpt:encoded></excerpt:encoded>
<wp:post_id>{n}</wp:post_id><wp:post_date>2020-02-03 10:00:00</wp:post_date>
<wp:post_date_gmt>2020-02-03 09:00:00</wp:post_date_gmt><wp:post_name>post-{n}</wp:post_name>
<wp:status>publish</wp:status><wp:post_type>post</wp:post_type>
<category domain="category" nicename="news"><![CDATA[News]]></category></item>
"""
_PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8">
<title>Post {n} - A site</title>
<meta property="article:published_time" content="2020-02-03T10:00:00+01:00"></head><body>
<nav><a href="/">Home</a></nav><article class="post"><h1>Post {n}</h1><div class="entry-content">
{body}<img src="/img/{n}.jpg"></div></article><footer>All rights reserved</footer></body></html>
"""


def prose(number: int, size: int) -> str:
    """Return about `size` bytes of paragraphs that no other number gives."""
    parts: list[str] = []
    length = 0
    for part in count():
        seed = hashlib.sha256(f"{number} {part}".encode()).hexdigest()
        words = " ".join(seed[place : place + 5] for place in range(0, 60, 5))
        parts.append(f'<p>{words} &amp; <a href="https://e.example/{seed[:8]}">{words}</a>.</p>\n')
        length += len(parts[-1])
        if length >= size:
            return "".join(parts)
    raise AssertionError


def make_wxr(path: Path, size: int) -> None:
    """Write a WordPress export of about `size` bytes, posts of 8 kB."""
    with path.open("w", encoding="utf-8") as file:
        file.write(_HEAD)
        for number in count(1):
            file.write(_ITEM.format(n=number, body=prose(number, 8000)))
            if file.tell() >= size:
                break
        file.write("</channel></rss>\n")


def make_warc(path: Path, size: int) -> None:
    """Write a crawl of about `size` bytes: pages of 30 kB, a picture of 60 kB for each."""
    with path.open("wb") as file:
        for number in count(1):
            for record in _records(number):
                file.write(record)
            if file.tell() >= size:
                break


def _records(number: int) -> Iterator[bytes]:
    page = _PAGE.format(n=number, body=prose(number, 30_000)).encode()
    yield _record(f"https://a.example/2020/post-{number}/", "text/html", page)
    picture = b"\xff\xd8\xff\xe0" + hashlib.sha256(str(number).encode()).digest() * 1900
    yield _record(f"https://a.example/img/{number}.jpg", "image/jpeg", picture)


def _record(url: str, kind: str, body: bytes) -> bytes:
    block = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n\r\n".encode() + body
    head = (
        f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\n"
        "WARC-Date: 2020-02-03T12:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:{hashlib.md5(url.encode()).hexdigest()}>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"
