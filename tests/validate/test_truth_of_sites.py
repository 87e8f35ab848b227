"""What a site's generator reads as it is meant is no finding; beside it, what it does not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from newskit.read.parse import parse_text
from newskit.site.choosing import loose_file, loose_folder, place_of
from newskit.validate.archive.targets import Disk
from newskit.validate.repair.neighbours import NONE, kin_of

Findings = Callable[..., list[tuple[str, str, str]]]
Put = Callable[[Path, dict[str, str]], Path]

LONG = "The ferry leaves at nine, and whoever wants to help with the ropes is there by eight. " * 4


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_hexo_takes_a_tab_for_two_spaces(
    put: Put, findings: Findings, tmp_path: Path, newline: str
) -> None:
    text = "---\ntitle: Rope\ntags:\n\t- Hemp\n\t- Tar\n---\nText.\n".replace("\n", newline)
    site = put(tmp_path, {"_config.yml": "theme: landscape\n", "source/_posts/a.md": text})
    assert findings(site, "NK1") == []
    post = parse_text("source/_posts/a.md", text, generator="hexo")
    assert post.front_matter.values["tags"] == ["Hemp", "Tar"]
    place = post.front_matter.spans["/tags/1"].value
    assert text[slice(*place)] == "Tar"


def test_hexo_leaves_a_tab_in_front_of_the_first_key(
    put: Put, findings: Findings, tmp_path: Path
) -> None:
    text = "---\n\ttitle: Rope\nlayout: post\n---\nText.\n"
    site = put(tmp_path, {"_config.yml": "theme: landscape\n", "source/_posts/a.md": text})
    assert [code for code, _, severity in findings(site, "NK1") if severity == "error"]


def test_jekyll_takes_no_tab(put: Put, findings: Findings, tmp_path: Path) -> None:
    text = "---\ntitle: Rope\ntags:\n\t- Hemp\n---\nText.\n"
    site = put(tmp_path, {"_config.yml": "title: Port\n", "_posts/2024-05-01-a.md": text})
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
    put: Put, findings: Findings, tmp_path: Path, date: str, *, read: bool
) -> None:
    text = f"---\ntitle: Rope\ndate: {date}\n---\nText.\n"
    site = put(tmp_path, {"_config.yml": "title: Port\n", "_posts/2014-08-16-a.md": text})
    assert (findings(site, "NK302") == []) == read


def test_pages_of_mkdocs_may_have_a_mapping_of_dates(
    put: Put, findings: Findings, tmp_path: Path
) -> None:
    page = "---\ndate:\n  created: 2024-05-01\n---\n# Rope\n"
    files = {
        "mkdocs.yml": "site_name: Port\nplugins: [blog]\n",
        "docs/rope.md": page,
        "docs/wrong.md": "---\ndate: [2024-05-01]\n---\n# Rope\n",
        "docs/blog/posts/a.md": page,
        "docs/blog/posts/b.md": "---\ndate:\n  made: 2024-05-01\n---\n# Rope\n",
    }
    found = findings(put(tmp_path, files), "NK2")
    assert [(code, path) for code, path, _ in found] == [
        ("NK201", "docs/blog/posts/b.md"),
        ("NK202", "docs/wrong.md"),
    ]


def test_a_plugin_of_the_site_may_read_titles_from_elsewhere(
    put: Put, findings: Findings, tmp_path: Path
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
    site = put(tmp_path, files)
    assert [one for one in findings(site, "NK101", "NK201") if one[2] != "info"] == []
    found = findings(put(tmp_path / "again", {**files, "own/titles.py": "x = 1\n"}), "NK1")
    assert ("NK101", "content/bare.md", "error") in found


@pytest.mark.parametrize(("drafts", "severity"), [("_drafts", "info"), ("_posts", "error")])
def test_a_draft_may_be_a_note(
    put: Put, findings: Findings, tmp_path: Path, drafts: str, severity: str
) -> None:
    files = {
        "_config.yml": "theme: landscape\n",
        f"source/{drafts}/idea.md": "Write of hemp.\n",
        "source/_posts/a.md": "---\ntitle: A\n---\nText.\n",
    }
    assert findings(put(tmp_path, files), "NK101") == [
        ("NK101", f"source/{drafts}/idea.md", severity)
    ]


def test_a_form_that_a_program_prints_into_is_no_post(
    put: Put, findings: Findings, tmp_path: Path
) -> None:
    form = '---\nid: %s\ntitle: "%s"\ntags: [%s]\n---\n%s\n'
    files = {
        "gatsby-config.js": "module.exports = {}\n",
        "scripts/form.md": form,
        "src/news/rope.md": "---\ntitle: '%s'\nid: 4\n---\nThe mark of printf.\n",
    }
    site = put(tmp_path, files)
    assert place_of(str(site / "scripts/form.md")).verdict.kind == "template"
    assert place_of(str(site / "src/news/rope.md")).verdict.kind == "page"
    assert findings(site, "NK1") == []


def test_events_on_two_days_are_announced_in_the_same_words(
    put: Put, findings: Findings, tmp_path: Path
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
    assert [path for _, path, _ in findings(put(tmp_path, files), "NK404")] == [
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
    put: Put, findings: Findings, tmp_path: Path, name: str, title: str, *, named: bool
) -> None:
    files = {name: f"---\ntitle: {title}\n---\nText.\n"}
    assert bool(findings(put(tmp_path, files), "NK318")) == named


def test_hugo_finds_a_bundle_by_the_name_of_its_folder(
    put: Put, findings: Findings, tmp_path: Path
) -> None:
    text = '---\ntitle: A\n---\n[Rope]({{{{< ref "{}" >}}}})\n'
    files = {
        "hugo.toml": "title = 'Port'\n",
        "content/posts/rope/index.fr.md": text.format("rope.md"),
        "content/posts/rope/index.md": text.format("posts/tar.md"),
        "content/posts/tar.fr.md": text.format("hemp.md"),
    }
    site = put(tmp_path, files)
    assert [path for _, path, _ in findings(site, "NK406")] == ["content/posts/tar.fr.md"]
    disk, source = Disk(), str(site / "content/posts/tar.fr.md")
    assert [disk.has("ref", name, source) for name in ("rope.md", "tar", "tar.md", "oakum.md")] == [
        True,
        True,
        True,
        False,
    ]


def test_translations_beside_each_other_share_a_slug(
    put: Put, tmp_path: Path, findings: Findings
) -> None:
    text = "---\ntitle: {}\ndate: 2024-05-01\nslug: rope\n---\nText.\n"
    files = {
        "hugo.toml": "title = 'Port'\n[languages.en]\n[languages.zh-cn]\n",
        "content/posts/rope.md": text.format("A"),
        "content/posts/rope.en.md": text.format("B"),
        "content/posts/绳子.zh-cn.md": text.format("C"),
        "content/posts/tar.en.md": text.format("D"),
    }
    found = findings(put(tmp_path, files), "NK402")
    assert [path for _, path, _ in found] == ["content/posts/tar.en.md"]
    for name in ("rope.md", "rope.en.md"):
        file = tmp_path / "content/posts" / name
        file.write_text(file.read_text("utf-8").replace("slug: rope", "url: /rope/"), "utf-8")
    # What `url` says is one file of one host, whatever the language.
    assert [code for code, *_ in findings(tmp_path, "NK401")] == ["NK401"]


def test_a_text_that_lies_alone_in_an_archive_without_front_matter(
    put: Put, tmp_path: Path, findings: Findings, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {f"notes/{one}/deep/x/y.md": f"# {one}\n\nText of {one}.\n" for one in ("a", "b", "c")}
    files |= {
        "notes/a/deep/code.md": "```\n$ rope --length 4\n```\n",
        "notes/a/deep/rule.md": "----\n\nText behind a rule.\n",
        "notes/sample.txt": "",
    }
    site = put(tmp_path / "bare", files)
    assert {severity for *_, severity in findings(site, "NK101", "NK114")} == {"info"}
    # What lies around the repository says nothing of it.
    (tmp_path / "bare/own/.git").mkdir(parents=True)
    own = put(tmp_path / "bare/own", {"news/only.md": "Text.\n"})
    assert kin_of(str(own / "news/only.md")) is NONE
    assert kin_of(str(site / "notes/a/deep/x/y.md")).files > 1
    monkeypatch.chdir(site)
    assert kin_of("notes/a/deep/x/y.md").files > 1
    assert kin_of("z/y.md") is NONE
    other = put(
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


def test_a_form_of_an_editor_is_no_post(put: Put, tmp_path: Path) -> None:
    form = "---\ntitle: Your Post Title\ndate:\n---\n"
    files = {"templates/default.md": form, "posts/default.md": form}
    site = put(tmp_path, files)
    kinds = [place_of(str(site / name)).verdict.kind for name in files]
    assert "template" not in kinds  # named by hand, they are worked on
    assert loose_file(site / "templates", "default.md") is not None
    assert loose_file(site / "posts", "default.md") is None


def test_a_relative_address_lies_below_its_language(
    put: Put, tmp_path: Path, findings: Findings
) -> None:
    text = "+++\ntitle = '{}'\nurl = '{}'\n+++\n{}\n"
    files = {
        "hugo.toml": "title = 'Port'\n[languages.en]\n[languages.fr]\n",
        "content/home.en.md": text.format("A", "home", "One."),
        "content/home.fr.md": text.format("B", "home", "Two."),
        "content/house.fr.md": text.format("C", "home", "Three."),
        "content/yard.en.md": text.format("D", "/yard", "Four."),
        "content/yard.fr.md": text.format("E", "/yard", "Five."),
    }
    found = findings(put(tmp_path, files), "NK401")
    assert [path for _, path, _ in found] == ["content/house.fr.md", "content/yard.fr.md"]


def test_libraries_beside_pages_are_passed_over(put: Put, tmp_path: Path) -> None:
    files = {
        "libs/font-one/README.html": "<h1>Font</h1>\n",
        "libs/font-two/LICENSE_OFL.txt": "Text.\n",
        "lib/rope.md": "---\ntitle: Rope\n---\nText.\n",
        "lib/tar/a.md": "---\ntitle: Tar\n---\nText.\n",
    }
    site = put(tmp_path, files)
    assert loose_folder(site, "libs", beside_sites=False) is not None
    assert loose_folder(site, "lib", beside_sites=False) is None


def test_a_note_on_the_repository_within_pelicans_content(put: Put, tmp_path: Path) -> None:
    files = {
        "pelicanconf.py": "PATH = 'content'\n",
        "content/extra/README.md": "Search of the port.\n",
        "content/news/readme.md": "Title: Read me\nDate: 2024-05-01\n\nText.\n",
    }
    site = put(tmp_path, files)
    kinds = [place_of(str(site / name)).verdict.kind for name in files if "content" in name]
    assert kinds == ["readme", "post"]


def test_a_key_that_half_the_posts_have_may_be_the_sites_own(
    put: Put, tmp_path: Path, findings: Findings
) -> None:
    post = "---\ntitle: A\n{}: /old/\n---\nText {}.\n"
    files = {f"posts/{n}.md": post.format("redirectsFrom", n) for n in range(6)}
    files["posts/7.md"] = post.format("catagories", 7)
    found = findings(put(tmp_path, files), "NK310")
    assert [one for one in found if one[2] != "info"] == [("NK310", "posts/7.md", "warning")]
    assert len(found) == 7


def test_a_status_of_pelican_in_capitals(put: Put, tmp_path: Path, findings: Findings) -> None:
    head = "Title: Ferry\nDate: 2024-05-01\nStatus: "
    site = put(
        tmp_path / "site",
        {
            "pelicanconf.py": "SITENAME = 'Harbour'\nSITEURL = ''\nPATH = 'content'\n",
            "content/draft.md": f"{head}Draft\n\nText.\n",
            "content/later.md": f"{head}Later\n\nText.\n",
        },
    )
    assert [path for _, path, _ in findings(site, "NK204")] == ["content/later.md"]


def test_notes_that_quartz_names_by_their_files(
    put: Put, findings: Findings, tmp_path: Path
) -> None:
    files = {
        "quartz.config.ts": 'export default { ignorePatterns: ["_forms", "**/old"] }\n',
        "content/Rope.md": "Hemp is spun.\n",
        "content/tar/Tar.md": "---\ntags: [port]\n---\nPine gives it.\n",
        "content/Later.md": "",
        "content/_forms/day.md": "---\ndate: {{date}}\n---\n",
        "content/tar/old/Pitch.md": "---\ntags: [port\n---\n",
        "content/Torn.md": "---\ntags: [port\n---\nText.\n",
        "docs/index.md": "---\ntitle: [How\n---\nQuartz is set up so.\n",
    }
    site = put(tmp_path, files)
    kinds = {name: place_of(str(site / name)).verdict.kind.value for name in files if ".md" in name}
    assert kinds == {
        "content/Rope.md": "page",
        "content/tar/Tar.md": "page",
        "content/Later.md": "page",
        "content/_forms/day.md": "outside",
        "content/tar/old/Pitch.md": "outside",
        "content/Torn.md": "page",
        "docs/index.md": "outside",
    }
    found = [one for one in findings(site, "NK1,NK2") if one[2] != "info"]
    assert [(path, severity) for _, path, severity in found] == [("content/Torn.md", "error")]


def test_a_note_among_notes_needs_no_front_matter(
    put: Put, findings: Findings, tmp_path: Path
) -> None:
    bare = {"Tar.md": "# Tar\n\nPine gives it.\n"}
    notes = {f"{n}.md": f"---\nmodule: {n}\n---\nText.\n" for n in range(3)}
    posts = {f"{n}.md": f"---\ntitle: T{n}\n---\nText.\n" for n in range(3)}
    said = [
        findings(put(tmp_path / name, {**bare, **files}), "NK101")
        for name, files in (("notes", notes), ("posts", posts))
    ]
    assert said == [[("NK101", "Tar.md", "info")], [("NK101", "Tar.md", "warning")]]


def test_jekyll_names_a_draft_by_its_file(put: Put, findings: Findings, tmp_path: Path) -> None:
    files = {
        "_config.yml": "title: Port\nplugins: []\n",
        "_drafts/rope.md": "---\nlayout: post\n---\nText.\n",
        "_posts/2024-05-01-a.md": "---\ntitle: A\n---\nText.\n",
    }
    assert findings(put(tmp_path, files), "NK201") == [("NK201", "_drafts/rope.md", "info")]


def test_vuepress_takes_the_first_heading_anywhere(
    put: Put, findings: Findings, tmp_path: Path
) -> None:
    files = {
        ".vuepress/config.js": "module.exports = {}\n",
        "rope.md": "---\ndate: 2024-05-01\n---\nSee [the port](https://port.example/).\n# Rope\n",
        "tar.md": "---\ndate: 2024-05-01\n---\n```sh\n# Tar\n```\n",
    }
    assert findings(put(tmp_path, files), "NK201") == [("NK201", "tar.md", "error")]


def test_what_next_js_exports_is_built(put: Put, findings: Findings, tmp_path: Path) -> None:
    files = {
        "docs/_next/static/chunks/a.js": "1\n",
        "docs/data/notes/a.md": "",
        "docs/notes/a/index.html": "<html><body><section><p>Rope</body></html>\n",
        "notes/b.md": "",
    }
    assert findings(put(tmp_path, files), "NK1,NK3") == [("NK114", "notes/b.md", "error")]


def test_an_empty_title_where_the_file_names_the_page(
    put: Put, findings: Findings, tmp_path: Path
) -> None:
    empty = "---\ntitle:\ntags: [port]\n---\nText.\n"
    quartz = {"quartz.config.ts": "export default {}\n", "content/Rope.md": empty}
    lost = {**quartz, "content/Rope.md": empty.replace("title:", "title: # Rope")}
    hugo = {"hugo.toml": "title = 'Port'\n", "content/posts/rope.md": empty}
    said = [
        findings(put(tmp_path / name, files), "NK202")
        for name, files in (("quartz", quartz), ("lost", lost), ("hugo", hugo))
    ]
    assert said == [
        [("NK202", "content/Rope.md", "info")],
        [("NK202", "content/Rope.md", "error")],
        [("NK202", "content/posts/rope.md", "error")],
    ]
