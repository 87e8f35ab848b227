"""HTML of posts to XHTML that EPUB allows."""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.etree import ElementTree as ET

import pytest

Convert = Callable[..., tuple[str, list[object]]]


def _formula(tex: str, inside: str, *, block: bool = False) -> str:
    display = ' display="block"' * block
    return (
        f'<span class="nk-formula"><math xmlns="http://www.w3.org/1998/Math/MathML"{display}'
        f' alttext="{tex}">{inside}</math></span>'
    )


CASES = {
    "void elements and entities": ("a<br>b &amp; &copy;<hr>", "a<br/>b &amp; ©<hr/>"),
    "a paragraph ends before a table": (
        "<p>a<table><tr><td>b</table>",
        "<p>a</p><table><tbody><tr><td>b</td></tr></tbody></table>",
    ),
    "centre": ("<center>a</center>", '<div class="nk-center">a</div>'),
    "obsolete text elements": (
        "<font color=red>a</font><tt>b</tt><strike>c</strike><big>d</big>",
        '<span>a</span><code>b</code><s>c</s><span class="nk-big">d</span>',
    ),
    "sections": ("<main><article>a</article></main>", "<div><div>a</div></div>"),
    "a block in bold": ("<b>a<p>b</p></b>", '<div class="nk-b">a<p>b</p></div>'),
    "a block in a link": (
        '<a href="https://e.example/"><div>a</div></a>',
        '<a href="https://e.example/"><div>a</div></a>',
    ),
    "a block in a heading": (
        "<h1>a<div>b</div></h1>",
        '<h2>a<span class="nk-block">b</span></h2>',
    ),
    "an unknown element": ("<x-note>a</x-note>", "<span>a</span>"),
    "inline style that carries meaning": (
        '<span style="font-weight: bold; color: red">a</span>',
        '<span class="nk-strong">a</span>',
    ),
    "text alignment of Markdown tables": (
        '<table><tr><td align="right">1</td></tr></table>',
        '<table><tbody><tr><td class="nk-end">1</td></tr></tbody></table>',
    ),
    "details": (
        "<details><summary>a</summary>b</details>",
        "<div><div>a</div>b</div>",
    ),
    "a task list": (
        '<ul><li><input type="checkbox" checked disabled> a</li></ul>',
        "<ul><li>☑ a</li></ul>",
    ),
    "empty elements are not self-closed": ("<p></p><span></span>", "<p></p><span></span>"),
    "preformatted text keeps its space": ("<pre>\n a\n\tb</pre>", "<pre> a\n\tb</pre>"),
    "loose text in a list": (
        "<ul>a<li>b</li>c</ul>",
        "<ul><li>a</li><li>b</li><li>c</li></ul>",
    ),
    "a list directly in a list": (
        "<ul><li>a</li><ul><li>b</li></ul></ul>",
        "<ul><li>a</li><li><ul><li>b</li></ul></li></ul>",
    ),
    "an item outside a list": ("<li>a</li>", '<div class="nk-li">a</div>'),
    "the number of an item counts in ordered lists only": (
        '<ol start="3"><li value="7">a</li></ol><ul><li value="7">b</li></ul>',
        '<ol start="3"><li value="7">a</li></ol><ul><li>b</li></ul>',
    ),
    "a description list": (
        "<dl><dt>a<dd>b</dl>",
        "<dl><dt>a</dt><dd>b</dd></dl>",
    ),
    "a description without a term": (
        "<dl><dd>b</dl>",
        '<div class="nk-dl"><div class="nk-dd">b</div></div>',
    ),
    "a caption at the edge of its figure": (
        "<figure>a<figcaption>b</figcaption></figure>",
        "<figure>a<figcaption>b</figcaption></figure>",
    ),
    "a caption in the middle": (
        "<figure>a<figcaption>b</figcaption>c</figure>",
        '<figure>a<div class="nk-caption">b</div>c</figure>',
    ),
    "ruby": (
        "<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>",
        "<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>",
    ),
    "text after the last annotation": (
        "<p><ruby>漢<rt>kan</rt>字<b>x</b></ruby>end</p>",
        "<p><ruby>漢<rt>kan</rt></ruby>字<b>x</b>end</p>",
    ),
    "ruby without a base": (
        "<ruby><rt>x</rt></ruby>",
        '<span><span class="nk-rt">x</span></span>',
    ),
    "headings follow the title's": (
        "<h4>a</h4><h2>b</h2><h6>c</h6>",
        "<h2>a</h2><h2>b</h2><h3>c</h3>",
    ),
    "an empty heading": ("<h2> &nbsp;</h2>", "<div> \xa0</div>"),
    "a heading in a header cell": (
        "<table><tr><th><h3>a</h3></th><td>b</td></tr></table>",
        '<table><tbody><tr><th><div class="nk-strong">a</div></th><td>b</td></tr></tbody></table>',
    ),
    "the parts of a table in order": (
        "<table><tbody><tr><td>b</tbody><thead><tr><td>a</thead></table>",
        "<table><thead><tr><td>a</td></tr></thead><tbody><tr><td>b</td></tr></tbody></table>",
    ),
    "header cells that head nothing": (
        "<table><tr><th>a</th></tr></table>",
        '<table><tbody><tr><td class="nk-strong">a</td></tr></tbody></table>',
    ),
    "an empty header cell": (
        "<table><tr><th></th><th>a</th></tr><tr><th>b</th><td>c</td></tr></table>",
        "<table><tbody><tr><td></td><th>a</th></tr><tr><th>b</th><td>c</td></tr></tbody></table>",
    ),
    "an empty table": ("<table></table>", "<div></div>"),
    "spans of cells": (
        '<table><tr><td colspan="2" rowspan="0">a</td></tr></table>',
        '<table><tbody><tr><td colspan="2">a</td></tr></tbody></table>',
    ),
    "language and direction": (
        '<p lang="zh_CN" dir="RTL">a</p><p lang="klingon" dir="up">b</p>',
        '<p lang="zh-CN" xml:lang="zh-CN" dir="rtl">a</p><p>b</p>',
    ),
    "a formula with a function": (
        '<script type="math/tex">\\log k</script>',
        (
            '<span class="nk-formula"><math xmlns="http://www.w3.org/1998/Math/MathML"'
            ' alttext="\\log k"><mrow><mrow><mspace></mspace><mi>log</mi></mrow>'
            '<mo lspace="0.1667em">\u2061</mo><mi>k</mi></mrow></math></span>'
        ),
    ),
    "a formula with words and a fraction": (
        '<script type="math/tex">\\texttt{a}\\dfrac{1}{k}</script>',
        (
            '<span class="nk-formula"><math xmlns="http://www.w3.org/1998/Math/MathML"'
            ' alttext="\\texttt{a}\\dfrac{1}{k}"><mtext mathvariant="monospace">a</mtext>'
            '<mstyle displaystyle="true"><mfrac><mn>1</mn><mi>k</mi></mfrac></mstyle></math></span>'
        ),
    ),
    "a formula": (
        '<script type="math/tex">a<b</script>',
        (
            '<span class="nk-formula"><math xmlns="http://www.w3.org/1998/Math/MathML"'
            ' alttext="a&lt;b"><mi>a</mi><mo>&lt;</mo><mi>b</mi></math></span>'
        ),
    ),
    "a formula of commands nobody knows": (
        '<script type="math/tex">\\tide{a}</script>',
        '<span class="nk-math nk-tex">\\(\\tide{a}\\)</span>',
    ),
    "formulas as scripts find them in the text": (
        r"<p>Of \(h_1\), \(m\) <code>\(h_2\)</code> and \[h\]</p>",
        (
            f"<p>Of {_formula('h_1', '<msub><mi>h</mi><mn>1</mn></msub>')}, "
            f"{_formula('m', '<mi>m</mi>')} <code>\\(h_2\\)</code> and "
            f"{_formula('h', '<mi>h</mi>', block=True)}</p>"
        ),
    ),
    "formulas between single dollars": (
        r"<p>For $5 a head, $n$ of <b>$x^2$</b>를 and $PATH, or \$2.</p>",
        (
            f"<p>For $5 a head, {_formula('n', '<mi>n</mi>')} of "
            f"<b>{_formula('x^2', '<msup><mi>x</mi><mn>2</mn></msup>')}</b>를"
            " and $PATH, or \\$2.</p>"
        ),
    ),
    "an environment that stands alone": (
        r"<p>\begin{eqnarray} a &amp;=&amp; \mbox{b} \label{q}\end{eqnarray}</p>",
        (
            "<p>"
            + _formula(
                r"\begin{eqnarray} a &amp;=&amp; \mbox{b} \label{q}\end{eqnarray}",
                '<mtable displaystyle="false"><mtr><mtd><mi>a</mi></mtd>'
                '<mtd><mo rspace="0">=</mo></mtd>'
                "<mtd><mtext>b</mtext></mtd></mtr></mtable>",
                block=True,
            )
            + "</p>"
        ),
    ),
    "brackets and dollars of prose": (
        r"<p>Use \(pier\) to group, \[mill\] not; $5 and $6 or $PATH$.</p>",
        r"<p>Use \(pier\) to group, \[mill\] not; $5 and $6 or $PATH$.</p>",
    ),
    "a whole page": (
        "<!DOCTYPE html><html><head><style>p{}</style></head><body><p>a</p></body></html>",
        "<p>a</p>",
    ),
    "handlers of events and roles": ('<p onclick="x()" role="banana" hidden>a</p>', "<p>a</p>"),
}


