"""Feeds as they are found: what an entry says besides, broken off, in old encodings, unescaped."""

from __future__ import annotations

import html
import json
import time
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import frontmatter
import pytest

Run = Callable[..., "CompletedProcess[bytes]"]


def imported(newskit: Run, tmp_path: Path, data: bytes) -> tuple[int, list[frontmatter.Post], str]:
    """Import a feed; return the exit code, the posts and the report."""
    (tmp_path / "f.xml").write_bytes(data)
    done = newskit("import", "feed", "f.xml", "-o", "out", "--report", "r.jsonl")
    posts = [frontmatter.load(str(path)) for path in sorted((tmp_path / "out").glob("*"))]
    rows = [json.loads(line) for line in (tmp_path / "r.jsonl").read_text("utf-8").splitlines()]
    return done.returncode, posts, json.dumps(rows, ensure_ascii=False)


def test_what_an_entry_says_besides_is_in_the_report(newskit: Run, tmp_path: Path) -> None:
    feed = """<feed xmlns="http://www.w3.org/2005/Atom" xmlns:m="http://search.yahoo.com/mrss/">
      <entry><id>tag:x,1</id><title>Rain</title><updated>2024-01-02T03:04:05Z</updated>
      <link href="https://x.example/rain"/><link rel="edit" href="https://x.example/edit/1"/>
      <author><name>Ann Lee</name><email>ann@x.example</email></author>
      <created>last Tuesday</created>
      <m:group><m:content url="https://x.example/rain.mp4"/></m:group>
      <content type="html">It rains</content></entry></feed>"""
    code, posts, report = imported(newskit, tmp_path, feed.encode())
    assert code == 0
    assert posts[0]["authors"] == ["Ann Lee"]
    assert str(posts[0]["date"]).startswith("2024-01-02")
    for value in ("https://x.example/edit/1", "ann@x.example", "last Tuesday", "rain.mp4"):
        assert value in report
    assert "It rains" not in report


def test_the_title_of_an_atom_entry_is_read_by_its_type(newskit: Run, tmp_path: Path) -> None:
    feed = """<feed xmlns="http://www.w3.org/2005/Atom">
      <entry><id>tag:x,1</id><title type="html"><![CDATA[Salt &amp; &lt;b&gt;]]></title>
      <content type="html">One</content></entry>
      <entry><id>tag:x,2</id><title>Salt &amp;amp; &lt;b&gt;</title>
      <content type="html">Two</content></entry>
      <entry><id>tag:x,3</id><content type="html">Three</content>
      <title type="html">&lt;a href="/t"&gt;Very&lt;br&gt;&lt;i&gt;far&lt;/i&gt;</title>
      </entry></feed>"""
    code, posts, report = imported(newskit, tmp_path, feed.encode())
    titles = {post.content: post["title"] for post in posts}
    assert code == 0
    assert titles == {"One": "Salt & <b>", "Two": "Salt &amp; <b>", "Three": "Very far"}
    assert "/t" in report
    assert "Salt" not in report


@pytest.mark.parametrize("stands", ["<![CDATA[{0}]]>", "{1}"], ids=["cdata", "escaped"])
def test_content_is_decoded_once(newskit: Run, tmp_path: Path, stands: str) -> None:
    body = "<p>Use <code>&lt;b&gt;</code> &amp;amp; more</p>"
    feed = (
        '<rss xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><item><title>Bold</title>'
        f"<content:encoded>{stands.format(body, html.escape(body))}</content:encoded>"
        "</item></channel></rss>"
    )
    code, posts, _ = imported(newskit, tmp_path, feed.encode())
    assert (code, [post.content for post in posts]) == (0, [body])


def test_an_entry_given_again_loses_no_fact(newskit: Run, tmp_path: Path) -> None:
    entry = "<item><guid>x1</guid><title>Rain</title><enclosure url='{}'/></item>"
    both = entry.format("https://x.example/1.mp3") + entry.format("https://x.example/2.mp3")
    feed = f"\n<!-- made by a script --><?xml version='1.0'?><rss><channel>{both}</channel></rss>"
    code, posts, report = imported(newskit, tmp_path, feed.encode())
    assert (code, len(posts)) == (0, 1)
    kept = str(posts[0]["enclosures"]) + report
    assert all(f"https://x.example/{number}.mp3" in kept for number in (1, 2))


