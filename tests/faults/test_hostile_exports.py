"""An odd item of an export is reported with what it says, and the others become posts."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from newskit.parsing import load_whole_json

SOUND = {"type": "text", "body": "<p>The ferry.</p>", "blog_name": "tumblr"}
ODD_ITEMS = {
    "tumblr": [
        {**SOUND, "post_url": "https://a.example/1", "slug": "one"},
        {**SOUND, "content": ["words"], "slug": "odd", "note": "kept words"},
        {**SOUND, "slug": "two"},
    ],
    "feed": {
        "version": "https://jsonfeed.org/version/1.1",
        "items": [
            {"id": "1", "url": "https://a.example/one", "content_html": "<p>x</p>"},
            {"id": "2", "tags": 7, "content_html": "<p>kept words</p>"},
            {"id": "3", "url": "https://a.example/two", "content_html": "<p>y</p>"},
        ],
    },
    "drupal": [
        {"nid": 1, "title": "One", "body": "<p>x</p>"},
        {"nid": 2, "title": "Odd", "created": "9999999999" * 3, "node": "kept words"},
        {"nid": 3, "title": "Two", "body": "<p>y</p>"},
    ],
}


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def _posts(folder: Path) -> int:
    return sum(1 for path in folder.rglob("*") if path.suffix in {".md", ".html"})


@pytest.mark.parametrize("name", ODD_ITEMS)
def test_an_item_of_odd_types_is_reported_whole(newskit, tmp_path: Path, name: str) -> None:
    (tmp_path / "x.json").write_text(json.dumps(ODD_ITEMS[name]))
    done = newskit("import", name, "x.json", "-o", "out", "--report", "r.jsonl")
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr.decode()
    assert _posts(tmp_path / "out") == 2
    [odd] = [row for row in _rows(tmp_path / "r.jsonl") if row["what"] == "passed"]
    assert "kept words" in json.dumps(odd["values"])


def test_an_order_that_is_no_number_loses_no_tag(newskit, tmp_path: Path) -> None:
    joins = [{"post_id": 1, "tag_id": one, "sort_order": one or {}} for one in (0, 1)]
    tags = [{"id": 0, "name": "sea"}, {"id": 1, "name": "rain"}]
    post = {"id": 1, "title": "T", "slug": "t", "html": "<p>x</p>", "status": "published"}
    tables = {"posts": [post], "tags": tags, "posts_tags": joins}
    (tmp_path / "x.json").write_text(json.dumps({"db": [{"data": tables}]}))
    assert newskit("import", "ghost", "x.json", "-o", "out").returncode == 0
    text = next((tmp_path / "out").rglob("*.html")).read_text()
    assert "sea" in text
    assert "rain" in text


def test_an_address_that_is_none_costs_no_entry(newskit, tmp_path: Path) -> None:
    entry = "<item><title>Sea</title><link>http://[a.example/x</link><description>The ferry."
    (tmp_path / "f.rss").write_text(f"<rss><channel>{entry}</description></item></channel></rss>")
    assert newskit("import", "feed", "f.rss", "-o", "out").returncode == 0
    assert "The ferry." in next((tmp_path / "out").rglob("*.html")).read_text()


LONG = "word " * 40_000
"""Longer than the fields that the standard library's reader of CSV takes by itself."""