@pytest.mark.parametrize("name", CASES)
def test_markup(name: str, convert: Convert) -> None:
    html, expected = CASES[name]
    assert convert(html)[0] == expected


REPORTED = {
    "script": ("<script>alert(1)</script>", "script", "dropped"),
    "remote script": (
        '<script src="https://g.example/1.js"></script>',
        "script",
        "labelled link",
    ),
    "frame": ('<iframe src="//v.example/x"></iframe>', "iframe", "labelled link"),
    "video": ('<video src="https://v.example/a.mp4"></video>', "video", "labelled link"),
    "image": ('<img src="https://i.example/a.png" alt="A">', "image", "labelled link"),
    "local image": ('<img src="a.png" alt="A">', "image", "text"),
    "form": ("<form><input value=v></form>", "form", "text"),
    "drawing": ("<svg><text>words</text></svg>", "svg", "text"),
    "template": ("<template><p>x</p></template>", "template", "dropped"),
    "unsafe link": ('<a href="javascript:x()">a</a>', "unsafe-link", "text"),
    "relative link": ('<a href="/b">a</a>', "relative-link", "text"),
    "dead fragment": ('<a href="#b">a</a>', "dead-fragment", "text"),
    "empty link": ('<a href="https://e.example/"> </a>', "empty-link", "text"),
    "repeated id": ("<p id=a>1</p><p id=a>2</p>", "duplicate-id", "dropped"),
    "control character": ("a\x08b", "control-character", "dropped"),
    "control character by number": ("a&#8;b", "control-character", "dropped"),
    "half of a character in a formula": (r"<p>$$\frac{\unicode{xD800}}{2}$$</p>", "math", "text"),
    "no character in a formula": (r"<p>$$\frac{\unicode{x0000}}{2}$$</p>", "math", "text"),
}


