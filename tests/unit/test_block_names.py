"""Lists of the names of block elements: `markup/elements.py` is their home, others say why."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from newskit.markup.elements import COMMONMARK_BLOCKS

PACKAGE = Path(__file__).parents[2] / "newskit"
MANY = 20

# Where a list stands outside of its home, what in it begins no block in CommonMark, and why.
OTHERS: dict[str, tuple[str, str]] = {
    "account/take.py:_ORDINARY": ("", "elements without values of their own, inline ones too"),
    "account/kinds.py:BLOCKS": (
        "hgroup pre",
        "what ends a paragraph when HTML is parsed (HTML 13.2.6.4.7); the account shares nothing",
    ),
    "account/kinds.py:KNOWN": (
        "",
        "every element there is, inline ones too; the account shares nothing",
    ),
    "convert/body/loose_html.py:_BLOCKS": (
        "pre script style",
        "what a converter left in Markdown as a whole; parts of tables and lists come with theirs",
    ),
    "convert/proof/reader.py:BOXES": (
        "hgroup marquee noscript textarea",
        "boxes of the canonical form; the proof shares nothing",
    ),
    "epub/content/body.py:_UNCOUNTED_NAMES": (
        "",
        "elements with an optional end or none, which XHTML closes",
    ),
    "convert/conventions/read.py:_CONVENTIONS": (
        "",
        "signs of conventions: classes and attributes beside elements",
    ),
    "epub/content/elements.py:_BLOCKS_NAMES": ("", "blocks that a book keeps, by their content"),
    "epub/content/elements.py:RENAMED": ("", "elements that XHTML lacks, by those written instead"),
    "markup/code.py:_HTML_LINE": (
        "pre script style textarea",
        "kinds one and six: a line that begins a block in which a fence is text",
    ),
    "read/parse.py:_BLOCK_TAGS": ("", "elements that tell HTML from text in angle brackets"),
    "records/text.py:_BLOCK_TAGS": (
        "hgroup pre",
        "boxes that part lines of text; cells of tables are parted by their own signs",
    ),
    "render/flavour.py:BLOCK_TAGS": (
        "applet hgroup map pre",
        "kramdown 2.4's own list (parser/html.rb), which lacks center, details, dialog and figure",
    ),
    "render/templates/resolve.py:_BLOCK": (
        "pre script style video",
        "what templates make that stands in no paragraph",
    ),
    "strip/cuts.py:_SHELL": ("", "elements left when all text in them is gone, inline ones too"),
    "strip/pattern.py:BLOCK_NAMES": ("noscript", "blocks of what pages end with"),
    "validate/body.py:_BLOCK": ("", "kind six, of which archives hold these"),
    "validate/subject.py:_BLOCK_LINE": (
        "br",
        "a line that shows a body to be HTML; a line of breaks does so too",
    ),
    "validate/subject.py:_PAIRED": ("", "elements whose end tag shows a body to be HTML"),
}
OF_BLOCKS = frozenset(place for place, (extra, _) in OTHERS.items() if extra)
"""The lists that are of blocks alone; the others name elements of every kind."""


def lists() -> dict[str, frozenset[str]]:
    """The names in each constant of the package that holds many names of blocks."""
    found: dict[str, frozenset[str]] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if not isinstance(node, ast.Assign | ast.AnnAssign) or node.value is None:
                continue
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            texts = [
                part.value
                for part in ast.walk(node.value)
                if isinstance(part, ast.Constant) and isinstance(part.value, str)
            ]
            text = " ".join(texts) if len(texts) > 3 else "".join(texts)
            text = re.sub(r"\(\?P<\w+>|\\.", " ", text.replace("h[1-6]", "h1 h2 h3 h4 h5 h6"))
            names = frozenset(re.findall(r"\b[a-z][a-z0-9]*\b", text))
            if len(names & COMMONMARK_BLOCKS) >= MANY:
                place = path.relative_to(PACKAGE).as_posix()
                found[f"{place}:{ast.unparse(target)}"] = names
    return {place: names for place, names in found.items() if not place.startswith("markup/elem")}


LISTS = lists()


def test_a_list_of_blocks_stands_in_its_home_or_says_why_not() -> None:
    assert LISTS.keys() == OTHERS.keys()


@pytest.mark.parametrize("place", sorted(OF_BLOCKS))
def test_what_is_no_block_to_commonmark_is_named(place: str) -> None:
    extra, _ = OTHERS[place]
    assert LISTS[place] - COMMONMARK_BLOCKS == frozenset(extra.split())


@pytest.mark.parametrize("place", sorted(OF_BLOCKS - {"render/flavour.py:BLOCK_TAGS"}))
def test_every_list_of_blocks_holds_the_ordinary_ones(place: str) -> None:
    ordinary = {"article", "aside", "blockquote", "center", "div", "dl", "footer", "header", "nav"}
    skipped = {"blockquote"} if place == "convert/proof/reader.py:BOXES" else set[str]()
    assert ordinary - skipped <= LISTS[place]
