"""Round trips of HTML through Markdown: newskit beside its peers, in one run.

    python -m benchmarks.fidelity [--quick]

Each case is converted, rendered by cmark-gfm and compared with its source: `md` compares what
GFM can say, `rich` the elements it cannot say too (newskit.convert.proof). `text` is a second
opinion: the same text without white space, by BeautifulSoup. `raw` is the share of the Markdown's
characters that are raw HTML. `cpu` is the processor time of all cases, markdownify = 1.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.common.data import ROOT
from benchmarks.common.peers import node_packages, peer_python, versions
from benchmarks.common.report import Section
from benchmarks.fidelity.cases import load
from newskit.convert.proof.verify import canonical, same
from newskit.render.cmark import render_markdown

HERE = Path(__file__).resolve().parent
PYTHON_PEERS = ("markdownify", "html-to-markdown", "html2text")
PACKAGES = (*PYTHON_PEERS, "pypandoc-binary")
NODE_PEERS = ("turndown", "rehype-remark")
NODE_PACKAGES = (
    "turndown", "turndown-plugin-gfm", "unified", "rehype-parse", "rehype-remark", "remark-gfm",
    "remark-stringify", "commonmark-spec",
)  # fmt: skip
OURS = {
    "newskit portable": "newskit/portable/keep/proved",
    "newskit gfm": "newskit/gfm/keep/proved",
    "newskit gfm, semantics drop": "newskit/gfm/drop/proved",
    "newskit portable, unproved": "newskit/portable/keep/unproved",
}
TAG = re.compile(r"<!--.*?-->|</?[a-zA-Z][^<>]*>", re.DOTALL)
CODE = re.compile(r"^(~~~+|```+).*?^\1", re.DOTALL | re.MULTILINE)
SPACE = re.compile("[\\s\u200b\u200c\u200d\u2060\ufeff\u00ad]+")


def node_folder() -> Path | None:
    """Return where npm has installed the peers; None without npm."""
    folder = node_packages("fidelity", NODE_PACKAGES)
    if folder is not None:
        shutil.copy(HERE / "peers" / "convert.mjs", folder)
    return folder


def convert(command: Sequence[object], cases: list[dict[str, str]]) -> dict[str, dict[str, object]]:
    """Return the answers of a converter by case; a case without one was a crash."""
    lines = "".join(json.dumps({"id": c["id"], "html": c["html"]}) + "\n" for c in cases)
    done = subprocess.run(
        [str(part) for part in command],
        input=lines,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=ROOT,
        timeout=1800,
        check=False,
    )
    return {answer["id"]: answer for answer in map(json.loads, done.stdout.splitlines())}


def text_of(html: str) -> str:
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(f"<body>{html}", "lxml")
    for tag in soup(("script", "style", "template", "title", "svg", "iframe", "video", "audio")):
        tag.extract()
    return SPACE.sub("", soup.get_text())


def score(cases: list[dict[str, str]], answers: dict[str, dict[str, object]]) -> dict[str, float]:
    counts = dict.fromkeys(("md", "rich", "text", "crash", "raw", "all", "cpu"), 0.0)
    for case in cases:
        answer = answers.get(case["id"], {"error": "died"})
        counts["cpu"] += float(str(answer.get("cpu", 0)))
        if "error" in answer:
            counts["crash"] += 1
            continue
        markdown = str(answer["markdown"])
        html = render_markdown(markdown)
        counts["md"] += same(
            canonical(case["html"], semantics=False), canonical(html, semantics=False)
        )
        counts["rich"] += same(canonical(case["html"]), canonical(html))
        counts["text"] += text_of(case["html"]) == text_of(html)
        counts["raw"] += sum(len(tag) for tag in TAG.findall(CODE.sub("", markdown)))
        counts["all"] += len(markdown)
    return counts


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fidelity")
    parser.add_argument("--quick", action="store_true", help="every fifth case")
    quick = parser.parse_args().quick
    python = peer_python("fidelity", PACKAGES)
    node = node_folder()
    cases = load(node)[:: 5 if quick else 1]
    commands: dict[str, list[object]] = {
        name: [sys.executable, HERE / "peers" / "convert.py", spec] for name, spec in OURS.items()
    }
    for name in (*PYTHON_PEERS, "pandoc"):
        commands[name] = [python, HERE / "peers" / "convert.py", name]
    for name in NODE_PEERS if node is not None else ():
        commands[name] = ["node", node / "convert.mjs", name] if node is not None else []
    scores = {name: score(cases, convert(command, cases)) for name, command in commands.items()}
    section = Section(
        f"Round trips: {len(cases)} cases", ("", "md", "rich", "text", "raw", "crashes", "cpu")
    )
    unit = scores["markdownify"]["cpu"]
    for name, counts in scores.items():
        section.add(
            name,
            *[f"{100 * counts[key] / len(cases):.1f} %" for key in ("md", "rich", "text")],
            f"{100 * counts['raw'] / max(1, counts['all']):.1f} %",
            int(counts["crash"]),
            f"{counts['cpu'] / unit:.2f}",
        )
    section.notes.append(versions(python, PACKAGES))
    section.notes.append("pandoc runs as a process for each case; its own time is not counted.")
    sets = sorted({case["set"] for case in cases})
    section.notes.append("Cases: " + ", ".join(
        f"{name} {sum(case['set'] == name for case in cases)}" for name in sets
    ))  # fmt: skip
    print(section.text())


if __name__ == "__main__":
    main()
