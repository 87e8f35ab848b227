"""What a generator reads as it was written is worth a note, what it changes a warning or more."""

from __future__ import annotations

import pytest

from newskit.config.validate import Generator, ValidateConfig
from newskit.frozen import replace
from newskit.post import Kind
from newskit.read.parse import parse_bytes, parse_text
from newskit.validate.post import validate_post


def severities(
    code: str,
    generator: str,
    front_matter: str,
    body: str = "Text.",
    path: str = "content/posts/a.md",
) -> list[str]:
    """Return how much each finding of one rule matters."""
    config = ValidateConfig(select=(code,), archive=False, generator=Generator(generator))
    fence = "+++" if " = " in front_matter else "---"
    post = parse_text(path, f"{fence}\n{front_matter}\n{fence}\n{body}\n")
    return [one.severity.value for one in validate_post(post, config)]


@pytest.mark.parametrize(
    ("value", "generator", "expected"),
    [
        ("2048", "hugo", "info"),
        ("404", "jekyll", "info"),
        ("-7", "other", "info"),
        ("1.5", "eleventy", "info"),
        ("2048", "astro", "warning"),
        ("2048", "zola", "warning"),
        ("0502", "jekyll", "warning"),
        ("1_000", "hugo", "warning"),
        ("1.10", "hugo", "warning"),
        ("0x1F", "hexo", "warning"),
        ("true", "hugo", "warning"),
    ],
)
def test_a_number_as_title(value: str, generator: str, expected: str) -> None:
    assert severities("NK202", generator, f"title: {value}\ndate: 2024-05-01") == [expected]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('draft = "true"', ["info"]),
        ('draft = "false"', ["info"]),
        ('draft = "yes"', ["warning"]),
        ('draft = "no"', ["warning"]),
        ("draft = true", []),
    ],
)
def test_a_switch_in_quotes(line: str, expected: list[str]) -> None:
    front_matter = f'title = "A"\ndate = 2024-05-01\n{line}'
    assert severities("NK202", "hugo", front_matter) == expected


def test_what_is_published_by_a_text_is_no_note() -> None:
    # Jekyll takes the text "false" for true.
    found = severities(
        "NK202", "jekyll", 'title: A\npublished: "false"', path="_posts/2024-05-01-a.md"
    )
    assert found != ["info"]
    assert found


@pytest.mark.parametrize(
    ("generator", "expected"), [("jekyll", "info"), ("hexo", "info"), ("hugo", "warning")]
)
def test_an_item_of_tags_without_a_value(generator: str, expected: str) -> None:
    front_matter = "title: A\ndate: 2024-05-01\ntags:\n- port\n-"
    assert severities("NK202", generator, front_matter) == [expected]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("content/posts/a.md", ["error"]),
        ("content/blog/2024/a.md", ["error"]),
        ("content/de/news/a.md", ["error"]),
        ("content/os/shell.md", ["info"]),
        ("content/page/search.md", ["info"]),
    ],
)
def test_a_page_of_hugo_without_a_date(path: str, expected: list[str]) -> None:
    assert severities("NK201", "hugo", "title: A", path=path) == expected


@pytest.mark.parametrize(
    ("line", "generator", "expected"),
    [
        ("slug: five_f's", "mkdocs", []),
        ("slug: open day", "docusaurus", ["info"]),
        ("permalink: /2024/open day/", "jekyll", ["info"]),
        ("slug: what now?", "jekyll", ["warning"]),
        ("slug: a#b", "hugo", ["warning"]),
    ],
)
def test_characters_of_an_address(line: str, generator: str, expected: list[str]) -> None:
    assert severities("NK323", generator, f"title: A\n{line}") == expected


@pytest.mark.parametrize(
    ("tags", "generator", "expected"),
    [
        ("[port, port]", "hexo", ["warning"]),
        ("[port, Port]", "hexo", ["info"]),
        ("[port, Port]", "hugo", ["warning"]),
    ],
)
def test_a_tag_in_two_spellings(tags: str, generator: str, expected: list[str]) -> None:
    assert severities("NK315", generator, f"title: A\ntags: {tags}") == expected


def test_an_entity_in_a_title() -> None:
    assert severities("NK307", "jekyll", "title: this &mdash; that") == ["info"]
    assert severities("NK307", "hugo", "title: this &mdash; that") == ["warning"]


