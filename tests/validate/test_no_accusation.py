"""What was accused wrongly in archives nobody had looked at: each kind, with what stays named."""

from __future__ import annotations

from pathlib import Path

import pytest

from newskit.config.validate import ValidateConfig
from newskit.read.parse import parse_bytes, parse_text
from newskit.validate.post import validate_post
from newskit.validate.rules.archive import are_editions

JEKYLL = "_posts/2024-05-01-a.md"
HUGO = "content/posts/a.md"


def named(
    code: str, body: str = "Text.", front_matter: str = "title: A", path: str = JEKYLL
) -> bool:
    post = parse_text(path, f"---\n{front_matter}\n---\n{body}\n")
    return bool(validate_post(post, ValidateConfig(select=(code,), archive=False)))


@pytest.mark.parametrize(
    "body",
    [
        "Any letter but these: [^a-z] and [^0-9].",
        "Then `x` or [^u]+ or [^/]* or [^:]?",
        "The class [^abc] of an expression.",
        "Cited as [^12^].",
    ],
)
def test_classes_of_expressions_are_no_footnotes(body: str) -> None:
    assert not named("NK366", body)


@pytest.mark.parametrize(
    "body", ["One[^1] two.", "One[^note] two.", "One[^a1] two[^ab].\n\n[^ab]: Text."]
)
def test_footnotes_without_text_are_named(body: str) -> None:
    assert named("NK366", body)


@pytest.mark.parametrize(
    "body",
    [
        "He said [from the shop] [..] it works.\n\n[a]: https://example.org",
        "tool [**-i** _name_] [**-t** _target_]\n\n[a]: https://example.org",
        "[code][/code]\n\n[a]: https://example.org",
    ],
)
def test_brackets_that_are_no_reference(body: str) -> None:
    assert not named("NK360", body)


def test_a_reference_without_definition_is_named() -> None:
    assert named("NK360", "See [the shop][shop].\n\n[other]: https://example.org")


@pytest.mark.parametrize("port", [8080, 8161, 50750])
def test_a_server_of_the_readers_own_is_no_private_link(port: int) -> None:
    assert not named("NK365", f"Open [the board](http://localhost:{port}/admin).")


@pytest.mark.parametrize("address", ["http://127.0.0.1:1313/2024/a/", "http://localhost/a"])
def test_a_preview_is_a_private_link(address: str) -> None:
    assert named("NK365", f"Read [the last one]({address}).")


@pytest.mark.parametrize(
    "body",
    [
        '<svg content="&lt;box value=&quot;&amp;lt;b&amp;gt;&quot;"></svg>',
        "<input value='&amp;#xf100;'>",
        "Write &amp; as &amp;amp; and &lt; as &amp;lt; there.",
        'Escape & --> &amp;amp;, " → &amp;quot; and / : &amp;#x2F;.',
    ],
)
def test_escapes_that_are_meant(body: str) -> None:
    assert not named("NK363", body)


def test_text_that_was_escaped_twice_is_named() -> None:
    assert named("NK363", "It&amp;rsquo;s late")


@pytest.mark.parametrize(
    "body", ["It shows “\ufffd” for each.", "It becomes: \ufffd\ufffd\ufffd\ufffd", "(\ufffd)"]
)
def test_a_lost_character_that_is_spoken_of(body: str) -> None:
    assert not named("NK362", body)


@pytest.mark.parametrize("body", ["caf\ufffd", "数据量\ufffd运行", "\ufffdH\ufffdW(\ufffd/"])
def test_a_lost_character_is_named(body: str) -> None:
    assert named("NK362", body)


@pytest.mark.parametrize("body", ["### Brackets <>", "a List<> in C#", "x <> y"])
def test_two_signs_are_no_link(body: str) -> None:
    assert not named("NK356", body)


def test_markup_behind_a_fence_is_no_code() -> None:
    assert not named("NK358", '~~~<a href="/b">b</a>')
    assert named("NK358", "~~~ruby\nputs 1")


@pytest.mark.parametrize(
    "text",
    [
        "# Notes\n\n```yaml\n---\ntitle: A\n---\n```\n",
        "<!--\nParameters:\n---\ntitle: A\n---\n-->\n",
    ],
)
def test_front_matter_that_is_shown_is_not_misplaced(text: str) -> None:
    found = validate_post(parse_text("a.md", text), ValidateConfig(select=("NK113",)))
    assert found == ()


