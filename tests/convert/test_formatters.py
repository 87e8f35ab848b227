"""What formatters and linters change in the output: readers must see the same, or the reason here.

`python3 tasks.py formatters` installs the tools; `python -m benchmarks.fidelity.formatters` takes
the same measure of many more documents.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.fidelity.formatters import ADVISED, COMMANDS, after, installed, shows_the_same
from newskit.convert.html import convert_html

# Reasons, and the documents that they change, whatever the settings.
KNOWN: dict[str, dict[str, str]] = {
    "prettier": {
        "spaces at the ends of code": "pre-trailing pre-blank-tabs page-anchor-in-code",
        "a backslash for a reference in an address, which cmark shows": "ampersand",
    },
    "mdformat": {
        "ideographic and fixed spaces at the start of a line": (
            "ideographic-space ideographic zh-editor nbsp-after-br br-6 lines-2 lines-3"
        ),
        "references as characters": "heading-id esc-6 ial-trap bom tilde escapes-mix",
        "formulas, and signs of money escaped for their sake": (
            "dollar math math-1 math-7 math-9 math-10 math-14 formula-in-cell dollars-across-marks"
            " math-block-that-markdown-reads"
            " math-with-dollars-in-text math-with-dollars-in-text-gfm"
            " math-display-in-html"
        ),
        "addresses it refuses, or writes in ASCII": "javascript dollars-in-address idn",
    },
    "remark-stringify": {
        "references as characters": "heading-id esc-6 ial-trap bom ampersand",
        "addresses that are text become links": (
            "bare-url bare-www link-url-text autolink-text esc-2 esc-8"
        ),
        "an address alone gets brackets": (
            "wp-embed embed-13 address-in-span address-beside-block"
        ),
    },
}
# With the settings the tools come with; `ADVISED` ones spare these.
UNADVISED: dict[str, dict[str, str]] = {
    "prettier": {
        "code in languages it knows is formatted": (
            "code-2 code-5 code-10 code-11 code-17 code-28 fig-5 numbers-in-code code-in-capitals"
        ),
        "a rule that begins an item is read as front matter": "hr-first",
    },
    "markdownlint-cli2": {
        "spaces for tabs, in code too (MD010)": "pre-tabs pre-blank-tabs pre-no-code",
        "an address alone gets brackets (MD034)": (
            "wp-embed embed-13 address-in-span address-beside-block"
        ),
        "spaces at the ends of lines of HTML (MD009)": "page-anchor-in-code",
    },
    "rumdl": {
        "addresses get brackets, behind a letter too (MD034)": (
            "wp-embed embed-13 address-in-span address-beside-block esc-9"
        ),
        "spaces at the ends of lines of HTML (MD009)": "page-anchor-in-code",
    },
    "remark-stringify": {
        "formulas, and signs of money escaped for their sake": (
            "dollar math math-1 math-2 math-14 escapes-mix formula-in-cell dollars-across-marks"
            " math-block-that-markdown-reads"
            " math-with-dollars-in-text math-with-dollars-in-text-gfm"
        ),
    },
}
# remark-math, advised, reads a sign of money before a formula as part of it.
ONLY_ADVISED = {"remark-stringify": "formula-alone sign-of-money-in-an-alternative-text"}


@pytest.fixture(scope="module")
def written() -> list[tuple[str, str]]:
    here = Path(__file__).parent
    found: list[tuple[str, str]] = []
    for path in [*sorted((here / "cases").glob("*.jsonl")), here / "conventions.jsonl"]:
        cases = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        found += [
            (case["id"], convert_html(case["html"]).markdown)
            for case in cases
            if "deep" not in case["id"]
        ]
    return found


def changed(written: list[tuple[str, str]], tool: str, *, advised: bool) -> set[str]:
    if not installed(tool):
        pytest.skip(f"{tool} is missing (python3 tasks.py formatters)")
    formatted = after(tool, [text for _, text in written], advised=advised)
    pairs = zip(written, formatted, strict=True)
    return {name for (name, text), new in pairs if not shows_the_same(text, new)}


def names_of(*reasons: str) -> set[str]:
    return set(" ".join(reasons).split())


@pytest.mark.parametrize("tool", COMMANDS)
def test_readers_see_the_same(tool: str, written: list[tuple[str, str]]) -> None:
    reasons = [*KNOWN.get(tool, {}).values(), *UNADVISED.get(tool, {}).values()]
    assert changed(written, tool, advised=False) == names_of(*reasons)


@pytest.mark.parametrize("tool", ADVISED)
def test_advised_settings_spare_more(tool: str, written: list[tuple[str, str]]) -> None:
    reasons = [*KNOWN.get(tool, {}).values(), ONLY_ADVISED.get(tool, "")]
    assert changed(written, tool, advised=True) == names_of(*reasons)
