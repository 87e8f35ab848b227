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
