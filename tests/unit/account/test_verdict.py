"""What becomes of values that a conversion does not write."""

from __future__ import annotations

import pytest

from newskit import convert_html
from newskit.account.missing import missing_fields, missing_values
from newskit.account.reading import read_html, read_markdown
from newskit.account.verdict import entries, place_in
from newskit.api import convert_post as convert
from newskit.config.convert import ConvertConfig, Dialect
from newskit.convert.result import Action, Conversion
from newskit.jobs.stages import settle
from newskit.post import Post
from newskit.read.parse import parse_text

HTML = '<p>Text <a href="/leer"></a></p><p hidden>Entwurf</p>'


def found(noted: tuple[str, ...] = (), excuse: str = "") -> dict[str, str]:
    made = entries(read_html(HTML), read_markdown("Text"), HTML, noted, excuse=excuse)
    return {one.text: one.why for one in made}


def test_what_may_be_left_out_has_a_reason_and_what_may_not_is_lost() -> None:
    assert found() == {"/leer": "", "Entwurf": "readers do not see it"}


def test_what_was_noted_is_in_the_report_already() -> None:
    assert found(('href="/leer"', "Entwurf")) == {}


def test_what_the_report_holds_as_it_is_written_is_in_it() -> None:
    html = '<p>Text</p><p hidden><a href="/k?x=1&#038;amp=1">w</a></p>'
    made = entries(read_html(html), read_markdown("Text"), html, ("w /k?x=1&amp=1",))
    assert made == []


def test_what_stands_in_something_hidden_may_be_left_out() -> None:
    html = '<p>Text</p><template><a href="/q">Vorlage</a></template><p><a href="/r"></a></p>'
    made = entries(read_html(html), read_markdown("Text"), html, ())
    assert {one.text: one.lost for one in made} == {"Vorlage": False, "/q": False, "/r": True}


def test_what_is_no_element_is_code_where_it_is_indented() -> None:
    text = "A log:\n<br>\n    <TimOre> the mugs came yesterday\n    <img src='k.jpg'>\n"
    kramdown = read_markdown(text, kramdown=True)
    assert entries(kramdown, read_markdown(text), text, ()) == []
    assert [one.text for one in kramdown.account.addresses] == ["k.jpg"]


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("kramdown", [True, False])
def test_a_word_of_indented_code_is_missed_though_it_stands_in_a_tag(
    *, kramdown: bool, line_end: str
) -> None:
    text = 'Write:\n\n    <script>\n    var bridge = 1;\n    </script>\n    <p title="noon">\n'
    text = text.replace("\n", line_end)
    before = read_markdown(text, kramdown=kramdown)
    less = text.replace(f"    var bridge = 1;{line_end}", "").replace(' title="noon"', "")
    made = entries(before, read_markdown(less, kramdown=kramdown), text, ())
    assert {"var bridge = 1;", '<p title="noon">'} <= {one.text.strip() for one in made}


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_no_indent_is_of_code_in_an_element_of_kramdown(line_end: str) -> None:
    html = '<div class="note">\n    <h2>Note</h2>\n\n    See <a href="/x">there</a>.\n</div>\n'
    html = html.replace("\n", line_end)
    before = read_markdown(html, kramdown=True)
    assert entries(before, read_markdown("## Note\n\nSee [there](/x).\n"), html, ()) == []
    [lost] = entries(before, read_markdown("## Note\n\nSee there.\n"), html, ())
    assert lost.text == "/x"


@pytest.mark.parametrize("pre", ["pre", "PRE"])
def test_blank_lines_of_preformatted_text_end_no_element_of_kramdown(pre: str) -> None:
    code = "import sys\n\nsize = c_int * 8, c_int * 9\n\n    a &gt; b\n"
    html = f"<div>\n<{pre}>{code}</{pre}>\n</div>\n"
    markdown = "```\nimport sys\n\nsize = c_int * 8, c_int * 9\n\n    a > b\n```\n"
    before = read_markdown(html, kramdown=True)
    assert entries(before, read_markdown(markdown), html, ()) == []
    lost = entries(before, read_markdown(markdown.replace("    a > b\n", "")), html, ())
    assert {one.text.strip() for one in lost} == {"a > b"}


