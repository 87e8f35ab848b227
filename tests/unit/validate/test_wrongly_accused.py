"""Posts once accused of what they have not, findings that stood beside their place."""

from __future__ import annotations

from pathlib import Path

import pytest

from newskit.config.model import ReadConfig
from newskit.config.validate import ValidateConfig
from newskit.frozen import replace
from newskit.post import Kind
from newskit.read.parse import parse_bytes
from newskit.validate.post import validate_post
from newskit.validate.repair.apply import mend_post

HEAD = "---\ntitle: T\ndate: 2024-05-01\n---\n"
JEKYLL = "_posts/2024-05-01-open-day.md"


def codes(path: str, text: str) -> list[str]:
    return [one.code for one in validate_post(parse_bytes(path, text.encode()))]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(
    "body",
    [
        "Run this:\n\n\tmms signer [<number> <label>]\n\nand go on.\n",
        "Run this:\n\n    echo <b>\n\n    echo <i>\n\nand go on.\n",
        "- item\n\n        echo <b>\n",
        "A `code\nspan <b>` here.\n\nAnd `another <i>` one.\n",
    ],
)
def test_code_is_code_whatever_ends_its_lines(body: str, newline: str) -> None:
    assert codes(JEKYLL, (HEAD + body).replace("\n", newline)) == []


def test_indented_html_in_an_html_file_is_no_code() -> None:
    body = "\n\n    <div>\n      <div>\n<p>Text</p>\n      </div>\n    </div>\n"
    assert codes("content/news/a.html", HEAD + body) == []


def test_html_that_goes_on_with_a_list_item_is_looked_at() -> None:
    body = '- A picture:\n\n    <img src="a.png">\n'
    assert codes(JEKYLL, HEAD + body) == ["NK355"]


@pytest.mark.parametrize(
    "text",
    [
        "services[typeof(T)]()",
        "![](a.png)",
        "[one] (https://a.example/)",
        "[a](https://a.example",
        "[a]: b, [c][d]",
    ],
)
def test_signs_of_markdown_are_text_in_an_html_file(text: str) -> None:
    page = f"{HEAD}<p>Then {text}</p>\n\n[a]: https://a.example/\n"
    assert codes("_posts/2024-05-01-open-day.html", page) == []


def test_one_line_ends_and_several_end() -> None:
    found = validate_post(parse_bytes(JEKYLL, HEAD.encode() + b"a\nb\r\nc\n"))
    assert [one.message for one in found] == ["1 line ends in CRLF, the others in LF"]


@pytest.mark.parametrize(
    ("written", "mended"),
    [
        ("'Open: it&#8217;s'", "'Open: it’s'"),
        ('"It&#8217;s \\"new\\""', '"It’s \\"new\\""'),
        ("Rock &amp; roll", "Rock & roll"),
        ("'a&#39;b'", "'a''b'"),
    ],
)
def test_a_repair_keeps_the_quotes(written: str, mended: str) -> None:
    text = f"---\ntitle: {written}\n---\nText.\n"
    post = parse_bytes(JEKYLL, text.encode())
    config = ValidateConfig(select=("NK307",))
    after = mend_post(post, config, ReadConfig(), unsafe=True)
    assert after.post.text == f"---\ntitle: {mended}\n---\nText.\n"


def test_only_the_spaces_at_the_ends_are_deleted() -> None:
    post = parse_bytes(JEKYLL, b"---\ntitle: ' It''s \"new\"  '\n---\nText.\n")
    (found,) = validate_post(post, ValidateConfig(select=("NK313",)))
    assert found.message == "`title` starts and ends with a space"
    assert found.fix is not None
    assert [(edit.start, edit.end, edit.text) for edit in found.fix.edits] == [
        (12, 13, ""),
        (24, 26, ""),
    ]


def test_a_second_cause_on_a_line_stands_where_the_file_has_it() -> None:
    text = "---\nredirect_from:Vst-Dock\n  - /a/\n---\nText.\n"
    found = validate_post(parse_bytes(JEKYLL, text.encode()), ValidateConfig(select=("NK1",)))
    assert [(one.code, one.location.column) for one in found] == [("NK131", 15), ("NK132", 15)]


@pytest.mark.parametrize("fence", ["--", "-----", "—", " ---", "- - -", "+++", "==="])
def test_what_was_meant_for_the_closing_fence_becomes_it(fence: str) -> None:
    text = f"---\ntitle: T\ntags:\n  - a\n{fence}\n\nText: here.\n"
    post = parse_bytes(JEKYLL, text.encode())
    after = mend_post(post, ValidateConfig(select=("NK1",)), ReadConfig())
    assert after.post.text == "---\ntitle: T\ntags:\n  - a\n---\n\nText: here.\n"
    assert [one.code for one in after.repaired] == ["NK103"]


