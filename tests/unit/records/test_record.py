"""The default record: its fields, order, identifier, language, provenance."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

import pytest

from newskit.config.export import ExportConfig, RecordBody, RecordShape
from newskit.post import Post
from newskit.read.parse import parse_bytes
from newskit.read.record_shapes import RECORD_FIELDS
from newskit.records.record import encode, to_record

POST = (
    b"---\nlayout: post\ntitle: Mining under scrutiny\ndate: 2022-02-09 12:49:59 +0800\n"
    b"tags: a b\n---\nFirst *paragraph*\nof two lines.\n\nSecond one.\n"
)


def post(data: bytes = POST, path: str = "_posts/2022-02-09-mining.md") -> Post:
    return parse_bytes(path, data, relative=path)


def record(data: bytes = POST, path: str = "_posts/2022-02-09-mining.md", **config: object) -> dict:
    parsed = post(data, path)
    return to_record(parsed, ExportConfig(**config), markdown=parsed.body)


def test_fields_stand_in_their_order() -> None:
    expected = [name for name in RECORD_FIELDS if name != "content_html"]
    assert list(record()) == expected
    with_html = to_record(post(), ExportConfig(), markdown="x", html="<p>x</p>")
    assert list(with_html) == list(RECORD_FIELDS)


def test_the_record_says_what_the_post_says() -> None:
    made = record()
    assert made["title"] == "Mining under scrutiny"
    assert made["date_published"] == "2022-02-09T12:49:59+08:00"
    assert made["tags"] == ["a", "b"]
    assert made["language"] == "en"
    assert made["text"] == "First paragraph of two lines.\n\nSecond one."
    assert made["metadata"]["date"] == "2022-02-09 12:49:59 +0800"
    assert made["metadata"]["newskit"]["path"] == "_posts/2022-02-09-mining.md"


def test_the_seed_post(posts: Path) -> None:
    seed = next(path for path in posts.iterdir() if b"cailianshe" in path.read_bytes()[:500])
    made = record(seed.read_bytes(), seed.name)
    assert made["language"] == "zh"
    assert made["date_published"] == "2022-02-09T12:49:59+08:00"
    assert (made["categories"], made["tags"]) == (["cailianshe"], ["财联社新闻"])


def test_the_identifier_follows_the_url_not_the_name_of_the_file() -> None:
    data = b"---\npermalink: /mining/\n---\n"
    assert record(data, "a.md")["id"] == record(data, "b/c.md")["id"]
    upper = b"---\nurl: HTTPS://N.Example:443/a#top\n---\n"
    assert record(upper)["id"] == record(b"---\nurl: https://n.example/a\n---\n")["id"]
    assert record(b"x", "a.md")["id"] != record(b"x", "b.md")["id"]


@pytest.mark.parametrize("path", ["a/b.md", "ü/日本.HTML", "a.b", ".md", "x/.md", "a.tar.txt"])
def test_identifiers_are_uuids_that_any_tool_can_make(path: str) -> None:
    stem, dot, ending = path.rpartition(".")
    is_post = dot and stem.rpartition("/")[2] and ending.lower() in {"md", "html", "txt"}
    expected = uuid5(NAMESPACE_URL, f"file:{stem if is_post else path}")
    assert record(b"x", path)["id"] == str(expected)


def test_no_identifier_is_all_digits() -> None:
    assert not any(record(b"", f"{number}.md")["id"].isdigit() for number in range(200))


def test_a_first_heading_stands_in_for_a_title() -> None:
    made = record(b"# The *news* #\n\ntext\n")
    assert made["title"] == "The news"
    assert made["metadata"]["newskit"]["derived"]["title"] == "heading"
    assert record(b"text\n\n# later\n")["title"] is None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("严禁自家员工参与虚拟货币的“挖矿”，这类通知并不多见。", "zh"),
        ("昆明打造東方曼哈頓，房價將超深圳？", "zh"),
        ("日本語の文章には、かなが必ず含まれています。", "ja"),
        ("한국어 문장은 한글로 쓰여 있습니다.", "ko"),
        ("Das ist ein deutscher Satz, der lang genug ist, um erkannt zu werden.", "de"),
        ("Это предложение написано на русском языке и достаточно длинное.", "ru"),
        ("x1", None),
        ("", None),
    ],
)
def test_languages_are_detected(text: str, language: str | None) -> None:
    made = record(text.encode(), "a.md")
    assert made["language"] == language
    how = made["metadata"]["newskit"].get("derived", {}).get("language", "")
    assert how.startswith("detected") == (language is not None)


def test_the_path_states_the_language_unless_the_text_is_plainly_in_another() -> None:
    english = (
        b"This is plainly an English sentence, and a long one at that, about the news. It is"
        b" followed by another, which says that the council has voted and that the bridge opens."
    )
    assert record(english, "it/a.md")["language"] == "en"
    assert record("严禁自家员工参与虚拟货币的挖矿".encode(), "zh_tw/a.md")["language"] == "zh-TW"
    assert record(english, "a.md", detect_language=False)["language"] is None


def test_damaged_bytes_become_replacement_characters_and_are_reported() -> None:
    data = "---\ntitle: né\n---\ncafé ÿ é à ü\n".encode().replace("ÿ".encode(), b"\xff")
    made = record(data)
    line = encode(made)
    assert "café \ufffd é" in json.loads(line)["content_markdown"]
    losses = made["metadata"]["newskit"]["losses"]
    assert {"pointer": "/content_markdown", "kind": "damaged-text"} in losses


def test_integers_beyond_64_bits_become_text() -> None:
    made = record(b"---\nn: 123456789012345678901234567890\n---\n")
    assert made["metadata"]["n"] == "123456789012345678901234567890"
    assert made["metadata"]["newskit"]["losses"] == [
        {"pointer": "/metadata/n", "kind": "big-integer"}
    ]


def test_a_front_matter_key_called_newskit_is_kept_aside() -> None:
    made = record(b"---\nnewskit: mine\n---\n")
    assert made["metadata"]["newskit"]["front_matter_newskit"] == "mine"


def test_broken_front_matter_goes_along_as_text_with_its_finding() -> None:
    facts = record(b"---\ntitle: a: b\n---\nbody\n")["metadata"]["newskit"]
    assert facts["front_matter_text"] == "---\ntitle: a: b\n---\n"
    assert facts["problems"][0]["line"] == 2


def test_doubtful_dates_are_reported() -> None:
    made = record(b"---\ndate: 01/02/2024\n---\n", "a.md")
    assert made["date_published"] is None
    assert made["metadata"]["newskit"]["dates"][0]["choices"] == ["2024-02-01", "2024-01-02"]


@pytest.mark.parametrize(
    "data",
    [POST, POST.replace(b"\n", b"\r\n"), b"\xef\xbb\xbf" + POST, "é".encode() * 9 + b"\xff\n", b""],
)
def test_the_source_goes_along_byte_for_byte(data: bytes) -> None:
    made = to_record(post(data), ExportConfig(body=RecordBody.SOURCE))
    facts = json.loads(encode(made))["metadata"]["newskit"]
    if "base64" in facts["source"]:
        assert base64.b64decode(facts["source"]["base64"]) == data
    else:
        mark = b"\xef\xbb\xbf" if facts["encoding"]["bom"] else b""
        assert mark + facts["source"]["text"].encode() == data
    assert made["text"] is None


def test_consumers_of_text_get_it_with_the_source_too() -> None:
    config = ExportConfig(body=RecordBody.SOURCE, shape=RecordShape.DOLMA)
    assert to_record(post(), config)["text"].startswith("First paragraph")


def test_a_record_is_one_line_of_utf8_without_escapes() -> None:
    line = encode(record("---\ntitle: 新\u2028闻\n---\n".encode()))
    assert line.count(b"\n") == 1
    assert line.endswith(b"}\n")
    assert "新\u2028闻".encode() in line


def test_the_text_of_a_post_with_an_embedded_picture_is_its_words() -> None:
    picture = f"data:image/png;base64,{'R0lGODlh+/' * 1_000}=="
    parsed = post(f"---\ntitle: t\n---\nOne ![x]({picture}) two.\n\n`{picture}`\n".encode())
    made = to_record(parsed, ExportConfig(), markdown=parsed.body)
    assert made["text"] == f"One two.\n\n{picture}"
    assert made["content_markdown"] == parsed.body