def test_a_choice_of_the_user_excuses() -> None:
    assert found(excuse="left out by --drop a")["/leer"] == "left out by --drop a"


def test_front_matter_may_move_but_not_vanish() -> None:
    before = {"title": "T", "tags": ["Hafen", "Rat"], "draft": True, "note": None, "n": 7}
    after = {"name": "T", "keywords": "Hafen, Rat"}
    reading = read_markdown("Text", "---\nname: T\nkeywords: Hafen, Rat\n---\nText")
    lost = [one.pointer for one in missing_fields(before, after, reading)]
    assert lost == ["/draft", "/n"]


def post_of(body: str) -> Post:
    return parse_text("a.html", f"---\ntitle: T\n---\n{body}", relative="a.html")


def test_the_account_is_part_of_the_proof() -> None:
    whole = convert(post_of("<p>Ein <b>Wort</b>.</p>"))
    assert whole.proved
    assert not [one for one in whole.differences if one.action.value == "lost"]


def test_every_value_is_in_the_markdown_or_the_differences() -> None:
    values = ("/leer", "Entwurf", "a_1^2", "/nord", "Notiz", "he")
    body = (
        f"{HTML}<script type='math/tex'>a_1^2</script><map><area href='/nord'></map>"
        "<!-- Notiz --><p lang='he'>שלום</p>"
    )
    made = convert(post_of(body))
    said = made.markdown + "".join(one.text for one in made.differences)
    assert [value for value in values if value not in said] == []


def test_html_alone_has_an_account_too() -> None:
    made = convert_html("<p>Text</p><p hidden>Entwurf</p>")
    assert "Entwurf" in made.markdown + "".join(one.text for one in made.differences)


def test_an_element_that_holds_a_formula_is_its_formula() -> None:
    html = "<p>a <math-field>x_1</math-field> <x-y>b</x-y></p>"
    made = entries(read_html(html), read_markdown("a $x_1$ b"), html, ())
    assert [one.text for one in made] == ["<x-y>"]


BESIDE = """
<table><tr><td class="linenos"><pre>7 8</pre></td>
<td><pre>let<br>set</pre></td></tr></table>

<table><tr><td class="gutter"><pre><span>7</span><br></pre></td>
<td><pre>let<br>set</pre></td></tr></table>

<pre><code><span class="ln">7</span>let<br><span class="ln">8</span>set</code></pre>

<pre><table><tr><td class="hljs-ln-numbers">7</td><td>let</td></tr>
<tr><td>set</td></tr></table></pre>
"""


@pytest.mark.parametrize("html", BESIDE.strip().split("\n\n"))
def test_the_numbers_beside_lines_of_code_are_no_words(html: str) -> None:
    assert entries(read_html(html), read_markdown("```\nlet\nset\n```"), html, ()) == []
    assert entries(read_html(html), read_markdown("```\nlet\n```"), html, ()) != []


def test_the_mark_of_a_footnote_may_stand_right_behind_a_word() -> None:
    html = '<p>Wort<a href="#n" id="r">12</a></p><div id="n"><a href="#r">↩</a> Note</div>'
    made = entries(read_html(html), read_markdown("Wort[^12]\n\n[^12]: Note"), html, ())
    assert made == []
    lost = entries(read_html(html), read_markdown("Satz[^12]\n\n[^12]: Note"), html, ())
    assert [one.text for one in lost] == ["Wort12"]


def test_a_doctype_in_small_letters_is_no_text() -> None:
    text = "Eins <b>zwei</b>\n\n<!doctype html>\n\nDrei\n"
    made = entries(read_markdown(text), read_markdown("Eins **zwei**\n\nDrei\n"), text, ())
    assert made == []
    code = "~~~\n<!doctype html>\n~~~\n"
    assert entries(read_markdown(code), read_markdown("Drei\n"), code, ()) != []


