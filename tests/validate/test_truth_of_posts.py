"""What a generator reads as it is meant in a post is no finding; beside it, what it does not."""

from __future__ import annotations

import pytest

from newskit.config.model import ReadConfig
from newskit.config.validate import ValidateConfig
from newskit.read.parse import parse_text
from newskit.validate.post import validate_post
from newskit.validate.repair.apply import mend_post
from newskit.validate.rules.archive import are_editions


def named(code: str, text: str, path: str, generator: str) -> list[str]:
    post = parse_text(path, text, generator=generator)
    found = validate_post(post, ValidateConfig(select=(code,), archive=False))
    return [f"{one.severity.value}: {one.message}" for one in found]


def mended(text: str, path: str, generator: str, *, unsafe: bool = False) -> str:
    post = parse_text(path, text, generator=generator)
    return mend_post(post, ValidateConfig(archive=False), ReadConfig(), unsafe=unsafe).post.text


def test_addresses_at_the_start_are_no_keys() -> None:
    files = {
        "hugo.toml": "title = 'Port'\n",
        "content/posts/a.md": "https://rope.example/a.pdf\nhttp://tar.example/b\n",
        "content/posts/b.md": "title: Rope\nauthor: Ann\n\nText.\n",
    }
    said = {}
    for name in ("a", "b"):
        text = files[f"content/posts/{name}.md"]
        post = parse_text(f"content/posts/{name}.md", text, generator="hugo")
        said[name] = [one.message for one in validate_post(post, ValidateConfig(select=("NK101",)))]
    assert said == {
        "a": ["the post has no front matter"],
        "b": ["no front matter: its keys start without an opening fence"],
    }


@pytest.mark.parametrize(
    ("generator", "body", "named"),
    [
        ("pelican", "See [the rope](https://rope.example/\nhemp/tar).", False),
        ("pelican", "See [the rope](https://rope.example/\nhemp and tar", True),
        ("mkdocs", "See [the rope](https://rope.example/\r\nhemp/tar).", False),
        ("hugo", "See [the rope](https://rope.example/\nhemp/tar).", True),
        ("jekyll", "See [the rope](https://rope.example/\nhemp/tar).", True),
    ],
)
def test_an_address_that_goes_on_in_the_next_line(
    generator: str, body: str, *, named: bool
) -> None:
    post = parse_text("a.md", f"---\ntitle: A\n---\n{body}\n", generator=generator)
    assert bool(validate_post(post, ValidateConfig(select=("NK364",), archive=False))) == named


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_pelican_reads_no_comment_between_fences(newline: str) -> None:
    text = "---\ndate: 2024-10-04\nheadline: Notes #40\n---\n\nText.\n".replace("\n", newline)
    post = parse_text("content/a.md", text, generator="pelican")
    assert post.front_matter.values["headline"] == "Notes #40"
    assert named("NK324", text, "content/a.md", "pelican") == []
    assert named("NK324", text, "content/a.md", "hugo") != []
    assert named("NK201", text, "content/a.md", "pelican") == ["error: the key `title` is missing"]


@pytest.mark.parametrize(
    ("generator", "who"),
    [("hexo", ""), ("astro", ""), ("zola", ""), ("jekyll", "Jekyll"), ("eleventy", "Eleventy")],
)
def test_blank_lines_above_front_matter(generator: str, who: str) -> None:
    found = named("NK113", "\n---\ntitle: A\n---\nText.\n", "source/_posts/a.md", generator)
    said = f"error: blank lines stand above the front matter, so {who} does not see it"
    assert found == ([said] if who else [])


@pytest.mark.parametrize(
    ("path", "severity"),
    [("_drafts/2020-01-01-a.md", "info"), ("_posts/2020-01-01-a.md", "warning")],
)
def test_a_draft_has_no_day_yet(path: str, severity: str) -> None:
    found = named("NK305", "---\ntitle: A\ndate: 2015-01-01\n---\nText.\n", path, "jekyll")
    assert [one.partition(":")[0] for one in found] == [severity]


@pytest.mark.parametrize(
    ("body", "strays"),
    [
        ("<button/>Look</button>\n", 0),
        ("<button />Look</button>\n</button>\n", 1),
        ("<div/>\n\nText.\n", 0),
        ("Text.\n\n</div>\n", 1),
    ],
)
def test_a_slash_closes_no_element(body: str, strays: int) -> None:
    assert len(named("NK354", f"---\ntitle: A\n---\n{body}", "content/a.md", "hugo")) == strays
    assert named("NK353", f"---\ntitle: A\n---\n{body}", "content/a.md", "hugo") == []


@pytest.mark.parametrize(
    ("name", "named_"),
    [
        ("rope-todo.md", False),
        ("绳子-TODO.md", False),
        ("todo-list.md", False),
        ("mastodo.md", True),
    ],
)
def test_lists_of_what_is_to_be_done_by_other_names(name: str, *, named_: bool) -> None:
    found = named("NK318", "---\ntitle: TODO\n---\nText.\n", f"content/{name}", "hugo")
    assert bool(found) == named_


