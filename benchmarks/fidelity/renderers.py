"""What twelve renderers show of the Markdown: python -m benchmarks.fidelity.renderers [--cases N].

Each case is converted with the portable profile and rendered by each; `equal` is the share whose
elements are those of the source, by what GFM can say. The last line counts the cases that are
equal in all of them. kramdown needs Ruby with kramdown-parser-gfm, goldmark Hugo; those that are
not installed are left out. So are cases in which a convention was read (a formula, a footnote, the
address of a picture): what they show is not what the source's elements are. What a renderer does on
principle is switched off: refused addresses (markdown-it, mistune), tabs as spaces (pandoc); and
typographic signs are folded (kramdown).
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.common.peers import node_packages, peer_python, versions
from benchmarks.common.report import Section
from benchmarks.fidelity.__main__ import HERE, node_folder
from benchmarks.fidelity.cases import load
from benchmarks.sites.building import build, without_typography
from newskit import convert_html
from newskit.convert.proof.verify import Form, canonical, same

PACKAGES = (
    "cmarkgfm", "markdown-it-py", "mdit-py-plugins", "mistune", "pyromark", "comrak",
    "pypandoc-binary",
)  # fmt: skip
NODE_PACKAGES = (
    "marked", "micromark", "micromark-extension-gfm-table",
    "micromark-extension-gfm-strikethrough", "micromark-extension-gfm-task-list-item",
)  # fmt: skip
PYTHON = (
    "cmark-gfm", "cmark-gfm, autolinks", "markdown-it-py", "mistune", "pulldown-cmark", "comrak",
    "pandoc",
)  # fmt: skip
KRAMDOWN = """
require 'json'; require 'kramdown'; require 'kramdown-parser-gfm'
STDIN.each_line do |line|
  one = JSON.parse(line)
  options = {input: ARGV[0], hard_wrap: false, auto_ids: false, syntax_highlighter: nil,
             math_engine: nil, smart_quotes: %w[apos apos quot quot]}
  html = Kramdown::Document.new(one['markdown'], options).to_html rescue nil
  puts JSON.generate({id: one['id'], html: html})
end
"""
HUGO = "footnote = false\ndefinitionList = false\n"


def commands() -> dict[str, list[object]]:
    """Return the command of each renderer that is at hand."""
    python = peer_python("renderers", PACKAGES)
    found: dict[str, list[object]] = {
        name: [python, HERE / "peers" / "render.py", name] for name in PYTHON
    }
    if (folder := node_packages("renderers", NODE_PACKAGES)) is not None:
        shutil.copy(HERE / "peers" / "render.mjs", folder)
        for name in ("marked", "micromark"):
            found[name] = ["node", folder / "render.mjs", name]
    if shutil.which("ruby"):
        found["kramdown, GFM"] = ["ruby", "-e", KRAMDOWN, "GFM"]
        found["kramdown"] = ["ruby", "-e", KRAMDOWN, "kramdown"]
    return found


def render(command: Sequence[object], texts: dict[str, str]) -> dict[str, str | None]:
    lines = "".join(json.dumps({"id": i, "markdown": text}) + "\n" for i, text in texts.items())
    done = subprocess.run(
        [str(part) for part in command],
        input=lines,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        timeout=1800,
        check=False,
    )
    return {one["id"]: one["html"] for one in map(json.loads, done.stdout.splitlines())}


def hugo(texts: dict[str, str]) -> dict[str, str]:
    with tempfile.TemporaryDirectory() as folder:
        bodies = {str(number): text for number, text in enumerate(texts.values())}
        pages = build(Path(folder), bodies, "hugo", HUGO)
        return {i: pages.get(number, "") for i, number in zip(texts, bodies, strict=True)}


def form_of(html: str) -> Form:
    return canonical(without_typography(html), semantics=False)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fidelity.renderers")
    parser.add_argument("--cases", type=int, default=600, help="how many cases; 600")
    wanted = parser.parse_args().cases
    cases = [case for case in load(node_folder()) if len(case["html"]) < 60_000]
    cases = random.Random(7).sample(cases, min(wanted, len(cases)))
    texts: dict[str, str] = {}
    forms = {}
    for case in cases:
        made = convert_html(case["html"])
        form = form_of(case["html"])
        if not made.proved or same(form, form_of(_shown(made.markdown))):
            texts[case["id"]] = made.markdown
            forms[case["id"]] = form
    section = Section(f"Renderers: {len(texts)} cases", ("", "equal"))
    everywhere = dict.fromkeys(texts, True)
    answers = {name: render(command, texts) for name, command in commands().items()}
    if shutil.which("hugo"):
        answers["goldmark (Hugo)"] = hugo(texts)
    for name, htmls in answers.items():
        equal = 0
        for i in texts:
            html = htmls.get(i)
            fine = html is not None and same(forms[i], form_of(html))
            equal += fine
            everywhere[i] &= fine
        section.add(name, f"{100 * equal / len(texts):.1f} %")
    section.add(f"all {len(answers)}", f"{100 * sum(everywhere.values()) / len(texts):.1f} %")
    section.notes.append(versions(peer_python("renderers", PACKAGES), PACKAGES))
    section.notes.append(f"Python {sys.version_info[0]}.{sys.version_info[1]}")
    print(section.text())


def _shown(markdown: str) -> str:
    from newskit.render.cmark import render_markdown

    return render_markdown(markdown)


if __name__ == "__main__":
    main()