@pytest.mark.parametrize(
    "body",
    [
        "\n# Heading\n\nText: here.\n\n* one\n\n---\n\nEnd.\n",
        "Plain text starts: here.\n\nMore.\n",
    ],
)
def test_prose_with_a_colon_is_no_entry_of_a_block_that_nothing_closes(body: str) -> None:
    post = parse_bytes(JEKYLL, f"---\ntitle: T\ntags:\n  - a\n{body}".encode())
    after = mend_post(post, ValidateConfig(select=("NK1",)), ReadConfig())
    assert after.post.text == f"---\ntitle: T\ntags:\n  - a\n---\n{body}"


def test_a_switch_that_the_sites_generator_reads_as_meant_is_left_alone() -> None:
    text = "---\ntitle: A\nshown: no\ncomments: yes\n---\nText.\n"
    config = ValidateConfig(select=("NK309",))
    assert validate_post(parse_bytes(JEKYLL, text.encode()), config) == ()
    found = validate_post(parse_bytes("content/a.md", text.encode()), config)
    assert [one.pointer for one in found] == ["/shown"]


def test_jekylls_reading_is_kept_by_safe_repairs_only() -> None:
    text = "---\nopens: 22:30\nlang: no\ncode: 1e3\n---\nText.\n"
    found = validate_post(parse_bytes(JEKYLL, text.encode()), ValidateConfig(select=("NK309",)))
    assert [one.fix.safe for one in found if one.fix] == [False, True, True]


@pytest.mark.parametrize(
    "line",
    [
        "title: Weekend report # the second",
        "title: Weekend report #TODO",
        "title: 'Weekend report #2'",
        "weight: 5 #first",
        "title: C#",
        "base: &base {a: 1}\nother: *base",
        "image: !include a.png",
        "summary: One\n  - two",
        "tags: # the list\n  - a",
    ],
)
def test_marks_that_are_meant_are_left_alone(line: str) -> None:
    text = f"---\n{line}\n---\nText.\n"
    config = ValidateConfig(select=("NK122", "NK127", "NK140", "NK324"))
    assert validate_post(parse_bytes(JEKYLL, text.encode()), config) == ()


def test_a_block_that_is_indented_is_told_once() -> None:
    text = "---\ntitle: T\n  what: a\n  when: b\n  where: c\n  who: d\nauthor: x\n---\nText.\n"
    post = parse_bytes(JEKYLL, text.encode())
    (found,) = validate_post(post, ValidateConfig(select=("NK1",)))
    assert (found.code, found.location.line, found.location.column) == ("NK127", 3, 3)
    assert found.message == "the line is indented below `title`, which has a value already"
    after = mend_post(post, ValidateConfig(select=("NK1",)), ReadConfig(), unsafe=True)
    assert [*after.post.front_matter.values] == ["title", "what", "when", "where", "who", "author"]


@pytest.mark.parametrize("title", ["'90s music", "';--have i been pwned?", "'tis the season: go"])
def test_an_apostrophe_at_the_start_stays(title: str) -> None:
    post = parse_bytes(JEKYLL, f"---\ntitle: {title}\nlayout: x\n---\nText.\n".encode())
    after = mend_post(post, ValidateConfig(select=("NK1",)), ReadConfig())
    assert after.post.front_matter.values["title"] == title


def test_a_tag_that_is_escaped_is_none() -> None:
    assert codes(JEKYLL, HEAD + "Such as \\<video> and \\<object> tags.\n") == []


def test_keys_that_hexo_and_wyam_read_are_no_fault() -> None:
    text = "Title: T\nTags:\n  - a\n---\nText.\n"
    for path in ("input/blog/a.md", "source/_posts/a.md"):
        (found,) = validate_post(parse_bytes(path, text.encode()))
        assert (found.code, found.severity.value) == ("NK101", "info")


def test_hugo_does_not_read_the_date_of_a_file_name() -> None:
    text = "---\ntitle: T\ndate: 2023-05-01\n---\nText.\n"
    (found,) = validate_post(parse_bytes("content/news/2024-05-01-a.md", text.encode()))
    assert (found.code, found.severity.value) == ("NK305", "info")


def test_an_end_tag_without_a_start_names_the_quote_that_tore_it() -> None:
    body = '<p><a href="https://example.org/7228>#7228</a> and more</p>\n\n**x**\n'
    (found,) = validate_post(parse_bytes(JEKYLL, (HEAD + body).encode()))
    assert found.code == "NK354"
    assert found.message.endswith("because a quote in the `<a>` in front of it is never closed")


