"""Long bodies are looked at in parts, or in one pass; what is found is the same."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest

from newskit.read.parse import parse_text
from newskit.validate.archive import collect
from newskit.validate.body import tags
from newskit.validate.post import validate_post
from newskit.validate.subject import without_words

WORDS = {
    "English": "the quick brown Fox jumps over a lazy dog, and don't you forget it",
    "Russian": "Съешь же ещё этих мягких французских булок, да выпей чаю и word",
    "German": "Über größere Flächen zögert der Äpfel STRASSE İstanbul nicht",
    "Chinese": "我们 今天 在 北京 开会 讨论 新 的 计划 ， 以及 下 一步 工作 。",
}


@pytest.mark.parametrize("language", WORDS)
@pytest.mark.parametrize("ending", ["", "{{ site.url\n}} {% if <b> %} end"])
def test_fingerprints_in_parts(language: str, ending: str, monkeypatch: pytest.MonkeyPatch) -> None:
    draw, words = random.Random(7), WORDS[language].split()
    spaces = (" ", " ", " ", "\n", "</p>\n<p>", " <a\nhref='/x'>", "](/url) ", " < ", " <b ")
    body = "".join(draw.choice(words) + draw.choice(spaces) for _ in range(30_000))
    body += ending
    whole = collect.fingerprints(body, without_words(body), similar=True)
    for length in (20_000, 50_000):
        monkeypatch.setattr(collect, "_LONG", length)
        assert collect.fingerprints(body, without_words(body), similar=True) == whole


def test_a_lost_tag_among_thousands(tmp_path: Path) -> None:
    paragraphs = "<p><b>a</b> <img src='/a.png' alt='a'> <a href='/'>x</a></p>\n" * 2_000
    text = f"---\ntitle: x\n---\n{paragraphs}<p><i>lost</p>\n</u><img src=y><a href=''>z</a>\n"
    found = validate_post(parse_text(str(tmp_path / "a.md"), text))
    lines = {problem.code: problem.location.line for problem in found}
    assert lines == {"NK352": 4, "NK353": 2_004, "NK354": 2_005, "NK355": 2_005, "NK356": 2_005}


def test_an_escaped_tag_counts_where_its_paragraph_is_html() -> None:
    # In each paragraph the first tag of a block decides, however often it is asked for.
    texts = [
        "in words \\<b> and \\<i>",
        "before \\<b>\n<div>after \\<i> x\n</div>",
        "<p>within \\<b> and \\<i> x</p>",
        "again in words \\<b>",
    ]
    body = "\n\n".join(texts)
    found = [(tag.name, body.count("\n\n", 0, tag.start)) for tag in tags(body)]
    assert found == [("div", 1), ("i", 1), ("div", 1), ("p", 2), ("b", 2), ("i", 2), ("p", 2)]


@pytest.mark.parametrize(
    ("piece", "codes"),
    [
        ("\ufffd a ", {"NK362"}),
        ("&amp;amp; ", {"NK363"}),
        ("a[^note{}] ", {"NK366"}),
        ("<div><i>`` ", {"NK353"}),
    ],
)
def test_a_line_full_of_faults_takes_linear_time(piece: str, codes: set[str]) -> None:
    line = "".join(piece.format(number) for number in range(12_000))
    text = f"---\ntitle: x\ndate: 2024-05-01\n---\n{line}"
    start = time.process_time()
    found = {problem.code for problem in validate_post(parse_text("a.md", text))}
    assert codes <= found
    assert time.process_time() - start < 4


def test_every_lost_character_of_a_run_is_counted() -> None:
    text = (
        '---\ntitle: x\n---\nA\ufffd\ufffdb \ufffd c, and "\ufffd" of the encoding.\n\nd\ufffd e\n'
    )
    found = validate_post(parse_text("a.md", text))
    said = [one.message for one in found if one.code == "NK362"]
    assert said == ["a character of the body was lost: U+FFFD stands in its place"]
    text = text.replace(" of the encoding", "")
    found = validate_post(parse_text("a.md", text))
    said = [one.message for one in found if one.code == "NK362"]
    assert said == ["a character of the body was lost: U+FFFD stands in its place (4 of them)"]


@pytest.mark.parametrize(
    ("line", "lost"),
    [
        ("A decoder shows \ufffd for it", False),
        ("Mojibake such as Fran\ufffdais", False),
        ("Encoded in Fran\ufffdais", True),
    ],
)
def test_a_letter_of_a_word_is_lost_in_a_text_about_encodings_too(line: str, *, lost: bool) -> None:
    found = validate_post(parse_text("a.md", f"---\ntitle: x\n---\n{line}.\n"))
    assert ("NK362" in {one.code for one in found}) is lost
