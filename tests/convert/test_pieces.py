"""Long HTML is converted piece by piece; what comes of it is what comes of the whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

import pytest

from newskit.config.convert import ConvertConfig, Dialect, Images, LinkStyle, Profile, Semantics
from newskit.convert.document import convert_body
from newskit.convert.html import convert_html
from newskit.convert.result import Conversion
from newskit.markup import cuts
from newskit.post import BodyFormat

CONFIGS = (
    ConvertConfig(),
    ConvertConfig(link_style=LinkStyle.REFERENCE, semantics=Semantics.DROP),
    ConvertConfig(profile=Profile.KRAMDOWN, images=Images.LINK, base_url="https://example.org/"),
    ConvertConfig(keep=("div",), keep_attributes=("class",), drop=("p.ad",)),
    ConvertConfig(verify=False),
)

# What must not be cut apart, or reads otherwise behind a cut; a paragraph and a heading around it.
SEAMS = (
    "<ul><li>a</li></ul><ul><li>b</li></ul>",
    "<blockquote>a</blockquote>\n<blockquote>b</blockquote>",
    "<p><b>one<p>two</b> three</p>",
    "<p>one<p>two<p>three",
    "<b><p>bold</p><p>too</p></b>",
    "<li>a<li>b</li><p>c</p><li>d</li>",
    "<p>before</p>text<table>moved<tr><td>a</td></tr></table>",
    "text<table><p>moved</p><p>out</p><tr><td>a</td></tr></table>",
    "<!-- <p>no</p> --><p>a</p><!-- </div><p>no</p> --!><p>b</p><!--><p>c</p>",
    "<script>'<p>no</p>'</script><p>a</p><style><p></style><p>b</p>",
    "<textarea><p>a</textarea><p>b</p><xmp><p>c</xmp><p>d</p>",
    "<svg><desc><p>a</p></desc></svg><p>b</p><svg><g><p>c</p></svg><p>d</p>",
    '<a title="<p>a</p>" href=/x><p>b</p></a><p>c</p><p title=">">d</p>',
    '<a href="/x><p>a</p><p>b</p><a href="/y">c</a><p>d</p>',
    "<iframe src=/a></iframe><p><iframe src=/b></iframe></p><p><iframe src=/c></iframe></p>",
    "<div class=x><section><p>a</p><p>b</p></section><article><p>c</p></div><p>d</p>",
    "</div></p><p>a</p></b></ul><p>b</p>",
    "<form><p>a</p><form><p>b</p></form><p>c</p>",
    "<p>a</p>tail<p>b</p> <h2>c</h2>tail <b>bold</b><hr>tail<pre>\n\nx\n</pre>",
    "<button><p>a</p><p>b</button><p>c</p><select><option><p>a</select><p>b</p>",
    "<template><p>a</p></template><p>b</p><math><p>c</p></math><p>d</p>",
    "<p>a</p><!--more--><p>b</p>\r\n<p>c\r\nd</p>\r\n<p class='x'>e</p>",
    "<dl><dt>a<dd><p>b</p><p>c</p></dl><details><summary>a</summary><p>b</p></details><p>c</p>",
    "<p><a href=/one>a</a></p><p><a href=/two>b</a> <a href=/one>c</a></p><p><a href=/3>d</a></p>",
    "<plaintext><p>a</p><p>b</p>",
    "<p>a</p><![CDATA[<p>b</p>]]><p>c</p><?php <p>?><p>d</p></ ><p>e</p><! x><p>f</p>",
)
PAGES = (
    "<!DOCTYPE html><html><head><title>t</title></head><body class=x><main>{}</main></body></html>",
    '<!DOCTYPE html PUBLIC "-//W3C//DTD HTML 3.2//EN"><html><body><p>a<table><tr><td>b</table>{}',
    '<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "x"><html>{}',
    "<html><head><style>p {{}}</style><body>{}</body><p>after</p></html>",
    "{}</body></html><!-- the end --><p>after</p>",
)


def outcome(conversion: Conversion) -> object:
    """What must not depend on the pieces: places of attributes that are not found are guesses."""
    found = sorted((one.kind, one.text, one.action) for one in conversion.differences)
    # Each piece that is not proved says so, as the whole does once.
    said = [one for one in found if one[1] != "the rendered document differs from the source"]
    return conversion.markdown, conversion.proved, len(said) < len(found), said


def compare(
    monkeypatch: pytest.MonkeyPatch, convert: Callable[[], Conversion], lengths: Iterable[int]
) -> None:
    whole = convert()
    for length in lengths:
        with monkeypatch.context() as patch:
            patch.setattr(cuts, "PIECE", length)
            assert outcome(convert()) == outcome(whole)


def test_cases_in_pieces(case: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    html = f"<p>x</p>{case['html']}<h2>y</h2>{case['html']}"
    for config in CONFIGS:
        compare(monkeypatch, lambda config=config: convert_html(html, config), (1,))


@pytest.mark.parametrize("html", SEAMS)
def test_seams(html: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text = f"<p>start</p>\n{html}\n<h3>end</h3><p>end</p>"
    for config in CONFIGS:
        for page in ("{}", *PAGES):
            filled = page.format(text)
            compare(monkeypatch, lambda one=filled, two=config: convert_html(one, two), (1, 30))


def test_all_cases_in_one_body(
    all_cases: list[dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    html = "\n".join(case["html"] for case in all_cases[::-1] if "plaintext" not in case["html"])
    compare(monkeypatch, lambda: convert_html(html), (200, 5_000))


def test_mixed_bodies(case: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    mixed = (
        f"Text with <b>bold</b>, [a link][l] and a [note].\n\n{case['html']}\n\n"
        f"# Heading\n\n- item\n\n  <p>in it</p>\n\n{case['html']}\n\n```\n<b>code</b>\n\n```\n\n"
        "<div><p>a</p><p>b</p></div>\n\nEnd <i>of it</i>.\n\n[l]: /link\n\n"
        f"<table>\n<tr><td>{case['html']}</td></tr></table>\n\n> quote\n\n[note]: /note 'Title'\n"
    )
    for dialect in (Dialect.KRAMDOWN, Dialect.COMMONMARK):
        config = replace(CONFIGS[0], dialect=dialect)
        compare(
            monkeypatch, lambda one=config: convert_body(mixed, one, BodyFormat.MIXED), (1, 100)
        )


def test_well_nested_html_is_cut_at_every_block(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cuts, "PIECE", 1)
    html = (
        "<div><p>a <b>b</b></p><ul><li>c<li><p>d</p></ul></div><!-- <p> --><pre>e</pre><h2>f</h2>"
    )
    found = [html[one.offset :][:4] for one in cuts.find_cuts(html, frozenset({"div"}))]
    assert found == ["<p>a", "<ul>", "<pre", "<h2>"]


def test_places_are_those_in_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    html = "\r\n".join(f"<h2>x</h2> <p\r\n id='p{number}'>text</p>" for number in range(50))
    whole = convert_html(html).differences
    monkeypatch.setattr(cuts, "PIECE", 70)
    assert convert_html(html).differences == whole
    assert [html[one.offset : one.offset + 2] for one in whole] == ["<p"] * 50
