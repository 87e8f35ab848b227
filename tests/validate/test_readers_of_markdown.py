"""What one reader of Markdown takes for a heading, a tag or code, and another one does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from newskit.config.validate import Generator, ValidateConfig
from newskit.problem import Severity
from newskit.read.parse import parse_bytes, parse_text
from newskit.validate.post import validate_post

_HEAD = "---\ntitle: T\ndate: 2024-05-01\n---\n"
_SUMMARY = "<details>\n<summary>The log</summary>\n```\none\n\ntwo\n```\n</details>\n\nText.\n"


def codes(generator: str, body: str, *selected: str, path: str = "posts/p.md") -> list[str]:
    config = ValidateConfig(generator=Generator(generator), select=selected, archive=False)
    return [one.code for one in validate_post(parse_text(path, _HEAD + body), config)]


@pytest.mark.parametrize(
    ("generator", "is_heading"),
    [
        *(("pelican", True), ("mkdocs", True), ("nikola", True)),
        *(("jekyll", False), ("hugo", False), ("hexo", False), ("other", False)),
    ],
)
def test_python_markdown_wants_no_space_in_a_heading(generator: str, *, is_heading: bool) -> None:
    found = codes(generator, "##The bridge\n\nText.\n", "NK370")
    assert found == ([] if is_heading else ["NK370"])


@pytest.mark.parametrize(
    ("settings", "found"),
    [
        ("title: T\n", ["NK370"]),
        ("markdown: kramdown\nkramdown: {input: GFM}\n", ["NK370"]),
        ("markdown: CommonMarkGhPages\n", ["NK370"]),
        ("kramdown:\n  input: kramdown\n", []),
        ("markdown: redcarpet\n", []),
    ],
)
def test_a_jekyll_site_chooses_its_markdown(
    tmp_path: Path, settings: str, found: list[str]
) -> None:
    (tmp_path / "_config.yml").write_text(f"{settings}plugins: [jekyll-feed]\n")
    path = tmp_path / "_posts" / "2024-05-01-a.md"
    path.parent.mkdir()
    path.write_text(f"{_HEAD}##The bridge\n")
    assert codes("jekyll", "##The bridge\n", "NK370", path=str(path)) == found


@pytest.mark.parametrize(("renderer", "found"), [("kramed", []), ("marked", ["NK370"])])
def test_a_hexo_site_chooses_its_markdown(tmp_path: Path, renderer: str, found: list[str]) -> None:
    packages = f'{{"dependencies": {{"hexo": "^7", "hexo-renderer-{renderer}": "^6"}}}}'
    (tmp_path / "package.json").write_text(packages)
    (tmp_path / "_config.yml").write_text("source_dir: source\npublic_dir: public\n")
    path = tmp_path / "source" / "_posts" / "a.md"
    path.parent.mkdir(parents=True)
    path.write_text(f"{_HEAD}##The bridge\n")
    assert codes("hexo", "##The bridge\n", "NK370", path=str(path)) == found


@pytest.mark.parametrize(("markdown", "found"), [("rdiscount", []), ("kramdown", ["NK370"])])
def test_the_settings_above_a_folder_of_sources_choose_its_markdown(
    tmp_path: Path, markdown: str, found: list[str]
) -> None:
    (tmp_path / "_config.yml").write_text(f"source: source\nmarkdown: {markdown}\n")
    path = tmp_path / "source" / "_posts" / "2024-05-01-a.md"
    path.parent.mkdir(parents=True)
    (tmp_path / "source" / "_layouts").mkdir()
    path.write_text(f"{_HEAD}##The bridge\n")
    assert codes("jekyll", "##The bridge\n", "NK370", path=str(path)) == found


def test_fenced_code_within_html() -> None:
    for generator, found in (("nikola", []), ("mkdocs", []), ("hugo", ["NK353", "NK358"])):
        assert codes(generator, _SUMMARY, "NK353", "NK358") == found


@pytest.mark.parametrize("body", ["If m = 1<<B - 1, then n > m.", "So a <b 1 and c> d.\n"])
def test_less_than_is_no_tag(body: str) -> None:
    assert codes("hugo", body, "NK353") == []
    assert codes("hugo", body.replace("B - 1,", "b").replace("b 1", "b"), "NK353") == ["NK353"]


def test_a_name_that_begins_like_script_is_another_element() -> None:
    assert codes("jekyll", "Where does <scripts src> go?", "NK353") == []
    assert codes("jekyll", "Where does <script src> go?", "NK353") == ["NK353"]


def test_what_follows_a_page_is_one_fault() -> None:
    page = "<!doctype html>\n<html><body><p>Text.</p></body></html>"
    torn = f"{page}</div></div></section></div>\n"
    assert codes("other", torn, "NK354", path="a.html") == ["NK354"]
    inside = torn.replace("<p>", "</div></div><p>")
    assert codes("other", inside, "NK354", path="a.html") == ["NK354"] * 3


def test_line_ends_of_a_whole_page_do_not_matter() -> None:
    for name, text, found in (
        ("a.html", "<!doctype html>\n<p>One\r\n<p>Two\n", []),
        ("a.html", "<p>One\r\n<p>Two\n", ["NK108"]),
        ("a.md", "<!doctype html>\n<p>One\r\n<p>Two\n", ["NK108"]),
    ):
        config = ValidateConfig(select=("NK108",), archive=False)
        post = parse_bytes(name, text.encode())
        assert [one.code for one in validate_post(post, config)] == found


@pytest.mark.parametrize(
    ("character", "severity"), [("\x7f", Severity.WARNING), ("\x03", Severity.ERROR)]
)
def test_a_delete_character_harms_less(character: str, severity: Severity) -> None:
    post = parse_text("a.md", f"{_HEAD}One{character}two\n")
    (found,) = validate_post(post, ValidateConfig(select=("NK111",)))
    assert found.severity is severity


@pytest.mark.parametrize(
    ("line", "severity"),
    [
        ('title: "A "', Severity.INFO),
        ('description: " A"', Severity.INFO),
        ('author: "A "', Severity.WARNING),
        ('tags: ["a ", b]', Severity.WARNING),
    ],
)
def test_a_space_matters_where_a_value_names_something(line: str, severity: Severity) -> None:
    post = parse_text("a.md", f"---\n{line}\n---\nText.\n")
    (found,) = validate_post(post, ValidateConfig(select=("NK313",)))
    assert found.severity is severity


@pytest.mark.parametrize(
    ("generator", "second", "severity"),
    [
        ("jekyll", "true", Severity.WARNING),
        ("jekyll", "false", Severity.ERROR),
        ("hexo", "true", Severity.ERROR),
    ],
)
def test_a_key_that_says_the_same_twice(generator: str, second: str, severity: Severity) -> None:
    post = parse_text("a.md", f"---\ntitle: T\npinned: true\npinned: {second}\n---\nText.\n")
    config = ValidateConfig(generator=Generator(generator), select=("NK106",))
    (found,) = validate_post(post, config)
    assert found.severity is severity


@pytest.mark.parametrize(
    ("generator", "date", "severity"),
    [
        ("nikola", "2024-05-01 09:41:00 UTC+02:00", None),
        ("nikola", "2024-05-01 09:41:00 UTC+2", Severity.WARNING),
        ("nikola", "2024-05-01 09:41:00 GMT+02:00", Severity.WARNING),
        ("nikola", "2024-05-01 09:41:00 CEST", Severity.WARNING),
        ("nikola", "", Severity.ERROR),
        ("astro", "2024-05-01 09:41:00 CEST", Severity.WARNING),
        ("astro", "2024-05", None),
        ("astro", "", Severity.WARNING),
        ("jekyll", "", None),
        ("jekyll", "2024-05-01 24:00:00", Severity.WARNING),
        ("hugo", "2024-05-01 24:00:00", Severity.ERROR),
    ],
)
def test_dates_as_their_generator_reads_them(
    generator: str, date: str, severity: Severity | None
) -> None:
    post = parse_text("posts/p.md", f"---\ntitle: T\ndate: {date}\n---\nText.\n")
    config = ValidateConfig(generator=Generator(generator), select=("NK301", "NK302"))
    found = [one.severity for one in validate_post(post, config)]
    assert found == ([severity] if severity else [])


def test_texts_beside_the_site_they_were_made_from(tmp_path: Path) -> None:
    import subprocess
    import sys

    text = "The bridge over the river was closed for two days, and nobody could say why. " * 5
    for name in ("letters/a.md", "web/content/posts/a.md", "web/content/posts/b.md"):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"---\ntitle: {name}\ndate: 2024-05-01\n---\n{text}\n")
    (tmp_path / "web" / "hugo.toml").write_text('baseURL = "https://example.org/"\n')
    command = [sys.executable, "-m", "newskit", "validate", ".", "--isolated", "--no-cache"]
    done = subprocess.run(
        [*command, "--select", "NK404,NK405"], cwd=tmp_path, capture_output=True, check=False
    )
    assert [line.split(b":")[0] for line in done.stdout.splitlines()] == [b"web/content/posts/b.md"]
    assert b"same as in web/content/posts/a.md" in done.stdout


def findings_of(folder: Path, *codes: str) -> list[tuple[str, str]]:
    """The path and code of each finding of a run at the root of a site."""
    import json
    import subprocess
    import sys

    command = [sys.executable, "-m", "newskit", "validate", ".", "--isolated", "--no-cache"]
    done = subprocess.run(
        [*command, "--output-format", "json", "--select", ",".join(codes)],
        cwd=folder,
        capture_output=True,
        check=False,
    )
    return sorted((one["path"], one["code"]) for one in json.loads(done.stdout))


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")


def test_links_to_pages_with_a_language_in_their_name(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "mkdocs.yml": "site_name: Harbour\n",
            "docs/start.de.md": "See [the map](map.md) and [the tide](tide.md).\n",
            "docs/map.de.md": "Text.\n",
            "docs/tide.old-copy-of-ours.md": "Text.\n",
        },
    )
    assert findings_of(tmp_path, "NK406") == [("docs/start.de.md", "NK406")]


def test_a_folder_that_is_not_there_is_named_once(tmp_path: Path) -> None:
    pages = {f"docs/p{number}.md": "See [ropes](lists/ropes.md).\n" for number in range(3)}
    write(tmp_path, {"mkdocs.yml": "site_name: Port\n", "docs/a.md": "[Map](maps/a.md)\n", **pages})
    assert findings_of(tmp_path, "NK406") == [("docs/a.md", "NK406"), ("docs/p0.md", "NK406")]
    write(tmp_path, {"docs/lists/knots.md": "Text.\n"})
    assert len(findings_of(tmp_path, "NK406")) == 4


def test_a_vault_finds_notes_by_their_name(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "knots/bowline.md": "A loop.\n",
            "ropes/hemp.md": "See [it](bowline.md) and [[tar]].\n",
            "ropes/tar.md": "See [it](bowline.md).\n",
            "ropes/wire.md": "See [it](hitch.md), \\[this\\](loop.md) and [[tar]].\n",
        },
    )
    assert findings_of(tmp_path, "NK406") == [("ropes/tar.md", "NK406"), ("ropes/wire.md", "NK406")]
    (tmp_path / ".obsidian").mkdir()
    assert findings_of(tmp_path, "NK406") == [("ropes/wire.md", "NK406")]


def test_brackets_of_a_program_make_no_vault_nor_does_a_page_of_every_folder(
    tmp_path: Path,
) -> None:
    script = "```sh\nif [[ -f rope ]]; then tie [[rope]]; fi\n```\n"
    write(
        tmp_path,
        {
            "knots/bowline.md": "A loop.\n",
            "knots/index.md": "All the knots.\n",
            "ropes/hemp.md": f"See [it](bowline.md).\n\n{script}",
            "ropes/tar.md": "See [it](../lofts/index.md) and [[hemp]].\n",
            "ropes/wire.md": "See [it](bowline.md) and [[1]](#one).\n",
        },
    )
    assert [path for path, _ in findings_of(tmp_path, "NK406")] == [
        "ropes/hemp.md",
        "ropes/tar.md",
        "ropes/wire.md",
    ]


@pytest.mark.parametrize("mark", ["|filename|", "{filename}"])
def test_links_to_the_files_of_a_pelican_site(tmp_path: Path, mark: str) -> None:
    write(
        tmp_path,
        {
            "pelicanconf.py": "SITENAME = 'Harbour'\nSITEURL = ''\nPATH = 'content'\n",
            "content/2024/map.md": "Title: The map\nDate: 2024-05-01\n\nText.\n",
            "content/2024/low_tide.md": "Title: Low tide\nDate: 2024-05-01\n\nText.\n",
            "content/pages/start.md": f"Title: Start\n\nSee [it]({mark}../2024/map.md).\n",
            "content/pages/tide.md": "Title: Tide\n\nSee [it](../2024/low\\_tide.md).\n",
            "content/pages/end.md": f"Title: End\n\nSee [it]({mark}../2023/map.md).\n",
        },
    )
    assert findings_of(tmp_path, "NK406") == [("content/pages/end.md", "NK406")]


def test_docusaurus_looks_for_pages_in_the_folders_of_the_content(tmp_path: Path) -> None:
    copied = "The bridge over the river was closed for two days, and nobody could say why. " * 5
    fr = "i18n/fr/docusaurus-plugin-content-docs/current"
    write(
        tmp_path,
        {
            "docusaurus.config.js": "module.exports = {};\n",
            "docs/api.md": f"# API\n\n{copied}\n",
            "docs/guides/start.md": "See [the API](api.md), [the end](end.md).\n",
            f"{fr}/api.md": f"# API\n\n{copied}\n",
            f"{fr}/guides/start.md": "Voir [l'API](api.md), [le plan](guides/map.md).\n",
            "docs/guides/map.md": "Text.\n",
        },
    )
    assert findings_of(tmp_path, "NK404", "NK406") == [("docs/guides/start.md", "NK406")]


def test_text_named_as_html_has_no_tags(tmp_path: Path) -> None:
    head = "---\ntitle: T\n---\n"
    write(
        tmp_path,
        {
            "a.html": f"{head}Send to <label> with <script>.\n",
            "b.html": f"{head}<p>Send to <label> with <b>us</b>.\n",
            "c.txt": "import {a} from 'b';\n\nx = <div><p>One</p>;\n",
            "d.txt": "The import of boats.\n\n<div><p>One</p>\n",
        },
    )
    assert findings_of(tmp_path, "NK353") == [("b.html", "NK353"), ("d.txt", "NK353")]


@pytest.mark.parametrize(
    ("tag", "found"),
    [
        ('<abbr title="Between <i> and </i>, all of it">parts</abbr>', []),
        ('<a href="https://example.org>Here</a> and <a href="/b">there</a>', ["NK354"]),
    ],
)
def test_a_less_than_sign_within_an_attribute(tag: str, found: list[str]) -> None:
    assert codes("hugo", f"See {tag}.\n", "NK353", "NK354") == found


@pytest.mark.parametrize(
    ("generator", "body", "found"),
    [
        ("hugo", "See [it](https://example.org/a b).", ["NK364"]),
        ("jekyll", "See [it](https://example.org/a b).", []),
        ("pelican", "See [it](https://example.org/a b).", []),
        ("jekyll", "See [it](https://example.org/a and go on.", ["NK364"]),
        ("jekyll", "See [it](https://example.org/a and go on\nto the end.\n\n(No.)", ["NK364"]),
        ("jekyll", 'See [it](https://example.org/a\n"The title") and go on.', []),
        ("jekyll", "See [it](https://example.org/a and (this).", []),
        ("jekyll", "See (it)[https://example.org/a].", ["NK364"]),
        ("jekyll", "See (it)[1] and f(x)[https://example.org/a].", []),
        ("jekyll", "![A boat] (/img/boat.jpg)", ["NK364"]),
        ("jekyll", "A list [of boats] (boats.txt)", []),
    ],
)
def test_links_that_are_none(generator: str, body: str, found: list[str]) -> None:
    assert codes(generator, f"{body}\n", "NK364") == found


def test_a_heading_closed_by_another_is_one_fault() -> None:
    body = "<h2>One</h3>\n\n<h2>Two</h2>\n\n</h4>\n"
    assert codes("hugo", body, "NK353", "NK354") == ["NK353", "NK354"]
    post = parse_text("a.md", f"{_HEAD}{body}")
    (found,) = validate_post(post, ValidateConfig(select=("NK353",), archive=False))
    assert found.message == "`<h2>` is opened here and closed by `</h3>`"


def test_an_end_tag_that_another_file_opened() -> None:
    body = "<p>Text.</p>\n</div>{}\n"
    for remark, found in ((" <!-- opened in header.html -->", []), (" <!-- end -->", ["NK354"])):
        assert codes("jekyll", body.format(remark), "NK354", path="a.html") == found


@pytest.mark.parametrize(
    ("generator", "line", "found"),
    [
        ("jekyll", "number: 08", []),
        ("hugo", "number: 08", ["NK309"]),
        ("jekyll", "number: 010", ["NK309"]),
        ("hexo", "date: 2024-05-01T00:00:00+00:00", []),
        ("hexo", "date: 2024-05-01T00:00:00.000Z", []),
        ("hexo", "date: 2024-05-01T00:00:01Z", ["NK330"]),
        ("hexo", "date: 2024-05-01T00:00:00+08:00", ["NK330"]),
        ("eleventy", 'title: "Using &lt;img&gt; well"', []),
        ("eleventy", 'description: "In <code>a&nbsp;b</code>"', []),
        ("eleventy", 'title: "If a &lt; b"', ["NK307"]),
        ("eleventy", 'title: "Nuts &amp; bolts"', ["NK307"]),
    ],
)
def test_values_as_their_generator_shows_them(generator: str, line: str, found: list[str]) -> None:
    post = parse_text("posts/p.md", f"---\n{line}\n---\nText.\n")
    config = ValidateConfig(
        generator=Generator(generator), select=("NK307", "NK309", "NK330"), archive=False
    )
    assert [one.code for one in validate_post(post, config)] == found


@pytest.mark.parametrize(
    ("generator", "severity"),
    [("jekyll", Severity.WARNING), ("eleventy", Severity.INFO), ("hexo", Severity.INFO)],
)
def test_the_day_in_a_file_name_matters_to_jekyll(generator: str, severity: Severity) -> None:
    post = parse_text("posts/2024-05-01-a.md", "---\ndate: 2024-05-09\n---\nText.\n")
    config = ValidateConfig(generator=Generator(generator), select=("NK305",))
    (found,) = validate_post(post, config)
    assert found.severity is severity


def test_lists_of_words_are_no_articles(tmp_path: Path) -> None:
    names = "\n".join(f"rope{number}" for number in range(90))
    prose = "The ferry leaves at nine, and whoever helps with the ropes is there.\n" * 9
    files = {
        f"{folder}/{name}.txt": text
        for folder in "ab"
        for name, text in (("n", names), ("p", prose))
    }
    write(tmp_path, files)
    assert findings_of(tmp_path, "NK404") == [("b/p.txt", "NK404")]


def test_translations_beside_each_other_share_a_slug(tmp_path: Path) -> None:
    text = "---\ntitle: {}\nslug: rope\n---\nText.\n"
    names = ("rope.en.md", "rope.nl.md", "tar.md", "hemp.md")
    write(tmp_path, {f"posts/{name}": text.format(name) for name in names})
    assert findings_of(tmp_path, "NK402") == [("posts/tar.md", "NK402")]