@pytest.mark.parametrize("name", REPORTED)
def test_what_cannot_be_kept_is_reported(name: str, convert: Convert) -> None:
    html, kind, action = REPORTED[name]
    changes = convert(html)[1]
    assert (kind, action) in [(change.kind, change.action) for change in changes]


def test_labelled_links_say_what_they_lead_to(convert: Convert) -> None:
    markup, _ = convert('<iframe src="//v.example/x"></iframe><img src="https://i.example/é.png">')
    assert markup == (
        '<a class="nk-media" href="https://v.example/x">Embedded page: https://v.example/x</a>'
        '<a class="nk-media" href="https://i.example/%C3%A9.png">Image: é.png</a>'
    )


def test_an_image_in_a_link_does_not_nest_links(convert: Convert) -> None:
    markup, _ = convert('<a href="https://a.example/"><img src="https://i.example/b.png"></a>')
    assert markup.count("<a ") == 1
    assert 'data-src="https://i.example/b.png"' in markup


def test_relative_links_are_resolved_against_the_post(convert: Convert) -> None:
    markup, _ = convert('<a href="../b?q=1">a</a>', "https://e.example/2024/post/")
    assert markup == '<a href="https://e.example/2024/b?q=1">a</a>'


def test_links_inside_the_page_keep_working(convert: Convert) -> None:
    markup, changes = convert(
        '<h2 id="first part">a</h2><a href="#first%20part">b</a>'
        '<a href="https://e.example/p#first%20part">c</a>',
        "https://e.example/p",
    )
    assert markup == (
        '<h2 id="id-first-part">a</h2><a href="#id-first-part">b</a><a href="#id-first-part">c</a>'
    )
    assert changes == []


