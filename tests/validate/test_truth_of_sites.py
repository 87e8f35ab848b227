"""What a site's generator reads as it is meant is no finding; beside it, what it does not."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from newskit.config.read import ReadConfig
from newskit.config.validate import ValidateConfig
from newskit.read.parse import parse_text
from newskit.site.choosing import place_of
from newskit.validate.archive.targets import Disk
from newskit.validate.post import validate_post
from newskit.validate.repair.apply import mend_post

Findings = Callable[..., list[tuple[str, str, str]]]

LONG = "The ferry leaves at nine, and whoever wants to help with the ropes is there by eight. " * 4


@pytest.fixture
def findings(newskit: Callable[..., object]) -> Findings:
    """Run `validate` at the root of a site; gives code, path and severity of what is found."""

    def run(site: Path, *codes: str) -> list[tuple[str, str, str]]:
        options = [part for code in codes for part in ("--select", code)]
        done = newskit(
            *("validate", ".", "--isolated", "--no-cache", "--output-format", "json", *options),
            cwd=site,
        )
        found = json.loads(done.stdout)  # type: ignore[attr-defined]
        return sorted((one["code"], one["path"], one["severity"]) for one in found)

    return run


def _with_files(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8", newline="")
    return folder


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_hexo_takes_a_tab_for_two_spaces(findings: Findings, tmp_path: Path, newline: str) -> None:
    text = "---\ntitle: Rope\ntags:\n\t- Hemp\n\t- Tar\n---\nText.\n".replace("\n", newline)
    site = _with_files(tmp_path, {"_config.yml": "theme: landscape\n", "source/_posts/a.md": text})
    assert findings(site, "NK1") == []
    post = parse_text("source/_posts/a.md", text, generator="hexo")
    assert post.front_matter.values["tags"] == ["Hemp", "Tar"]
    place = post.front_matter.spans["/tags/1"].value
    assert text[slice(*place)] == "Tar"


def test_hexo_leaves_a_tab_in_front_of_the_first_key(findings: Findings, tmp_path: Path) -> None:
    text = "---\n\ttitle: Rope\nlayout: post\n---\nText.\n"
    site = _with_files(tmp_path, {"_config.yml": "theme: landscape\n", "source/_posts/a.md": text})
    assert [code for code, _, severity in findings(site, "NK1") if severity == "error"]


def test_jekyll_takes_no_tab(findings: Findings, tmp_path: Path) -> None:
    text = "---\ntitle: Rope\ntags:\n\t- Hemp\n---\nText.\n"
    site = _with_files(tmp_path, {"_config.yml": "title: Port\n", "_posts/2024-05-01-a.md": text})
    assert [code for code, *_ in findings(site, "NK1")] == ["NK124"]


@pytest.mark.parametrize(
    ("date", "read"),
    [
        ("August, 16 2014", True),
        ("Aug, 6 2014 10:20:30", True),
        ("Auguste, 16 2014", False),
        ("August, 2014 und so", True),
        ("Augustus, 2014", False),
    ],
)
def test_a_comma_behind_the_month(
    findings: Findings, tmp_path: Path, date: str, *, read: bool
) -> None:
    text = f"---\ntitle: Rope\ndate: {date}\n---\nText.\n"
    site = _with_files(tmp_path, {"_config.yml": "title: Port\n", "_posts/2014-08-16-a.md": text})
    assert (findings(site, "NK302") == []) == read


def test_pages_of_mkdocs_may_have_a_mapping_of_dates(findings: Findings, tmp_path: Path) -> None:
    page = "---\ndate:\n  created: 2024-05-01\n---\n# Rope\n"
    files = {
        "mkdocs.yml": "site_name: Port\nplugins: [blog]\n",
        "docs/rope.md": page,
        "docs/wrong.md": "---\ndate: [2024-05-01]\n---\n# Rope\n",
        "docs/blog/posts/a.md": page,
        "docs/blog/posts/b.md": "---\ndate:\n  made: 2024-05-01\n---\n# Rope\n",
    }
    found = findings(_with_files(tmp_path, files), "NK2")
    assert [(code, path) for code, path, _ in found] == [
        ("NK201", "docs/blog/posts/b.md"),
        ("NK202", "docs/wrong.md"),
    ]


def test_a_plugin_of_the_site_may_read_titles_from_elsewhere(
    findings: Findings, tmp_path: Path
) -> None:
    plugin = (
        "from pelican import signals\n\ndef register():\n    signals.readers_init.connect(add)\n"
    )
    files = {
        "pelicanconf.py": "PATH = 'content'\nPLUGIN_PATHS = ['own']\nPLUGINS = ['titles']\n",
        "own/titles.py": plugin,
        "content/bare.md": "# Rope\n\nText.\n",
        "content/tagged.md": "---\ntags: hemp\n---\nText.\n",
        "content/whole.md": "Title: Tar\nDate: 2024-05-01\n\nText.\n",
    }
    site = _with_files(tmp_path, files)
    assert [one for one in findings(site, "NK101", "NK201") if one[2] != "info"] == []
    found = findings(_with_files(tmp_path / "again", {**files, "own/titles.py": "x = 1\n"}), "NK1")
    assert ("NK101", "content/bare.md", "error") in found


@pytest.mark.parametrize(("drafts", "severity"), [("_drafts", "info"), ("_posts", "error")])
def test_a_draft_may_be_a_note(
    findings: Findings, tmp_path: Path, drafts: str, severity: str
) -> None:
    files = {
        "_config.yml": "theme: landscape\n",
        f"source/{drafts}/idea.md": "Write of hemp.\n",
        "source/_posts/a.md": "---\ntitle: A\n---\nText.\n",
    }
    assert findings(_with_files(tmp_path, files), "NK101") == [
        ("NK101", f"source/{drafts}/idea.md", severity)
    ]


def test_a_form_that_a_program_prints_into_is_no_post(findings: Findings, tmp_path: Path) -> None:
    form = '---\nid: %s\ntitle: "%s"\ntags: [%s]\n---\n%s\n'
    files = {
        "gatsby-config.js": "module.exports = {}\n",
        "scripts/form.md": form,
        "src/news/rope.md": "---\ntitle: '%s'\nid: 4\n---\nThe mark of printf.\n",
    }
    site = _with_files(tmp_path, files)
    assert place_of(str(site / "scripts/form.md")).verdict.kind == "template"
    assert place_of(str(site / "src/news/rope.md")).verdict.kind == "page"
    assert findings(site, "NK1") == []


def test_events_on_two_days_are_announced_in_the_same_words(
    findings: Findings, tmp_path: Path
) -> None:
    def event(number: int, day: str = "2024-05-01") -> str:
        return f"---\ntitle: Open day {number}\ndate: {day}\n---\n{LONG}\n"

    files = {
        "_config.yml": "title: Port\ncollections: [events]\n",
        "_events/2024-05-01-open.md": event(1),
        "_events/2024-05-02-open.md": event(2),
        "_events/2024-05-02-open-again.md": event(3),
        "_posts/2024-06-01-a.md": event(4).replace("ferry", "barge"),
        "_posts/2024-06-02-b.md": event(5).replace("ferry", "barge"),
    }
    assert [path for _, path, _ in findings(_with_files(tmp_path, files), "NK404")] == [
        "_events/2024-05-02-open.md",
        "_posts/2024-06-02-b.md",
    ]


@pytest.mark.parametrize(
    ("name", "title", "named"),
    [
        ("todo.md", "TODO", False),
        ("rope.md", "TODO", True),
        ("untitled.md", "Untitled", True),
        ("todo.md", "TBD", True),
    ],
)
def test_a_list_of_what_is_to_be_done(
    findings: Findings, tmp_path: Path, name: str, title: str, *, named: bool
) -> None:
    files = {name: f"---\ntitle: {title}\n---\nText.\n"}
    assert bool(findings(_with_files(tmp_path, files), "NK318")) == named


def test_addresses_at_the_start_are_no_keys(tmp_path: Path) -> None:
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


def test_hugo_finds_a_bundle_by_the_name_of_its_folder(findings: Findings, tmp_path: Path) -> None:
    text = '---\ntitle: A\n---\n[Rope]({{{{< ref "{}" >}}}})\n'
    files = {
        "hugo.toml": "title = 'Port'\n",
        "content/posts/rope/index.fr.md": text.format("rope.md"),
        "content/posts/rope/index.md": text.format("posts/tar.md"),
        "content/posts/tar.fr.md": text.format("hemp.md"),
    }
    site = _with_files(tmp_path, files)
    assert [path for _, path, _ in findings(site, "NK406")] == ["content/posts/tar.fr.md"]
    disk, source = Disk(), str(site / "content/posts/tar.fr.md")
    assert [disk.has("ref", name, source) for name in ("rope.md", "tar", "tar.md", "oakum.md")] == [
        True,
        True,
        True,
        False,
    ]


def named(code: str, text: str, path: str, generator: str) -> list[str]:
    post = parse_text(path, text, generator=generator)
    found = validate_post(post, ValidateConfig(select=(code,), archive=False))
    return [f"{one.severity.value}: {one.message}" for one in found]


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


def mended(text: str, path: str, generator: str, *, unsafe: bool = False) -> str:
    post = parse_text(path, text, generator=generator)
    return mend_post(post, ValidateConfig(archive=False), ReadConfig(), unsafe=unsafe).post.text


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


def test_translations_beside_each_other_share_a_slug(tmp_path: Path, findings: Findings) -> None:
    text = "---\ntitle: {}\ndate: 2024-05-01\nslug: rope\n---\nText.\n"
    files = {
        "hugo.toml": "title = 'Port'\n[languages.en]\n[languages.zh-cn]\n",
        "content/posts/rope.md": text.format("A"),
        "content/posts/rope.en.md": text.format("B"),
        "content/posts/绳子.zh-cn.md": text.format("C"),
        "content/posts/tar.en.md": text.format("D"),
    }
    found = findings(_with_files(tmp_path, files), "NK402")
    assert [path for _, path, _ in found] == ["content/posts/tar.en.md"]
    for name in ("rope.md", "rope.en.md"):
        file = tmp_path / "content/posts" / name
        file.write_text(file.read_text("utf-8").replace("slug: rope", "url: /rope/"), "utf-8")
    # What `url` says is one file of one host, whatever the language.
    assert [code for code, *_ in findings(tmp_path, "NK401")] == ["NK401"]


def test_a_text_that_lies_alone_in_an_archive_without_front_matter(
    tmp_path: Path, findings: Findings
) -> None:
    files = {f"notes/{one}/deep/x/y.md": f"# {one}\n\nText of {one}.\n" for one in ("a", "b", "c")}
    files |= {
        "notes/a/deep/code.md": "```\n$ rope --length 4\n```\n",
        "notes/a/deep/rule.md": "----\n\nText behind a rule.\n",
        "notes/sample.txt": "",
    }
    site = _with_files(tmp_path / "bare", files)
    assert {severity for *_, severity in findings(site, "NK101", "NK114")} == {"info"}
    other = _with_files(
        tmp_path / "other",
        {
            "news/a.md": "---\ntitle: A\n---\nText.\n",
            "news/b.md": "----\ntitle: B\n----\nText.\n",
            "news/c.md": "```\ntitle: B\n```\nText.\n",
            "news/d.md": "",
        },
    )
    assert findings(other, "NK101", "NK114") == [
        ("NK101", "news/b.md", "error"),
        ("NK101", "news/c.md", "error"),
        ("NK114", "news/d.md", "error"),
    ]


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


def test_a_form_of_an_editor_is_no_post(tmp_path: Path) -> None:
    form = "---\ntitle: Your Post Title\ndate:\n---\n"
    files = {"templates/default.md": form, "posts/default.md": form}
    site = _with_files(tmp_path, files)
    kinds = [place_of(str(site / name)).verdict.kind for name in files]
    assert "template" not in kinds  # named by hand, they are worked on
    from newskit.site.choosing import loose_file

    assert loose_file(site / "templates", "default.md") is not None
    assert loose_file(site / "posts", "default.md") is None


def test_front_matter_that_is_a_program_is_an_info() -> None:
    found = named("NK118", "---js\n{ title: 'T' }\n---\nText.\n", "posts/a.md", "eleventy")
    assert [one.partition(":")[0] for one in found] == ["info"]