def test_hugo_makes_text_of_a_whole_number() -> None:
    slug = "---\ntitle: A\ndate: 2024-05-01\nslug: {}\n---\nText.\n"
    assert named("NK202", slug.format("3637847962"), "content/posts/a.md", "hugo") == []
    assert named("NK202", slug.format("007"), "content/posts/a.md", "hugo") != []
    assert named("NK202", slug.format("1.10"), "content/posts/a.md", "hugo") != []
    assert named("NK202", slug.format("[a]"), "content/posts/a.md", "hugo") != []


def test_two_byte_order_marks_are_spoken_of() -> None:
    found = named("NK101", "\ufeff\ufeff---\ntitle: A\n---\nText.\n", "content/a.md", "hugo")
    assert found == [
        "error: no front matter: more than one byte order mark stands in front of the fence"
    ]


def test_a_zero_in_front_is_no_safe_repair() -> None:
    text = "---\ntitle: A\nkeyword: 0502\n---\nText.\n"
    assert mended(text, "tag/a.md", "jekyll") == text
    assert "keyword: '0502'" in mended(text, "tag/a.md", "jekyll", unsafe=True).replace('"', "'")


def test_a_quote_that_did_not_show_is_not_doubled() -> None:
    text = "---\ntitle: A\ndate: 2024-05-01\n---\nNow I\x92’ll go, and Ann\x92s boat.\n"
    assert mended(text, "content/posts/a.md", "hugo").endswith("Now I’ll go, and Ann’s boat.\n")


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("body", "lost"),
    [
        ('<div class="c"><span>#define ROPE()\\</span>\nHEMP()</div>\n', 0),
        ("Text.\n\n<table><tr>\n<td><b>a\\</b></td></tr></table>\n", 0),
        ("Text\n<div><b>of\\</b></div>\n", 0),
        ("<br />\n<b>of a\\</b> rope\n", 0),
        ("Text\n<br />\n<b>of a\\</b> rope\n", 1),
        ("Text <span>of a\\</span> rope.\n", 1),
        ("<div>one</div>\n\nText <b>of a\\</b> rope.\n", 1),
    ],
)
def test_a_backslash_escapes_nothing_in_html(body: str, lost: int, newline: str) -> None:
    text = f"---\ntitle: A\n---\nIntro.\n\n{body}".replace("\n", newline)
    assert len(named("NK353", text, "content/a.md", "hugo")) == lost


def test_an_index_in_highlighted_code_is_no_link() -> None:
    body = "<pre><span>fs[</span><span>3</span><span>](</span><span>4</span>)</pre>\n"
    text = "---\ntitle: A\n---\n{}"
    assert named("NK353", text.format(body), "content/a.md", "hugo") == []
    assert named("NK354", text.format("See [the list](</b>) here.\n"), "content/a.md", "hugo") == []
    assert named("NK354", text.format("See (</b>) here.\n"), "content/a.md", "hugo") != []


@pytest.mark.parametrize(
    ("line", "lost"),
    [
        ("It shows a replacement character, often&nbsp;\ufffd.", False),
        ("于是出现乱码 \ufffd\ufffd 了。", False),
        ("A car\ufffd parked by the port.", True),
        ("Caf\ufffd, open.\n\nOf the replacement character elsewhere.", True),
    ],
)
def test_a_lost_character_that_is_named(line: str, *, lost: bool) -> None:
    found = named("NK362", f"---\ntitle: A\n---\n{line}\n", "content/a.md", "hugo")
    assert bool(found) == lost


def test_front_matter_that_is_a_program_is_an_info() -> None:
    found = named("NK118", "---js\n{ title: 'T' }\n---\nText.\n", "posts/a.md", "eleventy")
    assert [one.partition(":")[0] for one in found] == ["info"]


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("content/give.fr.md", "content/give.de.md", True),
        ("content/give.md", "content/give.pt-br.md", True),
        ("content/give.fr.md", "content/take.fr.md", False),
        ("content/give.fr.md", "posts/give.de.md", False),
    ],
)
def test_a_translation_that_is_not_made_yet(one: str, other: str, *, alike: bool) -> None:
    assert are_editions(one, other) == alike


@pytest.mark.parametrize(
    ("title", "named_"),
    [
        ("Net-\u2060SNMP at work", False),
        ("2001–\u20602004", False),
        ("Net\u2060SNMP", True),
        ("\u2060Rope", True),
        ("Rope-\u2060 and tar", True),
        ("Rope\u200b", True),
    ],
)
def test_a_word_joiner_at_a_hyphen_is_meant(title: str, *, named_: bool) -> None:
    found = named("NK312", f'---\ntitle: "{title}"\n---\nText.\n', "content/a.md", "hugo")
    assert bool(found) == named_