@pytest.mark.parametrize("address", ["open day", "css\u3000居中"])
def test_hugo_escapes_the_address_of_a_post(address: str) -> None:
    assert not named("NK323", front_matter=f"title: A\nurl: {address}", path=HUGO)
    assert named("NK323", front_matter=f"title: A\nslug: {address}")


def test_an_address_within_the_site_is_no_broken_url() -> None:
    assert not named("NK319", front_matter="title: A\nurl: http/status", path=HUGO)
    assert named("NK319", front_matter="title: A\nurl: http//example.org/a", path=HUGO)


@pytest.mark.parametrize(
    "date", ["22.07.2022", "4.9.2022", "2024-05-01 14:00:00 -4", "May 1st, 2024", "20240501"]
)
def test_dates_that_jekyll_reads(date: str) -> None:
    front_matter = f"title: A\ndate: {date}"
    assert not named("NK302", front_matter=front_matter)
    assert not named("NK304", front_matter=front_matter)
    assert not named("NK205", front_matter=front_matter)


@pytest.mark.parametrize(
    "date", ["17. Maiember 2024", "2020-10-30 13:017:00", "2025-14-07", "soon"]
)
def test_dates_that_nothing_reads(date: str) -> None:
    front_matter = f"title: A\ndate: {date}"
    codes = ("NK301", "NK302", "NK205")
    assert any(named(code, front_matter=front_matter) for code in codes)


def test_commas_part_tags_where_the_generator_does() -> None:
    tags = "title: A\ntags: port, old town"
    assert not named("NK314", front_matter=tags, path="a.md")
    assert named("NK314", front_matter=tags)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("docs/2.10/setup.md", "docs/2.11/setup.md", True),
        ("en/about/index.md", "fr/about/index.md", True),
        ("content/2017/call.md", "content/2018/call.md", True),
        ("posts/first.md", "posts/copy.md", False),
        ("posts/boats/a.md", "posts/trains/a.md", False),
        ("posts/a.md", "posts/2017/a.md", False),
    ],
)
def test_editions_of_a_page(one: str, other: str, *, alike: bool) -> None:
    assert are_editions(one, other) is alike


def test_zola_counts_from_its_content_folder(tmp_path: Path) -> None:
    from newskit.validate.archive.targets import Disk

    (tmp_path / "content" / "news").mkdir(parents=True)
    post = tmp_path / "content" / "news" / "a.md"
    post.write_text("+++\n+++\n")
    (tmp_path / "content" / "b.md").write_text("+++\n+++\n")
    assert Disk().has("relative", "@/b.md", str(post))
    assert not Disk().has("relative", "@/c.md", str(post))


@pytest.mark.parametrize("start", ["<!DOCTYPE html>\n<html>", "<!-- a -->\n<html lang='it'>"])
def test_a_whole_page_needs_no_front_matter(start: str) -> None:
    page = f"{start}<head><title>A</title></head><body><p>Text.</p></body></html>\n"
    config = ValidateConfig(select=("NK101",), archive=False)
    assert validate_post(parse_text("news/a.html", page), config) == ()
    found = validate_post(parse_text("_posts/2024-05-01-a.html", "<p>Text.</p>\n"), config)
    assert [one.code for one in found] == ["NK101"]


def test_a_soft_hyphen_within_a_word_is_meant() -> None:
    assert not named("NK312", front_matter="title: con\u00adsid\u00ader")
    assert named("NK312", front_matter="title: con\u00ad sider")
    assert named("NK312", front_matter="title: con\u200bsider")


@pytest.mark.parametrize(
    ("line", "lost"),
    [
        ("image: #add a file of your city", False),
        ("image: # none", False),
        ("colour: #fff", True),
        ("headline: #1 in sales", True),
    ],
)
def test_a_remark_for_the_writer_is_no_value(line: str, *, lost: bool) -> None:
    assert named("NK122", front_matter=f"title: A\n{line}") is lost


@pytest.mark.parametrize(("changed", "odd"), [("2024-04-02", False), ("2014-05-02", True)])
def test_a_post_that_was_written_before_its_day(changed: str, *, odd: bool) -> None:
    assert named("NK306", front_matter=f"title: A\ndate: 2024-05-01\nlastmod: {changed}") is odd


