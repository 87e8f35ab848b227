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
    assert severities("NK307", "mkdocs", "title: this&nbsp;that") == ["info"]
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
    spoken = "It is the replacement character.\n\nD5 becomes one \ufffd, E2 another.\n"
    assert severities("NK362", "hugo", "title: A", spoken) == []
    assert severities("NK362", "hugo", "title: A", f"{spoken}The fer\ufffdy.") == ["warning"]


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
    ("generator", "expected"),
    [("hugo", "info"), ("jekyll", "info"), ("hexo", "info"), ("nikola", "warning")],
)
def test_a_byte_order_mark(generator: str, expected: str) -> None:
    config = ValidateConfig(select=("NK107",), archive=False, generator=Generator(generator))
    post = parse_bytes("content/posts/a.md", b"\xef\xbb\xbf---\ntitle: A\n---\nText.\n")
    assert [one.severity.value for one in validate_post(post, config)] == [expected]


def test_a_byte_order_mark_in_front_of_no_front_matter() -> None:
    config = ValidateConfig(select=("NK107",), archive=False)
    for text, expected in ((b"# Ferry\n", "info"), (b"---\ntitle: A\n---\nText.\n", "warning")):
        post = parse_bytes("notes/a.md", b"\xef\xbb\xbf" + text)
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
    for shown in (
        "A mark[^1] is written so, and its text `[^1]: so`.",
        "Eine Fußnote wie [^1] braucht [^1]: und Text.",
        "The ferry[^1] is late.\n\n- [^1]: Since May.",
    ):
        assert severities("NK366", "hugo", "title: A", shown) == []


@pytest.mark.parametrize(
    "body",
    [
        "The ferry[^1] is late. [^1]: Since May.",
        "Фэры[^2] позна.\n\nТэкст. [^2]: З мая.",
        "One[^3] says[^3]: the ferry is late.",
    ],
)
def test_a_definition_within_a_line_defines_no_footnote(body: str) -> None:
    assert severities("NK366", "jekyll", "title: A", body) == ["warning"]


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


def test_a_lone_picture_among_the_photos_of_hexo() -> None:
    assert severities("NK202", "hexo", "title: A\nphotos: /bridge.jpg") == []
    assert severities("NK202", "hexo", "title: A\nphotos: true") == ["warning"]


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("2024-05-01 7:22:00 0500", ["warning"]),
        ("2024-05-01 011:00 -0600", ["warning"]),
        ("2024-05-01 07:22:00 +0500", []),
        ("2024-05-01 7:2 0500", ["warning"]),
        ("2024-05-01 x9:60", ["error"]),
    ],
)
def test_a_clock_that_jekyll_guesses(date: str, expected: list[str]) -> None:
    assert severities("NK302", "jekyll", f"title: A\ndate: {date}") == expected


@pytest.mark.parametrize(("generator", "expected"), [("hexo", []), ("hugo", ["warning"])])
def test_a_fence_that_closes_with_an_indentation(generator: str, expected: list[str]) -> None:
    body = "```\nport\n    ```\n\nText."
    assert severities("NK358", generator, "title: A", body) == expected
    assert severities("NK358", generator, "title: A", "```\nport\n\nText.") == ["warning"]


def test_a_fence_behind_a_carriage_return() -> None:
    body = "```\nport\r```\n\nText.\n\n```\nferry\n```\n"
    assert severities("NK358", "hugo", "title: A", body) == []
    assert severities("NK358", "hugo", "title: A", body.replace("\r", " ")) == ["warning"]


