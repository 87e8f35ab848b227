"""Addresses, languages and titles that the settings of a site give to its posts.

The addresses are what Jekyll 4.3, Hugo 0.111, Hexo 7, Pelican 4, Eleventy 3 and Zola 0.20 make.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from newskit.api import iter_posts, to_record
from newskit.config.export import ExportConfig
from newskit.config.model import Config

POST = "---\ntitle: A title\n---\n\nBody.\n"


def record(folder: Path, config: tuple[str, str], path: str, text: str = POST) -> dict[str, Any]:
    """Return the record of a post of a small site."""
    for name, content in (config, (path, text)):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")
    (folder / ".git").mkdir(exist_ok=True)
    (post,) = iter_posts(folder / path)
    return to_record(post)


def stated(**values: str) -> str:
    lines = "".join(f"{key}: {value}\n" for key, value in values.items())
    return f"---\ntitle: A title\n{lines}---\n\nBody.\n"


JEKYLL = "url: https://news.test\nbaseurl: /b\ncollections:\n  people:\n    output: true\n"


@pytest.mark.parametrize(
    ("settings", "path", "text", "address"),
    [
        ("", "_posts/2021-03-04-Über-uns.md", POST, "/b/2021/03/04/%C3%9Cber-uns.html"),
        ("permalink: pretty\n", "_posts/2021-03-04-x.md", POST, "/b/2021/03/04/x/"),
        ("permalink: none\n", "a/_posts/2021-03-04-x.md", stated(category="B"), "/b/a/b/x.html"),
        ("permalink: ordinal\n", "_posts/2021-03-04-x.md", POST, "/b/2021/063/x.html"),
        ("permalink: /:i_month/:slug\n", "_posts/2021-03-04-X.y.md", POST, "/b/3/x-y"),
        ("", "_posts/2021-03-04-x.md", stated(date="2022-01-02", slug="z"), "/b/2022/01/02/z.html"),
        ("", "_posts/2021-03-04-x.md", stated(permalink="/:year/q/"), "/b/2021/q/"),
        ("", "_posts/2021-03-04-x.md", stated(permalink="/own/"), "/b/own/"),
        ("permalink: pretty\n", "_people/ann-lee.md", POST, "/b/people/ann-lee/"),
        ("", "about/us.md", POST, "/b/about/us.html"),
        ("", "about/index.md", POST, "/b/about/"),
    ],
)
def test_address_by_jekyll(
    tmp_path: Path, settings: str, path: str, text: str, address: str
) -> None:
    found = record(tmp_path, ("_config.yml", JEKYLL + settings), path, text)
    assert found["url"] == f"https://news.test{address}"
    assert "_config.yml" in found["metadata"]["newskit"]["derived"]["url"]


@pytest.mark.parametrize(
    ("settings", "path", "text", "address"),
    [
        ("", "content/posts/My Post.md", POST, "/posts/my-post/"),
        ("", "content/posts/a/index.md", POST, "/posts/a/"),
        ("", "content/posts/x.md", stated(slug="Other One"), "/posts/other-one/"),
        ("", "content/posts/x.md", stated(url="/Own/"), "/Own/"),
        ("uglyURLs: true\n", "content/posts/x.md", POST, "/posts/x.html"),
        ("disablePathToLower: true\n", "content/posts/X.md", POST, "/posts/X/"),
        ("permalinks: {posts: '/:year/:title/'}\n", "content/posts/x.md", stated(date="2021-03-04"),
         "/2021/a-title/"),
        ("permalinks: {page: {posts: '/:slugorfilename/'}}\n", "content/posts/x.md", POST, "/x/"),
        ("languages: {en: {}, fr: {}}\n", "content/posts/x.fr.md", POST, "/fr/posts/x/"),
        ("languages: {en: {contentDir: content/en}, de: {contentDir: content/de}}\n",
         "content/de/posts/x.md", POST, "/de/posts/x/"),
    ],
)  # fmt: skip
def test_address_by_hugo(tmp_path: Path, settings: str, path: str, text: str, address: str) -> None:
    found = record(tmp_path, ("hugo.yaml", "baseURL: https://news.test/\n" + settings), path, text)
    assert found["url"] == f"https://news.test{address}"


@pytest.mark.parametrize(
    ("settings", "path", "text", "address"),
    [
        ("", "source/_posts/某.md", stated(date="2021-03-04"), "/2021/03/04/%E6%9F%90/"),
        ("", "source/_posts/in/A b.md", stated(date="2021-03-04"), "/2021/03/04/in/A%20b/"),
        ("new_post_name: :year-:month-:day-:title.md\npermalink: p/:title.html\n",
         "source/_posts/2021-03-04-x.md", POST, "/p/x.html"),
        ("permalink: :category/:name/\n", "source/_posts/d/x.md", stated(categories="C d"),
         "/C-d/x/"),
        ("", "source/_posts/x.md", stated(permalink="own/name"), "/own/name"),
        ("pretty_urls: {trailing_index: false}\n", "source/about/index.md", POST, "/about/"),
    ],
)  # fmt: skip
def test_address_by_hexo(tmp_path: Path, settings: str, path: str, text: str, address: str) -> None:
    config = f"url: https://news.test\nsource_dir: source\n{settings}"
    found = record(tmp_path, ("_config.yml", config), path, text)
    assert found["url"] == f"https://news.test{address}"


@pytest.mark.parametrize(
    ("config", "path", "text", "url"),
    [
        (("pelicanconf.py", "SITEURL = 'https://news.test'\nPATH = 'content'\n"),
         "content/x.md", "Title: Où ça\nDate: 2021-03-04\n\nBody.\n", "https://news.test/ou-ca.html"),
        (("pelicanconf.py", ("SITEURL = 'https://news.test'\nPATH = 'content'\n"
          "ARTICLE_URL = '{date:%Y}/{category}/{slug}/'\n")),
         "content/Big News/x.md", "Title: T\nSlug: s\nDate: 2021-03-04\n\nBody.\n",
         "https://news.test/2021/big-news/s/"),
        (("config.toml", ("base_url = 'https://news.test'\ndefault_language = 'en'\n"
          "[markdown]\n")),
         "content/blog/2021-03-04-A b.md", "+++\ntitle = 'T'\n+++\n\nBody.\n",
         "https://news.test/blog/a-b/"),
        (("docusaurus.config.js", ("export default {url: 'https://news.test', baseUrl: '/d/',"
          " presets: [['classic', {blog: {path: 'blog'}}]]}\n")),
         "blog/2021-03-04-x.md", POST, "https://news.test/d/blog/2021/03/04/x"),
        (("quartz.config.ts", "const config = {configuration: {baseUrl: 'me.news.test/garden'}}\n"),
         "content/en/Q&A of 50%? #1.md", POST,
         "https://me.news.test/garden/en/Q-and-A-of-50-percent-1"),
        (("quartz.config.ts", "const config = {configuration: {baseUrl: 'news.test'}}\n"),
         "content/notes/index.md", POST, "https://news.test/notes/"),
        (("quartz.config.ts", "const config = {configuration: {baseUrl: 'news.test'}}\n"),
         "content/reindex.md", POST, "https://news.test/reindex"),
        (("quartz.config.ts", "const config = {configuration: {baseUrl: 'example.com'}}\n"),
         "content/a.md", POST, None),
    ],
)  # fmt: skip
def test_address_by_other_generators(
    tmp_path: Path, config: tuple[str, str], path: str, text: str, url: str | None
) -> None:
    (tmp_path / "templates").mkdir()
    assert record(tmp_path, config, path, text)["url"] == url


def test_address_by_eleventy_and_its_data_files(tmp_path: Path) -> None:
    (tmp_path / "_data").mkdir()
    (tmp_path / "_data/site.json").write_text('{"url": "https://news.test", "lang": "nl"}')
    (tmp_path / "posts").mkdir()
    (tmp_path / "posts/posts.json").write_text('{"author": "Ann Lee"}')
    config = (".eleventy.js", "module.exports = {}\n")
    found = record(tmp_path, config, "posts/2021-03-04-x.md")
    assert found["url"] == "https://news.test/posts/x/"
    assert found["authors"] == ["Ann Lee"]
    assert found["language"] == "nl"
    text = stated(permalink='"/p/{{ title | slugify }}/"')
    assert record(tmp_path, config, "posts/y.md", text)["url"] == "https://news.test/p/a-title/"
    text = stated(permalink='"/p/{{ title | shout }}/"')
    assert record(tmp_path, config, "posts/z.md", text)["url"] is None


@pytest.mark.parametrize(
    "url", ["", "http://localhost:4000", "https://example.com", "http://yoursite.com", "/", "x"]
)
def test_no_address_of_a_site_that_names_none(tmp_path: Path, url: str) -> None:
    found = record(
        tmp_path, ("_config.yml", f"url: '{url}'\nplugins: []\n"), "_posts/2021-03-04-x.md"
    )
    assert found["url"] is None


def test_no_address_made_up_for_a_draft_or_what_cannot_be_read(tmp_path: Path) -> None:
    config = ("_config.yml", JEKYLL)
    assert (
        record(tmp_path, config, "_posts/2021-03-04-x.md", stated(published="false"))["url"] is None
    )
    assert (
        record(tmp_path, config, "_posts/2021-03-04-y.md", "---\na: [\n---\n\nBody.\n")["url"]
        is None
    )
    assert (
        record(tmp_path, config, "_posts/2021-03-04-z.md", stated(permalink="/:odd/"))["url"]
        is None
    )


def test_defaults_of_jekyll_hold_for_their_scope(tmp_path: Path) -> None:
    config = JEKYLL + (
        "defaults:\n- scope: {path: '', type: posts}\n  values: {author: Ann, lang: fr}\n"
        "- scope: {path: _posts/de}\n  values: {lang: de, permalink: '/de/:title/'}\n"
    )
    first = record(tmp_path, ("_config.yml", config), "_posts/2021-03-04-x.md")
    assert (first["authors"], first["language"]) == (["Ann"], "fr")
    assert first["metadata"]["newskit"]["derived"]["authors"] == "defaults, _config.yml"
    assert "author" not in first["metadata"]
    second = record(tmp_path, ("_config.yml", config), "_posts/de/2021-03-04-x.md")
    assert (second["language"], second["url"]) == ("de", "https://news.test/b/de/x/")
    own = record(tmp_path, ("_config.yml", config), "_posts/2021-03-05-y.md", stated(author="Bo"))
    assert own["authors"] == ["Bo"]


def test_language_of_the_site_unless_the_text_is_plainly_in_another(tmp_path: Path) -> None:
    config = ("_config.yml", JEKYLL + "lang: pt_BR\n")
    short = record(tmp_path, config, "_posts/2021-03-04-x.md")
    assert short["language"] == "pt-BR"
    assert short["metadata"]["newskit"]["derived"]["language"] == "site"
    words = "Le conseil a décidé hier que les écoles de la ville resteront ouvertes pendant l'été. "
    other = record(tmp_path, config, "_posts/2021-03-05-y.md", POST + words * 4)
    assert other["language"] == "fr"


def test_folders_of_languages_that_a_plugin_of_jekyll_builds(tmp_path: Path) -> None:
    config = JEKYLL + "plugins: [jekyll-polyglot]\nlanguages: [en, it]\ndefault_lang: en\n"
    found = record(tmp_path, ("_config.yml", config), "_posts/2021-03-04-x.md", stated(lang="it"))
    assert found["url"] == "https://news.test/b/it/2021/03/04/x.html"
    found = record(tmp_path, ("_config.yml", config), "_posts/2021-03-04-x.md", stated(lang="en"))
    assert found["url"] == "https://news.test/b/2021/03/04/x.html"


def test_title_of_a_document_of_jekyll_without_one(tmp_path: Path) -> None:
    text = "---\nlayout: x\n---\n\nBody.\n"
    found = record(tmp_path, ("_config.yml", JEKYLL), "_posts/2021-03-04-ann-lee.md", text)
    assert found["title"] == "Ann Lee"
    assert found["metadata"]["newskit"]["derived"]["title"] == "file name"
    heading = text + "\n# Her name\n"
    found = record(
        tmp_path, ("_config.yml", JEKYLL), "_posts/2021-03-05-x.md", heading.replace("Body.", "")
    )
    assert found["title"] == "Her name"


def test_what_a_name_says_by_the_pattern_of_hexo(tmp_path: Path) -> None:
    config = "url: https://news.test\nnew_post_name: :category/:title.md\npermalink: :title/\n"
    found = record(tmp_path, ("_config.yml", config), "source/_posts/sport/x.md")
    assert (found["categories"], found["url"]) == (["sport"], "https://news.test/x/")


def test_a_pattern_of_hexo_with_too_many_names_is_not_read(tmp_path: Path) -> None:
    config = "url: https://news.test\nnew_post_name: :a-:b-:c-:d-:title.md\npermalink: :title/\n"
    found = record(tmp_path, ("_config.yml", config), "source/_posts/v-w-x-y-z.md")
    assert found["url"] == "https://news.test/v-w-x-y-z/"


@pytest.mark.parametrize(
    ("config", "path", "domain", "address"),
    [
        (("_config.yml", "title: N\n"), "_posts/2021-03-04-x.md", "CNAME",
         "https://tide.news.test/2021/03/04/x.html"),
        (("hugo.toml", "title = 'N'\n"), "content/posts/x.md", "static/CNAME",
         "https://tide.news.test/posts/x/"),
        (("_config.yml", "url: https://own.news.test\n"), "_posts/2021-03-04-x.md", "CNAME",
         "https://own.news.test/2021/03/04/x.html"),
    ],
)  # fmt: skip
def test_the_custom_domain_of_pages_is_the_address_of_a_site_that_names_none(
    tmp_path: Path, config: tuple[str, str], path: str, domain: str, address: str
) -> None:
    (tmp_path / domain).parent.mkdir(exist_ok=True)
    (tmp_path / domain).write_text("Tide.News.test\n", encoding="utf-8")
    found = record(tmp_path, config, path)
    assert found["url"] == address
    derived = found["metadata"]["newskit"]["derived"]["url"]
    assert (domain in derived) == ("tide" in address)


@pytest.mark.parametrize("content", ["one.test\ntwo.test\n", "https://x.test/\n", "a b\n", ""])
def test_what_is_no_host_name_is_no_domain(tmp_path: Path, content: str) -> None:
    (tmp_path / "CNAME").write_text(content, encoding="utf-8")
    found = record(tmp_path, ("_config.yml", "title: N\n"), "_posts/2021-03-04-x.md")
    assert found["url"] is None


@pytest.mark.parametrize(
    ("stated_address", "address"),
    [
        ("/2022/05/ferry", "/2022/05/ferry/"),
        ("2022/05/ferry", "/2022/05/ferry/"),
        ("/2022/05/ferry/", "/2022/05/ferry/"),
        ("/2022/05/ferry.html", "/2022/05/ferry.html"),
    ],
)
def test_hugo_ends_an_address_without_a_point_by_a_slash(
    tmp_path: Path, stated_address: str, address: str
) -> None:
    settings = ("hugo.yaml", "baseURL: https://news.test/\n")
    for key in ("url", "URL"):
        text = f"---\ntitle: A\n{key}: {stated_address}\n---\n\nBody.\n"
        found = record(tmp_path, settings, "content/posts/a.md", text)
        assert found["url"] == f"https://news.test{address}"


def test_hugo_leaves_out_of_a_pattern_what_no_address_has(tmp_path: Path) -> None:
    settings = "baseURL: https://news.test/\npermalinks:\n  posts: /p/:filename/`\n"
    found = record(tmp_path, ("hugo.yaml", settings), "content/posts/a.md")
    assert found["url"] == "https://news.test/p/a/"


def test_a_hugo_site_shows_signs_shortcodes_and_no_liquid(tmp_path: Path) -> None:
    own = tmp_path / "themes/dock/layouts/shortcodes"
    own.mkdir(parents=True)
    (own / "berth.html").write_text("<b>{{ .Get `name` }}</b>", encoding="utf-8")
    settings = "baseURL: https://news.test/\ntheme: dock\nenableEmoji: true\n"
    text = 'A :ship: at {{< berth name="East" >}}, `{% raw %} a:de:b` :nothing_known:.\n'
    body = f"---\ntitle: A\n---\n\n{text}"
    found = record(tmp_path, ("hugo.yaml", settings), "content/posts/a.md", body)
    assert found["text"] == "A 🚢 at East, {% raw %} a:de:b :nothing_known:."
    (own / "notice.md").write_text("**Note**: of {{ .Page.Title }}", encoding="utf-8")
    noted = body.replace(text, "{{% notice %}}\n")
    found = record(tmp_path, ("hugo.yaml", settings), "content/posts/a.md", noted)
    assert found["text"] == "Note: of A"
    settings = settings.replace("true", "false")
    other = tmp_path / "other"
    found = record(other, ("hugo.yaml", settings), "content/posts/a.md", body)
    assert found["text"].startswith("A :ship: at")


@pytest.mark.parametrize(
    ("config", "path", "package", "shown"),
    [
        (("_config.yml", "plugins: [jemoji]\n"), "_posts/2024-01-02-a.md", "x", "🚢 :b:"),
        (("_config.yml", "# plugins: [jemoji]\n"), "_posts/2024-01-02-a.md", "x", ":ship: :b:"),
        (("eleventy.config.js", ""), "posts/a.md", "markdown-it-emoji", "🚢 :b:"),
        (("eleventy.config.js", ""), "posts/a.md", "markdown-it", ":ship: :b:"),
    ],
)
def test_names_of_signs_are_read_where_the_site_has_an_extension_for_them(
    tmp_path: Path, config: tuple[str, str], path: str, package: str, shown: str
) -> None:
    (tmp_path / "package.json").write_text(f'{{"dependencies": {{"{package}": "1"}}}}')
    found = record(tmp_path, config, path, "---\ntitle: A\n---\n\n:ship: `:b:`\n")
    assert found["text"] == shown


PASSTHROUGH = (
    "markup: {goldmark: {extensions: {passthrough: "
    "{enable: true, delimiters: {inline: [[$, $]]}}}}}\n"
)


@pytest.mark.parametrize(
    ("config", "path", "package", "shown"),
    [
        ("_config.yml", "source/_posts/a.md", "hexo-renderer-markdown-it-plus", True),
        ("_config.yml", "source/_posts/a.md", "hexo-renderer-marked", False),
        ("eleventy.config.js", "posts/a.md", "markdown-it-katex", True),
        ("hugo.yaml", "content/posts/a.md", "", True),
    ],
)
def test_formulas_between_dollars_are_kept_where_the_site_reads_them(
    tmp_path: Path,
    config: str,
    path: str,
    package: str,
    shown: bool,  # noqa: FBT001 - a case
) -> None:
    (tmp_path / "package.json").write_text(
        f'{{"dependencies": {{"hexo": "7", "{package or "x"}": "1"}}}}', encoding="utf-8"
    )
    settings = f"url: https://n.test\n{PASSTHROUGH}" if config != "eleventy.config.js" else ""
    text = r"A $\{a_1*b*\}$ for $5 and $6, `$\{$`."
    body = f"---\ntitle: A\n---\n\n{text}\n"
    found = record(tmp_path, (config, settings), path, body)
    kept = r"A $\{a_1*b*\}$ for $5 and $6, $\{$."
    assert found["text"] == (kept if shown else r"A ${a_1b}$ for $5 and $6, $\{$.")


def test_a_hugo_site_without_passthrough_reads_markdown_in_formulas(tmp_path: Path) -> None:
    body = "---\ntitle: A\n---\n\n$$a\\_1 \\\\\\\\ *b*$$ and \\\\\\\\(c\\\\\\\\)\n"
    settings = "baseURL: https://n.test\n"
    found = record(tmp_path / "plain", ("hugo.yaml", settings), "content/a.md", body)
    assert found["text"] == r"$$a_1 \\ b$$ and \\(c\\)"
    (tmp_path / "plain/layouts/shortcodes").mkdir(parents=True)
    (tmp_path / "plain/layouts/shortcodes/box.html").write_text("{{ .Inner | markdownify }}")
    boxed = "---\ntitle: B\n---\n\n{{< box >}}$$a\\_1$${{< /box >}}\n"
    assert (
        record(tmp_path / "plain", ("hugo.yaml", settings), "content/b.md", boxed)["text"]
        == "$$a_1$$"
    )
    signs = PASSTHROUGH.replace("inline: [[$, $]]", r"block: [[$$, $$]], inline: [['\(', '\)']]")
    body = "---\ntitle: A\n---\n\n$$a_1 \\\\ *b*$$ and \\(c_1 *d*\\)\n"
    found = record(tmp_path / "math", ("hugo.yaml", settings + signs), "content/a.md", body)
    assert found["text"] == r"$$a_1 \\ *b*$$ and \(c_1 *d*\)"


def test_what_follows_hugos_end_of_a_summary_has_no_indent(tmp_path: Path) -> None:
    body = "---\ntitle: A\n---\n\nTide.\n\n<!--more-->\n\n    ```sh\n    ls *a*\n    ```\n\nB.\n"
    settings = ("hugo.yaml", "baseURL: https://news.test/\n")
    found = record(tmp_path / "hugo", settings, "content/posts/a.md", body)
    assert found["text"] == "Tide.\n\n    ls *a*\n    ```\n\nB."
    jekyll = ("_config.yml", "title: T\n")
    found = record(tmp_path / "jekyll", jekyll, "_posts/2024-01-02-a.md", body)
    assert found["text"] == "Tide.\n\n```sh\nls *a*\n```\n\nB."


def test_a_hugo_site_shows_pictures_by_its_own_hook_before_its_themes(tmp_path: Path) -> None:
    theme, own = "themes/dock/layouts/_default/_markup", "layouts/_default/_markup"
    for folder, words in ((theme, "theirs"), (own, "{{ .Page.Title }}: {{ .Text }}")):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "render-image.html").write_text(f"<img> {words}", encoding="utf-8")
    (tmp_path / theme / "render-link.html").write_text("{{ template `x` }} y", encoding="utf-8")
    settings = ("hugo.yaml", "baseURL: https://news.test/\ntheme: dock\n")
    body = "---\ntitle: A\n---\n\n![pier](/p.png) [quay](/q)\n"
    found = record(tmp_path, settings, "content/posts/a.md", body)
    assert found["text"] == "A: pier quay"
    assert found["metadata"]["newskit"]["templates"] == [f"{theme}/render-link.html"]
    outside = ("hugo.yaml", "baseURL: https://news.test/\nlayoutDir: ../layouts\n")
    found = record(tmp_path / "site", outside, "content/posts/a.md", body)
    assert found["text"] == "quay"


BLOCKS = "markup:\n  goldmark:\n    parser:\n      attribute:\n        block: true\n"
EXTRAS = (
    "markup:\n  goldmark:\n    extensions:\n      extras:\n        mark:\n          enable: true\n"
    "        subscript: {enable: true}\n        superscript: {enable: true}\n"
)


@pytest.mark.parametrize(
    ("settings", "text", "shown"),
    [
        (BLOCKS, 'Words.\n{.box #a data-x="y z"}\n\nMore.\n', "Words.\n\nMore."),
        (BLOCKS, "- one\n- two\n{.box}\n\nMore.\n", "one\n\ntwo\n\nMore."),
        (BLOCKS, "```\na\n{.box}\n```\n", "a\n{.box}"),
        (BLOCKS, "Words.\n{no attribute}\n", "Words. {no attribute}"),
        (BLOCKS, "{.box}\n\nWords.\n", "{.box}\n\nWords."),
        ("title: T\n", "Words.\n{.box}\n", "Words. {.box}"),
        (
            EXTRAS,
            "==A== H~2~O, x^2^, `==b==` ~~no~~ a == b == c",
            "A H2O, x2, ==b== no a == b == c",
        ),
        (EXTRAS, "Note[^1].\n\n[^1]: x^2^\n", "Note1.\n\nx2"),
        ("title: T\n", "==A== x^2^", "==A== x^2^"),
    ],
)
def test_a_hugo_site_reads_the_marks_that_its_settings_switch_on(
    tmp_path: Path, settings: str, text: str, shown: str
) -> None:
    config = ("hugo.yaml", f"baseURL: https://news.test/\n{settings}")
    found = record(tmp_path, config, "content/posts/a.md", f"---\ntitle: A\n---\n\n{text}")
    assert found["text"] == shown


@pytest.mark.parametrize(("folder", "shown"), [("layouts", "A of site."), ("../outside", "A .")])
def test_a_hugo_site_shows_no_templates_from_outside_of_it(
    tmp_path: Path, folder: str, shown: str
) -> None:
    for place in ("outside/shortcodes", "site/layouts/shortcodes"):
        (tmp_path / place).mkdir(parents=True)
        (tmp_path / place / "berth.html").write_text(f"of {place[:4]}", encoding="utf-8")
    settings = f"baseURL: https://news.test/\nlayoutDir: {folder}\n"
    body = "---\ntitle: A\n---\n\nA {{< berth >}}.\n"
    found = record(tmp_path / "site", ("hugo.yaml", settings), "content/posts/a.md", body)
    assert found["text"] == shown


@pytest.mark.parametrize(
    ("plugins", "shown"),
    [("[]  # ['liquid_tags']", "{% x %} a"), ("['liquid_tags']", "a")],
)
def test_pelican_reads_tags_by_a_plugin_alone(tmp_path: Path, plugins: str, shown: str) -> None:
    settings = ("pelicanconf.py", f"PATH = 'content'\nPLUGINS = {plugins}\n")
    text = "Title: A\nDate: 2021-03-04\nAuthors: Ann; Bo Li\nTags: x, y; z\n\n{% x %} a\n"
    found = record(tmp_path, settings, "content/a.md", text)
    assert found["text"] == shown
    assert found["authors"] == ["Ann", "Bo Li"]
    assert found["tags"] == ["x, y", "z"]


TOKYO = ("_config.yml", "timezone: Asia/Tokyo")
PARIS = ("hugo.yaml", "timeZone: Europe/Paris")


@pytest.mark.parametrize(
    ("config", "written", "date"),
    [
        (
            TOKYO,
            "2024-01-05 20:00:00",
            "2024-01-06T05:00:00+09:00",
        ),
        (TOKYO, "2024-01-05 20:00", "2024-01-05T20:00:00+09:00"),
        (
            TOKYO,
            '"2024-01-05 20:00:00"',
            "2024-01-05T20:00:00+09:00",
        ),
        (TOKYO, "2024-01-05", "2024-01-05"),
        (
            TOKYO,
            "2024-01-05 20:00:00 +0100",
            "2024-01-05T20:00:00+01:00",
        ),
        (("_config.yml", "timezone: Mars/Base"), "2024-01-05 20:00:00", "2024-01-05T20:00:00"),
        (("_config.yml", "title: T"), "2024-01-05 20:00:00", "2024-01-05T20:00:00"),
        (
            PARIS,
            "2024-07-05T20:00:00",
            "2024-07-05T20:00:00+02:00",
        ),
        (PARIS, "2024-10-27T02:30:00", "2024-10-27T02:30:00"),
        (
            ("pelicanconf.py", "TIMEZONE = 'Asia/Tokyo'"),
            "2024-01-05 20:00",
            "2024-01-05T20:00:00+09:00",
        ),
    ],
)
def test_times_have_the_offset_of_the_site_that_names_its_zone(
    tmp_path: Path, config: tuple[str, str], written: str, date: str
) -> None:
    folder = {"_config.yml": "_posts", "hugo.yaml": "content/posts"}.get(config[0], "content")
    text = f"---\ntitle: T\ndate: {written}\n---\nText.\n"
    found = record(tmp_path, config, f"{folder}/2024-01-05-a.md", text)
    assert found["date_published"] == date
    assert found["metadata"]["date"] == written.strip('"')
    source = found["metadata"]["newskit"].get("derived", {}).get("date_published")
    assert source == (f"timezone, {config[0]}" if "+09" in date or "+02" in date else None)


def test_what_the_configuration_says_of_times_counts_before_the_site(tmp_path: Path) -> None:
    (tmp_path / "_config.yml").write_text("timezone: Asia/Tokyo\n")
    post = tmp_path / "_posts" / "2024-01-05-a.md"
    post.parent.mkdir()
    post.write_text("---\ndate: 2024-01-05 20:00\n---\nText.\n")
    config = Config(export=ExportConfig(timezone="-03:00"))
    found = to_record(next(iter(iter_posts([post], config))), config)
    assert found["date_published"] == "2024-01-05T20:00:00-03:00"
