"""What formatters and linters change in the output: readers must see the same, or the reason here.

Versions: prettier 3.10, mdformat 1.0 with mdformat-gfm, markdownlint-cli2 0.22, rumdl 0.3.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from newskit.convert.html import convert_html
from newskit.convert.proof.meant import render_part
from newskit.convert.proof.verify import canonical_of_tree, same
from newskit.convert.tree import body_html

TOOLS = {
    "prettier": ["prettier", "--log-level", "silent", "--write", "."],
    "mdformat": ["mdformat", "."],
    "markdownlint-cli2": ["markdownlint-cli2", "--fix", "*.md"],
    "rumdl": ["rumdl", "fmt", "--no-cache", "-q", "."],
}
FORMATS_CODE = "prettier formats the code of languages it knows"
TABS = "markdownlint writes spaces for tabs, in code too (MD010)"
BARE = "a bare address gets brackets (MD034)"
KNOWN: dict[str, dict[str, str]] = {
    "prettier": {
        "pre-trailing": "prettier strips spaces at the end of code",
        "pre-blank-tabs": "prettier strips spaces at the end of code",
        "ampersand": "prettier writes a backslash for a reference in an address",
        "hr-first": "prettier joins an item with the rule in it",
        **dict.fromkeys(
            ("code-2", "code-5", "code-10", "code-11", "code-17", "code-28", "fig-5"), FORMATS_CODE
        ),
    },
    "mdformat": {
        "heading-id": "mdformat writes a reference as the character",
        "math-9": "mdformat knows no formulas without a plug-in",
    },
    "markdownlint-cli2": {
        **dict.fromkeys(("pre-tabs", "pre-blank-tabs", "pre-no-code"), TABS),
        **dict.fromkeys(("wp-embed", "embed-13"), BARE),
    },
    "rumdl": {
        **dict.fromkeys(("wp-embed", "embed-13"), BARE),
        "esc-9": "rumdl links an address behind a letter, which GFM does not",
    },
}


def documents() -> list[tuple[str, str]]:
    here = Path(__file__).parent
    found: list[tuple[str, str]] = []
    for path in [*sorted((here / "cases").glob("*.jsonl")), here / "conventions.jsonl"]:
        cases = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        found += [(case["id"], case["html"]) for case in cases if "deep" not in case["id"]]
    return found


def form(markdown: str) -> object:
    return canonical_of_tree(body_html(render_part(markdown, footnotes="[^" in markdown)))


@pytest.mark.parametrize("tool", TOOLS)
def test_readers_see_the_same_afterwards(tool: str, tmp_path: Path) -> None:
    if not shutil.which(tool):
        pytest.skip(f"needs {tool}")
    written = [(name, convert_html(html).markdown) for name, html in documents()]
    for number, (_, markdown) in enumerate(written):
        (tmp_path / f"{number:04}.md").write_text(markdown, encoding="utf-8")
    subprocess.run(TOOLS[tool], cwd=tmp_path, capture_output=True, check=False, timeout=300)
    wrong: set[str] = set()
    for number, (name, markdown) in enumerate(written):
        after = (tmp_path / f"{number:04}.md").read_text(encoding="utf-8")
        if after != markdown and not same(form(markdown), form(after)):  # type: ignore[arg-type]
            wrong.add(name)
    assert wrong - KNOWN[tool].keys() == set()