def test_slugs_below_dates_and_forms_that_were_not_filled_in(tmp_path: Path) -> None:
    import json
    import subprocess
    import sys

    posts = tmp_path / "content" / "posts"
    posts.mkdir(parents=True)
    text = "This page says what the group does, and it was never filled in by its people. " * 4
    for day in range(1, 9):
        matter = f"---\ntitle: A{day}\nslug: boats\ndate: 2024-05-0{day}\n---\n"
        (posts / f"2024-05-0{day}-a{day}.md").write_text(f"{matter}{text}\n", "utf-8")
    command = [sys.executable, "-m", "newskit", "validate", ".", "--isolated", "--no-cache"]
    done = subprocess.run(
        [*command, "--output-format", "json", "--select", "NK402,NK404"],
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    found = json.loads(done.stdout)
    assert [one["code"] for one in found] == ["NK404"]
    assert "and in 6 more" in found[0]["message"]


@pytest.mark.parametrize(
    "body",
    [
        "<figure>\n{% asset a.png %}\n<figcaption>The bridge</figcaption>\n</figure>",
        "<div class='wide'><iframe src='https://example.org/a'></iframe></div>",
        "<table><tr><td colspan=2>a</td></tr><tr><td>b</td><td>c</td></tr></table>",
    ],
)
def test_html_that_convert_leaves_is_no_finding(body: str) -> None:
    assert not named("NK352", body)


@pytest.mark.parametrize(
    "body", ["<p>One</p>\n<ul><li>two</li></ul>", "<h2>A</h2><p>B <b>c</b></p>"]
)
def test_html_that_convert_writes_as_markdown_is_named(body: str) -> None:
    assert named("NK352", body)


@pytest.mark.parametrize(("hosts", "clash"), [(True, False), (False, True)])
def test_addresses_on_hosts_of_their_own(tmp_path: Path, *, hosts: bool, clash: bool) -> None:
    import subprocess
    import sys

    config = 'baseURL = "https://example.org/"\n'
    for language in ("de", "it"):
        address = f'baseURL = "https://{language}.example.org/"\n' if hosts else ""
        config += f'[languages.{language}]\ncontentDir = "content/{language}"\n{address}'
        folder = tmp_path / "content" / language / "posts"
        folder.mkdir(parents=True)
        (folder / "a.md").write_text(
            f"---\ntitle: In {language}\ndate: 2024-05-01\nurl: /boat/\n---\nText {language}.\n"
        )
    (tmp_path / "hugo.toml").write_text(config)
    command = [sys.executable, "-m", "newskit", "validate", ".", "--isolated", "--no-cache"]
    done = subprocess.run(
        [*command, "--select", "NK401"], cwd=tmp_path, capture_output=True, check=False
    )
    assert (b"NK401" in done.stdout) is clash


@pytest.mark.parametrize("path", ["cache/a.html", "notes/log.txt", "source/letters/1.html"])
def test_html_and_text_that_lie_about_need_no_front_matter(path: str) -> None:
    config = ValidateConfig(select=("NK101",), archive=False)
    assert validate_post(parse_text(path, "<div>Text.</div>\n"), config) == ()


def test_switches_in_lists_are_read_as_meant_by_jekyll() -> None:
    assert not named("NK309", front_matter="title: A\nnotify:\n  - no")
    assert named("NK309", front_matter="title: A\ntags:\n  - no")


def test_marks_of_plugins_are_no_empty_links() -> None:
    assert not named("NK356", "[](codepen://hello/world)")
    assert named("NK356", "[](https://example.org/a)")


def test_pages_without_dates_among_pages_without_dates(tmp_path: Path) -> None:
    folder = tmp_path / "content" / "es"
    folder.mkdir(parents=True)
    for name in ("history", "install", "about"):
        (folder / f"{name}.md").write_text(f"---\ntitle: {name}\n---\nText of {name}.\n")
    file = folder / "install.md"
    config = ValidateConfig(select=("NK201",), archive=False)
    assert validate_post(parse_text(str(file), file.read_text()), config) == ()
    posts = tmp_path / "content" / "posts"
    posts.mkdir()
    for number in range(1, 9):
        dated = f"---\ntitle: A\ndate: 2024-05-0{number}\n---\nText {number}.\n"
        (posts / f"{number}.md").write_text(dated)
    late = posts / "late.md"
    late.write_text("---\ntitle: A\n---\nText.\n")
    found = validate_post(parse_text(str(late), late.read_text()), config)
    assert [one.code for one in found] == ["NK201"]


def test_an_archive_that_does_without_front_matter_is_told_gently(tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        (tmp_path / f"{name}.md").write_text(f"# Letter {name}\n\nText.\n")
    config = ValidateConfig(select=("NK101",), archive=False)
    file = tmp_path / "a.md"
    found = validate_post(parse_text(str(file), file.read_text()), config)
    assert [one.severity.value for one in found] == ["info"]
    (tmp_path / "d.md").write_text("---\ntitle: D\n---\nText.\n")
    other = tmp_path / "far" / "away"
    other.mkdir(parents=True)
    for name in ("a", "d"):
        (other / f"{name}.md").write_bytes((tmp_path / f"{name}.md").read_bytes())
    file = other / "a.md"
    found = validate_post(parse_text(str(file), file.read_text()), config)
    assert [one.severity.value for one in found] == ["warning"]


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ('<a href name="tide"></a>\n<p>Tide</p>', False),
        ('<a id="tide" href=""></a>', False),
        ('<a href="" name="tide">Tide</a>', True),
        ('<a href=""></a>', True),
    ],
)
def test_a_place_to_link_to_is_no_empty_link(body: str, *, found: bool) -> None:
    assert bool(named("NK356", body)) is found


