"""Values that readers of YAML take for something else than was written."""

from __future__ import annotations

import pytest

from newskit.config.validate import ValidateConfig
from newskit.read.parse import parse_text
from newskit.validate.post import validate_post

JEKYLL = "_posts/2024-01-02-a.md"
HUGO = "content/posts/a.md"


def codes(line: str, path: str = "a.md", *, selected: tuple[str, ...] = ()) -> list[str]:
    post = parse_text(path, f"---\ntitle: A day\ndate: 2024-01-02\n{line}\n---\nText.\n")
    rules = selected or ("NK131", "NK141", "NK309", *(f"NK32{n}" for n in range(5, 9)))
    found = validate_post(post, ValidateConfig(select=rules, archive=False))
    assert all(one.location.line == 4 for one in found)
    return [one.code for one in found]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("release: 2.30", "NK325"),
        ("tags: [3.10, 3.9]", "NK325"),
        ("edition: 2.0", "NK325"),
        ("seo: {version: 0.10}", "NK325"),
        ("seats: 12,500", "NK309"),
        ("price: 12,5", "NK309"),
        ("headline: :breaking", "NK326"),
        (":layout: post", "NK326"),
        ("tags: [2020-01-01, news]", "NK327"),
        ("subtitle: 2015-10-11 09:30:00", "NK327"),
        ("see_also: [[Ferry timetable]]", "NK328"),
        ("links:\n  - [[Ferry]]", "NK328"),
        ("seo: {lang:en, title: A}", "NK131"),
        ("// note: not yet", "NK141"),
        ("/* old: yes */", "NK141"),
    ],
)
def test_is_named(line: str, code: str) -> None:
    post = parse_text("a.md", f"---\ntitle: A day\ndate: 2024-01-02\n{line}\n---\nText.\n")
    found = validate_post(post, ValidateConfig(select=(code,), archive=False))
    assert [one.code for one in found] == [code]


@pytest.mark.parametrize(
    ("line", "path"),
    [
        ("rating: 4.50", "a.md"),
        ("map: {lat: 52.520, lng: 13.40}", "a.md"),
        ("price: 2.0", "a.md"),
        ("version: '1.10'", "a.md"),
        ("seats: 12,500", HUGO),
        ("seats: 12, 500", JEKYLL),
        ("headline: :breaking", HUGO),
        ("headline: ': breaking'", JEKYLL),
        ("published_on: 2015-10-11", "a.md"),
        ("subtitle: 2015-10-11 was a Sunday", "a.md"),
        ("subtitle: 2015-10-11", HUGO),
        ("matrix: [[1, 2]]", "a.md"),
        ("rows: [[a, b], [c, d]]", "a.md"),
        ("see: '[[Ferry]]'", "a.md"),
        ("seo: {link: https://example.org/a, title: A}", "a.md"),
        ("home: //example.org/a", "a.md"),
        ("# <!-- off: yes -->", "a.md"),
    ],
)
def test_is_left_alone(line: str, path: str) -> None:
    assert codes(line, path) == []


@pytest.mark.parametrize("path", [JEKYLL, "a.md"])
def test_no_date_of_wordpress_is_named(path: str) -> None:
    text = "---\ntitle: A\ndate: Mon, 30 Nov -0001 00:00:00 +0000\n---\nText.\n"
    found = validate_post(parse_text(path, text), ValidateConfig(select=("NK302",), archive=False))
    assert [(one.location.line, "for no date" in one.message) for one in found] == [(3, True)]


def test_a_comment_that_stops_yaml_becomes_one_that_it_knows() -> None:
    from newskit.config.model import ReadConfig
    from newskit.validate.repair.apply import mend_post

    text = "---\ntitle: A\n<!-- the photo\n  is missing -->\nlayout: post\n---\nText.\n"
    after = mend_post(
        parse_text("a.md", text), ValidateConfig(select=("NK1",), archive=False), ReadConfig()
    )
    assert dict(after.post.front_matter.values) == {"title": "A", "layout": "post"}
    assert "# <!-- the photo\n#   is missing -->" in after.post.text


def test_a_description_is_asked_for_where_it_is_selected() -> None:
    post = parse_text("a.md", "---\ntitle: A\ndate: 2024-01-02\n---\nText.\n")
    found = validate_post(post, ValidateConfig(select=("NK329",), archive=False))
    assert [one.code for one in found] == ["NK329"]
    assert "NK329" not in {one.code for one in validate_post(post, ValidateConfig(archive=False))}


@pytest.mark.parametrize(
    ("line", "named"),
    [("## Learning C#", True), ("## Learning C #", False), ("## Learning F\\#", False)],
)
def test_a_heading_that_ends_in_a_sign(line: str, *, named: bool) -> None:
    post = parse_text("a.md", f"---\ntitle: A\ndate: 2024-01-02\n---\n{line}\n")
    found = validate_post(post, ValidateConfig(select=("NK371",), archive=False))
    assert bool(found) is named
