"""Each generator's files are what the generator takes them for."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from newskit.config.validate import Generator
from newskit.site.choosing import loose_file, place_of
from newskit.site.find import find_site

DATED = "---\ntitle: T\ndate: 2024-01-02\n---\nText.\n"
PLAIN = "---\ntitle: T\n---\nText.\n"
BARE = "Text.\n"

# Generator → the files that are not judged, then files with what each is.
SITES: dict[str, tuple[dict[str, str], dict[str, tuple[str, str]]]] = {
    "jekyll": (
        {
            "_config.yml": "title: Mill\npaginate: 5\npaginate_path: /log/page:num\n"
            "collections:\n  crew:\n    output: true\nexclude: [old]\n"
        },
        {
            "_posts/2024-01-02-flood.md": (DATED, "post"),
            "town/_posts/2024-01-03-fair.markdown": (PLAIN, "post"),
            "_drafts/later.md": (PLAIN, "draft"),
            "_crew/ann.md": (PLAIN, "page"),
            "about.md": (PLAIN, "page"),
            "notes.html": (BARE, "static file"),
            "404.html": (PLAIN, "template"),
            "index.html": (PLAIN, "section index"),
            "log/index.html": (PLAIN, "template"),
            "fair/index.html": ("---\nlayout: fair\n---\n\n", "template"),
            "list.html": (
                "---\n---\n{% for p in site.posts %}{{ p.title }}{% endfor %}",
                "template",
            ),
            "town/map.html": (f"---\nlayout: a\n---\n{{% include map %}}\n{'mill ' * 60}", "page"),
            "town/all.html": (f"---\n---\n{{% include head %}}\n{'mill ' * 60}", "template"),
            "town/zh.html": (
                f"---\nlayout: a\n---\n{{% include map %}}\n{'水车磨坊' * 30}",
                "page",
            ),
            "town/part.html": ("---\nlayout: a\n---\n{% include map %} Mill.\n", "template"),
            "town/index.md": (PLAIN, "section index"),
            "_layouts/default.html": (PLAIN, "template"),
            "_includes/head.html": (BARE, "template"),
            "_data/people.md": (BARE, "data"),
            "_site/about.html": (BARE, "built output"),
            "_unknown/x.md": (PLAIN, "outside"),
            "old/x.md": (PLAIN, "outside"),
            "README.md": (BARE, "readme"),
            "robots.txt": (BARE, "data"),
            "node_modules/a/index.md": (PLAIN, "dependency"),
        },
    ),
    "hugo": (
        {
            "hugo.toml": 'baseURL = "https://mill.example/"\npublishDir = "out"\n',
            "content/news/2.md": DATED,
            "content/trip/index.md": DATED,
        },
        {
            "content/news/flood.md": (DATED, "post"),
            "content/news/fair/index.md": (DATED, "post"),
            "content/news/fair/recipe.md": (BARE, "static file"),
            "content/news/_index.md": (PLAIN, "section index"),
            "content/news/undated.md": (PLAIN, "post"),
            "content/news/later.md": ("---\ndate: 2024-01-01\ndraft: true\n---\n", "draft"),
            "content/news/imprint.md": ("---\ntitle: I\ntype: page\n---\n", "page"),
            "content/crew/ann.md": (PLAIN, "page"),
            "content/contact/index.md": (PLAIN, "page"),
            "content/search.md": (PLAIN, "page"),
            "layouts/_default/single.html": (BARE, "template"),
            "archetypes/default.md": ('---\ntitle: "{{ .Name }}"\n---\n', "template"),
            "themes/x/README.md": (BARE, "template"),
            "static/old.html": (BARE, "static file"),
            "out/index.html": (BARE, "built output"),
            "data/x.md": (BARE, "data"),
            "scripts/x.md": (BARE, "outside"),
        },
    ),
    "hexo": (
        {"_config.yml": "title: Mill\ntheme: landscape\nskip_render: raw/**\n"},
        {
            "source/_posts/flood.md": (DATED, "post"),
            "source/_posts/_hidden.md": (DATED, "outside"),
            "source/_drafts/later.md": (PLAIN, "draft"),
            "source/about/index.md": (PLAIN, "page"),
            "source/raw/x.html": (PLAIN, "static file"),
            "source/_data/x.md": (BARE, "data"),
            "source/robots.txt": (BARE, "static file"),
            "scaffolds/post.md": ("---\ntitle: {{ title }}\n---\n", "template"),
            "themes/landscape/README.md": (BARE, "template"),
            "public/index.html": (BARE, "built output"),
            "README.md": (BARE, "readme"),
        },
    ),
    "eleventy": (
        {
            # A function of the configuration returns such keys, too.
            "eleventy.config.js": 'const pictures = () => ({ dir: { input: ".", output: "x" } });\n'
            'export default { dir: { input: "src", output: "dist" } };',
            "src/tagged/tagged.json": '{"tags": ["posts"]}',
        },
        {
            "src/news/2024-01-02-flood.md": (PLAIN, "post"),
            "src/tagged/x.md": (PLAIN, "post"),
            "src/about.md": (PLAIN, "page"),
            "src/_includes/base.html": (BARE, "template"),
            "src/_data/x.md": (BARE, "data"),
            "src/index.html": (PLAIN, "page"),
            "src/feed/index.html": (BARE, "template"),
            "dist/about/index.html": (BARE, "built output"),
            "notes/x.md": (PLAIN, "outside"),
        },
    ),
    "pelican": (
        {"pelicanconf.py": 'import os\nPATH = "content"\nPAGE_PATHS = ["sheets"]\n'},
        {
            "content/flood.md": ("Title: F\nDate: 2024-01-02\n\nText.\n", "post"),
            "content/later.md": ("Title: L\nStatus: draft\n\nText.\n", "draft"),
            "content/sheets/about.md": ("Title: A\n\nText.\n", "page"),
            "content/extra/robots.txt": (BARE, "static file"),
            "themes/x/templates/base.html": (BARE, "template"),
            "output/index.html": (BARE, "built output"),
            "README.md": (BARE, "readme"),
        },
    ),
    "zola": (
        {"config.toml": 'base_url = "https://mill.example"\n', "templates/index.html": ""},
        {
            "content/news/flood.md": ("+++\ndate = 2024-01-02\n+++\nText.\n", "post"),
            "content/news/_index.md": ("+++\n+++\n", "section index"),
            "content/about.md": ("+++\ntitle = 'A'\n+++\n", "page"),
            "content/news/shot.html": (BARE, "static file"),
            "templates/page.html": (BARE, "template"),
            "public/index.html": (BARE, "built output"),
        },
    ),
    "nikola": (
        {"conf.py": 'POSTS = (("texts/*.md", "", ""),)\nPAGES = (("p/*.md", "", ""),)\n'},
        {
            "texts/flood.md": (BARE, "post"),
            "texts/deep/fair.md": (BARE, "post"),
            "p/about.md": (BARE, "page"),
            "files/x.html": (BARE, "static file"),
            "templates/x.html": (BARE, "template"),
            "output/x.html": (BARE, "built output"),
            "texts/flood.html": (BARE, "outside"),
        },
    ),
    "astro": (
        {"astro.config.mjs": "export default {};\n"},
        {
            "src/content/news/flood.md": ("---\npubDate: 2024-01-02\n---\n", "post"),
            "src/pages/about.md": (PLAIN, "page"),
            "src/pages/_draft.md": (PLAIN, "outside"),
            "src/content.config.ts": ("x = glob({ base: './src/log' })", "template"),
            "src/log/flood.md": (PLAIN, "page"),
            "old/flood.md": (PLAIN, "outside"),
            "src/components/x.html": (BARE, "template"),
            "public/x.html": (BARE, "static file"),
            "dist/x.html": (BARE, "built output"),
        },
    ),
    "docusaurus": (
        {
            "docusaurus.config.js": "x = { blog: { path: './diary' },"
            " docs: { exclude: ['inbox/**/*.{md,mdx}', '*.test.md'], x: { y: 1 } } };"
        },
        {
            "docs/inbox/deep/a.md": (BARE, "outside"),
            "docs/a.test.md": (BARE, "outside"),
            "docs/mill/a.test.md": (BARE, "page"),
            "diary/inbox/2024-01-02-a.md": (PLAIN, "post"),
            "diary/2024-01-02-flood.md": (PLAIN, "post"),
            "docs/intro.md": (PLAIN, "page"),
            "backup/intro.md": (PLAIN, "outside"),
            "docs/_piece.md": (BARE, "template"),
            "i18n/fr/docusaurus-plugin-content-blog/x.md": (PLAIN, "post"),
            "versioned_docs/version-1/intro.md": (PLAIN, "page"),
            "static/x.html": (BARE, "static file"),
            "build/x.html": (BARE, "built output"),
        },
    ),
    "vitepress": (
        {".vitepress/config.mts": "export default { srcExclude: ['notes/**'] };\n"},
        {
            "index.md": (BARE, "section index"),
            "news/flood.md": (DATED, "post"),
            "guide/start.md": (BARE, "page"),
            "notes/x.md": (BARE, "outside"),
            "public/x.html": (BARE, "static file"),
        },
    ),
    "mkdocs": (
        {
            "mkdocs.yml": "docs_dir: pages\nplugins:\n- blog: {blog_dir: news}\nx: !ENV [A, b]\n"
            "exclude_docs: |\n  inbox/\n  !inbox/kept.md\n"
            "markdown_extensions:\n- pymdownx.snippets: {base_path: [pages/parts, .]}\n"
        },
        {
            "pages/inbox/a.md": (BARE, "outside"),
            "pages/parts/greeting.md": (BARE, "template"),
            "pages/news/posts/YYYY-MM-DD-name.md": (DATED, "template"),
            "pages/POST_TEMPLATE.md": (DATED, "template"),
            "pages/template.md": (BARE, "page"),
            "pages/news/posts/flood.md": (DATED, "post"),
            "pages/start.md": (BARE, "page"),
            "pages/index.md": (BARE, "section index"),
            "pages/old.html": (BARE, "static file"),
            "site/index.html": (BARE, "built output"),
        },
    ),
    "other": (
        {"gatsby-config.js": "module.exports = {};\n"},
        {
            "content/posts/flood.md": (DATED, "post"),
            "content/pages/about.md": (PLAIN, "page"),
            "public/x.html": (BARE, "built output"),
            "README.md": (BARE, "readme"),
        },
    ),
}


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


@pytest.mark.parametrize("generator", SITES)
def test_files_are_what_their_generator_takes_them_for(tmp_path: Path, generator: str) -> None:
    beside, judged = SITES[generator]
    write(tmp_path, {**beside, **{name: text for name, (text, _) in judged.items()}})
    site = find_site(tmp_path)
    assert site is not None
    assert site.generator is Generator(generator)
    found = {name: place_of(str(tmp_path / name)).verdict.kind.value for name in judged}
    assert found == {name: kind for name, (_, kind) in judged.items()}


@pytest.mark.parametrize(
    "files",
    [
        {"config.toml": "[tool]\nx = 1\n", "content/a.md": DATED},
        {"conf.py": "project = 'Sphinx'\n", "posts/a.md": DATED},
        {"content/posts/a.md": DATED},
        {"layouts/a.md": DATED, "archetypes/b.md": DATED},
        {"package.json": '{"dependencies": {"left-pad": "1"}}', "a.md": DATED},
    ],
)
def test_a_name_alone_makes_no_site(tmp_path: Path, files: dict[str, str]) -> None:
    write(tmp_path, files)
    assert find_site(tmp_path) is None
    assert {place_of(str(tmp_path / name)).verdict.kind.value for name in files} == {"post"}


def test_a_themes_own_configuration_makes_no_site_of_it(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "_config.yml": "title: Mill\n",
            "source/_posts/a.md": DATED,
            "scaffolds/post.md": BARE,
            "themes/own/_config.yml": "menu: {}\nplugins: []\n",
            "themes/own/_posts/x.md": DATED,
        },
    )
    found = find_site(tmp_path / "themes" / "own")
    assert found is not None
    assert found.root == tmp_path
    assert place_of(str(tmp_path / "themes/own/_posts/x.md")).verdict.kind == "template"


@pytest.mark.parametrize(
    ("folder", "inner"), [("_vendor/ruby/gems/x-1.0/lib", False), ("docs/mill", True)]
)
def test_the_example_of_a_package_is_no_site_of_the_archive(
    folder: str, *, inner: bool, tmp_path: Path
) -> None:
    write(
        tmp_path,
        {
            "_config.yml": "title: Mill\nplugins: [jekyll-feed]\n",
            "_posts/2020-01-01-a.md": DATED,
            f"{folder}/_config.yml": "title: Example\nplugins: [jekyll-feed]\n",
            f"{folder}/_posts/2020-01-01-x.md": DATED,
        },
    )
    found = find_site(tmp_path / folder)
    assert found is not None
    assert (found.root == tmp_path / folder) is inner
    kind = place_of(str(tmp_path / folder / "_posts/2020-01-01-x.md")).verdict.kind
    assert kind == ("post" if inner else "outside")


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("_posts/2020-01-01-a.md", "post"),
        ("news/_posts/2020-01-01-a.md", "post"),
        ("_kept/_posts/2020-01-01-a.md", "post"),
        ("_i18n/pt/_posts/2020-01-01-a.md", "post"),  # jekyll-multiple-languages-plugin
        ("_old/_posts/2020-01-01-a.md", "outside"),
        (".cache/_drafts/a.md", "outside"),
        ("attic/_posts/2020-01-01-a.md", "outside"),
    ],
)
def test_posts_are_those_of_folders_that_jekyll_looks_into(
    path: str, kind: str, tmp_path: Path
) -> None:
    settings = "exclude: [attic]\ninclude: [_kept]\nplugins: [jekyll-feed]\n"
    write(tmp_path, {"_config.yml": settings, path: DATED})
    assert place_of(str(tmp_path / path)).verdict.kind == kind


def test_a_site_within_a_repository_is_found_from_its_folders(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "_config.yml": "title: of another repository\n",
            "mine/.git/HEAD": "",
            "mine/web/hugo.toml": "baseURL = 'x'\n",
            "mine/web/content/posts/a.md": DATED,
        },
    )
    mine = tmp_path / "mine"
    found = find_site(mine / "web" / "content" / "posts")
    assert found is not None
    assert (found.root, found.generator) == (mine / "web", Generator.HUGO)
    assert find_site(mine) is None


def test_a_broken_configuration_is_still_one(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "_config.yml": "title: [unclosed\n",
            "_layouts/x.html": BARE,
            "_posts/2024-01-02-a.md": DATED,
        },
    )
    assert place_of(str(tmp_path / "_layouts/x.html")).verdict.kind == "template"


def test_python_settings_are_read_and_never_run(tmp_path: Path) -> None:
    marker = tmp_path / "ran"
    write(
        tmp_path,
        {
            "pelicanconf.py": f"open({str(marker)!r}, 'w')\nPATH = 'texts'\n",
            "texts/a.md": "Title: A\n",
        },
    )
    assert place_of(str(tmp_path / "texts/a.md")).verdict.kind == "post"
    assert not marker.exists()


def test_docs_beside_docusauruss_own_folder_are_its_pages(tmp_path: Path) -> None:
    config = "module.exports = { presets: [['x', { docs: { path: '../docs' } }]] };\n"
    write(
        tmp_path,
        {
            "website/docusaurus.config.js": config,
            "website/blog/2024-01-02-a.md": PLAIN,
            "docs/start.md": PLAIN,
            "docs/_piece.md": BARE,
            "README.md": BARE,
        },
    )
    found = {
        name: (
            place_of(str(tmp_path / name)).verdict.kind.value,
            place_of(str(tmp_path / name)).generator,
        )
        for name in ("website/blog/2024-01-02-a.md", "docs/start.md", "docs/_piece.md", "README.md")
    }
    assert found == {
        "website/blog/2024-01-02-a.md": ("post", "docusaurus"),
        "docs/start.md": ("page", "docusaurus"),
        "docs/_piece.md": ("template", "docusaurus"),
        "README.md": ("readme", "docusaurus"),
    }


def test_docusaurus_in_a_workspace_takes_docs_from_the_root(tmp_path: Path) -> None:
    config = (
        "const guide: Options = {\n  path: '../../docs',\n};\n"
        "export default { presets: [['x', { docs: { path: '../rules/docs' } }]],\n"
        "  plugins: [['@docusaurus/plugin-content-docs', guide]] };\n"
    )
    write(
        tmp_path,
        {
            "packages/website/docusaurus.config.mts": config,
            "packages/rules/docs/one.md": BARE,
            "packages/rules/notes.md": BARE,
            "docs/start.mdx": PLAIN,
            "HACKING.md": BARE,
        },
    )
    names = (
        "packages/rules/docs/one.md",
        "packages/rules/notes.md",
        "docs/start.mdx",
        "HACKING.md",
    )
    found = [place_of(str(tmp_path / name)).verdict.kind.value for name in names]
    assert found == ["page", "outside", "page", "outside"]


def test_the_home_folder_is_no_site(tmp_path: Path) -> None:
    write(tmp_path, {"_config.yml": "title: x\n", "texts/a.md": BARE})
    code = (
        "import sys; from pathlib import Path; from newskit.site.find import find_site;"
        "print(find_site(Path(sys.argv[1])))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "texts")],
        env={**os.environ, "HOME": str(tmp_path)},
        capture_output=True,
        check=True,
    )
    assert done.stdout.strip() == b"None"


def test_a_readme_with_a_title_is_an_article_of_a_pelican_site(tmp_path: Path) -> None:
    files = {
        "pelicanconf.py": "AUTHOR = 'Ann'\nARTICLE_PATHS = ['lua']\n",
        "lua/00-start/README.md": "Date: 2024-01-02\nTitle: Start\n\nText.\n",
        "lua/01-next/README.md": "# Next\n\nText.\n",
        "README.md": "Note: build it\n\nText.\n",
    }
    write(tmp_path, files)
    found = {name: place_of(str(tmp_path / name)).verdict.kind.value for name in list(files)[1:]}
    assert list(found.values()) == ["post", "readme", "readme"]


def test_docs_whose_folder_is_worked_out_are_still_pages(tmp_path: Path) -> None:
    config = "module.exports = { presets: [['classic', { docs: { path: where('guide') } }]] };\n"
    write(tmp_path, {"docusaurus.config.js": config, "guide/start.md": PLAIN})
    assert place_of(str(tmp_path / "guide/start.md")).verdict.kind.value == "page"


def test_what_hugo_ignores_and_what_a_bundle_of_a_language_holds(tmp_path: Path) -> None:
    files = {
        "hugo.toml": "ignoreFiles = ['\\.tmp\\.md$', '(']\n[languages.en]\n[languages.de]\n",
        "content/news/flood.md": DATED,
        "content/news/flood.tmp.md": DATED,
        "content/news/fair/index.de.md": DATED,
        "content/news/fair/recipe.md": BARE,
    }
    write(tmp_path, files)
    found = {name: place_of(str(tmp_path / name)).verdict.kind.value for name in list(files)[1:]}
    assert list(found.values()) == ["post", "outside", "post", "static file"]


def test_settings_of_mkdocs_for_one_place_are_a_sites(tmp_path: Path) -> None:
    write(tmp_path, {"mkdocs-local.yml": "site_name: Mill\n", "docs/a.md": BARE, "b.md": BARE})
    found = [place_of(str(tmp_path / name)).verdict.kind.value for name in ("docs/a.md", "b.md")]
    assert found == ["page", "outside"]
    write(tmp_path / "other", {"mkdocs-local.yml": "site_name: Mill\n", "a.md": BARE})
    assert find_site(tmp_path / "other") is find_site(tmp_path)


def test_docs_of_a_plugin_lie_beside_those_of_the_preset(tmp_path: Path) -> None:
    config = (
        "x = { presets: [['classic', { docs: {}, blog: false }]],"
        " plugins: [['@docusaurus/plugin-content-docs', { id: 'api', path: 'api' }]] };"
    )
    write(tmp_path, {"docusaurus.config.js": config, "docs/a.md": BARE, "api/a.md": BARE})
    found = [
        place_of(str(tmp_path / name)).verdict.kind.value for name in ("docs/a.md", "api/a.md")
    ]
    assert found == ["page", "page"]


TOP = "+++\ntitle = 'T'\ndate = 2024-01-02\n+++\nText.\n"


@pytest.mark.parametrize("index", ["+++\nsort_by = 'date'\n+++\n", "+++\n+++\n"])
def test_dated_pages_at_the_top_of_a_zola_site_are_posts(tmp_path: Path, index: str) -> None:
    write(
        tmp_path,
        {
            "config.toml": 'base_url = "https://mill.example"\n',
            "content/_index.md": index,
            "content/flood.md": TOP,
            "content/fair.md": TOP,
            "content/later.md": TOP.replace("+++\nText", "draft = true\n+++\nText"),
            "content/about.md": "+++\ntitle = 'A'\n+++\n",
        },
    )
    assert [kind_of(tmp_path, name) for name in ("flood", "fair", "later", "about", "_index")] == [
        *("post", "post", "draft", "page", "section index")
    ]


def kind_of(folder: Path, name: str) -> str:
    return place_of(str(folder / f"content/{name}.md")).verdict.kind.value


@pytest.mark.parametrize("key", ["date_published", "dateCreated", "date-created", "publishedAt"])
def test_a_date_by_another_name_makes_a_post(tmp_path: Path, key: str) -> None:
    write(
        tmp_path,
        {
            "astro.config.mjs": "export default {};\n",
            "src/content/log/flood.md": f"---\ntitle: T\n{key}: 2024-01-02\n---\nText.\n",
        },
    )
    assert place_of(str(tmp_path / "src/content/log/flood.md")).verdict.kind.value == "post"


def test_pages_that_pelican_built_among_its_content_are_no_posts(tmp_path: Path) -> None:
    page = "<html><head><title>T</title>{}</head><body><p>x</p></body></html>\n"
    generator = '<meta content="Pelican" name="generator">'
    day = '<meta name="date" content="2024-01-02">'
    write(
        tmp_path,
        {
            "pelicanconf.py": "SITENAME = 'Mill'\nPATH = 'content'\n",
            "content/flood.html": page.format(day),
            "content/2024-01-02-fair.html": page.format(""),
            "content/tags.html": page.format(""),
            "content/built.html": page.format(generator + day),
            "content/pages/about.html": page.format(""),
        },
    )
    names = ("flood", "2024-01-02-fair", "tags", "built", "pages/about")
    found = [place_of(str(tmp_path / f"content/{name}.html")) for name in names]
    assert [one.verdict.kind.value for one in found] == [
        *("post", "post", "outside", "built output", "page")
    ]


def test_the_folder_that_a_vault_takes_for_its_forms_holds_no_posts(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            ".obsidian/templates.json": '{"folder": "kit/forms"}',
            ".obsidian/plugins/templater-obsidian/data.json": '{"templates_folder": "moulds"}',
            "kit/forms/week.md": "## Done\n\n## Next\n",
            "kit/forms/deep/day.md": BARE,
            "moulds/book.md": BARE,
            "kit/mill.md": BARE,
            "notes/Templates/one.md": "---\nday: {{date}}\n---\n",
            "notes/Templates/two.md": "---\nday: {{date}}\n---\n",
            "notes/Templates/plain.md": "## Done\n",
            "texts/Templates/plain.md": "## Done\n",
        },
    )
    for name in ("kit/forms/week", "kit/forms/deep/day", "moulds/book", "notes/Templates/plain"):
        path = tmp_path / f"{name}.md"
        found = loose_file(path.parent, path.name)
        assert found is not None
        assert found.kind.value == "template"
    for name in ("kit/mill", "texts/Templates/plain"):
        path = tmp_path / f"{name}.md"
        assert loose_file(path.parent, path.name) is None


def test_a_page_with_a_folder_to_itself_is_judged_by_those_beside(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            ".eleventy.js": "module.exports = { dir: { input: 'src' } };\n",
            "src/about/index.md": DATED,
            "src/log/flood/index.md": DATED,
            "src/log/fair/index.md": DATED,
            "src/log/about/index.md": PLAIN,
        },
    )
    names = ("about", "log/flood", "log/about")
    found = [place_of(str(tmp_path / f"src/{name}/index.md")).verdict.kind for name in names]
    assert [one.value for one in found] == ["page", "post", "page"]


def test_notes_beside_a_program_are_none_of_its_pages(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "nuxt.config.ts": "export default {};\n",
            "content/mill.md": BARE,
            "docs/plan.md": BARE,
            "texts/fair.md": PLAIN,
            "REVIEW_OF_LAYOUT.md": BARE,
        },
    )
    names = ("content/mill", "docs/plan", "texts/fair", "REVIEW_OF_LAYOUT")
    found = [place_of(str(tmp_path / f"{name}.md")).verdict.kind.value for name in names]
    assert found == ["page", "outside", "page", "outside"]