MARKED = (
    "<pre><span>{%</span> <span>if</span> <i>x</i> <span>%}</span>a"
    "<span>{{</span> y &#39;z <span>}}</span></pre>"
)
NUMBERED = "<pre><b> 1</b> one\n<b> 2</b> two</pre>"


@pytest.mark.parametrize(
    ("html", "left"),
    [
        (NUMBERED, ""),
        (NUMBERED.replace(" 2", " 3"), ""),
        ("<pre><code>x<button>Kopie</button></code></pre>", "Kopie"),
        ("<pre>&#13;#include x</pre>", ""),
        (MARKED, ""),
        (MARKED.replace("span", "b"), ""),
        ("<p>seit <code>&lt;!doctype html&gt;</code> gilt</p>", ""),
        (
            '<pre><div><a class="viewcode-back" href="../a.html">[docs]</a>class A:</div></pre>',
            "../a.html",
        ),
        ("<table><tr><td>1</td><td>a</td></tr><tr><td>2</td><td>b</td></tr></table>", ""),
    ],
)
def test_numbers_and_buttons_beside_code_are_no_loss(html: str, left: str) -> None:
    done = convert(post_of(html))
    assert done.proved
    assert [one.text for one in done.differences if one.action.value == "lost"] == []
    assert not left or left in " ".join([one.text for one in done.differences])


def test_a_short_value_is_found_where_an_attribute_has_it() -> None:
    body = 'Then, when\n\n<select><option value="en">English</option></select>\n'
    (missing,) = [
        one
        for one in missing_values(read_markdown(body), read_markdown("Then, when English"))
        if one.text == "en"
    ]
    assert place_in(body, exact=False)(missing) == ("en", body.index('"en"'))


TWO_WAYS_BACK = (
    '<p>x<a href="#n" id="r">3</a> y<a href="#n" id="s">3</a></p>'
    '<div id="n" class="footnote"><span>[3]</span>'
    '<span class="backrefs">(<a href="#r">1</a>,<a href="#s">2</a>)</span><p>Note.</p></div>'
)


@pytest.mark.parametrize(
    "html",
    [
        '<body background="/h.png"><p>Text</p></body>',
        '<p>a</p><body background="/h.png"><p>b</p></body>',
        '<p><a href="#u">x</a></p><div id="u" style="display:none"><p>weg</p></div>',
        '<p>x<a href="#u">y</a></p><p hidden><i id="u">weg</i></p>',
        "<pre><b>{</b>% if x %}Tor{% end %}</pre>",
        TWO_WAYS_BACK,
    ],
)
def test_nothing_of_a_page_is_lost(html: str) -> None:
    assert [one.text for one in convert(post_of(html)).differences if one.action == "lost"] == []


@pytest.mark.parametrize(
    "body",
    [
        # To kramdown what stands below the blank line is text of the box; to CommonMark, code.
        "<div>\nVoran\n\n    wert  = 1\n    summe = 2\n\n</div>\n\nEnde\n",
        "<div>\n\n    eins &lt; zwei &#8250 drei\n\n</div>\n",
    ],
)
def test_what_the_renderer_of_the_site_shows_is_judged(body: str) -> None:
    there = ConvertConfig(dialect=Dialect.KRAMDOWN)
    shown = convert_html(body).markdown
    made = settle(Conversion(shown), body, "", there, "_posts/2024-01-02-a.md")
    assert [one.text for one in made.differences if one.action is Action.LOST] == []
    assert made.proved
    without = Conversion(shown.replace("summe", "").replace("zwei", ""))
    lost = settle(without, body, "", there, "_posts/2024-01-02-a.md").differences
    texts = [one.text.split()[0] for one in lost if one.action is Action.LOST]
    assert texts[:1] in (["summe"], ["zwei"])