def test_folders_of_languages_hold_translations_by_other_names() -> None:
    assert are_editions("docs/de/versionen/1/log.md", "docs/en/releases/log.md")
    assert not are_editions("docs/db/versionen/1/log.md", "docs/js/releases/log.md")
    assert not are_editions("docs/de/versionen/1/log.md", "docs/en/releases/list.md")


def test_a_class_beside_its_opposite_is_no_footnote() -> None:
    assert not named("NK366", "[hemp] is a letter of these, in[^hemp] any other.")
    assert named("NK366", "The ferry[^hemp] is late.")


def test_a_fence_within_indented_code() -> None:
    assert not named("NK358", "Said:\n\n\tone\n\n\t~~~~ two ~~~~\n\tthree")
    assert named("NK358", "1. Said:\n\n    ```c\n    port")


def test_a_program_whose_comment_opens_the_block() -> None:
    assert not named("NK358", "/*\nPaints the port.\n```javascript\n*/\npaint();")
    assert named("NK358", "/*\nPaints the port.\n```javascript\npaint();")


def test_a_fence_within_html_that_kramdown_reads() -> None:
    box = "<details{}>\n<summary>Rope</summary>\n```json\n{{}}\n\n```\n</details>"
    assert not named("NK358", box.format(' markdown="block"'))
    assert named("NK358", box.format(""))


def test_code_in_a_quotation() -> None:
    assert not named("NK353", "> Text.\n>\n>     out = '<ul>'\n>\n>     end")
    assert named("NK353", "> - Text.\n>\n>     go on <ul>")
    assert named("NK353", "> Text.\n>\n> go on <ul>")


def test_an_attribute_that_a_library_switches() -> None:
    assert not named("NK354", '<div><button ?disabled="${!ready}">+</button></div>')
    assert named("NK354", "<div></button></div>")


@pytest.mark.parametrize("code", ["NK353", "NK354", "NK358"])
def test_text_that_no_site_has_is_no_markdown(code: str) -> None:
    body = "The tag <div> goes with\n\n</b>\n\nTitle\n\n~~~~~~~~\n\nEnd.\n"
    config = ValidateConfig(select=(code,), archive=False)
    said = [
        bool(validate_post(parse_text(f"notes/a.{one}", body), config)) for one in ("txt", "md")
    ]
    assert said == [False, True]


def test_mojibake_alone_in_quotes_is_an_example() -> None:
    assert not named("NK357", 'You see "Ã¶" or &quot;Ã¼&quot; there.')
    assert named("NK357", 'You see "Ã¶" at SchÃ¶n and Co.')
    assert not named("NK362", "You see &quot;\ufffd&quot; there.")


