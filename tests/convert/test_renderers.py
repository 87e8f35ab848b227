"""The renderers people use must show the same document: kramdown, Hugo, pandoc, markdown-it."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from newskit.config.convert import ConvertConfig, Profile, Semantics
from newskit.convert.html import convert_html
from newskit.convert.proof.verify import canonical, same

KRAMDOWN = """
require 'json'; require 'kramdown'; require 'kramdown-parser-gfm'
STDIN.each_line do |line|
  options = {input: 'GFM', hard_wrap: false, auto_ids: false, syntax_highlighter: nil,
             math_engine: nil, smart_quotes: %w[apos apos quot quot]}
  puts JSON.generate(Kramdown::Document.new(JSON.parse(line), options).to_html)
end
"""
HUGO = """
baseURL = "http://h/"
disableKinds = ["home", "taxonomy", "term", "RSS", "sitemap", "404", "section"]
[markup.goldmark.renderer]
unsafe = true
[markup.highlight]
codeFences = false
[markup.goldmark.extensions]
typographer = false
"""
TYPOGRAPHY = {"–": "--", "—": "---", "…": "...", "«": "<<", "»": ">>", "&hellip;": "..."}


def kramdown(texts: list[str], tmp_path: Path) -> list[str]:
    if not shutil.which("ruby"):
        pytest.skip("needs Ruby with kramdown and kramdown-parser-gfm")
    done = subprocess.run(
        ["ruby", "-e", KRAMDOWN],
        input="".join(json.dumps(text) + "\n" for text in texts),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    if "cannot load such file" in done.stderr:
        pytest.skip("needs kramdown and kramdown-parser-gfm")
    assert done.returncode == 0, done.stderr[-500:]
    return [json.loads(line) for line in done.stdout.splitlines()]


def hugo(texts: list[str], tmp_path: Path) -> list[str]:
    if not shutil.which("hugo"):
        pytest.skip("needs hugo")
    (tmp_path / "layouts/_default").mkdir(parents=True)
    (tmp_path / "content/p").mkdir(parents=True)
    (tmp_path / "config.toml").write_text(HUGO)
    (tmp_path / "layouts/_default/single.html").write_text("{{ .Content }}")
    for number, text in enumerate(texts):
        page = tmp_path / f"content/p/{number}.md"
        page.write_text(f"---\ntitle: x\n---\n{text}", encoding="utf-8")
    subprocess.run(
        ["hugo", "-s", tmp_path, "-d", tmp_path / "out", "--quiet"], check=True, timeout=120
    )
    return [
        (tmp_path / f"out/p/{number}/index.html").read_text(encoding="utf-8")
        if (tmp_path / f"out/p/{number}/index.html").exists()
        else ""
        for number in range(len(texts))
    ]


def pandoc(texts: list[str], tmp_path: Path) -> list[str]:
    if not shutil.which("pandoc"):
        pytest.skip("needs pandoc")
    mark = "newskit-case-border"
    whole = f"\n\n<!--{mark}-->\n\n".join(texts)
    done = subprocess.run(
        [
            "pandoc",
            "-f",
            "gfm+raw_html",
            "-t",
            "html",
            "--wrap=none",
            "--no-highlight",
            "--preserve-tabs",
        ],
        input=whole,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    # The notes of all documents stand behind the last.
    shown = done.stdout.partition('<section class="footnotes')[0]
    return shown.split(f"<!--{mark}-->")


def markdown_it(texts: list[str], tmp_path: Path) -> list[str]:
    module = pytest.importorskip("markdown_it")
    reader = module.MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    reader.options["maxNesting"] = 2000
    reader.validateLink = lambda _: True
    return [reader.render(text) for text in texts]


def form(html: str) -> object:
    for sign, plain in TYPOGRAPHY.items():
        html = html.replace(sign, plain)
    return canonical(html, semantics=False)


# What no spelling makes alike, by renderer: each case with its reason.
LEADING = "markdown-it strips ideographic spaces"
CONVENTIONS = {
    "footnote-links": "a note is a footnote, not an item of a list",
    "gdocs": "text that a style makes bold is bold",
    "frameset": "the frames of a page of frames are its body's",
    "newsletter-layout": "tables that only lay out open where meanings may go",
    "noscript-img": "a picture that a script loads is one picture",
    "wp-embed": "an address alone in its paragraph stays bare, for what embeds it",
}
KNOWN: dict[str, dict[str, str]] = {
    "kramdown": {"typographic": "quotation marks from << >>, which is the site's choice"},
    "hugo": {},
    "pandoc": {
        "emoji-code": "pandoc reads emoji inside of words",
        "combining": "pandoc composes characters",
        "li-code": "pandoc names the language in a class of its own",
        "pre-language": "pandoc names the language in a class of its own",
        "pre-language-on-pre": "pandoc names the language in a class of its own",
    },
    "markdown_it": {
        "ideographic": LEADING,
        "ideographic-space": LEADING,
        "raw-ideographic": LEADING,
        "zh-editor": LEADING,
        "idn": "markdown-it writes host names in ASCII",
        "task": "check boxes are a plugin of markdown-it",
    },
}


@pytest.mark.parametrize("renderer", [kramdown, hugo, pandoc, markdown_it])
def test_portable_markdown_shows_the_source(
    renderer: Callable[[list[str], Path], list[str]],
    all_cases: list[dict[str, str]],
    tmp_path: Path,
) -> None:
    config = ConvertConfig(profile=Profile.PORTABLE, semantics=Semantics.DROP)
    cases = [case for case in all_cases if "deep" not in case["id"] and "{{" not in case["html"]]
    shown = renderer([convert_html(case["html"], config).markdown for case in cases], tmp_path)
    wrong = [
        case["id"]
        for case, html in zip(cases, shown, strict=True)
        if not same(form(case["html"]), form(html))
    ]
    assert set(wrong) - KNOWN[renderer.__name__].keys() - CONVENTIONS.keys() == set()
    assert len(wrong) <= 0.03 * len(cases)
