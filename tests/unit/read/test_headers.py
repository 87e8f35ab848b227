"""Front matter without an opening fence: Pelican's and Hexo's old form, where they are named."""

from __future__ import annotations

import pytest

from newskit.config.export import FieldPreset
from newskit.post import FrontMatterFormat, Post
from newskit.read.headers import fenced, with_header
from newskit.read.parse import parse_text

PELICAN = "Title: A: B\nDate: 2010-12-03 10:20\nSummary: one\n    two\ntags: x, y\n\nThe *body*.\n"
HEXO = "title: Hello\ntags:\n- a\n---\nThe *body*.\n"


def read(text: str, preset: FieldPreset) -> Post:
    return with_header(parse_text("a.md", text), preset)


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_pelican(newline: str) -> None:
    post = read(PELICAN.replace("\n", newline), FieldPreset.PELICAN)
    assert dict(post.front_matter.values) == {
        "Title": "A: B",
        "Date": "2010-12-03 10:20",
        "Summary": "one two",
        "tags": "x, y",
    }
    assert post.body == f"The *body*.{newline}"


def test_hexo() -> None:
    post = read(HEXO, FieldPreset.HEXO)
    assert dict(post.front_matter.values) == {"title": "Hello", "tags": ["a"]}
    assert post.body == "The *body*.\n"


@pytest.mark.parametrize(
    "text",
    [
        "title: Hello\n\ntags:\n- a\n------\nThe *body*.\n",
        "title: Hello\r\ntags: [a]\r\n---\r\nThe *body*.\n",
        '"title": "Hello",\n"tags": ["a"]\n;;;\nThe *body*.\n',
    ],
)
def test_hexo_in_other_spellings(text: str) -> None:
    post = read(text, FieldPreset.HEXO)
    assert dict(post.front_matter.values) == {"title": "Hello", "tags": ["a"]}
    assert post.body == "The *body*.\n"
    assert fenced(post).body == post.body


def test_places_are_those_of_the_file() -> None:
    for post, key in (
        (read(PELICAN, FieldPreset.PELICAN), "Title"),
        (read(HEXO, FieldPreset.HEXO), "title"),
    ):
        span = post.front_matter.spans[f"/{key}"]
        assert span.key is not None
        assert post.text[slice(*span.key)] == key


@pytest.mark.parametrize(
    ("text", "preset"),
    [
        (PELICAN, FieldPreset.ANY),
        (HEXO, FieldPreset.JEKYLL),
        ("Note: this is text.\n\nMore.\n", FieldPreset.PELICAN),
        ("Title: x\nand text right below\n", FieldPreset.PELICAN),
        ("    indented: code\n\ntext\n", FieldPreset.PELICAN),
        ("Some text\n---\nmore\n", FieldPreset.HEXO),
        ("title: [broken\n---\nmore\n", FieldPreset.HEXO),
        ("# Title\n\ntitle: x\n\nText: more\n---\nmore\n", FieldPreset.HEXO),
        ("", FieldPreset.PELICAN),
        ("", FieldPreset.HEXO),
    ],
)
def test_what_is_no_header_is_text(text: str, preset: FieldPreset) -> None:
    assert read(text, preset).front_matter.format is FrontMatterFormat.NONE


@pytest.mark.parametrize(
    ("text", "preset"), [(PELICAN, FieldPreset.PELICAN), (HEXO, FieldPreset.HEXO)]
)
def test_between_fences_it_says_the_same(text: str, preset: FieldPreset) -> None:
    post = read(text, preset)
    made = fenced(post)
    assert made.text.startswith("---\n")
    assert dict(made.front_matter.values) == dict(post.front_matter.values)
    assert made.body == post.body


def test_a_post_with_fences_stays_as_it_is() -> None:
    post = read(f"---\n{HEXO}", FieldPreset.HEXO)
    assert fenced(post) is post