def test_what_a_guessed_encoding_makes_of_bytes_is_no_mojibake() -> None:
    drawn = f"{'Die Größe der Häuser an der Straße, zur Übung. ' * 5}SchÃ¶n und gut."
    config = ValidateConfig(select=("NK357",), archive=False)
    read = [parse_bytes("a.md", drawn.encode(one)) for one in ("cp1252", "utf-8")]
    assert [post.encoding.name.startswith("utf") for post in read] == [False, True]
    assert [bool(validate_post(post, config)) for post in read] == [False, True]


def test_several_urls_are_not_one_with_a_space() -> None:
    two = "link: https://rope.example/a, https://tar.example/b"
    assert not named("NK319", front_matter=f"title: A\n{two}")
    assert named("NK319", front_matter="title: A\nlink: https://rope.example/a b")


def test_the_date_of_a_program_in_javascript() -> None:
    front_matter = "title: A\ndate: Sun Oct 19 2025 08:00:00 GMT+0800 (Hong Kong Standard Time)"
    text = f"---\n{front_matter}\n---\nText.\n"
    config = ValidateConfig(select=("NK302",), archive=False)
    found = [
        validate_post(parse_text(JEKYLL, text, generator=one), config)[0].severity.value
        for one in ("", "jekyll")
    ]
    assert found == ["info", "warning"]


def test_the_name_of_a_day_behind_its_date() -> None:
    config = ValidateConfig(select=("NK302",), archive=False)
    found = []
    for clock in ("11:30", "011:30"):
        text = f"---\ntitle: A\ndate: 2015-09-26 Sat {clock}\n---\nText.\n"
        found += validate_post(parse_text(JEKYLL, text, generator="jekyll"), config)
    assert [one.severity.value for one in found] == ["info", "warning"]


def test_a_link_that_nobody_sees_is_an_info() -> None:
    config = ValidateConfig(select=("NK356",), archive=False)
    found = []
    for body in ('<p><a href=""></a>One</p>', '<p><a href="">One</a></p>'):
        found += validate_post(parse_text(JEKYLL, f"---\ntitle: A\n---\n{body}\n"), config)
    found += validate_post(parse_text("a.html", '<html><a href="">Again</a></html>'), config)
    assert [one.severity.value for one in found] == ["info", "warning", "info"]


def test_a_heading_between_rules_is_no_front_matter() -> None:
    config = ValidateConfig(select=("NK102", "NK113", "NK201"), archive=False)
    said = []
    for between in ("## Rope", "# a note", "layout: post"):
        post = parse_text("notes/a.md", f"\n---\n{between}\n---\nText.\n")
        said.append(sorted({one.code for one in validate_post(post, config)}))
    assert said[0] == []
    assert all("NK201" in codes for codes in said[1:])


def test_data_named_as_text_is_named_once() -> None:
    codes = []
    for name in ("log.txt", "log.md"):
        post = parse_bytes(f"chat/{name}", b"\x00\x05hello\n\x00\x10m is there\n")
        found = validate_post(post, ValidateConfig(select=("NK111", "NK117"), archive=False))
        codes.append({one.code for one in found})
    assert codes == [{"NK117"}, {"NK111", "NK117"}]


def test_jsx_is_laid_out_with_indentation() -> None:
    page = (
        'Read *this* and [that](/that).\n\n<article className="grid">\n  <section>\n'
        "      ### Ferries\n\n      They leave at nine.\n    </section>\n  </article>\n"
    )
    assert not named("NK353", page)
    assert named("NK353", page.replace("    </section>\n", ""))
    about = '```jsx\n<b className="wide" />\n```\n\nText:\n\n    </section>\n'
    assert not named("NK354", about)


def test_an_end_in_noscript_closes_nothing_that_is_seen() -> None:
    assert not named("NK354", "<noscript>Turn scripts on</a></noscript>\n")
    assert named("NK354", "<noscript>Turn scripts on</noscript></a>\n")


def test_the_place_of_a_bibliography_is_no_footnote() -> None:
    body = "By [@Ana2020].[^1]\n\n{}\n\n[^1]: A note.\n"
    assert not named("NK366", body.format("[^Ref]"))
    assert named("NK366", body.format("So it says.[^ref]"))


