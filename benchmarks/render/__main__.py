"""Text of records beside built pages: python -m benchmarks.render ENGINE=FOLDER… [--write].

ENGINE is jekyll or hugo; FOLDER is a checkout of a site's repository. Its posts become a bare site
(its own settings of Markdown, included files, data files and shortcodes; no theme, no plug-ins),
built by the engine; the share of posts whose `text` is the words of the built article is printed.
White space, typographic signs and the marks of links back from notes are not compared.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.common.report import Section
from newskit.records.text import plain_text
from newskit.version import __version__

HERE = Path(__file__).parent
KEPT = ("kramdown", "markdown", "url", "baseurl", "title", "timezone", "liquid")
FOLDERS = ("_includes", "_data")
BUILT_IN = frozenset(
    ["figure", "gist", "highlight", "param", "ref", "relref", "vimeo", "youtube", "comment"]
)
SHORTCODE = re.compile(r"\{\{[<%]\s*/?\s*([\w./-]+)")
DROPPED = re.compile(
    r"(?m)^(?:layout|type|url|slug|aliases|draft|date|expiryDate|publishDate|outputs|cascade)\s*[:=]"
    r".*\n(?:[ \t]+.*\n|- .*\n)*"
)
OWN_ADDRESS = re.compile(r"(?m)^(?:permalink|slug):.*\n")
DATE = r"\d{2,4}-\d{1,2}-\d{1,2}-"
HUGO = """
baseURL = "/"
disableKinds = ["taxonomy", "term", "RSS", "sitemap"]
refLinksErrorLevel = "WARNING"
[markup.goldmark.renderer]
unsafe = true
"""
ARTICLE = '<article id="post">{{ .Content }}</article><!--post-->'
FOLDED = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "\xa0": " ", "↩": "", "︎": ""})
RUNS = {"…": "...", "—": "-", "–": "-", "«": "<<", "»": ">>", "$$": ""}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.render", description=__doc__)
    parser.add_argument("sites", nargs="+", metavar="ENGINE=FOLDER")
    parser.add_argument("--show", type=int, default=5, help="unequal posts to show of each site")
    parser.add_argument("--write", action="store_true", help="write RESULTS.md")
    options = parser.parse_args()
    section = Section(
        "Posts whose text is the built article's", ("site", "engine", "posts", "same", "%")
    )
    for site in options.sites:
        engine, _, folder = site.partition("=")
        with tempfile.TemporaryDirectory() as name:
            made = Path(name, "site")
            try:
                (jekyll if engine == "jekyll" else hugo)(Path(folder), made)
            except RuntimeError as error:
                print(f"{folder}: not built: {error}", file=sys.stderr)
                continue
            pages = list(compared(made, engine))
        wrong = [page for page in pages if page[1] != page[2]]
        for path, built, ours in wrong[: options.show]:
            place = next(
                (n for n, (a, b) in enumerate(zip(built, ours, strict=False)) if a != b), 0
            )
            print(f"{folder}: {path}\n  site {built[max(0, place - 40) : place + 60]}")
            print(f"  text {ours[max(0, place - 40) : place + 60]}")
        same = len(pages) - len(wrong)
        share = f"{100 * same / max(1, len(pages)):.1f}"
        section.rows.append((Path(folder).name, engine, str(len(pages)), str(same), share))
    print(section.text())
    if options.write:
        today = datetime.now(UTC).date().isoformat()
        head = f"# Text of records\n\nnewskit {__version__}; {today}.\n\n"
        (HERE / "RESULTS.md").write_text(head + section.text() + "\n", encoding="utf-8")


def jekyll(source: Path, made: Path) -> None:
    """Make a bare Jekyll site of an archive's posts; those that need its plug-ins are left out."""
    import yaml

    (made / "_posts").mkdir(parents=True)
    for folder in FOLDERS:
        if (source / folder).is_dir():
            shutil.copytree(source / folder, made / folder)
    for number, path in enumerate(sorted(source.rglob("_posts/**/*.m*d*"))):
        if path.is_file():
            name = f"{path.stem}-{number}{path.suffix}"
            text = path.read_text("utf-8", "replace")
            (made / "_posts" / name).write_text(OWN_ADDRESS.sub("", text), "utf-8")
    given = yaml.safe_load((source / "_config.yml").read_text("utf-8")) or {}
    kept = {key: value for key, value in given.items() if key in KEPT}
    kept |= {"permalink": "/:title.html", "future": True, "unpublished": True}
    (made / "_config.yml").write_text(yaml.safe_dump(kept, allow_unicode=True), "utf-8")
    command = ["jekyll", "build", "--safe", "--quiet"]
    build(command, made, r"in \S*?/(_posts/[^\s':]+?\.(?:md|markdown))")


