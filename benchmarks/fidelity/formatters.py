"""What readers see after formatters: python -m benchmarks.fidelity.formatters [--quick] [--show].

Documents are converted with the portable profile; each formatter works on the Markdown as it does
without settings, and as the documentation advises. Both are rendered: `changed` counts the files
that it wrote anew, `seen` those that then show something else. `--install` only installs the tools.
"""

from __future__ import annotations

import argparse
import difflib
import json
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable
from pathlib import Path

from benchmarks.common.data import ROOT, WORK
from benchmarks.common.peers import node_packages, peer_python
from benchmarks.common.report import Section
from benchmarks.fidelity.__main__ import node_folder
from benchmarks.fidelity.cases import load
from benchmarks.fidelity.pages import pages
from newskit import convert_post
from newskit.convert.proof.meant import render_part
from newskit.convert.proof.verify import canonical_of_tree, same
from newskit.convert.tree import body_html
from newskit.read.parse import parse_bytes

NAME = "formatters"
PACKAGES = (
    "mdformat==1.0.0",
    "mdformat-gfm==1.0.0",
    "mdformat-footnote==0.1.3",
    "rumdl==0.3.0",
)
NODE_PACKAGES = (
    "prettier@3.10.1", "markdownlint-cli2@0.22.1", "remark@15.0.1", "remark-gfm@4.0.1",
    "remark-math@6.0.0",
)  # fmt: skip
PYTHON = WORK / "venvs" / NAME / ("Scripts" if sys.platform == "win32" else "bin")
NODE = WORK / "node" / NAME / "node_modules" / ".bin"
PEERS = Path(__file__).with_name("peers")
LARGEST = 120_000
LABELLED = ROOT / "tests" / "strip" / "posts"
# Rules that change what readers see: levels, numbers and ends of headings, lists, addresses, code.
RULES = ("MD001", "MD009", "MD010", "MD014", "MD025", "MD026", "MD029", "MD034", "MD038", "MD040")
COMMANDS: dict[str, list[str]] = {
    "prettier": [str(NODE / "prettier"), "--log-level", "silent", "--write", "."],
    "mdformat": [str(PYTHON / "python"), str(PEERS / "format.py")],
    "markdownlint-cli2": [str(NODE / "markdownlint-cli2"), "--fix", "*.md"],
    "rumdl": [str(PYTHON / "rumdl"), "fmt", "--no-cache", "--quiet", "."],
    "remark-stringify": ["node", str(PEERS / "format.mjs"), str(WORK / "node" / NAME)],
}
ADVISED: dict[str, list[str]] = {
    "prettier": ["--embedded-language-formatting", "off"],
    "markdownlint-cli2": [],
    "rumdl": ["--disable", ",".join(RULES)],
    "remark-stringify": ["math"],
}


def install() -> None:
    """Install the formatters under benchmarks/work/: those of PyPI, and those of npm with npm."""
    peer_python(NAME, PACKAGES)
    node_packages(NAME, NODE_PACKAGES)


def installed(tool: str) -> bool:
    """Return whether a formatter has been installed."""
    program = COMMANDS[tool][0]
    return (
        NODE.exists() and bool(shutil.which("node"))
        if program == "node"
        else Path(program).exists()
    )


def after(tool: str, markdowns: Iterable[str], *, advised: bool = False) -> list[str]:
    """Return texts as a formatter leaves them, with its own settings or those that we advise."""
    with tempfile.TemporaryDirectory() as folder:
        paths: list[Path] = []
        for number, markdown in enumerate(markdowns):
            paths.append(Path(folder) / f"{number:05}.md")
            paths[-1].write_bytes(markdown.encode())
        command = [*COMMANDS[tool], *(ADVISED[tool] if advised else ())]
        if advised and tool == "markdownlint-cli2":
            settings = {"config": dict.fromkeys(RULES, False)}
            (Path(folder) / ".markdownlint-cli2.jsonc").write_text(json.dumps(settings))
        subprocess.run(command, cwd=folder, capture_output=True, check=False, timeout=1800)
        return [path.read_bytes().decode() for path in paths]


def seen(markdown: str) -> str:
    """Return the page that readers see, as HTML."""
    return render_part(markdown, footnotes="[^" in markdown)


def shows_the_same(before: str, formatted: str) -> bool:
    """Return whether readers see the same of two Markdown texts."""
    if before == formatted:
        return True
    one, other = (canonical_of_tree(body_html(seen(text))) for text in (before, formatted))
    return same(one, other)


def converted() -> list[tuple[str, str]]:
    """Return names and Markdown: cases, the specification, pages of packages, labelled posts."""
    cases = [
        (case["id"], "post.html", case["html"])
        for case in [*load(node_folder()), *pages()]
        if len(case["html"]) < LARGEST and "deep" not in case["id"]
    ]
    for path in sorted(LABELLED.glob("*.toml")):
        labelled = tomllib.loads(path.read_text("utf-8"))
        for number, post in enumerate(labelled["post"]):
            text = "\n\n".join([*labelled["prose"], re.sub("[⟦⟧]", "", post["tail"])])
            cases.append((f"{path.stem}/{number}", "post.md", text))
    return [
        (name, convert_post(parse_bytes(path, text.encode())).post.body)
        for name, path, text in cases
    ]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fidelity.formatters")
    parser.add_argument("--install", action="store_true", help="install the tools, no more")
    parser.add_argument("--quick", action="store_true", help="every fifth document")
    parser.add_argument("--show", action="store_true", help="print what readers see otherwise")
    arguments = parser.parse_args()
    install()
    if arguments.install:
        return
    made = converted()[:: 5 if arguments.quick else 1]
    section = Section(f"Formatters: {len(made)} documents", ("", "changed", "seen", "advised"))
    for tool in filter(installed, COMMANDS):
        changed, wrong = _measure(tool, made, show=arguments.show)
        advised = (
            _measure(tool, made, advised=True, show=arguments.show)[1] if tool in ADVISED else ""
        )
        section.add(tool, changed, wrong, advised)
    section.notes.append(", ".join([*PACKAGES, *NODE_PACKAGES]))
    section.notes.append("Advised: " + json.dumps(ADVISED) + " and without " + ", ".join(RULES))
    print(section.text())


def _measure(
    tool: str, made: list[tuple[str, str]], *, advised: bool = False, show: bool = False
) -> tuple[int, int]:
    changed = wrong = 0
    formatted = after(tool, [markdown for _, markdown in made], advised=advised)
    for (name, before), text in zip(made, formatted, strict=True):
        changed += before != text
        if not shows_the_same(before, text):
            wrong += 1
            if show:
                lines = difflib.unified_diff(
                    seen(before).splitlines(), seen(text).splitlines(), name, tool, n=0
                )
                print(*[line.rstrip("\n") for line in lines], sep="\n")
    return changed, wrong


if __name__ == "__main__":
    main()