def test_the_whole_image_is_shown() -> None:
    post = parse_bytes(JEKYLL, (HEAD + 'A ![](a.png "t") b\n').encode())
    (found,) = validate_post(post)
    assert post.text[found.location.offset : found.location.end] == '![](a.png "t")'


@pytest.mark.parametrize(
    "body",
    [
        "<ol>\n<li><pre>a\n</li></ol><ol><li>b</pre></li></ol>\n\n**x** [a](b.html)\n",
        "<pre><b>x</pre></b>\n\n**x** [a](b.html)\n",
        "<b><code>x</b></code>\n\n**x** [a](b.html)\n",
    ],
)
def test_a_tag_in_an_element_of_code_is_a_partner(body: str) -> None:
    assert codes(JEKYLL, HEAD + body) == []


def test_an_item_of_a_toml_list_stands_at_its_place() -> None:
    text = '+++\ntitle = "T"\ndate = 2024-05-01\ntags = ["a", "b", "a"]\n+++\nText.\n'
    (found,) = validate_post(parse_bytes("content/a.md", text.encode()))
    assert (found.code, found.location.line, found.location.column) == ("NK315", 4, 19)


@pytest.mark.parametrize(
    "body",
    [
        "<!-- lint off -->\n```js\nconst a = { [b?.c]() {} };\ntype T<U> = U;\n```\n",
        "<!-- one -->\n<!-- two\n-->\n```html\n<div>\n```\n",
        '``` md\n=== "C"\n\n    ``` c\n    int a;\n    ```\n```\n\n<div>\n\ntext\n\n</div>\n',
    ],
)
def test_a_fence_behind_a_comment_is_one_and_one_set_in_closes_none(body: str) -> None:
    assert codes(JEKYLL, HEAD + body) == []


def test_a_comment_that_goes_on_holds_the_fence() -> None:
    assert codes(JEKYLL, HEAD + "<!-- off\n```js\n-->\n\n<div>\n") == ["NK353"]


@pytest.mark.parametrize(
    "body",
    [
        "See [the path][`path` method].\n\n[`path` method]: https://example.org/\n",
        "See [the a][b] and [the c][d].\n\n[b]: https://example.org/\n\n{% include links.md %}\n",
        "{% if last %}\n</ol>\n{% endif %}\n\n**x**\n",
        "{% include open.html %}\n\n**x**\n\n</div>\n",
        "Open [the site](http://localhost:8000/) now.\n",
        "Run it on localhost:8000, then [look](http://localhost:8000/graphql).\n",
        "{% raw %}```js\n<b>\n```{% endraw %}\n\ntext\n",
        "A note.[^1]\n\n[^1]: <cite>The mill\n    of 1900</cite> by Ann.\n",
    ],
)
def test_what_stands_elsewhere_is_not_missing(body: str) -> None:
    assert codes(JEKYLL, HEAD + body) == []


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("See [the a][b] and [the c][d].\n\n[b]: https://example.org/\n", "NK360"),
        ("**x**\n\n</ol>\n", "NK354"),
        ("Read [it](http://localhost:8000/2024/05/fair/) now.\n", "NK365"),
        ("![It](http://localhost:8000/) now.\n", "NK365"),
    ],
)
def test_what_is_missing_is_named(body: str, code: str) -> None:
    assert codes(JEKYLL, HEAD + body) == [code]


def test_an_excerpt_may_be_html() -> None:
    assert codes(JEKYLL, "---\ntitle: T\nexcerpt: this &mdash; that\n---\nText.\n") == []
    assert codes(JEKYLL, "---\ntitle: this &mdash; that\n---\nText.\n") == ["NK307"]


def test_the_date_of_a_post_of_mkdocs_may_be_a_mapping() -> None:
    def found(matter: str) -> list[tuple[str, str]]:
        post = parse_bytes("docs/blog/posts/a.md", f"---\n{matter}---\n# T\n".encode())
        post = replace(post, kind=Kind.POST, generator="mkdocs")
        return [(one.code, one.message) for one in validate_post(post)]

    assert found("date:\n  created: 2024-01-02\n  updated: 2024-01-03\n") == []
    assert found("date:\n  updated: 2024-01-03\n") == [
        ("NK201", "the key `created` is missing in `date`")
    ]
    assert found("pin: true\n") == [("NK201", "the key `date` is missing")]


def test_the_index_of_a_section_may_be_empty() -> None:
    post = replace(parse_bytes("content/_index.md", b""), kind=Kind.INDEX, generator="hugo")
    assert validate_post(post) == ()
    post = replace(parse_bytes("content/news/a.md", b""), kind=Kind.POST, generator="hugo")
    assert [one.code for one in validate_post(post)] == ["NK114"]


