"""Sites known by their folders alone, and what is not a post in a folder that is not a site."""

from __future__ import annotations

from pathlib import Path

import pytest

from newskit.site.choosing import place_of
from newskit.site.find import find_site
from newskit.site.survey import survey

DATED = "---\ntitle: T\ndate: 2024-01-02\n---\nText.\n"
PLAIN = "---\ntitle: T\n---\nText.\n"
BARE = "Text.\n"
WHOLE = "<!doctype html>\n<html><head><title>T</title></head><body><p>x</p></body></html>\n"

# Generator → its own files, then files with what each is.
SITES: dict[str, tuple[dict[str, str], dict[str, tuple[str, str]]]] = {
    "Middleman": (
        {"config.rb": 'activate :blog do |b|\n  b.prefix = "news"\nend\nset :build_dir, "out"\n'},
        {
            "source/news/2024-01-02-flood.html.markdown": (PLAIN, "post"),
            "source/about.html.md": (PLAIN, "page"),
            "source/_card.html": (PLAIN, "template"),
            "source/layouts/layout.html": (BARE, "template"),
            "source/old.html": (BARE, "static file"),
            "out/index.html": (WHOLE, "built output"),
            "data/people.md": (BARE, "data"),
            "README.md": (BARE, "readme"),
        },
    ),
    "Bridgetown": (
        {
            "bridgetown.config.yml": "url: https://mill.example\n",
            "src/_config.yml": "title: an old file of Jekyll's\n",
        },
        {
            "src/_posts/2024-01-02-flood.md": (PLAIN, "post"),
            "src/_crew/ann.md": (PLAIN, "page"),
            "src/about.md": (PLAIN, "page"),
            "src/_partials/head.html": (BARE, "template"),
            "src/_components/card.html": (BARE, "template"),
            "output/about/index.html": (WHOLE, "built output"),
            "plugins/readme.md": (BARE, "readme"),
        },
    ),
    "Franklin": (
        {"utils.jl": "", "_layout/head.html": "{{insert head.html}}"},
        {
            "config.md": ("+++\nauthor = get(ENV, 1)\n+++\n", "data"),
            "posts/2024-01-02-flood.md": ('+++\ntitle = "T"\n+++\n', "post"),
            "about.md": (BARE, "page"),
            "_layout/foot.html": ("</div>", "template"),
            "__site/index.html": (WHOLE, "built output"),
        },
    ),
    "Lektor": (
        {"mill.lektorproject": "[project]\nname = Mill\n"},
        {
            "content/blog/flood/contents.lr": ("title: T\n---\nbody: x\n", "page"),
            "content/blog/flood/notes.md": (BARE, "static file"),
            "templates/blog.html": (BARE, "template"),
            "databags/menu.md": (BARE, "data"),
        },
    ),
    "Hakyll": (
        {"mill.cabal": "name: mill\nbuild-depends: base, hakyll >= 4\n"},
        {
            "posts/2024-01-02-flood.md": (PLAIN, "post"),
            "posts/2024-01-03-fair.html": (PLAIN, "post"),
            "about.markdown": (PLAIN, "page"),
            "templates/default.html": ("$body$", "template"),
            "index.html": ("---\ntitle: T\n---\n$for(posts)$ $title$ $endfor$", "template"),
            "_site/index.html": (WHOLE, "built output"),
        },
    ),
    "Nanoc": (
        {"nanoc.yaml": "output_dir: out\n"},
        {
            "content/blog/2024-01-02-flood.md": (PLAIN, "post"),
            "content/about.md": (PLAIN, "page"),
            "layouts/default.html": (BARE, "template"),
            "out/index.html": (WHOLE, "built output"),
        },
    ),
    "mdBook": (
        {"book.toml": '[book]\ntitle = "Mill"\nsrc = "text"\n'},
        {
            "text/one.md": (BARE, "page"),
            "text/SUMMARY.md": (BARE, "data"),
            "book/one.html": (WHOLE, "built output"),
        },
    ),
    "Sphinx": (
        {"conf.py": "extensions = ['myst_parser']\n"},
        {
            "guide/one.md": (BARE, "page"),
            "_templates/page.html": (BARE, "template"),
            "_build/html/index.html": (WHOLE, "built output"),
        },
    ),
    "Quarto": (
        {"_quarto.yml": "project:\n  type: website\n  output-dir: web\n"},
        {
            "posts/flood.md": (DATED, "post"),
            "web/index.html": (WHOLE, "built output"),
        },
    ),
    "Valaxy": (
        {"valaxy.config.ts": "export default {}\n"},
        {
            "pages/posts/flood.md": (DATED, "post"),
            "pages/about.md": (PLAIN, "page"),
            "scaffolds/post.md": ("---\ntitle: <%=title%>\n---\n", "template"),
        },
    ),
    "Cecil": (
        {"cecil.yml": "title: Mill\n"},
        {
            "pages/post/flood.md": (DATED, "post"),
            "models/post.md": ("---\ntitle: %title%\n---\n", "template"),
            "layouts/a.html": (BARE, "template"),
        },
    ),
    "Lume": (
        {"_config.ts": 'import lume from "lume/mod.ts";\nexport default lume();\n'},
        {
            "posts/flood.md": (DATED, "post"),
            "_includes/a.md": (BARE, "template"),
            "_site/index.html": (WHOLE, "built output"),
        },
    ),
    "Cobalt": (
        {"_cobalt.yml": "destination: web\n"},
        {
            "posts/flood.md": ("---\ntitle: T\npublished_date: 2024-01-02\n---\n", "post"),
            "_layouts/a.html": (BARE, "template"),
            "web/index.html": (WHOLE, "built output"),
        },
    ),
    "GitBook": (
        {"book.json": "{}"},
        {
            "README.md": (BARE, "page"),
            "SUMMARY.md": (BARE, "data"),
            "ch1/README.md": (BARE, "page"),
            "_book/index.html": (WHOLE, "built output"),
        },
    ),
    "Pelican": (
        {"site_settings.py": "SITENAME = 'Mill'\nSITEURL = ''\nTHEME = 'look'\nPATH = 'content'\n"},
        {
            "content/flood.md": ("Title: T\nDate: 2024-01-02\n\nText.\n", "post"),
            "content/pages/about.md": ("Title: T\n\nText.\n", "page"),
            "look/templates/base.html": (BARE, "template"),
        },
    ),
}


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


