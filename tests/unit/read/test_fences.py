from __future__ import annotations

import pytest

from newskit.post import FrontMatterFormat
from newskit.read.parse import parse_text


@pytest.mark.parametrize(
    ("text", "kind", "body"),
    [
        ("---\ntitle: x\n---\nbody\n", FrontMatterFormat.YAML, "body\n"),
        ("---\ntitle: x\n...\nbody\n", FrontMatterFormat.YAML, "body\n"),
        ("---  \r\ntitle: x\r\n---\t\r\nbody\r\n", FrontMatterFormat.YAML, "body\r\n"),
        ("\n \n---\ntitle: x\n---\nbody", FrontMatterFormat.YAML, "body"),
        ("---\ntitle: x\n---", FrontMatterFormat.YAML, ""),
        ('+++\ntitle = "x"\n+++\nbody\n', FrontMatterFormat.TOML, "body\n"),
        ('---toml\ntitle = "x"\n---\nbody\n', FrontMatterFormat.TOML, "body\n"),
        ('{\n  "title": "x"\n}\nbody\n', FrontMatterFormat.JSON, "body\n"),
        ('{"title": "x"}\n\nbody\n', FrontMatterFormat.JSON, "\nbody\n"),
        ('---json\n{"title": "x"}\n---\nbody\n', FrontMatterFormat.JSON, "body\n"),
        ('---json\n"title": "x"\n---\nbody\n', FrontMatterFormat.JSON, "body\n"),
        (';;;\n"title": "x"\n;;;\nbody\n', FrontMatterFormat.JSON, "body\n"),
        ('--- toml\ntitle = "x"\n---\nbody\n', FrontMatterFormat.TOML, "body\n"),
        ("---\tYAML \r\ntitle: x\r\n---\r\nbody\r\n", FrontMatterFormat.YAML, "body\r\n"),
    ],
)
def test_every_kind_of_fence_gives_the_title_and_the_body_untouched(
    text: str, kind: FrontMatterFormat, body: str
) -> None:
    post = parse_text("post.md", text)
    assert post.front_matter.format is kind
    assert post.front_matter.values == {"title": "x"}
    assert post.front_matter.valid
    assert post.body == body
    assert post.text[: post.body_start] + post.body == text


@pytest.mark.parametrize(
    ("fence", "language"),
    [
        ("---js", "JavaScript"),
        ("--- JavaScript", "JavaScript"),
        ("---coffee", "CoffeeScript"),
        ("---coffeescript ", "CoffeeScript"),
        ("---cson", "CSON"),
    ],
)
def test_front_matter_that_is_a_program_is_kept_and_told(fence: str, language: str) -> None:
    text = f"{fence}\n{{\n  title: 'x', ...rest\n}}\n---\nbody\n"
    post = parse_text("post.md", text)
    assert post.front_matter.format is FrontMatterFormat.OTHER
    assert (post.front_matter.valid, dict(post.front_matter.values)) == (False, {})
    assert post.body == "body\n"
    (told,) = post.problems
    assert told.code == "NK118"
    assert f"is {language}, which is not read" in told.message


def test_a_rule_in_a_block_scalar_or_in_the_body_splits_nothing() -> None:
    text = "---\ntext: |\n  above\n  ---\n  below\n---\nbody\n\n---\n\nmore\n"
    post = parse_text("post.md", text)
    assert post.front_matter.values == {"text": "above\n---\nbelow\n"}
    assert post.body == "body\n\n---\n\nmore\n"


@pytest.mark.parametrize(
    "text",
    [
        "no front matter\n---\n",
        "{% include x %}\n",
        "{{ page.title }}\n",
        "{: .class}\n",
        '{"a": 1} is how an object looks\n',
        "--- a rule? ---\n",
        "----\n",
        "---js\n{ title: 'nothing closes this' }\n",
        "--- jsx\n---\n",
        "",
    ],
)
def test_what_only_looks_like_a_fence_is_body(text: str) -> None:
    post = parse_text("post.md", text)
    assert post.front_matter.format is FrontMatterFormat.NONE
    assert post.body == text


def test_an_unterminated_block_is_reported_at_its_opening_and_its_text_kept() -> None:
    text = "---\ntitle: Ferry\ntags: ferry\n\nThe last ferry leaves at 19:40.\n"
    post = parse_text("post.md", text)
    assert [(p.code, p.location.line) for p in post.problems] == [("NK103", 1)]
    assert post.front_matter.values == {"title": "Ferry", "tags": "ferry"}
    assert not post.front_matter.valid
    assert post.body == "\nThe last ferry leaves at 19:40.\n"
