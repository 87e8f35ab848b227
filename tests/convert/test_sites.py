"""A whole site before and after conversion: Jekyll's and Hugo's pages show the same documents."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.sites.building import ENGINES, build, shown
from newskit.config.convert import ConvertConfig, Dialect
from newskit.convert.document import convert_body
from newskit.convert.proof.verify import same
from newskit.post import FrontMatterFormat, Post
from newskit.read.parse import parse_bytes

FORMATS = {FrontMatterFormat.YAML, FrontMatterFormat.TOML}
EXTRA = {
    "seed": (
        "<p>严禁“挖矿”。</p>\n <p><strong>国泰君安</strong>发文</p>\n"
        "<center><img src='/a.jpg' alt='i'/></center><p class='m'>（来源：财联社）</p>\n\n"
        "<http://e.org/?a=b_c>\n\n[返回](//e.org/x.html)｜[首页](//e.org/)\n"
    ),
    "table": (
        "Intro *text*.\n\n<table><tr><th>a</th><th>b|c</th></tr>"
        "<tr><td>1</td><td><b>2</b></td></tr></table>\n\nEnd.\n"
    ),
    "lists": ("<ul>\n<li>a\n<ol><li>b</li><li>c</li></ol></li>\n<li><p>d</p></li>\n</ul>\n\n- e\n"),
    "code": "<pre><code>x = *y*\n\n  z</code></pre>\n\n~~~\n<p>kept</p>\n~~~\n",
    "inline": (
        'A <b>bold</b>, <i>lean</i> <a href="/x">link</a>, <code>x_y</code> '
        'and <img src="/i.png" alt="i">.\n'
    ),
}


def posts(folder: Path) -> dict[str, Post]:
    found = {
        f"{number:02}": parse_bytes(path.name, path.read_bytes())
        for number, path in enumerate(sorted(folder.iterdir()))
        if path.suffix in {".md", ".markdown", ".html"}
    }
    chosen = {
        name: post
        for name, post in found.items()
        if post.front_matter.format in FORMATS and post.encoding.name == "utf-8"
    }
    for name, body in EXTRA.items():
        chosen[name] = Post(path=f"{name}.md", text=body)
    return chosen


@pytest.mark.parametrize("engine", ENGINES)
def test_pages_show_the_same_before_and_after(engine: str, root: Path, tmp_path: Path) -> None:
    if not shutil.which(engine):
        pytest.skip(f"needs {engine}")
    dialect = Dialect.KRAMDOWN if engine == "jekyll" else Dialect.COMMONMARK
    config = ConvertConfig(dialect=dialect)
    chosen = {
        name: replace(post, text=post.text.replace("{{", "{ {").replace("{%", "{ %"))
        for name, post in posts(root / "examples" / "posts").items()
    }
    before = {name: post.body for name, post in chosen.items()}
    after = {
        name: convert_body(post.body, config, post.body_format, path=f"{name}.md").markdown
        for name, post in chosen.items()
    }
    assert sum(before[name] != after[name] for name in before) >= len(EXTRA)
    one = build(tmp_path / "before", before, engine)
    other = build(tmp_path / "after", after, engine)
    assert one.keys() == other.keys() == before.keys()
    wrong = [name for name in one if not same(shown(one[name]), shown(other[name]))]
    assert wrong == []