def test_footnotes_are_announced_as_such(convert: Convert) -> None:
    markup, _ = convert(
        '<p>a<sup><a href="#fn-1" id="fnref-1">1</a></sup></p>'
        '<ol><li id="fn-1">b <a href="#fnref-1">↩</a></li></ol>'
    )
    root = ET.fromstring(f'<x xmlns:epub="http://www.idpf.org/2007/ops">{markup}</x>')
    roles = [link.get("role") for link in root.iter("a")]
    assert roles == ["doc-noteref", "doc-backlink"]


@pytest.mark.parametrize("opening", ["<div>", "<blockquote>", "<span>", "<ul><li>", "<b>"])
def test_deep_nesting_keeps_its_text_and_stays_shallow(opening: str, convert: Convert) -> None:
    markup, _ = convert(opening * 6000 + "leaf")
    root = ET.fromstring(f"<x>{markup}</x>")
    assert "leaf" in "".join(root.itertext())
    depth = deepest = 0
    for piece in markup.replace("/>", ">").split("<")[1:]:
        depth += -1 if piece.startswith("/") else 1
        deepest = max(deepest, depth)
    assert deepest <= 110


def test_a_place_is_found_by_its_letters_where_case_and_hyphens_differ(convert: Convert) -> None:
    html = (
        '<h2 id="Tide---Table">a</h2><h2 id="low_tide">b</h2><h2 id="low-tide">c</h2>'
        '<a href="#tide-table">d</a><a href="#LOW-TIDE">e</a>'
    )
    markup, changes = convert(html)
    assert '<a href="#Tide---Table">d</a>' in markup
    assert "e</a>" in markup
    assert [change.detail for change in changes] == ["#LOW-TIDE"]


def test_a_link_that_is_a_formula_has_a_name(convert: Convert) -> None:
    html = '<p id="t"><a href="#t">\\(h_1\\)</a> <a href="#t">of \\(h_2\\)</a></p>'
    markup, _ = convert(html)
    assert '<a aria-label="h_1" href="#t">' in markup
    assert '<a href="#t">of' in markup


def test_prices_beside_formulas_are_words(convert: Convert) -> None:
    markup, _ = convert("<p>It is $9 (US$) or $4/day (in US$); $x^{2}$ of $[0, 1)$.</p>")
    assert "It is $9 (US$) or $4/day (in US$); <span" in markup
    assert re.findall('alttext="(.*?)"', markup) == ["x^{2}", "[0, 1)"]
