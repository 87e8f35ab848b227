"""Where cmark-gfm has no wheels, what stands in for it renders the same documents."""

from __future__ import annotations

import json
import re
from pathlib import Path
from types import SimpleNamespace

import pytest

from newskit.config.convert import ConvertConfig
from newskit.convert.html import convert_html
from newskit.render import cmark
from newskit.render.substitute import render

CASES = Path(__file__).parents[1] / "convert" / "cases"
_BLOCK = re.compile(r"\s*(</?(?:p|li|ul|ol|div|table|thead|tbody|tr|td|th|blockquote)\b[^>]*>)\s*")


def _plain(html: str) -> str:
    return _BLOCK.sub(r"\1", re.sub(r"\s+", " ", html.replace("&#x27;", "'").replace(" />", ">")))


def _texts() -> list[str]:
    lines = [
        line
        for path in sorted(CASES.glob("*.jsonl"))
        for line in path.read_text("utf-8").splitlines()
    ]
    return [text for line in lines if (text := json.loads(line).get("markdown"))]


@pytest.mark.parametrize("footnotes", [False, True])
def test_every_case_of_convert_renders_as_cmark_renders_it(*, footnotes: bool) -> None:
    pytest.importorskip("cmarkgfm")
    for text in _texts():
        expected = cmark.render_markdown(text, footnotes=footnotes)
        assert _plain(render(text, footnotes=footnotes)) == _plain(expected), text


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("~~gone~~", "<p><del>gone</del></p>"),
        ("|a|\n|:-:|\n|b|", 'align="center"'),
        ("- [x] done", '<input type="checkbox" checked="" disabled="" /> done'),
        ("- \\[x] text", "<li>[x] text</li>"),
        ("\u3000\u3000two\u3000", "<p>\u3000\u3000two\u3000</p>"),
        ("[a](http://münchen.example/)", 'href="http://m%C3%BCnchen.example/"'),
        ("[a](javascript:x)", 'href="javascript:x"'),
        ("a\0b", "a\ufffdb"),
    ],
)
def test_html_is_that_of_cmark(text: str, html: str) -> None:
    assert html in render(text, footnotes=False)


def _lossy(_: str, *, footnotes: bool) -> str:
    return f"<p>The bridge.{' ' if footnotes else ''}</p>"


@pytest.mark.parametrize("loses", [False, True])
def test_a_conversion_is_proved_without_cmark(
    monkeypatch: pytest.MonkeyPatch, *, loses: bool
) -> None:
    monkeypatch.setattr(cmark, "_inner", None)
    cmark._render_again.cache_clear()
    if loses:
        monkeypatch.setattr("newskit.render.substitute.render", _lossy)
    html = "<p>The <b>old</b> bridge.</p><ul><li>one</li><li>two</li></ul>"
    assert convert_html(html, ConvertConfig()).proved is not loses
    cmark._render_again.cache_clear()


def test_a_release_with_other_private_names_is_not_called(monkeypatch) -> None:
    expected = cmark.render_markdown("one *a* ~~b~~\n")
    monkeypatch.setattr(cmark, "_inner", SimpleNamespace(lib=SimpleNamespace(other_name=None)))
    cmark._engine.cache_clear()
    cmark._render_again.cache_clear()
    try:
        assert cmark.render_markdown("one *a* ~~b~~\n") == expected
    finally:
        monkeypatch.undo()
        cmark._engine.cache_clear()