@pytest.mark.parametrize(
    ("path", "generator", "severities"),
    [
        ("site/keepalive.html", "", []),
        ("site/2024-05-01-a.html", "", ["error"]),
        ("site/a.md", "", ["error"]),
        ("_posts/2015-04-25-rope.md", "jekyll", ["info"]),
        ("_posts/2015-04-25-1208.md", "jekyll", ["error"]),
    ],
)
def test_where_a_title_is_wanted(path: str, generator: str, severities: list[str]) -> None:
    found = named("NK201", "---\nlayout: x\n---\n<p>Text.</p>\n", path, generator)
    assert [one.partition(":")[0] for one in found] == severities


@pytest.mark.parametrize(
    ("date", "said"),
    [
        ("2020-04-30T11:57:36+01:00k", "warning: Jekyll reads no more of `date` than 2020-04-30T"),
        ("2015-07-10-20-00", "warning: Jekyll reads no more of `date` than 2015-07-10: "),
        ("tomorrow at 2015", "error: `date` is not a date"),
        ("2020-09-06 22:010:17", "error: `date` is not a date"),
    ],
)
def test_of_some_dates_jekyll_reads_the_start(date: str, said: str) -> None:
    text = f"---\ntitle: A\ndate: {date}\n---\nText.\n"
    found = named("NK302", text, "_posts/2020-04-30-a.md", "jekyll")
    assert [one[: len(said)] for one in found] == [said]


@pytest.mark.parametrize(("folder", "severity"), [("_events", "info"), ("_posts", "warning")])
def test_an_event_may_be_named_by_its_announcement(folder: str, severity: str) -> None:
    text = "---\ntitle: A\ndate: 2016-12-20\n---\nText.\n"
    found = named("NK305", text, f"{folder}/2016-04-18-a.md", "jekyll")
    assert [one.partition(":")[0] for one in found] == [severity]


@pytest.mark.parametrize(
    ("name", "severity"), [("How-to-write.md", "info"), ("2024-05-01-how-to.md", "error")]
)
def test_jekyll_passes_over_what_has_no_day(name: str, severity: str) -> None:
    found = named("NK101", "# How to write\n\nText.\n", f"_posts/{name}", "jekyll")
    assert [one.partition(":")[0] for one in found] == [severity]


def test_money_is_no_mathematics() -> None:
    card = "<h3><a href='/{0}'>Is it worth ($$) it?</a></h3>\n<p>Text {0}.</p>\n"
    body = f"<div>\n{card.format(1)}{card.format(2)}</div>\n"
    text = "---\ntitle: A\n---\n{}"
    assert named("NK354", text.format(body), "content/a.md", "hugo") == []
    assert named("NK354", text.format(f"{body}</div>\n"), "content/a.md", "hugo") != []
    assert named("NK353", text.format("$$ a <b> c $$ and $$ d $$\n"), "content/a.md", "hugo") == []


def test_two_brackets_in_html_are_text() -> None:
    text = "---\ntitle: A\ndate: 2024-05-01\n---\nFlags: <>\n"
    assert named("NK356", text, "site/a.html", "") == []
    assert named("NK356", text, "site/a.md", "") != []


def test_jekyll_reads_the_name_of_a_zone_and_its_offset() -> None:
    text = "---\ntitle: A\ndate: 2026-04-22 17:44:08 {}\n---\nText.\n"
    for zone in ("CDT -0500", "CDT"):
        assert named("NK302", text.format(zone), "_posts/2026-04-22-a.md", "jekyll") == []
    assert named("NK302", text.format("-05:0x"), "_posts/2026-04-22-a.md", "jekyll") != []


def test_ruby_writes_text_in_base64() -> None:
    text = "---\ntitle: !{} |\n  UsO2cGU=\n---\nText.\n"
    assert named("NK122", text.format("binary"), "_posts/2026-04-22-a.md", "jekyll") == []
    assert named("NK321", text.format("binary"), "_posts/2026-04-22-a.md", "jekyll") != []
    plain = "---\ntitle: !important news\n---\nText.\n"
    assert named("NK122", plain, "_posts/2026-04-22-a.md", "jekyll") != []


@pytest.mark.parametrize(
    ("body", "strays"),
    [
        ("<ul>\n<li>a = `<span>#{b}`</span></li>\n</ul>\n", 0),
        ("<ul>\n<li>a = <i>b</i></span></li>\n</ul>\n", 1),
        ("Text of `<span>`</span>.\n", 1),
    ],
)
def test_backticks_in_html_mark_no_code(body: str, strays: int) -> None:
    text = f"---\ntitle: A\n---\n{body}"
    assert len(named("NK354", text, "content/a.md", "hugo")) == strays


@pytest.mark.parametrize(
    ("path", "extra", "severities"),
    [
        ("content/docs/rope/test.md", "title: A", []),
        ("content/posts/rope/test.md", "title: A", ["error"]),
        ("src/content/notes/a.excalidraw.md", "excalidraw-plugin: parsed", []),
        ("src/content/notes/a.md", "tags: [x]", ["error"]),
    ],
)
def test_manuals_and_drawings_have_no_day(path: str, extra: str, severities: list[str]) -> None:
    generator = "hugo" if path.startswith("content") else "astro"
    found = named("NK201", f"---\n{extra}\n---\nText.\n", path, generator)
    assert [one.partition(":")[0] for one in found] == severities