@pytest.mark.parametrize(
    ("code", "generator", "front_matter", "expected"),
    [
        ("NK331", "jekyll", "on: x", ["warning"]),
        ("NK331", "jekyll", '"on": x', []),
        ("NK331", "hugo", "on: x", []),
        ("NK331", "hugo", ":title: x", ["warning"]),
        ("NK331", "other", "<<: x", ["warning"]),
        ("NK331", "jekyll", "b: &b {title: y}\ntitle: x\n<<: *b", ["warning"]),
        ("NK331", "jekyll", "b: &b {title: y}\n<<: *b\ntitle: x", []),
        ("NK331", "hugo", "b: &b {title: y}\ntitle: x\n<<: *b", []),
        ("NK331", "hugo", '[extra]\ntitle = "x"', ["warning"]),
        ("NK331", "hugo", 'title = "x"\n[cover]\ntitle = "y"', []),
        ("NK332", "hugo", 'title: "C:\\new"', ["warning"]),
        ("NK332", "hugo", "title: 'C:\\new'", []),
        ("NK332", "hugo", 'title: "https://example.com\\n"', []),
        ("NK314", "hugo", "tags: news; sport", ["warning"]),
        ("NK314", "hugo", "tags: R&amp;D", []),
        ("NK314", "hugo", "tags: news | sport", ["warning"]),
        ("NK314", "hugo", "tags: |\n  - news\n  - sport", ["warning"]),
        ("NK314", "jekyll", "tags: |\n  news\n  sport", []),
        ("NK314", "hexo", "tags: [日本，語]", ["warning"]),
        ("NK314", "hexo", "tags: [日本, 語]", []),
        ("NK302", "jekyll", "date: 2024-05-01 09:41:00 CEST", ["warning"]),
        ("NK302", "jekyll", "date: 2024-05-01 09:41:00 EST", []),
        ("NK302", "pelican", "date: 2024-05-01 09:41:00 EST", ["warning"]),
        ("NK302", "hexo", "date: 2024-05-01 09:41:00 JST", ["warning"]),
        ("NK302", "hexo", "date: 0024-05-01", ["warning"]),
        ("NK302", "jekyll", "date: 0024-05-01", []),
        ("NK302", "hugo", "date: 2024-05-01 23:59:60", ["error"]),
        ("NK302", "pelican", "date: 2024-05-01 # in May", ["warning"]),
        ("NK302", "jekyll", "date: 2024-05-01 # in May", []),
        ("NK302", "zola", "date: 2024-05-01 09:41:00 +0800", ["error"]),
        ("NK302", "zola", "date: 2024-05-01T09:41:00+08:00", []),
        ("NK302", "zola", "date: 2024-05-01T09:41", []),
        ("NK302", "zola", "date: 01 May 2024", ["error"]),
        ("NK302", "zola", "date = 2024-05-01T09:41:00", []),
        ("NK302", "zola", 'date = "2024-05-01 +0800"', ["error"]),
        ("NK302", "hugo", "date: Tue Jan 9 17:04:53 2018", []),
        ("NK302", "hugo", "date: Jan 9 17:04:53 2018", ["error"]),
        ("NK302", "jekyll", "date: Wed May 01 2024 09:41:00 GMT+0200 (CEST)", ["warning"]),
        ("NK302", "jekyll", "date: Wed May 01 2024 09:41:00 GMT+0000 (UTC)", []),
        ("NK111", "hugo", "title: Say â€œFerryâ€\x9d", ["error"]),
        ("NK327", "jekyll", "title: 2024-5-1", ["warning"]),
        ("NK327", "jekyll", "title: 2024-05-01", ["info"]),
        ("NK327", "jekyll", "tags: 2024-05-01", ["warning"]),
        ("NK309", "hugo", "title: .inf", ["warning"]),
        ("NK309", "hugo", "title: 1.5e3", ["warning"]),
        ("NK309", "jekyll", "title: 1.5e3", []),
        ("NK309", "jekyll", "slug: 007", ["warning"]),
        ("NK309", "jekyll", 'slug: "007"', []),
        ("NK326", "jekyll", "title: ::1", ["error"]),
        ("NK122", "hugo", "date: &d 2024-05-01", ["warning"]),
        ("NK122", "hugo", "title: &d Then", ["error"]),
        ("NK122", "hugo", "title: >", ["error"]),
        ("NK122", "hugo", "title: >\n  Open day", []),
        ("NK312", "hugo", "title: Open\tday", ["warning"]),
        ("NK312", "jekyll", "title: Open\tday", []),
    ],
)
def test_what_the_generators_were_seen_to_do(
    code: str, generator: str, front_matter: str, expected: list[str]
) -> None:
    assert severities(code, generator, front_matter) == expected


@pytest.mark.parametrize(
    ("code", "generator", "text", "expected"),
    [
        ("NK142", "hugo", "---\ntitle: T\n...\nText.\n", ["warning"]),
        ("NK142", "jekyll", "---\ntitle: T\n...\nText.\n", []),
        ("NK142", "jekyll", "---\rtitle: T\r---\rText.\r", ["warning"]),
        ("NK142", "jekyll", "---\r\ntitle: T\r\n---\r\nText.\r\n", []),
        ("NK101", "hugo", "--- # note\ntitle: T\n---\nText.\n", ["warning"]),
        ("NK101", "jekyll", "--- # note\ntitle: T\n---\nText.\n", ["error"]),
        ("NK361", "jekyll", "---\ntitle: T\n...\nkind: news\n---\nText.\n", ["warning"]),
        ("NK361", "jekyll", "---\ntitle: T\n---\nPart 1: the bridge\n---\nText.\n", []),
    ],
)
def test_fences_as_the_generators_were_seen_to_read_them(
    code: str, generator: str, text: str, expected: list[str]
) -> None:
    config = ValidateConfig(select=(code,), archive=False, generator=Generator(generator))
    found = validate_post(parse_bytes("content/posts/a.md", text.encode()), config)
    assert [one.severity.value for one in found] == expected


def test_a_number_that_stands_alone_is_no_tag_of_jekyll() -> None:
    found = severities("NK202", "jekyll", "title: A\ntags: 2024", path="_posts/2024-05-01-a.md")
    assert found == ["warning"]
    found = severities("NK202", "jekyll", "title: A\ntags: [2024]", path="_posts/2024-05-01-a.md")
    assert found == []


def test_keys_without_a_fence_in_posts_without_dates_in_their_names() -> None:
    config = ValidateConfig(select=("NK101",), archive=False)
    text = "title: Ferry\ndate: 2024-05-01 09:41:00\n---\nText.\n"
    for path, expected in (("_posts/ferry.md", "info"), ("_posts/2024-05-01-ferry.md", "error")):
        found = validate_post(parse_text(path, text), config)
        assert [one.severity.value for one in found] == [expected]


def test_an_escaped_tag_opens_nothing() -> None:
    body = "Of \\<script\\> and more.\n\nThen `</script>` closes `<script>`.\n"
    assert severities("NK353", "hugo", "title: A", body) == []
    assert severities("NK353", "hugo", "title: A", "Then <script> opens.\n") == ["warning"]


def test_a_fence_that_opens_behind_the_number_of_an_item() -> None:
    body = "1.  Code\n    2.  ```c\n        port\n        ```\n    3.  Text.\n"
    assert severities("NK358", "hugo", "title: A", body) == []
    assert severities("NK358", "hugo", "title: A", "1. Code\n\n```c\nport\n") == ["warning"]