@pytest.mark.parametrize("label", SITES)
def test_files_are_what_their_generator_takes_them_for(tmp_path: Path, label: str) -> None:
    beside, judged = SITES[label]
    write(tmp_path, {**beside, **{name: text for name, (text, _) in judged.items()}})
    site = find_site(tmp_path)
    assert site is not None
    assert site.label == label
    found = {name: place_of(str(tmp_path / name)).verdict.kind.value for name in judged}
    assert found == {name: kind for name, (_, kind) in judged.items()}


@pytest.mark.parametrize(
    "files",
    [
        {"config.rb": 'http_path = "/"\ncss_dir = "css"\n', "source/a.md": DATED},
        {"config.md": BARE, "a.md": DATED},
        {"mill.cabal": "name: mill\nbuild-depends: base\n", "posts/a.md": DATED},
        {"book.json": "{}", "a.md": DATED},
        {"settings.py": "DEBUG = True\nSITENAME = 'x'\n", "content/a.md": DATED},
    ],
)
def test_half_a_sign_makes_no_site(tmp_path: Path, files: dict[str, str]) -> None:
    write(tmp_path, files)
    assert find_site(tmp_path) is None


def kinds(folder: Path) -> dict[str, str]:
    found = {file.path: file.kind for file in survey(str(folder)).files}
    return {path.removeprefix(f"{folder}/"): kind for path, kind in found.items()}


def test_templates_and_built_pages_beside_posts_of_no_site_are_none(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "package.json": "{}",
            "posts/a.md": DATED,
            "posts/b.html": "<p>A post.</p>\n",
            "posts/c.html": "<p>How: <code>{% for x in y %}</code></p>\n",
            "posts/2024-01-02-d.html": "{% for x in y %}<p>{{ x }}</p>{% endfor %}\n",
            "views/page.html": "{% extends 'base.html' %}{% block x %}{% endblock %}\n",
            "views/mail.html": "<p><%= user.name %></p>\n",
            "views/base.html": '<p>{{ .Title }}</p>{{- block "main" . }}{{- end }}\n',
            "views/mail.md": "{% load i18n %}\nDear {{ name }}\n",
            "models/post.md": "---\ntitle: %title%\ndate: %date%\n---\n",
            "views/feed.html": "$for(posts)$<li>$title$</li>$endfor$\n",
            "dist/index.html": WHOLE,
            "dist/a.html": WHOLE,
            "node_modules/x/notes.md": BARE,
            "vendor/autoload.php": "",
            "vendor/x/guide.md": BARE,
            "README.md": BARE,
            "LICENSE.txt": BARE,
        },
    )
    assert kinds(tmp_path) == {
        "posts/a.md": "post",
        "posts/b.html": "post",
        "posts/c.html": "post",
        "posts/2024-01-02-d.html": "post",
        "views/page.html": "template",
        "views/mail.html": "template",
        "views/base.html": "template",
        "views/feed.html": "template",
        "views/mail.md": "template",
        "models/post.md": "template",
        "dist/": "built output",
        "node_modules/": "dependency",
        "vendor/": "dependency",
        "README.md": "readme",
        "LICENSE.txt": "readme",
    }
    # A folder that is named is looked into, whatever its name.
    assert set(kinds(tmp_path / "dist").values()) == {"post"}