def test_a_key_that_no_post_beside_has_is_not_asked_for(tmp_path: Path) -> None:
    def severities(name: str, matter: str) -> list[tuple[str, str]]:
        folder = tmp_path / name / "posts"
        folder.mkdir(parents=True)
        for number in range(8):
            text = f"---\nimage: {number}.png\n{matter}---\nText.\n"
            (folder / f"{number}.md").write_text(text, "utf-8")
        last = folder / "8.md"
        last.write_text("---\nimage: 8.png\n---\nText.\n", "utf-8")
        found = validate_post(parse_bytes(str(last), last.read_bytes()))
        return [(one.code, one.severity.value) for one in found if one.code == "NK201"]

    assert severities("none", "") == [("NK201", "info")]
    assert severities("all", "title: T\n") == [("NK201", "warning")]


def test_archives_without_front_matter_are_so_in_folders_of_one_file_too(tmp_path: Path) -> None:
    for name in ("caddy", "svg", "yaml"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "note.md").write_text("# A note\n\nText.\n", "utf-8")
    path = tmp_path / "svg" / "note.md"
    (found,) = validate_post(parse_bytes(str(path), path.read_bytes()))
    assert (found.code, found.severity.value) == ("NK101", "info")


def test_a_date_in_words_may_have_an_at() -> None:
    text = "---\ntitle: T\ndate: Wednesday, May 1, 2024 at 9:44:34 AM PDT\n---\nText.\n"
    assert codes(JEKYLL, text) == []
    assert codes("content/news/a.md", text) == ["NK302"]  # Hugo stops at it


def test_a_folder_named_content_does_not_ask_for_front_matter(tmp_path: Path) -> None:
    folder = tmp_path / "content" / "news"
    folder.mkdir(parents=True)
    for name in ("a", "b"):
        (folder / f"{name}.md").write_text(f'~~~~toml\ntitle = "{name}"\n~~~~\n\nText.\n', "utf-8")
    (found,) = validate_post(parse_bytes(str(folder / "a.md"), (folder / "a.md").read_bytes()))
    assert (found.code, found.severity.value) == ("NK101", "info")


def test_colours_of_a_terminal_may_stand_in_code() -> None:
    assert codes(JEKYLL, HEAD + "```ansi\n\x1b[31mRed\x1b[0m\n```\n") == []
    assert codes(JEKYLL, HEAD + "A \x1b[31mred\x1b[0m word.\n") == ["NK111", "NK111"]
    assert codes(JEKYLL, HEAD + "```\nA\x08 word.\n```\n") == ["NK111"]


def test_keys_without_a_value_are_none_to_jekyll() -> None:
    text = "---\ntitle: T\npermalink:\nslug:\nlang:\n---\nText.\n"
    assert codes(JEKYLL, text) == []


def test_the_title_of_a_page_may_be_empty() -> None:
    text = '---\ntitle: ""\nlayout: splash\n---\nText.\n'
    post = parse_bytes("home.md", text.encode())
    assert validate_post(replace(post, kind=Kind.PAGE, generator="jekyll")) == ()
    assert [one.code for one in validate_post(parse_bytes(JEKYLL, text.encode()))] == ["NK207"]


def test_posts_that_jekyll_passes_over_need_no_front_matter(tmp_path: Path) -> None:
    folder = tmp_path / "_posts"
    folder.mkdir()
    for name in ("mohe", "fonts", "2024-05-01-fair"):
        (folder / f"{name}.md").write_text("# A title\n\nText.\n", "utf-8")
    found = {
        name: validate_post(parse_bytes(str(path), path.read_bytes()))[0].severity.value
        for name in ("mohe", "2024-05-01-fair")
        for path in [folder / f"{name}.md"]
    }
    assert found == {"mohe": "info", "2024-05-01-fair": "error"}


def test_pelican_splits_the_lists_it_reads_and_no_others() -> None:
    def found(line: str) -> list[str]:
        text = f"---\nTitle: T\nDate: 2024-05-01\n{line}\n---\nText.\n"
        post = parse_bytes("content/a.md", text.encode(), generator="pelican")
        return [one.code for one in validate_post(post)]

    assert found("categories: [tutorial]") == []
    assert found("tags: [tutorial]") == ["NK320"]


def test_a_list_in_quotes_is_named_once() -> None:
    text = "---\ntitle: T\ntags: \"['a', 'b']\"\n---\nText.\n"
    assert codes(JEKYLL, text) == ["NK320"]