def test_newlines_of_two_kinds() -> None:
    post = parse_bytes("content/posts/a.md", b"---\ntitle: A\n---\nOne\r\ntwo\n")
    found = validate_post(post, ValidateConfig(select=("NK108",), archive=False))
    assert [one.severity.value for one in found] == ["info"]


@pytest.mark.parametrize(
    ("generator", "expected"), [("mkdocs", ["info"]), ("docusaurus", ["info"]), ("hugo", ["error"])]
)
def test_an_empty_file(generator: str, expected: list[str]) -> None:
    config = ValidateConfig(select=("NK114",), archive=False, generator=Generator(generator))
    page = replace(parse_text("docs/a.md", "\n"), kind=Kind.PAGE)
    found = validate_post(page, config)
    assert [one.severity.value for one in validate_post(replace(page, kind=Kind.POST), config)] == [
        "error"
    ]
    assert [one.severity.value for one in found] == expected


@pytest.mark.parametrize(
    ("value", "number"), [("15:26", "55560"), ("1:24:32", "5072"), ("-1:30", "-5400")]
)
def test_a_number_of_base_sixty_as_jekyll_reads_it(value: str, number: str) -> None:
    config = ValidateConfig(select=("NK309",), archive=False)
    post = parse_text("_posts/2024-05-01-a.md", f"---\ntitle: A\ntime: {value}\n---\nText.\n")
    (found,) = validate_post(post, config)
    assert found.message == f"`time: {value}` is the number {number} in Jekyll and text in YAML 1.2"


def test_four_parts_are_text_to_jekyll() -> None:
    config = ValidateConfig(select=("NK309",), archive=False)
    post = parse_text("_posts/2024-05-01-a.md", "---\ntime: 1:02:03:04\n---\nText.\n")
    assert validate_post(post, config) == ()


def test_jekyll_reads_a_hyphen_between_day_and_clock() -> None:
    front_matter = "title: A\ndate: 2020-07-18-T14:01:27-05:00"
    path = "_posts/2020-07-18-a.md"
    assert severities("NK302", "jekyll", front_matter, path=path) == []
    assert severities("NK302", "hugo", front_matter, path=path) == ["error"]


@pytest.mark.parametrize(
    "body",
    [
        "<button onClick={() => go('a')}>Go</button>",
        "<button onClick={() => {alert(`1`)}}>Go</button>",
        "<Tabs style={{width: '50%'}}>Text</Tabs>",
        "`<big><tt><font>`\n\nText.",
        "> in `<code><center>`",
    ],
)
def test_markup_that_is_whole(body: str) -> None:
    for code in ("NK353", "NK354"):
        assert severities(code, "docusaurus", "title: A", body) == []


@pytest.mark.parametrize(
    ("code", "body"),
    [
        ("NK354", "Click={() => go()}</button>"),
        ("NK353", "<div onClick={() => go()}>Text"),
        ("NK353", "A `tick` and <center>text"),
        ("NK353", "<tt>`</tt> <font>text"),
    ],
)
def test_markup_that_is_not(code: str, body: str) -> None:
    assert severities(code, "docusaurus", "title: A", body) == ["warning"]


def test_markup_that_is_shown_is_escaped_once() -> None:
    shown = "It reads &lt;p&gt;I&amp;#39;d say&lt;/p&gt;&amp;mdash; Ann"
    assert severities("NK363", "hugo", "title: A", shown) == []
    assert severities("NK363", "hugo", "title: A", "Rock&amp;#39;n&amp;#39;roll") == ["warning"]


def test_a_torn_link_is_quoted_as_it_is_written() -> None:
    config = ValidateConfig(select=("NK364",), archive=False)
    body = "See [the `x-stubs`] (https://example.org/a)."
    (found,) = validate_post(parse_text("a.md", f"---\ntitle: A\n---\n{body}\n"), config)
    assert "`[the `x-stubs`]`" in found.message