def hugo(source: Path, made: Path) -> None:
    """Make a bare Hugo site of an archive's content; pages of a theme's shortcodes are left out."""
    shutil.copytree(source / "content", made / "content")
    layouts = made / "layouts" / "_default"
    layouts.mkdir(parents=True)
    for name in ("single", "list"):
        (layouts / f"{name}.html").write_text(ARTICLE)
    own = source / "layouts" / "shortcodes"
    known = set(BUILT_IN)
    if own.is_dir():
        shutil.copytree(own, made / "layouts" / "shortcodes")
        known |= {path.stem for path in own.glob("*.html")}
    for path in [*made.glob("content/**/*.md"), *made.glob("content/**/*.html")]:
        text = path.read_text("utf-8", "replace")
        if set(SHORTCODE.findall(text)) - known:
            path.unlink()
        elif text.startswith(("---", "+++")):
            path.write_text(DROPPED.sub("", text), "utf-8")
    for folder in ("data", "layouts/partials", "i18n"):
        if (source / folder).is_dir():
            shutil.copytree(source / folder, made / folder)
    (made / "config.toml").write_text(HUGO)
    build(["hugo", "-D", "-F"], made, r"site/((?:content|layouts)/[^\s\":]+?\.(?:md|html))")


def build(command: list[str], made: Path, named: str) -> None:
    """Build a site; pages that cannot be built without its theme and plug-ins are left out."""
    for _ in range(200):
        done = subprocess.run(command, cwd=made, capture_output=True, text=True, check=False)
        if not done.returncode:
            return
        said = done.stdout + done.stderr
        found = {made / name for name in re.findall(named, said)}
        gone = [path for path in found if path.exists()]
        if not gone:
            raise RuntimeError(said[-800:])
        for path in gone:
            path.unlink()
    raise RuntimeError("more than 200 pages need what is not there")


def compared(made: Path, engine: str) -> list[tuple[str, str, str]]:
    """Return path, words of the built article, and words of the record, of each built post."""
    folder = "_posts" if engine == "jekyll" else "content"
    command = [sys.executable, "-m", "newskit", "export", "jsonl", folder, "--no-strip", "-q"]
    lines = subprocess.run(command, cwd=made, capture_output=True, check=False).stdout.splitlines()
    pages = []
    for record in map(json.loads, lines):
        path = record["metadata"]["newskit"]["path"]
        page = _page(made, path, engine)
        if page.is_file():
            html = page.read_text("utf-8")
            inside = re.search(r'<article id="post">(.*)</article><!--post-->', html, re.DOTALL)
            built = plain_text(inside[1] if inside else html)
            pages.append((path, _folded(built), _folded(record["text"] or "")))
    return pages


def _page(made: Path, path: str, engine: str) -> Path:
    stem = path.rpartition(".")[0]
    if engine == "jekyll":
        return made / "_site" / f"{re.sub(DATE, '', stem)}.html"
    return made / "public" / re.sub(r"(?:^|/)_?index\Z", "", stem).lower() / "index.html"


def _folded(text: str) -> str:
    text = text.translate(FOLDED)
    for sign, plain in RUNS.items():
        text = text.replace(sign, plain)
    text = re.sub(r"\\[(\[](.*?)\\[)\]]", r"\1", text, flags=re.DOTALL)
    return re.sub(r"-+", "-", re.sub(r"\s+", "", text))


if __name__ == "__main__":
    main()