def test_a_folder_of_posts_keeps_every_file(tmp_path: Path) -> None:
    files = {
        "README.md": BARE,
        "history.md": BARE,
        "dist/index.html": WHOLE,
        "vendor/a.md": DATED,
        "tests/a.md": DATED,
    }
    write(tmp_path, files)
    assert kinds(tmp_path) == dict.fromkeys(files, "post")


FRAME = (
    "<!doctype html>\n<html><head><title>Mill</title>\n"
    '<script type="module" src="/src/main.ts"></script>{head}</head>\n'
    '<body><div id="app"></div><noscript>Turn scripts on.</noscript>{body}</body></html>\n'
)


@pytest.mark.parametrize(
    ("head", "body", "kind"),
    [
        ("", "", "template"),
        ("", "<p>The mill is open.</p>", "post"),
        ("", '<img src="mill.jpg">', "post"),
        ('<script type="application/ld+json">{"articleBody": "Open."}</script>', "", "post"),
    ],
)
def test_a_page_that_a_script_fills_is_a_frame(
    tmp_path: Path, head: str, body: str, kind: str
) -> None:
    page = FRAME.format(head=head, body=body)
    plain = page.replace(' type="module"', "")
    write(tmp_path, {"index.html": page, "plain.html": plain})
    assert kinds(tmp_path) == {"index.html": kind, "plain.html": "post"}


def test_tests_beside_a_site_are_no_posts(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "site/_config.yml": "title: Mill\n",
            "site/_posts/2024-01-02-a.md": PLAIN,
            "site/_posts/_form.md": PLAIN,
            "test/fixtures/b.md": PLAIN,
            "letters/c.md": PLAIN,
        },
    )
    found = kinds(tmp_path)
    assert found == {
        "site/_posts/2024-01-02-a.md": "post",
        "site/_posts/_form.md": "outside",
        "test/": "outside",
        "letters/c.md": "post",
    }


@pytest.mark.parametrize(("date", "label"), [("'2024-01-02'", "other"), ("2024-01-02", "pelican")])
def test_pelican_reads_yaml_where_a_plug_in_does(tmp_path: Path, date: str, label: str) -> None:
    posts = {f"content/{n}.md": f"---\ntitle: T{n}\ndate: {date}\n---\nText.\n" for n in range(4)}
    write(tmp_path, {"pelicanconf.py": "PATH = 'content'\n", **posts})
    place = place_of(str(tmp_path / "content/0.md"))
    assert (place.verdict.kind.value, place.generator) == ("post", label)


def test_days_in_names_of_folders_and_at_the_top_make_posts(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "a/config.md": "",
            "a/utils.jl": "",
            "a/news/2024/01/02/flood.md": PLAIN,
            "a/guide/flood.md": PLAIN,
            "b/config.toml": "base_url = 'https://mill.example'\n",
            "b/templates/page.html": BARE,
            "b/content/2024-01-02-flood.md": PLAIN,
            "b/content/about.md": PLAIN,
        },
    )
    found = kinds(tmp_path)
    assert found["a/news/2024/01/02/flood.md"] == "post"
    assert found["a/guide/flood.md"] == "page"
    assert found["b/content/2024-01-02-flood.md"] == "post"
    assert found["b/content/about.md"] == "page"


def test_code_in_which_the_start_of_a_long_page_ends_is_shown(tmp_path: Path) -> None:
    page = f"<!doctype html><html><body>{'<p>Mill</p>' * 5950}<pre>{{% if a %}}"
    write(
        tmp_path, {"a.html": f"{page}{'x' * 900}</pre></body></html>", "b.html": f"{page}</body>"}
    )
    assert kinds(tmp_path) == {"a.html": "post", "b.html": "template"}


def test_forms_of_notes_wherever_they_lie(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "notes/T-ROPE.md": '---\nname: "{{name}}"\nlevel: {{level}}\n---\n# {{name}}\n',
            "notes/rope.md": '---\nname: Rope\nlevel: "{{level}}"\n---\n# Rope\n',
            "notes/Templates/day.md": "---\ntags:\nmood:\n---\n# {{date:YYYY-MM-DD}}\n",
            "notes/Templates/how.md": "---\ntitle: How\n---\nWrite `{{title}}` there.\n",
        },
    )
    assert kinds(tmp_path) == {
        "notes/T-ROPE.md": "template",
        "notes/rope.md": "post",
        "notes/Templates/day.md": "template",
        "notes/Templates/how.md": "post",
    }