@pytest.mark.parametrize(
    ("value", "generator", "expected"),
    [
        ("2015-10-11", "jekyll", ["info"]),
        ("2015-10-11", "other", ["info"]),
        ("2015-10-11", "hexo", ["warning"]),
        ("2015-10-11", "eleventy", ["warning"]),
        ("2015-10-11 09:30:00", "jekyll", ["warning"]),
        ("2015-10-11", "hugo", []),
    ],
)
def test_a_title_that_is_a_day(value: str, generator: str, expected: list[str]) -> None:
    assert severities("NK327", generator, f"title: {value}") == expected


@pytest.mark.parametrize(
    ("body", "generator", "expected"),
    [
        ("![](https://example.org/a.png =500x)", "other", []),
        ("![](https://example.org/a.png =500x300)", "hugo", ["warning"]),
        ("![](https://example.org/a b.png)", "other", ["warning"]),
    ],
)
def test_a_size_behind_an_address(body: str, generator: str, expected: list[str]) -> None:
    assert severities("NK364", generator, "title: A", body) == expected


def test_an_invisible_character_in_text_to_be_read() -> None:
    assert severities("NK312", "other", "description: \u200bThe ferry") == ["info"]
    assert severities("NK312", "other", "description: \u202eThe ferry") == ["warning"]
    assert severities("NK312", "other", "tags: [\u200bferry]") == ["warning"]


def test_a_post_that_is_kept_at_the_top_by_its_date() -> None:
    assert severities("NK306", "hexo", "date: 3017-12-03\nupdated: 2025-08-04") == []
    assert severities("NK306", "hexo", "date: 2047-12-03\nupdated: 2025-08-04") == ["warning"]


def test_a_lost_character_that_the_text_speaks_of() -> None:
    assert severities("NK362", "hugo", "title: A", "在 Big5 编码下是「\ufffdT」。") == []
    assert severities("NK362", "hugo", "title: A", "The ferry \ufffds late.") == ["warning"]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Lorem ipsum", ["warning"]),
        ("Lorem ipsum dolor sit", ["warning"]),
        ("Lorem Ipsum Generator for editors", []),
    ],
)
def test_a_title_of_filler(title: str, expected: list[str]) -> None:
    assert severities("NK318", "hugo", f"title: {title}") == expected


def test_pelican_reads_a_clock_without_a_colon() -> None:
    from dateutil import parser

    assert parser.parse("2020-11-26 0920").hour == 9
    assert severities("NK302", "pelican", "title: A\ndate: 2020-11-26 0920") == []
    assert severities("NK302", "pelican", "title: A\ndate: 2020-11-26 around 9") == ["error"]


@pytest.mark.parametrize(
    ("path", "expected"), [("app/templates/index.html", []), ("app/news/index.html", ["warning"])]
)
def test_a_template_of_a_program_is_no_post(path: str, expected: list[str]) -> None:
    config = ValidateConfig(select=("NK354",), archive=False)
    found = validate_post(parse_text(path, "<html><body><p>a</p></div></body></html>\n"), config)
    assert [one.severity.value for one in found] == expected


def test_a_post_in_a_folder_called_templates_is_one() -> None:
    config = ValidateConfig(select=("NK354",), archive=False)
    for name in ("a.md", "a.html"):
        text = "---\ntitle: A\n---\n<p>a</p></div>\n"
        found = validate_post(parse_text(f"notes/templates/{name}", text), config)
        assert [one.code for one in found] == ["NK354"]


@pytest.mark.parametrize(
    ("generator", "expected"), [("hugo", "info"), ("jekyll", "info"), ("hexo", "warning")]
)
def test_a_byte_order_mark(generator: str, expected: str) -> None:
    config = ValidateConfig(select=("NK107",), archive=False, generator=Generator(generator))
    post = parse_bytes("content/posts/a.md", b"\xef\xbb\xbf---\ntitle: A\n---\nText.\n")
    assert [one.severity.value for one in validate_post(post, config)] == [expected]


def test_an_empty_draft() -> None:
    config = ValidateConfig(select=("NK114",), archive=False)
    for path, expected in (("_drafts/a.md", "info"), ("_posts/2024-05-01-a.md", "error")):
        found = validate_post(parse_text(path, "\n"), config)
        assert [one.severity.value for one in found] == [expected]


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("2019-02-07", ["warning"]),
        ("2020-03-07", ["warning"]),
        ("2020-02-27", ["warning"]),
        ("2020-03-11", ["info"]),
        ("2022-04-11", ["warning"]),
        ("9999-12-31", []),
        ("2020-02-08", []),
    ],
)
def test_a_file_name_of_another_day(date: str, expected: list[str]) -> None:
    path = "_posts/2020-02-07-a.md"
    assert severities("NK305", "jekyll", f"title: A\ndate: {date}", path=path) == expected