def test_comments_before_a_document_are_read_once(newskit: Run, tmp_path: Path) -> None:
    comments = "<!-- made by a script -->\n" * 20_000
    feed = f"{comments}<rss><channel><item><title>Rain</title></item></channel></rss>"
    began = time.monotonic()
    code, posts, _ = imported(newskit, tmp_path, feed.encode())
    assert (code, posts[0]["title"]) == (0, "Rain")
    imported(newskit, tmp_path, comments.encode() + b"no document")
    assert time.monotonic() - began < 60


def test_prefixes_that_nobody_declared_are_read(newskit: Run, tmp_path: Path) -> None:
    feed = (
        "<rss><channel><item><title>Rain</title><dc:creator>Ann Lee</dc:creator>"
        "<content:encoded><![CDATA[<o:p>It rains</o:p>]]></content:encoded></item></channel></rss>"
    )
    code, posts, _ = imported(newskit, tmp_path, feed.encode())
    assert (code, posts[0]["authors"]) == (0, ["Ann Lee"])
    assert posts[0].content == "<o:p>It rains</o:p>"


def test_entries_before_a_break_are_written(newskit: Run, tmp_path: Path) -> None:
    feed = (
        "<rss><channel><item><title>One</title><link>https://x.example/1</link></item>"
        "<item><title>Two</title><link>https://x.example/2</link></item></rss>"
    )
    code, posts, report = imported(newskit, tmp_path, feed.encode())
    assert code == 1
    assert [post["title"] for post in posts] == ["One", "Two"]
    assert "the XML breaks here" in report


def test_bytes_that_state_nothing_and_are_no_utf_8_are_read(newskit: Run, tmp_path: Path) -> None:
    words = "A eleição em São Paulo não está decidida, segundo o último índice"
    feed = f"<rss><channel><item><title>{words}</title></item></channel></rss>"
    code, posts, report = imported(newskit, tmp_path, feed.encode("cp1252"))
    assert code == 0
    assert posts[0]["title"] == words
    assert '"encoding": "' in report


def test_a_bad_byte_among_utf_8_is_replaced_and_counted(newskit: Run, tmp_path: Path) -> None:
    feed = (
        "<rss><channel><item><title>São Paulo: último @ índice não</title></item></channel></rss>"
    )
    code, posts, report = imported(newskit, tmp_path, feed.encode().replace(b"@", b"\xe9"))
    assert code == 0
    assert posts[0]["title"] == "São Paulo: último \ufffd índice não"
    assert '"undecodable_bytes": 1' in report


def test_markup_that_nobody_escaped_keeps_its_links(newskit: Run, tmp_path: Path) -> None:
    feed = (
        "<rss><channel><item><title>x</title><description>1 &lt; 2 <p>See "
        '<a href="https://x.example/a">it</a></p></description></item></channel></rss>'
    )
    _, posts, _ = imported(newskit, tmp_path, feed.encode())
    assert posts[0].content == '1 &lt; 2 <p>See <a href="https://x.example/a">it</a></p>'


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
@pytest.mark.parametrize("name", ["feed", "ghost", "drupal"])
def test_json_as_windows_writes_it(newskit: Run, tmp_path: Path, name: str, encoding: str) -> None:
    values: dict[str, object] = {
        "feed": {
            "version": "https://jsonfeed.org/version/1.1",
            "items": [{"id": "1", "title": "Überschwemmung", "content_text": "x"}],
        },
        "ghost": {
            "db": [{"data": {"posts": [{"title": "Überschwemmung", "slug": "a", "html": "x"}]}}]
        },
        "drupal": [{"title": "Überschwemmung", "body": "x"}],
    }
    (tmp_path / "e.json").write_text(json.dumps(values[name], ensure_ascii=False), encoding)
    done = newskit("import", name, "e.json", "-o", "out")
    assert done.returncode == 0, done.stderr
    (path,) = (one for one in (tmp_path / "out").rglob("*") if one.is_file())
    assert frontmatter.load(str(path))["title"] == "Überschwemmung"
