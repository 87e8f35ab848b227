"""The proof sees what differs, and forgives what shows the same."""

from __future__ import annotations

import pytest

from newskit.convert.proof.verify import canonical, proves, same
from newskit.convert.tree import body_html

SAME = [
    ("<p>a b</p>", "<div> a\n b </div>"),
    ("<b><i>x</i></b>", "<em><strong>x</strong></em>"),
    ("<b>a</b> <b>b</b>", "<b>a b</b>"),
    ("<p>a<br></p>", "<p>a</p>"),
    ("<ul><li>a</li></ul>", "<ul><li><p>a</p></li></ul>"),
    ("<ul><li>a</li><ul><li>b</li></ul></ul>", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
    ("<pre>a\n</pre>", "<pre><code>a</code></pre>"),
    ("<table><tr><td>a</td></tr></table>",
     "<table><thead><tr><th></th></tr></thead><tbody><tr><td>a</td></tr></tbody></table>"),
    ('<a href="/%E4%B8%AD">x</a>', '<a href="/中">x</a>'),
    ("<p>&nbsp;</p><p>a</p>", "<p>a</p>"),
    ("<a href=/x><b>a</b></a>", "<b><a href=/x>a</a></b>"),
    ("<a href=/x><div><img src=/i></div></a>", "<p><a href=/x><img src=/i></a></p>"),
    ("<a name=x></a><h2>a</h2>", "<h2>a</h2>"),
    ("<b><p>a</p><p>b</p></b>", "<p><b>a</b></p><p><b>b</b></p>"),
    ("<table><tr><th>a<tr><td>b<td></td></table>",
     "<table><tr><th>a</th><th></th></tr><tr><td>b</td><td></td></tr></table>"),
    ("<table><tr><td style='width:1px;text-align:right'>a</td></tr></table>",
     "<table><thead><tr><th align=right></th></tr></thead><tr><td align=right>a</td></tr></table>"),
    ("<table><tfoot><tr><td>b</td></tr></tfoot><tr><td>a</td></tr></table>",
     "<table><tr><td>a</td></tr><tr><td>b</td></tr></table>"),
    ("<pre>a<p>b</p></pre>", "<pre>a\nb</pre>"),
    ("<ol start=1><li>a</li></ol>", "<ol><li>a</li></ol>"),
    ("<ul><li></li><li>a</li></ul><blockquote></blockquote>", "<ul><li></li><li>a</li></ul>"),
]  # fmt: skip
DIFFERENT = [
    ("<p>a</p>", "<p>b</p>"),
    ("<p>a</p><p>b</p>", "<p>a b</p>"),
    ("<p>a&nbsp;b</p>", "<p>a b</p>"),
    ("<p>a　b</p>", "<p>a b</p>"),
    ("<b>a</b>", "a"),
    ("<b>a</b>", "<i>a</i>"),
    ("<h1>a</h1>", "<h2>a</h2>"),
    ("<ul><li>a</li></ul>", "<ol><li>a</li></ol>"),
    ('<ol start="2"><li>a</li></ol>', "<ol><li>a</li></ol>"),
    ("<a href=/x>a</a>", "<a href=/y>a</a>"),
    ("<a href=/x>a</a><a href=/x>b</a>", "<a href=/x>ab</a>"),
    ("<a href=/x title=t>a</a>", "<a href=/x>a</a>"),
    ("<img src=/a alt=x>", "<img src=/a alt=y>"),
    ("<code>a</code>", "a"),
    ("<pre>a\n b</pre>", "<pre>a\nb</pre>"),
    ("<pre><code class=language-a>x</code></pre>", "<pre><code class=language-b>x</code></pre>"),
    ("<table><tr><th>a</th></tr><tr><td>b</td></tr></table>",
     "<table><tr><td>a</td></tr><tr><td>b</td></tr></table>"),
    ("<table><tr><td align=right>a</td></tr></table>", "<table><tr><td>a</td></tr></table>"),
    ("a<br>b", "a b"),
    ("<hr>", ""),
    ("<blockquote>a</blockquote>", "<p>a</p>"),
    ("x<sub>2</sub>", "x2"),
    ("<dl><dt>a</dt></dl>", "<p>a</p>"),
    ("<iframe src=/a></iframe>", ""),
    ("<input type=checkbox checked> a", "<input type=checkbox> a"),
    ("<p>&lt;b&gt;</p>", "<p><b></b></p>"),
    ("<p>a\x01</p>", "<p>a</p><p></p>"),
    ("<pre>a<textarea>b</textarea></pre>", "<pre>ab</pre>"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_same_document(one: str, other: str) -> None:
    assert same(canonical(one), canonical(other))


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different_documents(one: str, other: str) -> None:
    assert not same(canonical(one), canonical(other))


@pytest.mark.parametrize(
    ("markdown", "source"),
    [
        ("a<br>\nb\n", "<p>a<br>b</p>"),
        ("- <br>\n  a *b* & c\n", "<ul><li><br>a *b* &amp; c</li></ul>"),
        ("- a\n\n<!-- -->\n\n- b\n", "<ul><li>a</li></ul><ul><li>b</li></ul>"),
        (
            "<https://e.org/a?b&c>\n",
            '<a href="https://e.org/a?b&amp;c">https://e.org/a?b&amp;c</a>',
        ),
        ("[it](/it's)\n", """<a href="/it's">it</a>"""),
        ("~~~\na 'b'\n\t\"c\"\n~~~\n", "<pre>a 'b'\n\t\"c\"</pre>"),
    ],
)
def test_what_the_renderer_writes_is_read_right(markdown: str, source: str) -> None:
    assert proves(markdown, body_html(source), semantics=True)


def test_markdown_is_rendered_to_be_compared() -> None:
    source = body_html("<p>a <b>b</b></p>")
    assert proves("a **b**\n", source, semantics=True)
    assert not proves("a *b*\n", source, semantics=True)


_TABLE = (
    "<table><thead><tr><th align=left>a</th><th> b\n c </th></tr></thead>"
    "<tbody><tr><td align=left>1 &amp; 2</td><td></td></tr><tr><td align=left></td><td> </td></tr>"
    "<tr><td align=left>&nbsp;</td><td>4</td><td></td></tr></tbody></table>"
)


@pytest.mark.parametrize("semantics", [True, False])
def test_a_table_of_words_is_read_as_any_other_table(*, semantics: bool) -> None:
    other = _TABLE.replace("<td>4", "<td class=n>4").replace("<table>", "<table class=t>")
    known = canonical(_TABLE, semantics=semantics)
    assert known[0][2] == ("left", "")
    assert len(known[0][3]) == 3
    assert known == canonical(other, semantics=semantics)
    assert known != canonical(other.replace("4", "5"), semantics=semantics)
    assert known != canonical(other.replace("align=left>1", "align=right>1"), semantics=semantics)


def test_the_head_of_a_table_comes_first_wherever_it_stands() -> None:
    head, body = "<thead><tr><th>a</th></tr></thead>", "<tbody><tr><td>b</td></tr></tbody>"
    assert canonical(f"<table>{body}{head}</table>") == canonical(f"<table>{head}{body}</table>")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("d\n- a", "e\n- a"),
        ("d\n- a", "d\n\n- a **b**\n\n- a"),
        ("**b**", "b"),
        ("\\\n  d", " d"),
        ('"', "'"),
        ("&lt;", "&gt;"),
        ("- a **b** c", "- a **b** <u>c</u>"),
    ],
)
def test_a_long_document_of_short_elements_is_compared_in_all_of_them(old: str, new: str) -> None:
    item = '<li class="x"><p>a <b>b</b>\n<span>c</span>"&lt; <br> d</p></li>\n'
    html = body_html(f"<div><ul>{item * 600}</ul></div>".replace('<li class="x">', "<li>"))
    markdown = '- a **b** c"&lt;\\\n  d\n' * 600
    assert proves(markdown, html, semantics=True)
    place = len(markdown) // 2
    changed = markdown[:place] + markdown[place:].replace(old, new, 1)
    assert changed != markdown
    assert not proves(changed, html, semantics=True)