def test_a_page_of_filler() -> None:
    path = "_pages/lorem-ipsum.md"
    assert severities("NK318", "jekyll", "title: Lorem Ipsum", path=path) == []
    assert severities("NK318", "jekyll", "title: Lorem Ipsum") == ["warning"]


@pytest.mark.parametrize(
    ("head", "expected"),
    [('<meta name="generator" content="Hexo 3.1">', "info"), ("<title>A</title>", "warning")],
)
def test_a_fault_of_the_theme_of_a_built_page(head: str, expected: str) -> None:
    for code, fault in (("NK353", "<ul><ul><li>a</ul>"), ("NK354", "<p>a</p></div>")):
        config = ValidateConfig(select=(code,), archive=False)
        page = f"<!doctype html><html><head>{head}</head><body>{fault}</body></html>\n"
        found = validate_post(parse_text("tags/a/index.html", page), config)
        assert [one.severity.value for one in found] == [expected]


def test_a_value_that_holds_the_next_key_of_a_mapping_is_not_put_in_quotes_safely() -> None:
    for value, safe in (("Debts.', 'dynamic': 'More: of it.", False), ("Debts: more of it.", True)):
        post = parse_text("a.md", f"---\ntitle: A\ndescription: {value}\n---\nText.\n")
        (found,) = validate_post(post, ValidateConfig(select=("NK121",), archive=False))
        assert found.fix is not None
        assert found.fix.safe is safe


@pytest.mark.parametrize(
    ("path", "expected"), [("content/ideas.md", ["info"]), ("content/posts/a.md", ["error"])]
)
def test_a_date_that_is_not_filled_in(path: str, expected: list[str]) -> None:
    assert severities("NK202", "hugo", "title: A\ndate:", path=path) == expected


@pytest.mark.parametrize(
    ("generator", "line", "expected"),
    [
        ("docusaurus", "slug: /", []),
        ("other", "sidebar_position: 1", ["info"]),
        ("other", "slug: /", ["error"]),
    ],
)
def test_a_title_made_of_the_name_of_the_file(
    generator: str, line: str, expected: list[str]
) -> None:
    front_matter = f"date: 2024-05-01\n{line}"
    assert severities("NK201", generator, front_matter, path="garden/My garden.md") == expected


def test_an_empty_readme_is_no_post() -> None:
    config = ValidateConfig(select=("NK114",), archive=False)
    assert validate_post(parse_text("README.md", "\n"), config) == ()
    assert validate_post(parse_text("ferry.md", "\n"), config) != ()


def test_a_text_that_shows_how_to_write_a_footnote() -> None:
    shown = "1. Write [^name] where it goes\n2. and [^name]: with its text."
    assert severities("NK366", "hugo", "title: A", shown) == []
    assert severities("NK366", "hugo", "title: A", "The ferry[^name] is late.") == ["warning"]


@pytest.mark.parametrize(
    ("text", "generator", "expected", "mended"),
    [
        (
            '+++\ntitle = "A"\n\n+++##### Thanks\n\nText.\n',
            "hugo",
            "warning",
            '+++\ntitle = "A"\n\n+++\n##### Thanks\n\nText.\n',
        ),
        (
            "---\ntitle: A\n--- Thanks\n\nText.\n",
            "jekyll",
            "error",
            "---\ntitle: A\n---\nThanks\n\nText.\n",
        ),
    ],
)
def test_text_behind_the_closing_fence(
    text: str, generator: str, expected: str, mended: str
) -> None:
    config = ValidateConfig(select=("NK103",), archive=False, generator=Generator(generator))
    (found,) = validate_post(parse_text("content/posts/a.md", text), config)
    assert found.severity.value == expected
    assert found.message.startswith("text follows the closing fence in line ")
    assert found.fix is not None
    (edit,) = found.fix.edits
    assert text[: edit.start] + edit.text + text[edit.end :] == mended
