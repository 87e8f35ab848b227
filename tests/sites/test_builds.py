"""Sites build after work in place at their root as they did before, and only posts change.

Each generator that is installed builds a small site of its own; the others are skipped. Those of
Node are found by their programs on the path, and the site gets a link to the packages beside.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from selectolax.lexbor import LexborHTMLParser

Run = Callable[..., "CompletedProcess[bytes]"]

HTML = (
    '<p>High <b>water</b> at the <a href="https://x.example/">mill</a>.</p>\n<ul><li>a</li></ul>\n'
)
LINES = [f"The council met {day} times and agreed that the ferry runs." for day in range(4)]
FOOT = "© 2024 Mill Notes. All rights reserved.\n"
TAIL = "\n\n".join([*LINES, FOOT])
FRAME = "<html><body>%s<p>Foot <b>x</b></p></body></html>\n"


def post(title: str, body: str, day: int = 2) -> str:
    return f"---\ntitle: {title}\ndate: 2024-01-0{day}\n---\n{body}"


SITES: dict[str, tuple[list[str], str, dict[str, str], set[str]]] = {
    "jekyll": (
        ["jekyll", "build", "-q"],
        "_site",
        {
            "_config.yml": "title: Mill\n",
            "_layouts/default.html": FRAME % "{% include foot.html %}{{ content }}",
            "_includes/foot.html": "<p>Foot <b>y</b></p>\n",
            "_posts/2024-01-02-flood.md": post("Flood", HTML),
            "_posts/2024-01-03-tail.md": post("Tail", TAIL, 3),
            "about.html": "---\nlayout: default\n---\n<p>We <b>mill</b></p>\n",
            "index.html": "---\nlayout: default\n---\n{% link about.html %}{% link 404.html %}\n",
            "404.html": "---\nlayout: default\n---\n<p>Lost <b>x</b></p>\n",
            "README.md": "# Mill\n\n<p>Build <b>it</b></p>\n",
        },
        {"_posts/2024-01-02-flood.md", "_posts/2024-01-03-tail.md"},
    ),
    "hugo": (
        ["hugo", "--quiet"],
        "public",
        {
            "config.toml": "baseURL = 'https://x.example/'\ntitle = 'Mill'\n"
            "markup.goldmark.renderer.unsafe = true\n",
            "layouts/_default/single.html": FRAME % "{{ .Content }}",
            "layouts/_default/list.html": FRAME % "{{ range .Pages }}{{ .Title }}{{ end }}",
            "archetypes/default.md": '---\ntitle: "{{ .Name }}"\n---\n<p>x <b>y</b></p>\n',
            "content/posts/flood.md": post("Flood", HTML),
            "content/posts/tail.md": post("Tail", TAIL, 3),
            "static/raw.html": "<p>raw <b>x</b></p>\n",
        },
        {"content/posts/flood.md", "content/posts/tail.md"},
    ),
    "eleventy": (
        ["eleventy", "--quiet"],
        "_site",
        {
            ".eleventy.js": "module.exports = { dir: { input: 'src' } };\n",
            "src/_includes/base.html": FRAME % "{{ content }}",
            "src/posts/flood.md": post("Flood\nlayout: base.html\ntags: posts", HTML),
            "src/posts/tail.md": post("Tail\nlayout: base.html\ntags: posts", TAIL, 3),
            "src/about.html": "---\nlayout: base.html\n---\n<p>We <b>mill</b></p>\n",
        },
        {"src/posts/flood.md", "src/posts/tail.md"},
    ),
    "pelican": (
        ["pelican", "-q", "content"],
        "output",
        {
            "pelicanconf.py": "SITENAME = 'Mill'\nAUTHOR = 'A'\nPATH = 'content'\n"
            "TIMEZONE = 'UTC'\nFEED_ALL_ATOM = None\nCATEGORY_FEED_ATOM = None\n",
            "content/flood.md": f"Title: Flood: again\nDate: 2024-01-02\n\n{HTML}",
            "content/tail.md": f"Title: Tail\nDate: 2024-01-03\n\n{TAIL}",
            "content/old.html": "<html><head><title>Old</title>"
            '<meta name="date" content="2024-01-04"></head><body><p>o <b>x</b></p></body></html>\n',
        },
        {"content/flood.md", "content/tail.md"},
    ),
    "mkdocs": (
        ["mkdocs", "build", "-q"],
        "site",
        {
            "mkdocs.yml": "site_name: Mill\nexclude_docs: kept.md\ntheme: {name: mkdocs}\n",
            "docs/index.md": HTML,
            "docs/news/flood.md": post("Flood", HTML),
            "docs/news/tail.md": post("Tail", TAIL, 3),
            "docs/kept.md": HTML,
            "docs/raw.html": HTML,
            "README.md": HTML,
        },
        {"docs/index.md", "docs/news/flood.md", "docs/news/tail.md"},
    ),
    "nikola": (
        ["nikola", "build"],
        "output",
        {
            "conf.py": "BLOG_TITLE = 'Mill'\nSITE_URL = 'https://x.example/'\nTIMEZONE = 'UTC'\n"
            "POSTS = (('posts/*.md', 'posts', 'post.tmpl'),)\n"
            "PAGES = (('pages/*.html', '', 'page.tmpl'),)\n"
            "COMPILERS = {'markdown': ('.md',), 'html': ('.html',)}\n",
            "posts/flood.md": post("Flood", HTML),
            "posts/tail.md": post("Tail", TAIL, 3),
            "files/raw.html": HTML,
            "README.md": HTML,
        },
        {"posts/flood.md", "posts/tail.md"},
    ),
    "vitepress": (
        ["vitepress", "build"],
        ".vitepress/dist",
        {
            ".vitepress/config.mjs": "export default { srcExclude: ['kept/**'] };\n",
            "package.json": '{"type": "module"}\n',
            "index.md": "# Mill\n",
            "news/flood.md": post("Flood", HTML),
            "news/tail.md": post("Tail", TAIL, 3),
            "kept/piece.md": HTML,
            "public/raw.html": HTML,
        },
        {"news/flood.md", "news/tail.md"},
    ),
    "astro": (
        ["astro", "build", "--silent"],
        "dist",
        {
            "astro.config.mjs": "export default {};\n",
            "package.json": '{"type": "module"}\n',
            "src/layouts/base.astro": FRAME % "<slot />",
            "src/pages/index.astro": FRAME % "Mill",
            "src/pages/news/flood.md": post("Flood\nlayout: ../../layouts/base.astro", HTML),
            "src/pages/news/tail.md": post("Tail\nlayout: ../../layouts/base.astro", TAIL, 3),
            "src/pages/_piece.md": HTML,
            "public/raw.html": HTML,
        },
        {"src/pages/news/flood.md", "src/pages/news/tail.md"},
    ),
    "docusaurus": (
        ["docusaurus", "build"],
        "build",
        {
            "docusaurus.config.js": "module.exports = { title: 'Mill', url: 'https://x.example',\n"
            "  baseUrl: '/',\n"
            "  presets: [['classic', { docs: { routeBasePath: '/', exclude: ['kept/**'] } }]] };\n",
            "package.json": "{}\n",
            "docs/index.md": "---\nslug: /\n---\n# Mill\n",
            "docs/kept/piece.md": HTML,
            "docs/_piece.md": HTML,
            "blog/2024-01-02-flood.md": post("Flood", HTML),
            "blog/2024-01-03-tail.md": post("Tail", TAIL, 3),
            "blog/part.mdx": post("Part", "<p>High <b>water</b></p>\n"),
            "static/raw.html": HTML,
        },
        {"blog/2024-01-03-tail.md"},  # Docusaurus reads tags as JSX, so they stay
    ),
}


def built(folder: Path, command: list[str], output: str) -> dict[str, str]:
    """Return what is built, pages with their words, which have no spaces between them."""
    shutil.rmtree(folder / output, ignore_errors=True)
    done = subprocess.run(command, cwd=folder, check=False, capture_output=True, timeout=300)
    assert done.returncode == 0, (done.stdout + done.stderr).decode()
    pages = {
        path.relative_to(folder / output).as_posix(): words(path)
        for path in (folder / output).rglob("*")
        if not _HASHED.search(path.name)
    }
    shutil.rmtree(folder / output)
    return pages


_HASHED = re.compile(r"[.-][\w-]{8}(?:\.lean)?\.(?:js|css|woff2)\Z|\.js\Z")


def words(path: Path) -> str:
    if path.suffix != ".html":
        return ""
    page = LexborHTMLParser(path.read_text("utf-8"))
    for element in page.css("script, style"):
        element.decompose()
    return "".join(page.body.text().split()) if page.body else ""


@pytest.mark.parametrize("generator", SITES)
def test_a_site_builds_as_before(newskit: Run, tmp_path: Path, generator: str) -> None:
    command, output, files, posts = SITES[generator]
    program = shutil.which(command[0])
    if program is None:
        pytest.skip(f"{command[0]} is not installed")
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    packages = [one for one in Path(program).resolve().parents if one.name == "node_modules"]
    if packages:
        (tmp_path / "node_modules").symlink_to(packages[0])
    before = built(tmp_path, command, output)
    done = newskit("convert", ".", "--in-place")
    assert done.returncode == 0, done.stderr.decode()
    assert built(tmp_path, command, output) == before
    done = newskit("strip", ".", "--in-place")
    assert done.returncode == 0, done.stderr.decode()
    assert newskit("validate", ".", "--fix", "--no-cache").returncode in {0, 1}
    changed = {name for name, text in files.items() if not _is(tmp_path / name, text)}
    assert changed == posts
    assert built(tmp_path, command, output).keys() == before.keys()


def _is(path: Path, text: str) -> bool:
    return path.is_file() and path.read_text("utf-8") == text
