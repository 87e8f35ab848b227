"""Lists, quotations, code, notes and links as kramdown 2.4 reads them (run beside it)."""

import re
import time

import pytest

from newskit.render.flavour import Flavour
from newskit.render.site import render_site


def _shown(markdown: str) -> str:
    html = render_site(markdown, Flavour.KRAMDOWN)
    return re.sub(r"\s*\n\s*", "", html)


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("* a\n \t* b\n\t* c\n", "<ul><li>a* b<ul><li>c</li></ul></li></ul>"),
        ("1. a\n\t2. b\n3. c\n", "<ol><li>a<ol><li>b</li></ol></li><li>c</li></ol>"),
        ("words\n4. a\n5. b\n", "<p>words</p><ol><li>a</li><li>b</li></ol>"),
        ("1) a\n2) b\n", "<p>1) a2) b</p>"),
        ("* a\n\n  b\n* c\n", "<ul><li><p>a</p><p>b</p></li><li><p>c</p></li></ul>"),
        (
            "1. a\n\n    $$\n    x\n    $$\n\n    * b\n",
            '<div class="math display">\\[x\\]</div><ul>',
        ),
        ("- {:.wide} a\n- b\n", '<ul><li class="wide">a</li><li>b</li></ul>'),
        ("words\n\n*\n\nmore\n", "<p>*</p>"),
    ],
)
def test_lists_take_the_lines_of_their_items_first(markdown: str, html: str) -> None:
    assert html in _shown(markdown)


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("> a\n2. b\n\nc\n", "<blockquote><p>a</p><ol><li>b</li></ol></blockquote><p>c</p>"),
        ("> a\n```\nb\n\nc\n```\n", "<blockquote><p>a```b</p></blockquote>"),
        ("    a\nlazy *b*\n\nc\n", "<pre><code>a lazy *b*</code></pre><p>c</p>"),
        ("\ta\n### b\n", "<pre><code>a ### b</code></pre>"),
        ("``` a b\nc\n```\n", "<code>a b c </code>"),
        ("```\nopen *a*\n", "<p>```open <em>a</em></p>"),
        ("a\nb\n---\n", "<p>ab---</p>"),
        ("a\n---\n", '<h2 id="a">a</h2>'),
        ("a\n***\nb\n", "<p>a***b</p>"),
        ("### \na\n", "<p>###a</p>"),
        ("<? a ?> b\n", "<p>&lt;? a ?&gt; b</p>"),
    ],
)
def test_what_ends_a_block_is_a_blank_line(markdown: str, html: str) -> None:
    assert html in _shown(markdown)


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("[a](b_(c\\))", '<a href="b_(c%5C)">a</a>'),
        ("[a]( b c )", '<a href="b%20c">a</a>'),
        ('[a](b "c "d" e")', '<a href="b" title="c &quot;d&quot; e">a</a>'),
        ("[A*](x_*_y)", "[A<em>](x_</em>_y)"),
        ("[a] [b]\n\n[b]: /c d\n", '<a href="/c%20d">a</a>'),
        ("[a]\n\n[a]: /b\n[a]: /c d\n", '<a href="/c%20d">a</a>'),
        ("[![a](b)](c)", '<a href="c"><img src="b" alt="a" /></a>'),
        ("<mailto:a@b.org>", '<a href="mailto:a@b.org">a@b.org</a>'),
        ("[a <名>b](c)", "[a <名>b](c)"),
        ("x[^1]\n\n[^1]: a\n[b]: /c\n\n[b]\n", '<a href="/c">b</a>'),
        ("x[^1]\n\n[^1]: a\n\n        b\n", "<p>a</p><pre><code>b</code></pre>"),
    ],
)
def test_links_and_notes_end_where_kramdown_ends_them(markdown: str, html: str) -> None:
    assert html in _shown(markdown)


def test_lists_within_lists_are_read_to_a_depth_that_ends() -> None:
    markdown = "\n".join("  " * depth + "* a" for depth in range(300))
    assert render_site(markdown, Flavour.KRAMDOWN).count("a") >= 300


def test_a_comment_with_tags_in_it_ends_where_it_ends() -> None:
    assert "<h2" in _shown("<!--\ndefine <command>\n<ul>\n-->\n\n## Words\n")


def test_signs_of_struck_words_over_two_lines_are_words() -> None:
    assert "~b" in _shown('a=~b\nc!~"d"\n')


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("<p>a</p><p>\nb</p><blockquote>\nc\n</blockquote>\n", "<p>a</p><p>b</p><blockquote>c"),
        ("<p>a</p> *b*\nc\n", "<p>a</p><p><em>b</em>c</p>"),
        ("<div>a\n\nb</div> words *c*\n", "b</div><p>words <em>c</em></p>"),
    ],
)
def test_what_is_behind_an_element_on_its_line_is_a_block(markdown: str, html: str) -> None:
    assert html in _shown(markdown)


def test_comments_that_nothing_ends_are_looked_for_once() -> None:
    start = time.perf_counter()
    assert "a" in render_site("a[^1]\n\n" + "<!--\n" * 9_000, Flavour.KRAMDOWN)
    assert time.perf_counter() - start < 2


@pytest.mark.parametrize(
    ("markdown", "table"),
    [
        ("a <span>b <i>|</i> c</span> d", False),
        ("a <pre><span>b | c</span></pre> d", False),
        ("a <code>b | c</code> d", False),
        ("a <span>b | c", False),
        ("a <pre>b | c</pre> d", True),
        ("a <span>b</span> | c d", True),
        ("a <br> b | c", True),
        ("<i>a</i> <b>b</i> | c</b> d", False),
    ],
)
def test_bars_in_elements_of_a_line_make_no_table(markdown: str, table: bool) -> None:  # noqa: FBT001
    assert ("<table>" in _shown(markdown + "\n")) is table


def test_a_bar_in_code_parts_no_cells() -> None:
    assert "<td><code>b | c</code> d</td>" in _shown("a | <code>b | c</code> d\n")


@pytest.mark.parametrize(
    "piece", ["<b>", "</b>", "<b></i>", "<b>|", "|</b>", "<b", "<code>", "<code", "bbb"]
)
def test_bars_among_many_tags_take_linear_time(piece: str) -> None:
    def seconds(times: int) -> float:
        start = time.process_time()
        _shown(f"a | <b{piece * times}\n")
        return time.process_time() - start

    seconds(100)
    few, many = seconds(500), seconds(4_000)
    assert many < 24 * max(few, 0.02)


def test_markdown_0_leaves_an_element_in_a_line_as_it_is() -> None:
    shown = _shown('a <span markdown="0">x \\{0\\} *b* `c`</span> *d*\n')
    assert r"x \{0\} *b* `c`</span> <em>d</em>" in shown


@pytest.mark.parametrize("flavour", [Flavour.KRAMDOWN, Flavour.GOLDMARK, Flavour.MARKDOWN_IT])
def test_the_mark_of_a_note_behind_an_exclamation_mark_is_no_picture(flavour: Flavour) -> None:
    html = render_site("Now![^1]\n\n[^1]: Or soon.\n", flavour)
    assert "<p>Now!<sup" in html
    assert "Or soon." in html
    assert "<img" not in html


def test_a_picture_whose_words_look_like_a_mark_stays_one() -> None:
    assert '<img src="u" alt="^2"' in render_site("a ![^2](u) b\n", Flavour.GOLDMARK)
