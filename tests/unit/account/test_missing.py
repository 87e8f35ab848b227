# ruff: noqa: E501, Q000  (a case is a line)
"""The account: what a document holds and another lacks, by value."""

from __future__ import annotations

import time

import pytest

from newskit.account.kinds import ValueKind
from newskit.account.missing import missing_values
from newskit.account.reading import Reading, read_html, read_markdown


def missing(before: str, after: str) -> list[tuple[str, str]]:
    """What Markdown lacks of an HTML document: kind and value."""
    found = missing_values(read_html(before), read_markdown(after))
    return [(one.kind.value, one.text) for one in found if not one.spare]


SAME = [
    ("<p>Un <b>mot</b> rare</p>", "Un **mot** rare"),
    ("<p>un<b>glaub</b>lich</p>", "un**glaub**lich"),
    ('<a href="/a?x=1&amp;copy=2">Ziel</a>', "[Ziel](/a?x=1&copy=2)"),
    ('<a href="/straße 1">Ziel</a>', "[Ziel](</stra%C3%9Fe 1>)"),
    ('<a href="https://example.org/">hier</a>', "[hier](https://example.org)"),
    ('<img src="/a.png" alt="Ein „Bild“">', "![Ein „Bild“](/a.png)"),
    ('<script type="math/tex">a_1 + b_1</script>', "$a_1 + b_1$"),
    ('<script type="math/tex; mode=display">a &lt; b</script>', "$$\na &lt; b\n$$"),
    ('<pre><code class="language-js">let x\n  = 1</code></pre>', "```javascript\nlet x\n  = 1\n```"),
    ('<div class="highlight highlight-source-python"><pre>import os</pre></div>', "```python\nimport os\n```"),
    ('<p><a href="#ende">x</a></p><h2 id="ende">Das Ende</h2>', "[x](#ende)\n\n## Das Ende {#ende}"),
    ('<p><a href="#das-ende">x</a></p><h2 id="das-ende">Das Ende</h2>', "[x](#das-ende)\n\n## Das Ende"),
    ('<time datetime="2024-01-02">2024-01-02</time>', "2024-01-02"),
    ("<style>p { color: red }</style><p>Text</p>", "Text"),
    ("<p>a &amp;amp; b</p>", "a &amp;amp; b"),
    ('<lite-youtube videoid="a1"></lite-youtube>', '<lite-youtube videoid="a1"></lite-youtube>'),
    ("<p>{{ page.title }}: Tor</p>", "{{ page.title }}: Tor"),
    ('<img src="/a.png" alt="Erst" alt="Dann">', "![Erst](/a.png)"),
    ('<p><a href="#a_b">x</a></p>', "[x](#a%5Fb)"),
    ('<picture data-cid="site/x-1"><img src="/a.png"></picture>', "![](/a.png)"),
    ('<amp-img src="/a.png"></amp-img>', "![](/a.png)"),
    ("<pre><i>{</i><i>%</i> block x <i>%</i><i>}</i>Tor<i>{</i>% end %}</pre>", "```\n{% block x %}Tor{% end %}\n```"),
    ("<p>Zeichen <code>{{!</code>, <code>{%!</code>, <code>}}</code></p>", "Zeichen `{{!`, `{%!`, `}}`"),
    ('<p>Note.</p><ul><li><a href="http://a.example/">a</a></li></ul>', "Note.\n\n    - [a](http://a.example/)"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after"), SAME)
def test_nothing_is_missing(before: str, after: str) -> None:
    assert missing(before, after) == []


LOST = [
    ("<p>Un mot rare</p>", "Un rare", "text", "mot"),
    ("<p>Eins</p><p>Zwei Drei</p>", "Eins", "text", "Zwei Drei"),
    ("<p>说“挖矿”面临</p>", "说面临", "text", "挖矿"),
    ("<p>Sold: 3 € each</p>", "Sold: 3 each", "text", "€"),
    ('<p>x <a href="/icon"></a></p>', "x", "link", "/icon"),
    ('<map><area href="/nord"></map>', "<map></map>", "link", "/nord"),
    ('<p>Ort <a href="https://a.example/x">a</a></p>', "Ort [a](https://a.example/xy)", "link", "https://a.example/x"),
    ('<img src="data:image/gif;base64,R0" data-src="/echt.jpg">', "![](data:image/gif;base64,R0)", "image", "/echt.jpg"),
    ('<img srcset="/klein.jpg 300w, /gross.jpg 900w">', "", "image", "/klein.jpg"),
    ('<video poster="/p.jpg" src="/v.mp4"></video>', '<video src="/v.mp4"></video>', "image", "/p.jpg"),
    ('<iframe src="https://v.example/1"></iframe>', "", "embed", "https://v.example/1"),
    ('<iframe src="/f"/><p>b <a href="/ziel">c</a></p>', '<iframe src="/f"></iframe>', "hidden-text", "/ziel"),
    ('<script src="/s.js"/><p>Danach <a href="/ziel">c</a></p>', "", "hidden-text", "Danach"),
    ('<script src="/s.js"/><p>Danach <a href="/ziel">c</a></p>', "", "hidden-text", "/ziel"),
    ('<script src="https://gist.github.com/u/1.js"></script>', "", "embed", "https://gist.github.com/u/1.js"),
    ('<!-- wp:embed {"url":"https:\\/\\/v.example\\/9"} -->', "", "embed", "https://v.example/9"),
    ('<div data-href="https://f.example/post/1"></div>', "", "embed", "https://f.example/post/1"),
    ('<blockquote cite="/quelle">Satz</blockquote>', "> Satz", "address", "/quelle"),
    ('<script type="math/tex">\\frac{p}{q}</script>', "", "formula", "\\frac{p}{q}"),
    ('<math alttext="x^2"><mi>x</mi></math>', "x", "formula", "x^2"),
    ('<pre><code class="language-go">x := 1</code></pre>', "```\nx := 1\n```", "code-language", "go"),
    ('<pre class="brush: php; gutter: true">echo 1;</pre>', "```\necho 1;\n```", "code-language", "php"),
    ("<pre>a\n  b</pre>", "```\na\nb\n```", "code", "  b"),
    ('<p><a href="#n1">1</a></p><p id="n1">Note</p>', "[1](#n1)\n\nNote", "target", "#n1"),
    ('<p hidden>Entwurf</p><p>Text</p>', "Text", "hidden-text", "Entwurf"),
    ('<div style="display: none"><p>Alt</p></div><p>Text</p>', "Text", "hidden-text", "Alt"),
    ('<img src="/a.png" alt="Der Rat">', "![](/a.png)", "alternative-text", "Der Rat"),
    ('<abbr title="Vereinte Nationen">VN</abbr>', "VN", "title", "Vereinte Nationen"),
    ('<time datetime="2024-01-02">gestern</time>', "gestern", "date", "2024-01-02"),
    ('<p lang="he" dir="rtl">שלום</p>', "שלום", "language", "he"),
    ('<p dir="rtl">שלום</p>', "שלום", "direction", "rtl"),
    ('<input type="radio" name="w" value="ja">', "", "control", "ja"),
    ('<YouTube id="x" video="dQw4"/>', "", "component", "dQw4"),
    ("<my-note>Text</my-note>", "Text", "component", "<my-note>"),
    ('<li data-go="https://a.example/q">Ja</li>', "- Ja", "address", "https://a.example/q"),
    ("<div data-c='{&quot;u&quot;:&quot;https://a.example/q&quot;}'></div>", "", "address", "https://a.example/q"),
    ('<script data-src="https://a.example/q.js"></script>', "", "address", "https://a.example/q.js"),
    ('<div data-alt="Am Fluss">x</div>', "x", "alternative-text", "Am Fluss"),
    ('<head><link rel="preload" imagesrcset="/a.webp 600w, /b.webp 900w"></head><p>x</p>', "x", "metadata", "/b.webp"),
    ("<svg><desc>Zwei Linien</desc></svg>", "", "hidden-text", "Zwei Linien"),
    ("<p>Text</p><!-- Redaktion: prüfen -->", "Text", "comment", "Redaktion: prüfen"),
    ('<head><meta name="author" content="Anna Muster"></head><p>x</p>', "x", "metadata", "Anna Muster"),
    ("<p>{{ page.title }}: Tor</p>", "Tor", "text", None),
    ("<pre><i>{</i>% if x %}Tor</pre>", "```\n{% if x %}\n```", "text", "Tor"),
    ('<p><a href="http://a.example">a</a></p>', "[a](http://a.example/b)", "link", "http://a.example"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "kind", "value"), LOST)
def test_what_is_missing_is_found(before: str, after: str, kind: str, value: str | None) -> None:
    found = missing(before, after)
    assert any(one == kind and (value or "") in text for one, text in found), found


def test_the_wrapper_of_a_formula_may_stay_or_go() -> None:
    html = '<p>x <script type="math/tex">{\\displaystyle w(z)}</script> y</p>'
    for written in ("$${\\displaystyle w(z)}$$", "$w(z)$"):
        assert missing(html, f"x {written} y") == []
    assert missing(html, "x $w(q)$ y") == [("formula", "{\\displaystyle w(z)}")]


def test_a_word_that_stands_twice_is_missing_where_its_neighbours_are() -> None:
    said = "Es gibt davon heute noch immer so viele wie gestern"
    html = f"<p>Kapitel 3 der Anleitung</p><p>{said}</p><p>3</p>"
    assert missing(html, f"{said}\n\n3") == [("text", "Kapitel 3 der Anleitung")]
    found = missing(html, f"Kapitel 3 der Anleitung\n\n{said}")
    assert found == [("text", "3")]


def test_a_formula_in_a_quotation_is_there() -> None:
    html = '<blockquote><script type="math/tex; mode=display">\\sum_i x_i</script></blockquote>'
    assert missing(html, "> $$\n> \\sum_i x_i\n> $$") == []


def test_other_notations_of_a_formula_are_no_components() -> None:
    html = (
        '<math><semantics><mi>x</mi><annotation encoding="TeX">x_1</annotation>'
        '<annotation-xml encoding="OpenMath"><OMV name="x"/></annotation-xml></semantics></math>'
    )
    assert missing(html, "$x_1$") == []
    assert ("component", "<omv>") in missing('<p>a</p><omv name="x"></omv>', "a")


def test_lines_of_code_may_be_boxes() -> None:
    html = "<pre><code><ol><li><div>eins</div></li><li><p>zwei</p></li></ol></code></pre>"
    assert missing(html, "~~~\neins\nzwei\n~~~") == []


def test_a_formula_drawn_beside_its_source_counts_once() -> None:
    html = (
        '<span class="katex"><span class="katex-mathml"><math><semantics><mi>b</mi>'
        '<annotation encoding="application/x-tex">b^2</annotation></semantics></math></span>'
        '<span class="katex-html" aria-hidden="true">b2</span></span>'
    )
    assert missing(html, "$b^2$") == []
    assert missing(html, "") == [("formula", "b^2")]


def test_what_is_drawn_counts_as_text_where_no_source_is() -> None:
    assert missing('<span class="MathJax">E = m</span>', "") == [("text", "E = m")]


def test_the_other_sizes_of_a_picture_that_is_there_are_spare() -> None:
    html = '<img src="/a.jpg" srcset="/a-300.jpg 300w, /a-900.jpg 900w">'
    found = missing_values(read_html(html), read_markdown("![](/a.jpg)"))
    assert [(one.text, one.spare) for one in found] == [("/a-300.jpg", True), ("/a-900.jpg", True)]


def test_a_footnote_without_a_space_is_no_link() -> None:
    html = (
        '<p>駅<sup><a href="#n1" id="r1">1</a></sup></p>'
        '<ol><li id="n1">古い<em>駅</em>は閉まりました。</li></ol>'
    )
    assert missing(html, "駅[^1]\n\n[^1]: 古い*駅*は閉まりました。\n") == []
    assert missing(html, "駅[^1]\n\n[^1]: 古い*駅*は。\n") != []


def test_a_footnote_takes_the_place_of_the_links_between_note_and_mark() -> None:
    html = (
        '<p>Tor<sup id="r1"><a href="#n1">1</a></sup></p>'
        '<ol><li id="n1">Quelle <a href="#r1">↩</a></li></ol>'
    )
    assert missing(html, "Tor[^1]\n\n[^1]: Quelle\n") == []


def test_addresses_that_are_all_of_their_footnotes_are_there() -> None:
    html = (
        '<p>Tor<a href="#n1" id="r1">[1]</a>, Tür<a href="#n2" id="r2">[2]</a></p><ul>'
        '<li id="n1"><a href="#r1">[1]</a> <a href="https://tor.example">https://tor.example</a></li>'
        '<li id="n2"><a href="#r2">[2]</a> <a href="https://b.example">https://b.example</a></li></ul>'
    )
    text = "Tor[^1], Tür[^2]\n\n[^1]: <https://tor.example>\n\n[^2]: <https://b.example>\n"
    assert missing(html, text) == []
    assert ("link", "https://tor.example") in missing(html, text.replace("<https://tor", "<b"))


def test_places_are_those_of_what_holds_the_value() -> None:
    html = '<p>Eins</p>\n<p>Zwei <a href="/x"></a></p>'
    found = missing_values(read_html(html), read_markdown("Eins"))
    assert {one.text: html[one.place :][:4] for one in found} == {"Zwei": "Zwei", "/x": "<a h"}


HOSTILE = [
    "<math>", "<pre>", "<p hidden>", "<b hidden></i>", '<a href="', "<a '", "<!--", "<script>",
    "<template>", "{{", "{%", "<svg><title>", "<picture>", "</p", "&amp", "<a b=c", "{#", "{:#a ",
    "<h2>", '<img srcset="a,a ">', "<pre><br", "- x", "[^1]: ", '<a href="#a">', '<a href="/a"></a>',
    '<i class="lineno">1</i>', '<b class="lineno">1', '<td class="gutter"><i class="lineno">x',
]  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_time_is_linear_in_what_is_hostile(piece: str) -> None:
    small = '<a href="#x">x</a><h2 id="x">t</h2><a href="/y-"></a><b title="q">w</b>'

    def seconds(times: int) -> float:
        text = piece * times
        start = time.process_time()
        missing_values(Reading(text, text), Reading("", ""))
        missing_values(Reading(small, small), Reading(text, text, markdown=True))
        missing_values(Reading(text, text), Reading(text + "<p>", text, markdown=True))
        return time.process_time() - start

    seconds(100)
    few, many = seconds(1_000), seconds(8_000)
    assert many < 24 * max(few, 0.02)


def test_tags_in_preformatted_text_are_not_moved() -> None:
    html = '<pre>wenn\n    <a href="/x">Tor</a> auf\n</pre>'
    assert missing_values(read_html(html), read_markdown(f"{html}\n", kramdown=True)) == []


def test_kinds_are_told_apart_as_text() -> None:
    assert ValueKind.LINK == "link"
    assert {ValueKind.LINK: 1}["link"] == 1  # type: ignore[index]


def test_code_that_stands_twice_keeps_the_language_of_either() -> None:
    fenced = "```html\n<p>a</p>\n```\n\nThe same, without it:\n\n    <p>a</p>\n"
    assert missing_values(read_markdown(fenced), read_markdown(fenced)) == []
    bare = read_markdown(fenced.replace("```html", "```"))
    assert [one.text for one in missing_values(read_markdown(fenced), bare)] == ["html"]


@pytest.mark.parametrize("quote", ['"', "'", ""])
def test_numbers_of_lines_are_no_words_however_their_class_is_quoted(quote: str) -> None:
    cell = f"<td class={quote}lineno{quote}>7</td>"
    html = f"<table><tr>{cell}<td><pre>open</pre></td></tr></table>"
    assert missing_values(read_html(html), read_markdown("~~~\nopen\n~~~\n")) == []
    other = html.replace("lineno", "linear")
    found = missing_values(read_html(other), read_markdown("~~~\nopen\n~~~\n"))
    assert [one.text for one in found] == ["7"]


def test_a_target_is_the_same_across_a_line_end_in_its_address() -> None:
    html = '<p><a href="#no\ntes">a</a></p><h2 id="notes">b</h2>'
    assert missing_values(read_html(html), read_html(html.replace("no\nt", "not"))) == []
    lost = missing_values(read_html(html), read_html('<p>a</p><h2 id="notes">b</h2>'))
    assert [one.text for one in lost] == ["#notes"]


def test_hidden_text_with_a_backslash_is_not_missed_where_it_stands() -> None:
    html = "<p>x</p><noscript>C:\\\\mugs</noscript>\n"
    assert missing_values(read_html(html), read_markdown(html)) == []


def test_signs_that_look_like_tags_take_linear_time() -> None:
    def seconds(times: int) -> float:
        html = "<p>" + "a&lt;b &amp; " * times + "</p>"
        start = time.process_time()
        missing_values(read_html(html), read_markdown("a\\<b & " * times + "z"))
        return time.process_time() - start

    seconds(100)
    few, many = seconds(4_000), seconds(32_000)
    assert many < 24 * max(few, 0.02)
