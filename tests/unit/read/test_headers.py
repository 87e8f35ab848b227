"""Front matter without an opening fence: Pelican's and Hexo's old form, where they are named."""

from __future__ import annotations

import pytest

from newskit.config.export import FieldPreset
from newskit.post import FrontMatterFormat, Post
from newskit.read.parse import parse_bytes, parse_text, read_again, with_header
from newskit.splice import apply_edits, insert_keys

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


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_pelicans_header_ends_at_the_first_line_that_is_none(newline: str) -> None:
    text = "Title: Early\nDate: 2011-04-05\nSummary: One\n set in by one\n\nBody.\n"
    post = read(text.replace("\n", newline), FieldPreset.PELICAN)
    assert dict(post.front_matter.values) == {
        "Title": "Early",
        "Date": "2011-04-05",
        "Summary": "One",
    }
    assert post.body.startswith(" set in by one")


def test_text_right_below_pelicans_keys_is_body() -> None:
    post = read("Title: x\nand text right below\n", FieldPreset.PELICAN)
    assert dict(post.front_matter.values) == {"Title": "x"}
    assert post.body == "and text right below\n"


@pytest.mark.parametrize(
    ("text", "values", "body"),
    [
        (
            "---\ntitle: A: B\ndate: 2024-01-02\n---\nT\n",
            {"title": "A: B", "date": "2024-01-02"},
            "T\n",
        ),
        ('---\ntitle: "Quoted"\n...\nT\n', {"title": '"Quoted"'}, "T\n"),
        ("---\nTitle: No end\n\nT\n", {"Title": "No end"}, "T\n"),
    ],
)
def test_pelican_reads_lines_between_fences_too(
    text: str, values: dict[str, str], body: str
) -> None:
    post = parse_text("a.md", text, generator="pelican")
    assert post.front_matter.format is FrontMatterFormat.META
    assert dict(post.front_matter.values) == values
    assert post.body == body
    assert not post.problems


def test_lists_between_pelicans_fences_are_yaml_as_a_plugin_reads_it() -> None:
    post = parse_text("a.md", "---\ntitle: A\ntags:\n  - x\n---\nT\n", generator="pelican")
    assert post.front_matter.format is FrontMatterFormat.YAML
    assert post.front_matter.values["tags"] == ["x"]


@pytest.mark.parametrize(
    "text",
    [
        "<!--\n.. title: The fair\n.. date: 2016-05-04\n-->\n\nBody.\n",
        ".. title: The fair\n.. date: 2016-05-04\n\nBody.\n",
        "\n.. title: The fair\n.. date: 2016-05-04\n\nBody.\n",
    ],
)
def test_nikola(text: str) -> None:
    post = parse_text("a.md", text, generator="nikola")
    assert dict(post.front_matter.values) == {"title": "The fair", "date": "2016-05-04"}
    assert post.body.strip() == "Body."


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("-----\ntitle: Fair\n-----\nhello\n", {"title": "Fair"}),
        (';;;;\n"title": "Fair"\n;;;;\nhello\n', {"title": "Fair"}),
        ("------\r\ntitle: Fair\r\n------\r\nhello\n", {"title": "Fair"}),
        ("----\ntitle: Fair\n---\nx\n----\nhello\n", None),
    ],
)
def test_hexos_fences_are_as_long_as_they_are(text: str, values: dict[str, str] | None) -> None:
    post = parse_text("a.md", text, generator="hexo")
    if values is None:
        assert not post.front_matter.valid
        return
    assert dict(post.front_matter.values) == values
    assert post.body == "hello\n"
    assert parse_text("a.md", text).front_matter.format is FrontMatterFormat.NONE


@pytest.mark.parametrize("added", [{"source": "The Bee: Mail"}, {"source": "x", "author": "y"}])
def test_keys_are_added_as_lines(added: dict[str, str]) -> None:
    for text in (PELICAN, "---\ntitle: A\n---\nT\n", "<!--\n.. title: A\n-->\nT\n"):
        generator = "nikola" if ".." in text else "pelican"
        post = parse_text("a.md", text, generator=generator)
        again = read_again(post, apply_edits(post.text, insert_keys(post, added)))
        values = {key.lower(): value for key, value in again.front_matter.values.items()}
        assert values == {
            **{key.lower(): value for key, value in post.front_matter.values.items()},
            **added,
        }
        assert again.body == post.body


def test_hugo_closes_front_matter_at_a_longer_line_of_hyphens() -> None:
    text = b"---\ntitle: A\ndate: 2024-05-01\n----------\n\nText.\n"
    post = parse_bytes("content/news/a.md", text, generator="hugo")
    assert dict(post.front_matter.values) == {"title": "A", "date": "2024-05-01"}
    assert post.problems == ()
    # What goes on behind the fence is text: a rule.
    assert post.body == "-------\n\nText.\n"
    other = parse_bytes("_posts/2024-05-01-a.md", text, generator="jekyll")
    assert [one.code for one in other.problems] == ["NK103"]


def test_hexo_reads_tabs_that_set_lines_in() -> None:
    text = "---\ntitle: A\ntags:\n\t- x\n\t- y\nmore:\n\tin:\n\t\t- z\n---\nText\n"
    post = parse_text("a.md", text, generator="hexo")
    assert post.front_matter.values == {"title": "A", "tags": ["x", "y"], "more": {"in": ["z"]}}
    assert post.problems == ()
    start, end = post.front_matter.spans["/tags/1"].value
    assert post.text[start:end] == "y"
    assert parse_text("a.md", text).problems
