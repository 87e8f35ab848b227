"""The site of the documentation builds without a broken link, and its commands run."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest


def blocks(page: Path, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", page.read_text("utf-8"), re.DOTALL)


def test_the_site_builds_without_a_broken_link(root: Path, tmp_path: Path) -> None:
    pytest.importorskip("zensical")
    shutil.copytree(root / "docs", tmp_path / "docs")
    shutil.copy(root / "docs.yml", tmp_path)
    command = [sys.executable, "-m", "zensical", "build", "-f", "docs.yml", "--strict"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    pages = {path.stem for path in (root / "docs").rglob("*.md")} - {"index"}
    assert pages <= {path.parent.name for path in (tmp_path / "site").rglob("index.html")}
    api = (tmp_path / "site" / "api" / "index.html").read_text("utf-8")
    assert "read_post" in api
    assert "Raises" in api
    texts = [path.read_text("utf-8") for path in (tmp_path / "site").rglob("*.html")]
    asset = re.compile(r'(?:src|href)="https?://[^"]+\.(?:js|css)')
    loaded = [found for text in texts for found in asset.findall(text)]
    assert loaded == []  # nothing comes from elsewhere


def test_every_page_is_in_the_navigation(root: Path) -> None:
    text = (root / "docs.yml").read_text("utf-8")
    listed = re.findall(r"^ +- (\S+\.md)$", text, re.MULTILINE)
    docs = root / "docs"
    pages = [path.relative_to(docs).as_posix() for path in docs.rglob("*.md")]
    assert sorted(listed) == sorted(pages)


@pytest.fixture
def site(tmp_path: Path, posts: Path) -> Path:
    """A small Jekyll site in the place of the one the tutorial fetches."""
    docs = tmp_path / "jekyll" / "docs"
    (docs / "_posts").mkdir(parents=True)
    (docs / "_config.yml").write_text("title: News\n", "utf-8")
    for post in posts.glob("20*"):
        shutil.copy(post, docs / "_posts" / post.name)
    return docs


def test_the_commands_of_the_tutorial_run(newskit, root: Path, site: Path) -> None:
    ran = 0
    for block in blocks(root / "docs" / "tutorial.md", "sh"):
        for line in block.splitlines():
            if not line.startswith("newskit") or "review" in line:
                continue  # review waits for a person
            done = newskit(*shlex.split(line.partition(" #")[0])[1:], cwd=site)
            assert done.returncode in {0, 1}, (line, done.stderr.decode())
            ran += 1
    assert ran > 8
    assert (site.parents[1] / "book" / "mimetype").is_file()
    assert list((site.parents[1]).glob("packed*.epub")) or list(site.parents[1].rglob("*.epub"))


@pytest.mark.parametrize("name", ["batch", "pipes", "pre-commit"])
def test_every_command_of_a_how_to_takes_its_options(newskit, root: Path, name: str) -> None:
    known: dict[str, str] = {}
    seen = 0
    for block in blocks(root / "docs" / "how-to" / f"{name}.md", "sh"):
        for found in re.finditer(r"newskit ([a-z][^|\n#>']*)", block):
            words = shlex.split(found[1])
            verbs = 2 if words[0] in {"export", "import", "schema", "cache"} else 1
            command = " ".join(words[:verbs])
            if command not in known:
                help_text = newskit(*words[:verbs], "--help")
                assert help_text.returncode == 0, command
                known[command] = help_text.stdout.decode()
            for option in words[verbs:]:
                if option.startswith("--"):
                    assert re.search(rf"{option}\b", known[command]), (command, option)
                    seen += 1
    assert seen


def test_the_pattern_for_visual_studio_code_reads_findings(
    newskit, root: Path, posts: Path
) -> None:
    (block,) = blocks(root / "docs" / "how-to" / "editors.md", "json")
    task = json.loads(block)["tasks"][0]
    done = newskit("validate", *task["args"][2:], posts)
    pattern = task["problemMatcher"]["pattern"]
    lines = done.stdout.decode().splitlines()
    assert lines
    for line in lines:
        found = re.match(pattern["regexp"], line)
        assert found, line
        row = json.loads(line)
        for name, key in (
            ("code", "code"),
            ("severity", "severity"),
            ("file", "path"),
            ("line", "line"),
            ("column", "utf16_column"),
            ("message", "message"),
        ):
            assert found[pattern[name]].replace('\\"', '"') == str(row[key])


def test_neovim_shows_findings_where_they_are(root: Path, posts: Path, tmp_path: Path) -> None:
    nvim = shutil.which("nvim")
    if nvim is None:
        pytest.skip("needs Neovim: apt-get install neovim")
    (lua,) = blocks(root / "docs" / "how-to" / "editors.md", "lua")
    (tmp_path / "newskit.lua").write_text(lua, "utf-8")
    show = "lua for _, d in ipairs(vim.diagnostic.get(0)) do print(d.lnum, d.col, d.code) end"
    commands = ["-c", f"luafile {tmp_path / 'newskit.lua'}", "-c", "edit 2022-03-30-引号.md"]
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        [nvim, "--headless", "-u", "NONE", *commands, "-c", show, "-c", "qa!"],
        cwd=posts,
        env={**os.environ, "PATH": path, "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stderr.split() == ["2", "26", "NK120", "6", "0", "NK352"]
