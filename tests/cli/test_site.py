"""At the root of a site, commands change posts and pages alone."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

Run = Callable[..., "CompletedProcess[bytes]"]

PAGE = "<!DOCTYPE html>\n<html><body><p>Foot <b>x</b></p></body></html>\n"
SITE = {
    "_config.yml": "title: Mill\n",
    "_posts/2024-01-02-flood.md": "---\ntitle: Flood\n---\n<p>High <b>water</b></p>\n",
    "_layouts/default.html": f"---\nlayout: none\n---\n{PAGE}",
    "_includes/foot.html": "<p>Foot <b>x</b></p>\n",
    "_site/flood.html": PAGE,
    "404.html": f"---\n---\n{PAGE}",
    "node_modules/x/README.md": "<p>hi <b>you</b></p>\n",
    "README.md": "# Mill\n\n<p>Build <b>it</b></p>\n",
    "docs.rst": "Title\n=====\n",
}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    for name, text in SITE.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return tmp_path


def changed(site: Path) -> set[str]:
    now = {
        path.relative_to(site).as_posix(): path.read_text("utf-8")
        for path in site.rglob("*")
        if path.is_file() and ".newskit_cache" not in path.parts
    }
    return {name for name in now.keys() | SITE.keys() if now.get(name) != SITE.get(name)}


@pytest.mark.parametrize(
    "arguments",
    [("convert", ".", "--in-place"), ("strip", ".", "--in-place"), ("validate", ".", "--fix")],
)
def test_only_posts_change_at_the_root(
    newskit: Run, site: Path, arguments: tuple[str, ...]
) -> None:
    done = newskit(*arguments)
    assert done.returncode == 0, done.stderr.decode()
    assert changed(site) <= {"_posts/2024-01-02-flood.md"}
    assert b"passed over: 3 templates" in done.stderr


def test_convert_does_convert_the_post(newskit: Run, site: Path) -> None:
    newskit("convert", ".", "--in-place")
    assert "High **water**" in (site / "_posts/2024-01-02-flood.md").read_text("utf-8")


def test_what_is_passed_over_is_said_once_with_counts(newskit: Run, site: Path) -> None:
    words = newskit("export", "jsonl", ".").stderr.decode()
    assert words.count("passed over") == 1
    assert "1 note on the repository" in words
    assert "_site/" in words
    assert "node_modules/" in words
    assert "passed over" not in newskit("export", "jsonl", ".", "--quiet").stderr.decode()


def test_other_formats_are_counted_where_there_is_no_site(newskit: Run, tmp_path: Path) -> None:
    (tmp_path / "a.rst").write_text("Title\n", "utf-8")
    (tmp_path / "b.mdx").write_text("Text\n", "utf-8")
    (tmp_path / "c.md").write_text("---\ntitle: C\n---\nText\n", "utf-8")
    words = newskit("export", "jsonl", ".").stderr.decode()
    assert "passed over: 1 .rst, 1 .mdx" in words


def test_a_template_named_by_hand_is_refused_with_the_reason(newskit: Run, site: Path) -> None:
    done = newskit("convert", "_includes/foot.html", "--in-place")
    assert done.returncode == 2
    assert b"_includes/ is Jekyll's" in done.stderr
    assert b"--force" in done.stderr
    assert changed(site) == set()


def test_force_works_on_it_all_the_same(newskit: Run, site: Path) -> None:
    assert newskit("convert", "_includes/foot.html", "--in-place", "--force").returncode == 0
    assert "_includes/foot.md" in changed(site)


def test_a_hooks_files_are_passed_over(newskit: Run, site: Path) -> None:
    names = [name for name in SITE if name.endswith((".md", ".html"))]
    done = newskit("validate", "--force-exclude", "--no-archive", *names)
    assert done.returncode == 0, done.stdout.decode()


@pytest.mark.parametrize("name", ["requirements.txt", "README.md", ".github/ISSUE_TEMPLATE/a.md"])
def test_a_hook_passes_over_notes_on_a_repository_without_a_site(
    newskit: Run, tmp_path: Path, name: str
) -> None:
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("Some words.\n", "utf-8")
    assert newskit("validate", "--force-exclude", "--no-archive", name).returncode == 0


def test_without_a_site_every_file_of_text_is_a_post(newskit: Run, tmp_path: Path) -> None:
    for name in ("README.md", "layouts/a.html", "notes.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("<p>Some words.</p>\n", "utf-8")
    lines = newskit("export", "jsonl", ".").stdout.splitlines()
    assert len(lines) == 3


def test_a_folder_outside_of_the_content_is_as_without_a_site(newskit: Run, tmp_path: Path) -> None:
    for name, text in {
        "hugo.toml": "baseURL = 'x'\n",
        "content/a.md": "A\n",
        "old/b.html": "<p>B</p>\n",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    assert len(newskit("export", "jsonl", "old").stdout.splitlines()) == 1
    (line,) = newskit("export", "jsonl", ".").stdout.splitlines()
    assert json.loads(line)["metadata"]["newskit"]["path"] == "content/a.md"


def test_site_shows_what_is_taken_for_what(newskit: Run, site: Path) -> None:
    shown = newskit("site").stdout.decode()
    assert shown.startswith("Jekyll site in . (_config.yml)\n")
    assert "1  post" in shown
    assert "a template: _layouts/ is Jekyll's" in shown
    rows = [json.loads(line) for line in newskit("site", "--json").stdout.splitlines()]
    kinds = {row["path"]: row["kind"] for row in rows}
    assert kinds["_posts/2024-01-02-flood.md"] == "post"
    assert kinds["_site/"] == "built output"
    assert b"README.md: readme: a note on the repository" in newskit("site", "--files").stdout


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


HUGO_PAGES = {
    "hugo.yaml": "baseURL: https://mill.example/\n",
    "content/imprint/index.md": "---\nlayout: legal\n---\nText.\n",
    "content/people/bea.md": "---\ntitle: Bea\n---\nAbout Bea.\n",
    "content/people/cy.md": "---\nslug: cy\n---\nAbout Cy.\n",
    "content/_index.md": "---\nlayout: start\n---\nStart.\n",
    "content/posts/fair.md": "---\ntitle: Fair\ndate: 2024-01-02\n---\nA post.\n",
}


def test_pages_need_no_date_or_title(newskit: Run, tmp_path: Path) -> None:
    write(tmp_path, HUGO_PAGES)
    done = newskit("validate", ".", "--no-cache")
    assert done.returncode == 0, done.stdout.decode()


@pytest.mark.parametrize("missing", ["title", "date"])
def test_posts_of_the_same_site_still_need_them(newskit: Run, tmp_path: Path, missing: str) -> None:
    values = {"title": "Flood", "date": "2024-01-03"}
    del values[missing]
    lines = "".join(f"{key}: {value}\n" for key, value in values.items())
    write(tmp_path, {**HUGO_PAGES, "content/posts/flood.md": f"---\n{lines}---\nA post.\n"})
    done = newskit("validate", ".", "--no-cache")
    assert done.returncode == 1
    assert done.stdout.decode().startswith("content/posts/flood.md:")


def test_pages_without_front_matter_are_no_error_where_they_are_built(
    newskit: Run, tmp_path: Path
) -> None:
    write(tmp_path, {"mkdocs.yml": "site_name: M\n", "docs/start.md": "# Start\n\nText.\n"})
    assert newskit("validate", ".", "--no-cache").returncode == 0


PELICAN = {
    "pelicanconf.py": "AUTHOR = 'Ana'\nPATH = 'texts'\n",
    "texts/flood.md": "---\ntitle: Flood: the second\ndate: 2024-01-02\n---\n\nText.\n",
    "texts/fair.md": 'Title: Fair: "quoted"\nDate: 2024-01-03\nTags: mill, river\n\nText two.\n',
}


def test_pelicans_posts_are_read_as_pelican_reads_them(newskit: Run, tmp_path: Path) -> None:
    write(tmp_path, PELICAN)
    done = newskit("validate", ".", "--no-cache", "--fix", "--unsafe-fixes")
    assert (done.returncode, done.stdout) == (0, b"")
    for name, text in PELICAN.items():
        assert (tmp_path / name).read_text("utf-8") == text
    records = [json.loads(line) for line in newskit("export", "jsonl", ".").stdout.splitlines()]
    assert [record["title"] for record in records] == ['Fair: "quoted"', "Flood: the second"]
    assert records[0]["tags"] == ["mill", "river"]
    assert records[0]["metadata"]["newskit"]["input_format"]["front_matter"] == "meta"


def test_stripping_adds_facts_as_pelican_reads_them(newskit: Run, tmp_path: Path) -> None:
    paragraphs = "\n\n".join(f"The council met {day} times and agreed on it." for day in range(4))
    text = f"Title: Flood\nDate: 2024-01-02\n\n{paragraphs}\n\nSource: [The Bee](https://bee.example/)\n"
    write(tmp_path, {"pelicanconf.py": "PATH = 'texts'\n", "texts/a.md": text})
    assert newskit("strip", ".", "--in-place").returncode == 0
    after = (tmp_path / "texts/a.md").read_text("utf-8")
    assert after.startswith("Title: Flood\nDate: 2024-01-02\n")
    assert "---" not in after
    head, _, body = after.partition("\n\n")
    assert "https://bee.example/" in head
    assert "bee.example" not in body


@pytest.mark.parametrize(
    "body", ["</br>\nText\n### Head\n```\ncode\n```\n", "Text\n\n<p>x <b>y</b></p>\n"]
)
def test_bodies_that_mix_html_and_pelicans_markdown_stay(
    newskit: Run, tmp_path: Path, body: str
) -> None:
    text = f"Title: T\nDate: 2024-01-02\n\n{body}"
    write(tmp_path, {"pelicanconf.py": "PATH = 'texts'\n", "texts/a.md": text})
    assert newskit("convert", "texts/a.md").stdout.decode() == text


@pytest.mark.parametrize("rest", ["* a\n* b\n", "1. a\n", "## K\n", "<b>a</b> *b*\n> c\n"])
def test_what_follows_python_markdowns_blocks_in_the_next_line_stays(
    newskit: Run, tmp_path: Path, rest: str
) -> None:
    post = f"Title: T\nDate: 2024-01-02\n\n<p>\nHello\n</p>\n{rest}"
    write(tmp_path, {"pelicanconf.py": "SITENAME = 'Mill'\n", "content/a.md": post})
    done = newskit("convert", "content/a.md", "-o", "out")
    assert (tmp_path / "out" / "a.md").read_text().endswith(rest)
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("config", "text"),
    [
        ("mkdocs.yml", "site_name: Mill\ndocs_dir: texts\n"),
        ("conf.py", "POSTS = (('texts/*.md', 'posts', 'post.tmpl'),)\n"),
    ],
)
def test_python_markdowns_blocks_that_hold_markdown_stay(
    newskit: Run, tmp_path: Path, config: str, text: str
) -> None:
    body = (
        '<div align="center">\n<p>\n<a href="x"><b>y</b></a>\n</p>\n\n<em>z</em>\n</div>\n\nEnd\n'
    )
    post = f"---\ntitle: T\ndate: 2024-01-02\n---\n{body}"
    write(tmp_path, {config: text, "texts/a.md": post, "texts/b.md": "---\ntitle: T\n---\n*b*\n"})
    done = newskit("convert", "texts", "-o", "out", "--report", "report.jsonl")
    assert (tmp_path / "out" / "a.md").read_text() == post
    assert b"differences: 1 unsupported" in done.stderr
    (row,) = map(json.loads, (tmp_path / "report.jsonl").read_text().splitlines())
    assert row["path"] == "texts/a.md"
    assert row["why"].startswith("Python-Markdown reads HTML among Markdown otherwise")
    asked = newskit("convert", "texts/a.md", "--dialect", "commonmark").stdout.decode()
    assert "\n\n*z*\n</div>\n" in asked


@pytest.mark.parametrize(
    ("config", "name"),
    [
        ("docusaurus.config.js", "blog/a.md"),
        ("docusaurus.config.ts", "blog/b.mdx"),
        ("astro.config.mjs", "src/content/blog/c.mdx"),
    ],
)
def test_jsx_stays_untouched(newskit: Run, tmp_path: Path, config: str, name: str) -> None:
    head = "---\ntitle: T\ndate: 2024-01-02\npubDate: 2024-01-02\n---\n"
    text = f"{head}<Card a={{b}}>\n<p>x <b>y</b></p>\n</Card>\n"
    write(tmp_path, {config: "export default {};\n", name: text})
    assert newskit("convert", name).stdout.decode() == text
    assert len(newskit("export", "jsonl", ".").stdout.splitlines()) == 1


@pytest.mark.parametrize("name", ["about.html", "team/people.htm"])
def test_pages_keep_their_names_in_place(newskit: Run, tmp_path: Path, name: str) -> None:
    page = "---\ntitle: About\n---\n<p>We <b>mill</b>.</p>\n"
    write(tmp_path, {"_config.yml": "title: M\n", name: page})
    assert newskit("convert", ".", "--in-place").returncode == 0
    assert (tmp_path / name).read_text("utf-8") == page
    newskit("convert", ".", "-o", "out")
    assert "We **mill**." in (tmp_path / "out" / name).with_suffix(".md").read_text("utf-8")


def test_nikolas_plain_text_is_another_format(newskit: Run, tmp_path: Path) -> None:
    config = 'POSTS = (("posts/*.txt", "posts", "x"), ("posts/*.md", "posts", "x"))\nPAGES = ()\n'
    write(tmp_path, {"conf.py": config, "posts/a.txt": ".. title: A\n\n*x*\n", "posts/b.md": "B\n"})
    done = newskit("export", "jsonl", ".")
    assert len(done.stdout.splitlines()) == 1
    assert b"passed over: 1 .txt" in done.stderr


@pytest.mark.parametrize("config", ["astro.config.mjs", "docusaurus.config.js"])
def test_content_of_a_program_may_lie_elsewhere(newskit: Run, tmp_path: Path, config: str) -> None:
    post = "---\ntitle: A\ndate: 2024-01-02\n---\nText.\n"
    write(tmp_path, {config: "export default {};\n", "texts/a.md": post, "texts/b.md": "B\n"})
    (line,) = newskit("export", "jsonl", ".").stdout.splitlines()
    assert json.loads(line)["title"] == "A"


def test_section_pages_may_be_empty(newskit: Run, tmp_path: Path) -> None:
    write(tmp_path, {**HUGO_PAGES, "content/news/_index.md": "---\n---\n"})
    assert newskit("validate", ".", "--no-cache").stdout == b""


def test_posts_without_front_matter_are_counted(newskit: Run, tmp_path: Path) -> None:
    write(tmp_path, {"p/a.md": "Text.\n", "p/b.md": "---\ntitle: B\n---\nText.\n"})
    assert b"1 without front matter" in newskit("export", "jsonl", "p").stderr


def test_an_editors_text_is_what_its_file_is(newskit: Run, tmp_path: Path) -> None:
    write(tmp_path, HUGO_PAGES)
    text = b"---\nslug: cy\n---\nAbout.\n"
    for name, code in (("content/people/cy.md", 0), ("content/posts/fair.md", 1)):
        done = newskit("validate", "-", "--stdin-filename", name, stdin=text)
        assert done.returncode == code, name


def test_a_link_to_a_folder_is_not_followed_and_said(newskit: Run, tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "a.md").write_text("---\ntitle: A\ndate: 2024-01-02\n---\nText\n", "utf-8")
    (tmp_path / "blog").mkdir()
    (tmp_path / "blog" / "posts").symlink_to("../kept", target_is_directory=True)
    done = newskit("validate", "blog")
    assert done.stdout == b""
    assert b"passed over: 1 link to a folder (`newskit site` lists them)" in done.stderr
    listed = newskit("site", "blog", "--files").stdout.decode()
    assert "blog/posts/: link: a link to a folder, which is not followed" in listed
    assert b"1 post:" in newskit("validate", "blog/posts").stderr


SETTINGS = (
    "title: Mill\npaginate: 10\t\nfounded: 2024-02-30\ncollections:\n  mills:\n    output: true\n"
)


@pytest.mark.parametrize("begins", [b"", b"\xef\xbb\xbf"])
def test_settings_are_read_as_the_generator_reads_them(
    newskit: Run, site: Path, begins: bytes
) -> None:
    (site / "_config.yml").write_bytes(begins + SETTINGS.encode())
    (site / "_mills").mkdir()
    (site / "_mills" / "old.md").write_text("---\ntitle: Old\n---\nText\n", "utf-8")
    done = newskit("site", ".", "--files")
    assert "_mills/old.md: page" in done.stdout.decode()
    assert b"cannot be parsed" not in done.stderr


def test_settings_that_cannot_be_parsed_are_said(newskit: Run, site: Path) -> None:
    (site / "_config.yml").write_text("title: Mill\ncollections: [\n", "utf-8")
    for command in (("site", "."), ("validate", "."), ("convert", ".", "--check")):
        said = newskit(*command).stderr.decode()
        assert "_config.yml cannot be parsed, so its settings are not known: " in said, command
        assert "line 3" in said, command


def test_markdown_within_html_is_heeded_as_the_settings_of_the_site_say(
    newskit: Run, site: Path
) -> None:
    post = site / "_posts" / "2024-01-02-flood.md"
    body = "<aside>\n*High* <b>water</b>\n</aside>\n\nThen <b>ebb</b>\n"
    post.write_text(f"---\ntitle: Flood\n---\n{body}")
    read = ("export", "jsonl", "_posts", "--no-strip", "--select", "text")
    assert json.loads(newskit(*read, cwd=site).stdout)["text"] == "*High* water\n\nThen ebb"
    (site / "_config.yml").write_text("kramdown:\n  parse_block_html: true\n")
    assert json.loads(newskit(*read, cwd=site).stdout)["text"] == "High water\n\nThen ebb"
    newskit("convert", "_posts", "--in-place", cwd=site)
    assert post.read_text().endswith(body.replace("<b>ebb</b>", "**ebb**"))


def test_titles_of_code_are_read_where_octopress_is(newskit: Run, site: Path) -> None:
    post = site / "_posts" / "2024-01-02-flood.md"
    post.write_text("---\ntitle: Flood\n---\nRun:\n\n```ruby The gauge /g.rb\nputs 1 # *m*\n```\n")
    read = ("export", "jsonl", "_posts", "--no-strip", "--select", "text")
    assert json.loads(newskit(*read, cwd=site).stdout)["text"].endswith("g.rb puts 1 # *m*")
    write(site, {"plugins/backtick_code_block.rb": "module BacktickCodeBlock\nend\n"})
    text = json.loads(newskit(*read, cwd=site).stdout)["text"]
    assert text == "Run:\n\nThe gauge link\n\nputs 1 # *m*"


def test_converting_for_github_twice_is_converting_once(newskit: Run, tmp_path: Path) -> None:
    cells = (
        "<table><tr><td><ul><li>a</li><li>b</li></ul></td><td><p>c</p><p>d</p></td></tr></table>"
    )
    (tmp_path / "a.html").write_text(f"<p>x</p>{cells}<p>y</p>")
    newskit("convert", "a.html", "-o", "out", "--profile", "gfm", cwd=tmp_path)
    once = (tmp_path / "out" / "a.md").read_bytes()
    assert newskit("convert", "out/a.md", "--profile", "gfm", cwd=tmp_path).stdout == once


def test_nikolas_html_keeps_its_name_beside_its_translations(newskit: Run, tmp_path: Path) -> None:
    head = "<!--\n.. title: Flood\n.. date: 2024-01-02\n-->\n\n"
    post = f"{head}<p>River</p>\n\n<!-- TEASER_END -->\n"
    files = {"posts/a.html": post, "posts/a.es.html": post, "posts/b.html": f"º{post}"}
    config = "POSTS = (('posts/*.html', 'posts', 'post.tmpl'),)\nPAGES = ()\nNIKOLA = 1\n"
    write(tmp_path, {"conf.py": config, **files})
    assert newskit("convert", ".", "--in-place").returncode == 0
    assert {name: (tmp_path / name).read_text("utf-8") for name in files} == files
    done = newskit("convert", "posts/a.html").stdout.decode()
    assert "River\n\n<!-- TEASER_END -->\n" in done


@pytest.mark.parametrize(
    "mark",
    ["TEASER_END", "END_TEASER: more", "break", "excerpt", "end excerpt", "PELICAN_END_SUMMARY"],
)
def test_a_comment_that_ends_an_excerpt_stays(newskit: Run, tmp_path: Path, mark: str) -> None:
    write(
        tmp_path, {"a.html": f"<p>River</p><!-- {mark} --><p>Mill</p><!-- breakfast --><p>K</p>\n"}
    )
    done = newskit("convert", "a.html").stdout.decode()
    assert done == f"River\n\n<!-- {mark} -->\n\nMill\n\nK\n"


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ("", 1),
        ("[markup.goldmark.renderer]\nunsafe = false\n", 1),
        ("[Markup.goldmark.renderer]\nUnsafe = true\n", 0),
        ("[markup]\ndefaultMarkdownHandler = 'pandoc'\n", 0),
    ],
)
def test_html_that_hugo_left_out_is_said_to_show(
    newskit: Run, tmp_path: Path, settings: str, said: int
) -> None:
    (tmp_path / "hugo.toml").write_text(f"baseURL = 'https://x.example/'\n{settings}", "utf-8")
    posts = tmp_path / "content/posts"
    posts.mkdir(parents=True)
    (posts / "flood.md").write_text("---\ntitle: T\n---\n<p>High <b>water</b></p>\n", "utf-8")
    (posts / "plain.md").write_text("---\ntitle: T\n---\nHigh **water**\n", "utf-8")
    (posts / "page.html").write_text("---\ntitle: T\n---\n<p>High <b>water</b></p>\n", "utf-8")
    done = newskit("convert", ".", "--in-place", "--report", "rows.jsonl")
    assert done.returncode == 0, done.stderr.decode()
    assert (b"1 post with HTML that Hugo leaves out" in done.stderr) == said
    rows = [json.loads(line) for line in (tmp_path / "rows.jsonl").read_text("utf-8").splitlines()]
    assert [row["path"] for row in rows] == ["content/posts/flood.md"] * said
