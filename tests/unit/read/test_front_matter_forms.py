"""Forms of front matter that some readers know and others do not: the values come out."""

from __future__ import annotations

import pytest

from newskit.read.parse import parse_text


@pytest.mark.parametrize(
    ("content", "key", "value"),
    [
        (
            'crew = [{name = "Ann",\n  url = "/ann"}, # first\n]',
            "crew",
            [{"name": "Ann", "url": "/ann"}],
        ),
        ("t = {a = 1,\n b = 2,}", "t", {"a": 1, "b": 2}),
        ('title = "The letter \\x41"', "title", "The letter A"),
        ('title = "a \\e b"', "title", "a \x1b b"),
        ("when = 2025-04-23T09:41", "when", "2025-04-23T09:41"),
    ],
)
def test_toml_1_1(content: str, key: str, value: object) -> None:
    post = parse_text("a.md", f"+++\n{content}\n+++\nText.\n")
    assert post.front_matter.valid
    assert post.front_matter.values[key] == value
    assert not post.problems


@pytest.mark.parametrize(
    ("written", "value"),
    [
        (r'"\ud83d\ude00 hi"', "😀 hi"),
        (r'"fair \uD83C\uDFA1"', "fair 🎡"),
        (r'"\\ud83d\\ude00"', r"\ud83d\ude00"),
        (r"'\ud83d\ude00'", r"\ud83d\ude00"),
        (r"\ud83d\ude00 plain", r"\ud83d\ude00 plain"),
        (r'["\ud83d\ude00", b]', ["😀", "b"]),
    ],
)
def test_escapes_that_pair_up_are_one_character(written: str, value: object) -> None:
    post = parse_text("a.md", f"---\ntitle: {written}\ndate: 2022-02-09\n---\nText.\n")
    assert post.front_matter.values["title"] == value
    assert post.front_matter.values["date"] == "2022-02-09"
    start, end = post.front_matter.spans["/date"].value
    assert post.text[start:end] == "2022-02-09"


def test_half_a_pair_is_an_error() -> None:
    post = parse_text("a.md", '---\ntitle: "\\ud83d hi"\n---\n')
    assert not post.front_matter.valid
    assert [problem.code for problem in post.problems] == ["NK105"]