def test_a_long_body_in_a_table_is_read(newskit, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text(f'nid,title,body\n1,T,"{LONG}end"\n')
    assert newskit("import", "drupal", "x.csv", "-o", "out").returncode == 0
    assert "word end" in next((tmp_path / "out").rglob("*.html")).read_text()
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("posts.csv", f'post_id,title,note\n1.t,T,"{LONG}"\n')
        archive.writestr("posts/1.t.html", "<p>The ferry.</p>")
    (tmp_path / "x.zip").write_bytes(held.getvalue())
    done = newskit("import", "substack", "x.zip", "-o", "other")
    assert done.returncode == 0, done.stderr
    assert "The ferry." in next((tmp_path / "other").rglob("*.html")).read_text()


def _record(headers: str, body: str) -> bytes:
    answer = (
        f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<article><h1>T</h1>{body}</article>"
    )
    head = f"WARC/1.0\r\nWARC-Type: response\r\n{headers}WARC-Date: 2024-05-01T00:00:00Z\r\n"
    head += "Content-Type: application/http; msgtype=response\r\n"
    return f"{head}Content-Length: {len(answer)}\r\n\r\n{answer}\r\n\r\n".encode()


def _at(name: str) -> str:
    return f"WARC-Target-URI: http://a.example/{name}\r\n"


def test_a_damaged_record_costs_none_behind_it(newskit, tmp_path: Path) -> None:
    words = {name: f"<p>{' '.join(f'{name}{n}' for n in range(60))}</p>" for name in ("sun", "sea")}
    nameless = _record("", "<p>lost</p>")
    data = _record(_at("sun"), words["sun"]) + nameless + _record(_at("sea"), words["sea"])
    (tmp_path / "c.warc").write_bytes(data)
    done = newskit("import", "warc", "c.warc", "-o", "out", "--report", "r.jsonl")
    assert done.returncode == 1, done.stderr
    found = sorted(path.name for path in (tmp_path / "out").rglob("*.html"))
    assert found == ["sea.html", "sun.html"]
    [fault] = [row for row in _rows(tmp_path / "r.jsonl") if row.get("kind") == "file"]
    assert "no record can be read behind byte" in fault["reason"]


def test_a_file_of_nothing_but_damage_is_given_up(newskit, tmp_path: Path) -> None:
    (tmp_path / "c.warc").write_bytes(_record("", "<p>x</p>") * 40)
    done = newskit("import", "warc", "c.warc", "-o", "out")
    assert done.returncode in {1, 2}
    assert "20 such places" in done.stderr.decode()


def test_a_name_that_is_given_twice_loses_neither_value(newskit, tmp_path: Path) -> None:
    twice = (
        '{"version":"https://jsonfeed.org/version/1.1","items":'
        '[{"id":"1","title":"First","title":"Second","content_html":"<p>x</p>"}],'
        '"items":[{"id":"2","title":"Other","content_html":"z"}]}'
    )
    (tmp_path / "feed.json").write_text(twice)
    ended = newskit("import", "feed", "feed.json", "-o", "posts", "--report", "r.jsonl")
    assert ended.returncode == 0
    rows = [json.loads(line) for line in (tmp_path / "r.jsonl").read_text().splitlines()]
    assert [row.get("left") for row in rows] == [{"title (given before)": "First"}, None]
    assert "title: Second" in (tmp_path / "posts" / rows[0]["path"]).read_text()


@pytest.mark.parametrize(
    ("data", "value"),
    [
        (b'{"a": 1, "a": 1}', {"a": 1}),
        (b'{"a": 1, "a": 2, "a": 3}', {"a": 3, "a (given before)": [1, 2]}),
        (b'[{"a": "\\"b\\":", "c": {"a" : [1]}}, "a:"]', [{"a": '"b":', "c": {"a": [1]}}, "a:"]),
        (b'{"\\u0061": 1, "a": [2]}', {"a": [2], "a (given before)": 1}),
        (b'{"a": [1], "a": [2]}', {"a": [1, 2]}),
        (b"5", 5),
    ],
)
def test_names_given_twice_are_all_there(data: bytes, value: object) -> None:
    assert load_whole_json(data) == value


@pytest.mark.parametrize("convert", [True, False])
def test_a_value_that_no_front_matter_takes_is_in_the_report(
    newskit,
    tmp_path: Path,
    convert: bool,  # noqa: FBT001 (a parameter of the test)
) -> None:
    post = {"id": "1", "title": "T", "slug": "t", "html": "<p>x</p>", "status": "published"}
    post["custom_excerpt"] = "word " * 20_000
    (tmp_path / "g.json").write_text(json.dumps({"data": {"posts": [post]}}))
    words = ["import", "ghost", "g.json", "-o", "posts", *(["--convert"] if convert else [])]
    ended = newskit(*words, "--report", "r.jsonl")
    assert ended.returncode == 0
    row = json.loads((tmp_path / "r.jsonl").read_text())
    assert row["left"]["summary"].split() == ["word"] * 20_000
    written = (tmp_path / "posts" / row["path"]).read_text()
    assert "title: T" in written
    assert len(written) < 1_000
    assert b"1 post with values that have no place" not in ended.stderr
    assert b"1 post with values that have no place" in newskit(*words).stderr
