"""Long Markdown rendered in pieces is the HTML of the whole, and so is its text."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from newskit.markup import cuts
from newskit.records.text import markdown_text, plain_text
from newskit.render.cmark import render_long, render_markdown, render_pieces

# What may reach over a blank line or a line end, and what the pieces are made of.
WORDS = (
    *("*", "**", "_", "~", "[", "]", "(", "`", "``", "![", "](/x)", "\\", "&#93;", "a", "b c", " "),
    *("\n", "\n", "\n\n", "\n\n", "\r\n", "  \n", "\\\n", "    ", "\t", "> ", "- ", "1. ", "# h\n"),
    *("```\n", "~~~\n", "<!--", "-->", "<pre>", "</pre>", "<script>", "</script>", "<?", "?>"),
    *("<b>", "</b>", "<div>\n", "</div>\n", "<a href='", "'>", "<http://x.y>", "---\n", "===\n"),
    *("[a]: /x\n", "[b]: <y> 'T\n\"'\n", "[a]", "[b][]", "[c][a]", "[A\nb]: /q\n", "[a b]"),
    *("| a | b |\n", "| - | - |\n", "Word\n", "word *x*\n", "text `c`\n", "[l](/u)\n", "字\n字\n"),
    *("\ufeff", "\u00a0", "<i>\n\n", "<table><tr><td>a</td></tr></table>\n\n", "<br>\n"),
    *("<p>", "</p>\n\n", "<title>t</title>\n\n", "<svg>", "</svg>\n\n", "![](/i.png)\n"),
)
LINE = "A line of *Markdown* with [a link](https://example.org), `code` and a_name.\n"


def same(
    work: Callable[[str], str], text: str, whole: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for length in (1, 20):
        monkeypatch.setattr(cuts, "PIECE", length)
        assert work(text) == whole, (length, text)


@pytest.mark.parametrize("seed", range(8))
def test_anything(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    draw = random.Random(seed)
    for _ in range(500):
        text = "".join(draw.choice(WORDS) for _ in range(draw.randint(3, 40)))
        html = render_markdown(text)
        monkeypatch.setattr(cuts, "PIECE", 1_000_000)
        shown, plain = markdown_text(text), plain_text(html)
        same(render_long, text, html, monkeypatch)
        same(markdown_text, text, shown, monkeypatch)
        same(plain_text, html, plain, monkeypatch)


@pytest.mark.parametrize(
    "text",
    [
        LINE * 2_000,
        f"{LINE}\n" * 2_000,
        f"> {LINE}>\n" * 2_000,
        f"- {LINE}\n" * 2_000,
        f"{LINE * 1_000}===\n{LINE * 1_000}",
        f"{LINE * 1_000}a | b\n- | -\n{LINE * 1_000}",
        f"[x][y] *{LINE * 500}*\n\n[y]: /z 'Title'\n\n{LINE * 500}\n[y]\n",
        f"```\n{LINE}\n" + f"{LINE}\n" * 2_000,
        "".join(f"[{number}] is used, [{number}] is defined.\n\n" for number in range(900))
        + "".join(f'[{number}]: /{number} "t{number}"\n' for number in range(0, 900, 2)),
        LINE.replace("\n", "\r\n") * 2_000,
        LINE.replace("\n", "\r") * 2_000,
    ],
    ids=range(11),
)
def test_long(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    html = render_markdown(text)
    monkeypatch.setattr(cuts, "PIECE", 1_000_000)
    shown = markdown_text(text)
    monkeypatch.setattr(cuts, "PIECE", 5_000)
    assert render_long(text) == html
    assert markdown_text(text) == shown


@pytest.mark.parametrize("end", ["", "\n"])
def test_prose_is_rendered_in_pieces(end: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cuts, "PIECE", 5_000)
    lengths = [len(html) for html, _ in render_pieces((LINE + end) * 1_000)]
    assert max(lengths) < 12_000
