"""The proof sees what differs, and forgives what shows the same."""

from __future__ import annotations

import pytest

from newskit.convert.proof.canonical import canonical
from newskit.convert.proof.quick import alike, quick_form
from newskit.convert.proof.verify import proves, same
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
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_same_document(one: str, other: str) -> None:
    assert same(canonical(one), canonical(other))


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different_documents(one: str, other: str) -> None:
    assert not same(canonical(one), canonical(other))


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_the_quick_form_never_takes_them_for_the_same(one: str, other: str) -> None:
    first = quick_form(body_html(one), semantics=True)
    second = quick_form(body_html(other), semantics=True)
    assert first is None or second is None or not alike(first, second)


def test_markdown_is_rendered_to_be_compared() -> None:
    source = body_html("<p>a <b>b</b></p>")
    assert proves("a **b**\n", source, semantics=True)
    assert not proves("a *b*\n", source, semantics=True)