@pytest.mark.parametrize("blank", ["", "\t", "  "])
def test_a_line_of_blanks_ends_html_in_front_of_a_fence(blank: str) -> None:
    body = f"<details>\n<summary>Code</summary>\n{blank}\n```c\nport\n```\n\n</details>\n"
    assert not named("NK358", body)
    assert not named("NK353", body)
    assert named("NK358", body.replace("```\n\n", ""))


def test_dollars_in_an_address_are_no_formula() -> None:
    address = "https://maps.example/way?sn=1$$21$$7&en=2$$$$&v=$a"
    assert not named("NK364", f"Go [there]({address}) and [back]({address}).", path=HUGO)
    assert named("NK364", f"Go [there]({address} and back) now.", path=HUGO)
    assert not named("NK353", f"$$a <b>$$ [there]({address})")


def test_marks_of_headings_are_named_once() -> None:
    config = ValidateConfig(select=("NK356",), archive=False)
    page = "https://port.example/rope#"
    body = (
        f"## Hemp[]({page}hemp)\n\n## []({page}tar) Tar\n\n[]({page}knots)\n\n"
        f"Text.[]({page}text)\n\n## Ends[](https://port.example/ends)\n"
    )
    found = validate_post(parse_text(JEKYLL, f"---\ntitle: A\n---\n{body}"), config)
    shown = sorted((one.severity.value, "2 more" in one.message) for one in found)
    assert shown == [("info", True), ("warning", False), ("warning", False)]


def test_a_link_without_text_in_a_long_line_is_no_mark_of_a_heading() -> None:
    config = ValidateConfig(select=("NK356",), archive=False)
    body = f"# Rope\n\n{'Hemp is spun and laid. ' * 20}[](https://port.example/rope#tar) follows.\n"
    found = validate_post(parse_text(JEKYLL, f"---\ntitle: A\n---\n{body}"), config)
    assert [one.severity.value for one in found] == ["warning"]


def test_an_attribute_of_several_lines_may_hold_a_sign() -> None:
    body = '<div data-e="\\begin{cases}\n 1 & i>j \\\\\n 2 & i<j\n\\end{cases}"></div>\n'
    assert not named("NK354", body)
    assert named("NK354", '<a href="x>one</a>\n<b id="y">two</b>\n</i>\n')


@pytest.mark.parametrize(
    ("date", "read"),
    [
        ("23:46 2023/3/23", True),
        ("07/15/2024 14:39:06", True),
        ("07/15/2024, 2:39 PM", True),
        ("15/07/2024 14:39", False),
    ],
)
def test_dates_that_javascript_reads(date: str, *, read: bool) -> None:
    config = ValidateConfig(select=("NK302",), archive=False)
    for generator in ("vitepress", "docusaurus", ""):
        text = f"---\ntitle: A\ndate: {date}\n---\nText.\n"
        found = validate_post(parse_text("a.md", text, generator=generator), config)
        assert bool(found) is not read, (generator, found)


def test_an_address_in_xml_is_no_link() -> None:
    assert not named("NK365", '<xi:include parse="text" href="file:///etc/port"/>')
    assert named("NK365", '<a href="file:///etc/port">here</a>')


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ('- [\\<script type="rules">](https://port.example/script) tells how.', "NK353"),
        ('[1]: https://port.example/form "<form> of ropes"\n\nSee [it][1].', "NK353"),
        ('See [it](https://port.example/form "the <form> of ropes").', "NK353"),
        ("+ A\n    + `x`:\n    + ```c\n      port\n      ```\n    + B", "NK358"),
    ],
)
def test_what_is_escaped_or_a_title_is_no_markup(body: str, code: str) -> None:
    assert not named(code, body, path=HUGO)


def test_markup_beside_what_is_escaped() -> None:
    assert named("NK353", "A <script type='rules'> tells how.", path=HUGO)
    assert named(
        "NK353", 'See [the <form> of ropes](https://port.example/form "ropes").', path=HUGO
    )


def test_an_escaped_bracket_opens_no_address() -> None:
    assert not named("NK364", "See \\[it\\](https://port.example/rope\n", path=HUGO)
    assert named("NK364", "See [it](https://port.example/rope\n", path=HUGO)
